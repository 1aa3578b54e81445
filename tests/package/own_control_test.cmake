# Builds the example of a control of one's own as a project of its own beside this checkout, and runs
# it: cmake -DSOFTBOUND=... -DGENERATOR=... -DLAUNCHER=... -DWORK=... -P own_control_test.cmake
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} -G ${GENERATOR}
  -S ${SOFTBOUND}/tb/examples/own_control -B ${WORK}/build -DSOFTBOUND=${SOFTBOUND}
  -DSOFTBOUND_CONTROL_SIZES=16x4 -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/build --target one_slot
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${WORK}/spikes.csv "time_s,row\n1e-5,3\n4e-5,7\n")
execute_process(COMMAND ${WORK}/build/one_slot run --set array.rows=16 --set array.columns=4
  --set array.slots=1 --spikes ${WORK}/spikes.csv --out ${WORK}/out COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${WORK})
