// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "characterization/pulse_experiment.h"
#include "characterization/pulse_metrics.h"

namespace softbound {

/// One protocol's outcome as files and as text.
struct CharacterizeReport {
  std::string csv_name;  ///< "response.csv", ...
  std::string csv;
  std::string curves;  ///< curves.csv, what `softbound fit` takes; empty if the protocol has none
  std::string text;    ///< for people, ends with a newline
};

/// {"device", "protocol", "w", "g_s", "metrics", ...}: the state after every pulse, mean over
/// devices.
nlohmann::ordered_json pulses_json(const DeviceParameters& device,
                                   const PulseExperiment& experiment,
                                   const PulseMeasurement& measurement,
                                   const PulseMetrics& metrics);
CharacterizeReport pulses_report(const DeviceParameters& device, const PulseExperiment& experiment,
                                 const PulseMeasurement& measurement, const PulseMetrics& metrics);

}  // namespace softbound
