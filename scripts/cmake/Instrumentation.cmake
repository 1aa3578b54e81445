# Builds that measure instead of being fast: the presets `asan` and `coverage`.
option(SOFTBOUND_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(SOFTBOUND_COVERAGE "Measure coverage of C++ and RTL" OFF)

# What else is linked to softbound's libraries needs these as well.
set(SOFTBOUND_INSTRUMENTATION "")
if(SOFTBOUND_SANITIZE)
  set(SOFTBOUND_INSTRUMENTATION -fsanitize=address,undefined)
  # Undefined behaviour ends the program, so that a test fails by it.
  add_compile_options(${SOFTBOUND_INSTRUMENTATION} -fno-sanitize-recover=undefined
    -fno-omit-frame-pointer)
endif()
if(SOFTBOUND_COVERAGE)
  set(SOFTBOUND_INSTRUMENTATION --coverage)
  # Fits and filaments take minutes without any optimisation.
  add_compile_options(-Og ${SOFTBOUND_INSTRUMENTATION} -fprofile-update=atomic)
endif()
add_link_options(${SOFTBOUND_INSTRUMENTATION})
