// SPDX-License-Identifier: Apache-2.0
#include "characterize_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/toml_parameters.h"
#include "json_parameters.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 2> kKindNames{"ltp", "ltd"};
constexpr std::array<const char*, 2> kSuffixes{"_p", "_d"};

const char* name_of(WriteKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

struct MetricRow {
  const char* key;
  const char* meaning;
  std::optional<double> DirectionMetrics::*value;
};

constexpr std::array<MetricRow, 6> kRows{{
    {"nu", "nonlinearity nu", &DirectionMetrics::nu},
    {"nl", "NeuroSim's label NL", &DirectionMetrics::label},
    {"effective_levels", "effective levels", &DirectionMetrics::effective_levels},
    {"cycle_to_cycle_sigma", "cycle-to-cycle sigma", &DirectionMetrics::cycle_to_cycle_sigma},
    {"device_to_device_sigma", "device-to-device sigma", &DirectionMetrics::device_to_device_sigma},
    {"energy_per_pulse_j", "energy per pulse / J", &DirectionMetrics::energy_per_pulse_j},
}};

/// energy_per_pulse_j becomes energy_per_pulse_p_j: units stay at the end.
std::string key_of(const MetricRow& row, std::size_t direction) {
  std::string key = row.key;
  const bool unit = key.size() > 2 && key.compare(key.size() - 2, 2, "_j") == 0;
  if (unit) key.resize(key.size() - 2);
  return key + kSuffixes[direction] + (unit ? "_j" : "");
}

Json metrics_json(const PulseMetrics& metrics) {
  Json json;
  for (const auto& row : kRows) {
    for (std::size_t k = 0; k < 2; ++k) {
      json[key_of(row, k)] = number(metrics.directions[k].*row.value);
    }
  }
  json["on_off_ratio"] = metrics.on_off_ratio;
  json["window_ratio"] = number(metrics.window_ratio);
  json["symmetry_point"] = number(metrics.symmetry_point);
  return json;
}

std::string shown(const std::optional<double>& value) {
  return value ? fmt::format("{:.4g}", *value) : "-";
}

std::string trains_text(const std::vector<PulseTrain>& trains) {
  std::string text;
  for (const auto& train : trains) {
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", name_of(train.kind), train.pulses);
  }
  return text;
}

}  // namespace

Json pulses_json(const DeviceParameters& device, const PulseExperiment& experiment,
                 const PulseMeasurement& measurement, const PulseMetrics& metrics) {
  Json json{{"device", device.kind->name()},
            {"protocol", "pulses"},
            {"pulses", trains_text(experiment.trains)},
            {"cycles", experiment.cycles},
            {"devices", experiment.devices},
            {"seed", experiment.seed},
            {"w0", measurement.initial_weight},
            {"g0_s", measurement.initial_conductance_s},
            {"refused_pulses", measurement.refused},
            {"w", measurement.weight.mean},
            {"g_s", measurement.conductance_s.mean}};
  if (experiment.devices > 1) {
    json["w_sd"] = measurement.weight.sd;
    json["g_sd_s"] = measurement.conductance_s.sd;
  }
  json["metrics"] = metrics_json(metrics);
  json["parameters"] = JsonParameters::of(device);
  return json;
}

CharacterizeReport pulses_report(const DeviceParameters& device, const PulseExperiment& experiment,
                                 const PulseMeasurement& measurement, const PulseMetrics& metrics) {
  CharacterizeReport report;
  report.csv_name = "response.csv";
  report.csv = "pulse,kind,w_mean,w_sd,g_mean_s,g_sd_s,energy_j\n";
  for (std::size_t n = 0; n < measurement.kinds.size(); ++n) {
    report.csv += fmt::format("{},{},{},{},{},{},{}\n", n + 1, name_of(measurement.kinds[n]),
                              measurement.weight.mean[n], measurement.weight.sd[n],
                              measurement.conductance_s.mean[n], measurement.conductance_s.sd[n],
                              measurement.energy_j[n]);
  }
  report.curves = "curve,pulse,kind,conductance\n";
  for (std::size_t curve = 0; curve < measurement.conductance_traces_s.size(); ++curve) {
    const auto& trace = measurement.conductance_traces_s[curve];
    for (std::size_t n = 0; n < trace.size(); ++n) {
      report.curves += fmt::format("{},{},{},{}\n", curve, n,
                                   n == 0 ? "start" : name_of(measurement.kinds[n - 1]), trace[n]);
    }
  }
  report.text =
      fmt::format("{}: {}\n{}, {} cycle{}, {} device{}, w0 = {:.4g}\n\n", device.kind->name(),
                  device.kind->summary(), trains_text(experiment.trains), experiment.cycles,
                  experiment.cycles == 1 ? "" : "s", experiment.devices,
                  experiment.devices == 1 ? "" : "s", measurement.initial_weight);
  report.text += fmt::format("{:<26}{:>12}{:>12}\n", "", "LTP", "LTD");
  for (const auto& row : kRows) {
    report.text +=
        fmt::format("{:<26}{:>12}{:>12}\n", row.meaning, shown(metrics.directions[0].*row.value),
                    shown(metrics.directions[1].*row.value));
  }
  report.text += fmt::format("{:<26}{:>12.4g}\n", "on/off ratio reached", metrics.on_off_ratio);
  report.text +=
      fmt::format("{:<26}{:>12}\n", "on/off ratio of bounds", shown(metrics.window_ratio));
  report.text += fmt::format("{:<26}{:>12}\n", "symmetry point / w", shown(metrics.symmetry_point));
  if (measurement.refused > 0) {
    report.text +=
        fmt::format("{} pulses above the largest voltage were refused\n", measurement.refused);
  }
  return report;
}

}  // namespace softbound
