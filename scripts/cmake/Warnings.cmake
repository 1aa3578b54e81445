# softbound::warnings carries what every line of our own code is compiled with: all warnings as
# errors, and floating point that does not depend on whether the machine fuses multiply and add.
add_library(softbound_warnings INTERFACE)
add_library(softbound::warnings ALIAS softbound_warnings)
target_compile_options(softbound_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -ffp-contract=off)
option(SOFTBOUND_WERROR "Treat warnings as errors" ON)
if(SOFTBOUND_WERROR)
  target_compile_options(softbound_warnings INTERFACE -Werror)
endif()
