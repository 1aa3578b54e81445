# `cmake --install build --component devices`: the libraries core and device with their headers, for
# devices of one's own. Not part of a plain install.
include(GNUInstallDirs)
set(SOFTBOUND_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/softbound)
set_target_properties(softbound_core PROPERTIES EXPORT_NAME core)
set_target_properties(softbound_device PROPERTIES EXPORT_NAME device)
install(TARGETS softbound_core softbound_device softbound_warnings EXPORT softbound-targets
  ARCHIVE COMPONENT devices EXCLUDE_FROM_ALL)
install(DIRECTORY models/core models/device
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/softbound COMPONENT devices EXCLUDE_FROM_ALL
  FILES_MATCHING PATTERN "*.h")
install(EXPORT softbound-targets NAMESPACE softbound:: DESTINATION ${SOFTBOUND_PACKAGE_DIR}
  COMPONENT devices EXCLUDE_FROM_ALL)
install(FILES scripts/cmake/softbound-config.cmake DESTINATION ${SOFTBOUND_PACKAGE_DIR}
  COMPONENT devices EXCLUDE_FROM_ALL)
