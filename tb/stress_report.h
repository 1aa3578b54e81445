// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "configuration.h"
#include "stress_search.h"

namespace softbound {

/// What a stress test was about, beside its setup.
struct StressDescription {
  std::string traffic;         ///< "poisson" or "bursty"
  bool swept = false;          ///< a sweep, not one rate
  std::string interrupted_by;  ///< signal name, empty if none
  double wall_s = 0, cpu_s = 0;
};

/// load.csv: a line a rate.
std::string load_csv(const StressSweep& sweep);
/// summary.json; docs/run_directory.md describes its keys.
nlohmann::ordered_json stress_json(const Configuration& configuration, const StressSetup& setup,
                                   const StressSweep& sweep, const StressDescription& description);
/// For people, ends with a newline.
std::string stress_text(const StressSetup& setup, const StressSweep& sweep,
                        const StressDescription& description);
/// Whether no rate met a violation.
bool stress_passed(const StressSweep& sweep);

}  // namespace softbound
