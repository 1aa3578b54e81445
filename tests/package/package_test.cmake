# Builds and runs a device kind against the installed headers and libraries:
# cmake -DBUILD=... -DSOURCE=... -DWORK=... -DFLAGS=... -P package_test.cmake
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix
  --component devices OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/mine
  -DCMAKE_PREFIX_PATH=${WORK}/prefix "-DCMAKE_CXX_FLAGS=-Werror ${FLAGS}" OUTPUT_QUIET
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/mine COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${WORK}/mine/tiring COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${WORK})
