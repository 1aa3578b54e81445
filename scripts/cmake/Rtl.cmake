# SystemVerilog as C++: softbound_verilate() adds one Verilated model to a static library.
#
# Verilator runs while CMake configures and again at build time when a source has changed, so a
# lint error shows up as an error of cmake.
find_package(verilator REQUIRED)

# softbound_verilate(<target> PREFIX <class> TOP <module> SOURCES <file>...
#                    [TIMING] [NO_COVERAGE] [PARAMETERS <name>=<value>...]
#                    [INCLUDE_DIRS <dir>...] [DIRECTORY <dir>] [ARGUMENTS <argument>...])
#
#   PREFIX       name of the C++ class, V... by custom
#   TIMING       the sources have delays; the time unit is 1 ps
#   NO_COVERAGE  not ours, or a larger size of what another model measures
#   DIRECTORY    where the generated files go
#   ARGUMENTS    further ones of Verilator
#
# Creates the library with the first model and adds to it after that.
function(softbound_verilate target)
  cmake_parse_arguments(ARG "TIMING;NO_COVERAGE" "PREFIX;TOP;DIRECTORY"
    "SOURCES;PARAMETERS;INCLUDE_DIRS;ARGUMENTS" ${ARGN})
  # What it sets is known in the directory that asks for it alone.
  find_package(verilator REQUIRED)
  if(NOT TARGET ${target})
    add_library(${target} STATIC)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    # Optimised in every build type: a model without it is ten times slower. -w: generated code.
    # Sanitizers look at what calls a model, not at the model.
    target_compile_options(${target} PRIVATE -w -O2 -fno-sanitize=all -fno-profile-arcs
      -fno-test-coverage)
  endif()

  set(arguments --assert -Wall -O3 --x-assign fast --timescale-override 1ps/1ps)
  if(ARG_TIMING)
    list(APPEND arguments --timing)
  endif()
  foreach(parameter IN LISTS ARG_PARAMETERS)
    list(APPEND arguments -G${parameter})
  endforeach()
  set(directory)
  if(ARG_DIRECTORY)
    set(directory DIRECTORY ${ARG_DIRECTORY})
  endif()
  set(coverage)
  if(SOFTBOUND_COVERAGE AND NOT ARG_NO_COVERAGE)
    set(coverage COVERAGE)
  endif()
  verilate(${target} TRACE_FST ${coverage} ${directory}
    PREFIX ${ARG_PREFIX} TOP_MODULE ${ARG_TOP}
    SOURCES ${softbound_SOURCE_DIR}/rtl/waivers.vlt ${ARG_SOURCES}
    INCLUDE_DIRS ${ARG_INCLUDE_DIRS}
    # Only the constructor and the trace tables; they run once.
    OPT_SLOW -O0
    VERILATOR_ARGS ${arguments} ${ARG_ARGUMENTS})
  softbound_share_verilator(${target})

  # Generated headers do not answer to our warnings.
  get_target_property(directories ${target} INTERFACE_INCLUDE_DIRECTORIES)
  set_property(TARGET ${target} PROPERTY INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${directories})
endfunction()
