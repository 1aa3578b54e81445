# softbound_add_control(<name> <top> SOURCES <file>... [INCLUDE_DIRS <dir>...]
#                       [PARAMETERS <name>=<value>...] [ROWS <r>] [COLUMNS <c>] [SLOTS <s>])
#
# The executable <name> is the whole softbound command with the SystemVerilog control <top> at level
# rtl. docs/own_control.md describes the pins that <top> must have.
#
#   PARAMETERS            of <top>
#   ROWS, COLUMNS, SLOTS  short for PARAMETERS Rows=<r> Columns=<c> Slots=<s>; without them the size
#                         is that of the pins
#
# Pins that are missing or of a wrong width or direction are an error of cmake, or of the build if
# the sources change later. Verilator's warnings are shown and do not stop it.
function(softbound_add_control name top)
  cmake_parse_arguments(ARG "" "ROWS;COLUMNS;SLOTS" "SOURCES;INCLUDE_DIRS;PARAMETERS" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS OR NOT ARG_SOURCES)
    message(FATAL_ERROR "softbound_add_control(${name}): found '${ARGN}', expected SOURCES "
      "<file>... and perhaps INCLUDE_DIRS, PARAMETERS, ROWS, COLUMNS, SLOTS")
  endif()
  set(sizes)
  foreach(size Rows Columns Slots)
    string(TOUPPER ${size} argument)
    unset(${argument})
    if(DEFINED ARG_${argument})
      if(NOT ARG_${argument} MATCHES "^[1-9][0-9]*$")
        message(FATAL_ERROR "softbound_add_control(${name}): ${argument} '${ARG_${argument}}', "
          "expected a number from 1 on")
      endif()
      list(APPEND ARG_PARAMETERS ${size}=${ARG_${argument}})
      set(${argument} ${ARG_${argument}})
      list(APPEND sizes -D${argument}=${ARG_${argument}})
    endif()
  endforeach()
  foreach(list SOURCES INCLUDE_DIRS)
    set(absolute)
    foreach(path IN LISTS ARG_${list})
      cmake_path(ABSOLUTE_PATH path)
      list(APPEND absolute ${path})
    endforeach()
    set(ARG_${list} ${absolute})
  endforeach()

  string(MAKE_C_IDENTIFIER ${name} identifier)
  set(prefix Vown_${identifier})
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${name}_verilated)
  # Verilator runs again at the build if a source has changed, which is too late to look at its pins.
  foreach(source IN LISTS ARG_SOURCES)
    if(${source} IS_NEWER_THAN ${directory}/${prefix}.h)
      file(REMOVE ${directory}/verilator_args.txt)
    endif()
  endforeach()
  softbound_verilate(${name}_verilated PREFIX ${prefix} TOP ${top} NO_COVERAGE
    DIRECTORY ${directory}
    SOURCES ${ARG_SOURCES} INCLUDE_DIRS ${ARG_INCLUDE_DIRS} PARAMETERS ${ARG_PARAMETERS}
    # The pins may bring what this control has no use for; the rest is between it and its author.
    ARGUMENTS -Wno-fatal -Wno-UNUSEDSIGNAL)

  # Now, for an early answer, and whenever Verilator has run again.
  set(NAME ${name})
  set(TOP ${top})
  set(PREFIX ${prefix})
  set(HEADER ${directory}/${prefix}.h)
  set(MAIN ${CMAKE_CURRENT_BINARY_DIR}/${name}_main.cpp)
  include(${CMAKE_CURRENT_FUNCTION_LIST_DIR}/OwnControlPins.cmake)
  add_custom_command(OUTPUT ${MAIN}
    COMMAND ${CMAKE_COMMAND} -DNAME=${NAME} -DTOP=${TOP} -DPREFIX=${PREFIX} -DHEADER=${HEADER}
      -DMAIN=${MAIN} ${sizes} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/OwnControlPins.cmake
    DEPENDS ${directory}/${prefix}.cmake ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/OwnControlPins.cmake
      ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/own_control.cpp.in VERBATIM)

  add_executable(${name} ${MAIN})
  target_compile_features(${name} PRIVATE cxx_std_17)
  set_target_properties(${name} PROPERTIES CXX_STANDARD 17 CXX_EXTENSIONS OFF)
  target_link_libraries(${name} PRIVATE softbound::command softbound::control_rtl
    ${name}_verilated softbound_verilator softbound::warnings)
endfunction()
