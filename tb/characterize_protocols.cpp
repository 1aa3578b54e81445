// SPDX-License-Identifier: Apache-2.0
#include "characterize_protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "device/protocols.h"
#include "device/pulse_shape.h"
#include "device/switching_element.h"
#include "device/varied_device.h"
#include "json_parameters.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;

/// What a protocol measured: columns of equal length, and figures of merit.
struct Table {
  std::vector<std::pair<std::string, std::vector<double>>> columns;
  Json metrics = Json::object();

  void add(const char* name, std::vector<double> values) {
    columns.emplace_back(name, std::move(values));
  }
};

[[noreturn]] void lacks(const char* protocol, const DeviceParameters& device, const char* why) {
  throw InputError{fmt::format("--protocol {}: device {}: {}", protocol, device.kind->name(), why)};
}

const PortPulse& pulse_of(const char* protocol, const DeviceParameters& device,
                          const ProtocolSetup& setup) {
  for (const auto& pulse : setup.pulses) {
    if (pulse) return *pulse;
  }
  lacks(protocol, device, "no pulse potentiates or depresses it");
}

double largest_amplitude_v(const ProtocolSetup& setup) {
  double largest_v = 0;
  for (const auto& pulse : setup.pulses) {
    if (pulse) largest_v = std::max(largest_v, std::abs(pulse->pulse.amplitude_v));
  }
  return largest_v;
}

std::unique_ptr<Device> prepared(const DeviceParameters& device, const ProtocolSetup& setup,
                                 double usual_weight, std::uint64_t index = 0) {
  auto instance = make_device(device, setup.seed, index);
  instance->set_weight(setup.initial_weight.value_or(usual_weight));
  return instance;
}

DrawSequence draws(const ProtocolSetup& setup, std::uint64_t device) {
  return {setup.seed, RandomStream::write_noise, device};
}

bool all_same(const std::vector<double>& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return *high - *low <= 1e-12 * std::max(std::abs(*low), std::abs(*high));
}

/// `count` numbers from low to high in equal ratios.
std::vector<double> geometric(double low, double high, int count) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) {
    values.push_back(low * std::pow(high / low, static_cast<double>(k) / (count - 1)));
  }
  return values;
}

Table measure_iv(const DeviceParameters& device, const ProtocolSetup& setup) {
  constexpr double kBeyondNominal = 1.3;
  constexpr double kClampA = 1e-3;
  constexpr double kStepsABranch = 400;
  pulse_of("iv", device, setup);
  const auto instance = prepared(device, setup, 0);
  double top_v = largest_amplitude_v(setup) * (setup.amplitude_given ? 1 : kBeyondNominal);
  top_v = std::min(top_v, instance->largest_voltage_v(Port::main));
  VoltageSweep sweep;
  sweep.corners_v = {0, top_v, 0, -top_v, 0};
  sweep.step_v = top_v / kStepsABranch;
  sweep.limit_positive_a = sweep.limit_negative_a = kClampA;
  auto random = draws(setup, 0);
  Table table;
  const auto trace = iv_sweep(*instance, sweep, random);
  const auto put = [&](const char* name, auto value) {
    std::vector<double> column;
    column.reserve(trace.size());
    for (const auto& point : trace) column.push_back(value(point));
    table.add(name, std::move(column));
  };
  put("time_s", [](const TracePoint& p) { return p.time_s; });
  put("voltage_v", [](const TracePoint& p) { return p.voltage_v; });
  put("current_a", [](const TracePoint& p) { return p.current_a; });
  put("g_s", [](const TracePoint& p) { return p.conductance_s; });
  put("w", [](const TracePoint& p) { return p.weight; });
  const auto& current = table.columns[2].second;
  if (std::all_of(current.begin(), current.end(), [](double i) { return i == 0; })) {
    lacks("iv", device, "no steady current flows between its terminals");
  }
  const auto& g_s = table.columns[3].second;
  double rise = 1, fall = 1;
  for (std::size_t k = 1; k < g_s.size(); ++k) {
    const double ratio = g_s[k] / g_s[k - 1];
    if (ratio > rise) {
      rise = ratio;
      table.metrics["v_set_v"] = trace[k].voltage_v;
    }
    if (ratio < fall) {
      fall = ratio;
      table.metrics["v_reset_v"] = trace[k].voltage_v;
    }
  }
  const auto [low, high] = std::minmax_element(g_s.begin(), g_s.end());
  if (*low > 0) table.metrics["on_off_ratio"] = *high / *low;
  return table;
}

Table measure_rv(const DeviceParameters& device, const ProtocolSetup& setup) {
  constexpr double kBeyondNominal = 1.2;
  constexpr int kAmplitudes = 60;
  pulse_of("rv", device, setup);
  const auto instance = prepared(device, setup, 0);
  const auto& [ltp, ltd] = setup.pulses;
  // Where one polarity does both, one sweep shows both.
  const bool unipolar =
      ltp && ltd && std::signbit(ltp->pulse.amplitude_v) == std::signbit(ltd->pulse.amplitude_v);
  std::vector<double> amplitude, g_before, g_after, resistance, weight;
  auto random = draws(setup, 0);
  for (const auto& pulse : setup.pulses) {
    if (!pulse) continue;
    const double nominal_v =
        unipolar ? largest_amplitude_v(setup) : std::abs(pulse->pulse.amplitude_v);
    const double top_v = std::min(nominal_v * (setup.amplitude_given ? 1 : kBeyondNominal),
                                  instance->largest_voltage_v(pulse->port));
    std::vector<double> amplitudes;
    for (int k = 1; k <= kAmplitudes; ++k) {
      amplitudes.push_back(std::copysign(top_v * k / kAmplitudes, pulse->pulse.amplitude_v));
    }
    const auto points =
        amplitude_sweep(*instance, *pulse, amplitudes, 10 * pulse->pulse.width_s, random);
    for (const auto& point : points) {
      g_before.push_back(point.g_before_s);
      g_after.push_back(point.g_after_s);
      resistance.push_back(1 / point.g_after_s);
      weight.push_back(point.w_after);
    }
    amplitude.insert(amplitude.end(), amplitudes.begin(), amplitudes.end());
    if (unipolar) break;
  }
  if (all_same(g_after)) lacks("rv", device, "no pulse of its range changes its resistance");
  Table table;
  const auto [low, high] = std::minmax_element(resistance.begin(), resistance.end());
  table.metrics["r_min_ohm"] = *low;
  table.metrics["r_max_ohm"] = *high;
  table.add("amplitude_v", amplitude);
  table.add("g_before_s", g_before);
  table.add("g_s", g_after);
  table.add("resistance_ohm", resistance);
  table.add("w", weight);
  return table;
}

Table measure_retention(const DeviceParameters& device, const ProtocolSetup& setup) {
  constexpr double kFirstS = 1e-9, kLastS = 3.2e8;  // ten years
  constexpr int kTimes = 350;
  const auto times = geometric(kFirstS, kLastS, kTimes);
  std::vector<double> g_sum(times.size()), g_squares(times.size()), w_sum(times.size());
  for (std::size_t d = 0; d < setup.devices; ++d) {
    const auto instance = prepared(device, setup, 1, d);
    auto random = draws(setup, d);
    const auto trace = retention(*instance, times, random);
    for (std::size_t k = 0; k < times.size(); ++k) {
      g_sum[k] += trace[k].conductance_s;
      g_squares[k] += trace[k].conductance_s * trace[k].conductance_s;
      w_sum[k] += trace[k].weight;
    }
  }
  const auto count = static_cast<double>(setup.devices);
  Table table;
  table.add("time_s", times);
  std::vector<double> g_s, sd, w;
  for (std::size_t k = 0; k < times.size(); ++k) {
    g_s.push_back(g_sum[k] / count);
    sd.push_back(std::sqrt(std::max(0.0, g_squares[k] / count - g_s[k] * g_s[k])));
    w.push_back(w_sum[k] / count);
  }
  if (all_same(g_s)) {
    lacks("retention", device, "keeps its state while nothing is applied: no drift, no decay");
  }
  const double start_s = g_s.front();
  for (std::size_t k = 0; k < times.size(); ++k) {
    if (g_s[k] <= 0.5 * start_s) {
      table.metrics["time_to_half_s"] = times[k];
      break;
    }
  }
  const std::size_t last = times.size() - 1, from = last - last / 6;
  table.metrics["late_exponent"] =
      -std::log(g_s[last] / g_s[from]) / std::log(times[last] / times[from]);
  table.add("g_s", g_s);
  table.add("g_sd_s", sd);
  table.add("w", w);
  return table;
}

Table timing_table(const char* time_name, const std::vector<TimingPoint>& points) {
  Table table;
  std::vector<double> time, w, dw;
  for (const auto& point : points) {
    time.push_back(point.time_s);
    w.push_back(point.w_after);
    dw.push_back(point.w_after - point.w_before);
  }
  table.metrics["dw_max"] = *std::max_element(dw.begin(), dw.end());
  table.metrics["dw_min"] = *std::min_element(dw.begin(), dw.end());
  table.add(time_name, time);
  table.add("w", w);
  table.add("dw", dw);
  return table;
}

Table measure_stdp(const DeviceParameters& device, const ProtocolSetup& setup) {
  const PortPulse spike = pulse_of("stdp", device, setup);
  if (spike.port != Port::main) {
    lacks("stdp", device, "is written at a third terminal, where two spikes do not meet");
  }
  const auto instance = prepared(device, setup, 0.5);
  const double length = length_s(spike.pulse);
  std::vector<double> delays;
  const auto lags = geometric(1.05 * length, 100 * length, 30);
  for (auto lag = lags.rbegin(); lag != lags.rend(); ++lag) delays.push_back(-*lag);
  delays.insert(delays.end(), lags.begin(), lags.end());
  const auto points = stdp(*instance, spike, delays, 20 * length, draws(setup, 0));
  Table table = timing_table("delay_s", points);
  const auto& dw = table.columns.back().second;
  const std::vector<double> before(dw.begin(), dw.begin() + 30), after(dw.begin() + 30, dw.end());
  if (all_same(before) && all_same(after)) {
    lacks("stdp", device, "two spikes that do not overlap act alike whatever their delay");
  }
  return table;
}

Table measure_srdp(const DeviceParameters& device, const ProtocolSetup& setup) {
  constexpr int kPulses = 10;
  const PortPulse pulse = pulse_of("srdp", device, setup);
  const auto instance = prepared(device, setup, 0);
  const double length = length_s(pulse.pulse);
  const auto periods = geometric(1.05 * length, 200 * length, 40);
  const auto points = srdp(*instance, pulse, kPulses, periods, 20 * length, draws(setup, 0));
  Table table = timing_table("period_s", points);
  if (all_same(table.columns.back().second)) {
    lacks("srdp", device, "does not feel how fast pulses follow each other");
  }
  return table;
}

Table measure_switching(const DeviceParameters& device, const ProtocolSetup& setup) {
  constexpr std::size_t kUsualTrials = 1000;
  constexpr int kAmplitudes = 41;
  const auto prototype = device.kind->make(device.window());
  const auto* const law = dynamic_cast<const StochasticSwitch*>(prototype.get());
  if (law == nullptr) {
    lacks("switching", device, "has no two states between which single pulses switch it by chance");
  }
  const std::size_t trials = setup.devices > 1 ? setup.devices : kUsualTrials;
  Table table;
  std::vector<double> width, amplitude, measured, probability;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    const auto& pulse = setup.pulses[static_cast<std::size_t>(kind)];
    if (!pulse) continue;
    const double start = kind == WriteKind::ltp ? 0 : 1;
    for (const double widths : {0.1, 1.0, 10.0}) {
      for (int k = 0; k < kAmplitudes; ++k) {
        PortPulse applied = *pulse;
        applied.pulse.width_s *= widths;
        applied.pulse.amplitude_v *= 0.5 + 1.5 * k / (kAmplitudes - 1);
        if (std::abs(applied.pulse.amplitude_v) > prototype->largest_voltage_v(applied.port)) break;
        prototype->set_weight(start);
        std::size_t switched = 0;
        for (std::size_t trial = 0; trial < trials; ++trial) {
          const auto instance = prototype->clone();
          auto random = draws(setup, width.size() * trials + trial);
          instance->apply(applied.pulse, applied.port, random);
          switched += std::abs(instance->weight() - start) > 0.5 ? 1 : 0;
        }
        width.push_back(applied.pulse.width_s);
        amplitude.push_back(applied.pulse.amplitude_v);
        measured.push_back(static_cast<double>(switched) / static_cast<double>(trials));
        probability.push_back(law->switching_probability(applied.pulse, applied.port));
      }
    }
  }
  double furthest = 0;
  for (std::size_t k = 0; k < measured.size(); ++k) {
    const double p = probability[k];
    const double sd = std::sqrt(std::max(p * (1 - p), 1e-12) / static_cast<double>(trials));
    furthest = std::max(furthest, std::abs(measured[k] - p) / sd * (p > 1e-9 && p < 1 - 1e-9));
  }
  table.metrics["trials"] = trials;
  table.metrics["furthest_from_law_sd"] = furthest;
  table.add("width_s", width);
  table.add("amplitude_v", amplitude);
  table.add("switched", measured);
  table.add("probability", probability);
  return table;
}

struct Protocol {
  const char* name;
  Table (*measure)(const DeviceParameters&, const ProtocolSetup&);
};
constexpr std::array<Protocol, 6> kProtocols{{{"iv", measure_iv},
                                              {"rv", measure_rv},
                                              {"retention", measure_retention},
                                              {"stdp", measure_stdp},
                                              {"srdp", measure_srdp},
                                              {"switching", measure_switching}}};

}  // namespace

std::string protocol_help() {
  return "pulses, iv (sweep), rv (resistance after pulses of rising amplitude), retention, stdp "
         "(timing), srdp (rate) or switching (probability)";
}

std::vector<std::string> characterize_files() {
  std::vector<std::string> files{"summary.json", "response.csv", "curves.csv", "response.png"};
  for (const auto& protocol : kProtocols) {
    files.push_back(std::string{protocol.name} + ".csv");
    files.push_back(std::string{protocol.name} + ".png");
  }
  return files;
}

std::pair<Json, CharacterizeReport> run_protocol(const std::string& name,
                                                 const DeviceParameters& device,
                                                 const ProtocolSetup& setup) {
  std::vector<std::string> names{"pulses"};
  for (const auto& protocol : kProtocols) {
    names.emplace_back(protocol.name);
    if (name != protocol.name) continue;
    const Table table = protocol.measure(device, setup);
    CharacterizeReport report;
    report.csv_name = name + ".csv";
    Json json{{"device", device.kind->name()}, {"protocol", name}, {"seed", setup.seed}};
    const std::size_t rows = table.columns.front().second.size();
    for (const auto& [column, values] : table.columns) {
      report.csv += (report.csv.empty() ? "" : ",") + column;
      json[column] = values;
    }
    report.csv += '\n';
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t k = 0; k < table.columns.size(); ++k) {
        report.csv += fmt::format("{}{}", k == 0 ? "" : ",", table.columns[k].second[row]);
      }
      report.csv += '\n';
    }
    json["metrics"] = table.metrics;
    json["parameters"] = JsonParameters::of(device);
    report.text = fmt::format("{}: {}\n{}, {} points\n\n", device.kind->name(),
                              device.kind->summary(), name, rows);
    for (const auto& [key, value] : table.metrics.items()) {
      report.text += fmt::format("{:<26}{:>12.4g}\n", key, value.get<double>());
    }
    return {std::move(json), std::move(report)};
  }
  throw InputError{fmt::format("--protocol {}: expected a protocol: did you mean {}?", name,
                               nearest_word(name, names))};
}

}  // namespace softbound
