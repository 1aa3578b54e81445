# What softbound_add_control() says of pins that are not those of a control, found in altered copies
# of the example: cmake -DVERILATOR=... -DSOURCE=<example> -DSCRIPT=<script> -DWORK=... -P ...
cmake_minimum_required(VERSION 3.25)
file(READ ${SOURCE} example)

# expect(<text that the error has> [<argument of the script>...])
function(expect_fault words altered)
  file(REMOVE_RECURSE ${WORK})
  file(MAKE_DIRECTORY ${WORK})
  file(WRITE ${WORK}/altered.sv "${altered}")
  execute_process(COMMAND ${VERILATOR} --cc -Wno-fatal -Wno-lint --top-module one_slot_control
    --prefix Vpins --Mdir ${WORK} ${WORK}/altered.sv OUTPUT_QUIET ERROR_QUIET
    COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} -DNAME=mine -DTOP=one_slot_control -DPREFIX=Vpins
    -DHEADER=${WORK}/Vpins.h -DMAIN=${WORK}/main.cpp ${ARGN} -P ${SCRIPT}
    RESULT_VARIABLE status ERROR_VARIABLE error)
  string(REGEX REPLACE "[ \n]+" " " error "${error}")
  string(FIND "${error}" "${words}" found)
  if(words STREQUAL "")
    if(status OR NOT EXISTS ${WORK}/main.cpp)
      message(FATAL_ERROR "found '${error}', expected a program")
    endif()
  elseif(NOT status OR found EQUAL -1 OR EXISTS ${WORK}/main.cpp)
    message(FATAL_ERROR "status ${status}, found '${error}', expected '${words}' and no program")
  endif()
  file(REMOVE_RECURSE ${WORK})
endfunction()

# altered(<variable> <text of the example> <what stands in its place>)
function(altered variable old new)
  string(REPLACE "${old}" "${new}" text "${example}")
  if(text STREQUAL example)
    message(FATAL_ERROR "the example does not have '${old}'")
  endif()
  set(${variable} "${text}" PARENT_SCOPE)
endfunction()

expect_fault("" "${example}" -DROWS=16 -DCOLUMNS=4 -DSLOTS=1)
expect_fault("row_sel_o has 16 bits, expected 32, as ROWS says" "${example}" -DROWS=32)

altered(text "output logic                     idle_o" "output logic idle_output")
string(REPLACE "assign idle_o" "assign idle_output" text "${text}")
expect_fault("idle_o is missing, expected an output of 1 bits" "${text}")

altered(text "[RowBits-1:0]       addr_i" "[7:0] addr_i")
expect_fault("addr_i has 8 bits, expected 4 (ceil(log2 rows))" "${text}")

altered(text "[Slots*Columns-1:0] ltd_o" "[Slots*Columns:0] ltd_o")
expect_fault("ltd_o has 5 bits, expected 4 (slots x columns)" "${text}")

altered(text "input  logic                     ack_i" "output logic ack_i")
expect_fault("ack_i is an output, expected an input" "${text}")

altered(text "input  logic                     clk_i" "input logic clk2x_i, clk_i")
expect_fault("clk2x_i is an input that nothing would drive" "${text}")
