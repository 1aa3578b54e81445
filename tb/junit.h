// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chip_bench.h"

namespace softbound {

/// What every check of a run says as JUnit XML, the form in which CI systems take test results:
/// one test suite; one test case for each limit, invariant and class of hazard, for lock-step and
/// for each injected fault. A failure tells time, signal and, for a limit, file and line.
/// @param suite name of the suite
/// @param time_s what the run took
std::string junit_xml(const std::string& suite, const RunSetup& setup, const RunResult& result,
                      double time_s);

/// Text as it may stand in an XML document's attribute or element, whatever bytes it has.
std::string xml_text(const std::string& text);

}  // namespace softbound
