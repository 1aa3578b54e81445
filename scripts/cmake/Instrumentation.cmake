# Builds that measure instead of being fast: the presets `asan` and `coverage`.
option(SOFTBOUND_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(SOFTBOUND_COVERAGE "Measure coverage of C++ and RTL" OFF)

if(SOFTBOUND_SANITIZE)
  # Undefined behaviour ends the program, so that a test fails by it.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(SOFTBOUND_COVERAGE)
  # Fits and filaments take minutes without any optimisation.
  add_compile_options(-Og --coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()
