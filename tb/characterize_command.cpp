// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "characterize_protocols.h"
#include "characterize_report.h"
#include "command.h"
#include "core/error.h"
#include "network/output_file.h"
#include "output_directory.h"
#include "picture_script.h"

namespace softbound {

namespace {

struct Arguments {
  std::string device, protocol = "pulses", trains, amplitude, out;
  std::uint64_t cycles = 1, devices = 1;
  double w0 = 0, width_s = 0, rest_s = 0;
  bool force = false;
  CLI::Option *w0_given = nullptr, *width_given = nullptr, *rest_given = nullptr;
};

constexpr std::size_t kLongestTrain = 2000;
constexpr std::size_t kMostTraces = 50;
constexpr std::size_t kMostTracePoints = 1'000'000;
constexpr double kLongestPulseS = 1e6;

double option_number(const char* option, const std::string& text) {
  double value = 0;
  const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || next != text.data() + text.size() || !(value > 0) ||
      !std::isfinite(value)) {
    throw InputError{fmt::format(
        "{} {}: expected a voltage above 0, or two with a comma between for LTP and LTD", option,
        text)};
  }
  return value;
}

/// The kind's nominal pulses with amplitude and width as the user wants them; those that a kind
/// lacks have no width.
std::array<std::optional<PortPulse>, 2> chosen_pulses(const Arguments& a, const DeviceKind& kind) {
  std::array<double, 2> amplitudes{};
  if (!a.amplitude.empty()) {
    const auto comma = a.amplitude.find(',');
    amplitudes[0] = option_number("--amplitude", a.amplitude.substr(0, comma));
    amplitudes[1] = comma == std::string::npos
                        ? amplitudes[0]
                        : option_number("--amplitude", a.amplitude.substr(comma + 1));
  }
  if (*a.width_given && !(a.width_s > 0 && a.width_s <= kLongestPulseS)) {
    throw InputError{fmt::format("--width {}: expected a time above 0 and at most {} s", a.width_s,
                                 kLongestPulseS)};
  }
  if (*a.rest_given && !(a.rest_s >= 0 && a.rest_s <= kLongestPulseS)) {
    throw InputError{
        fmt::format("--rest {}: expected a time from 0 to {} s", a.rest_s, kLongestPulseS)};
  }
  std::array<std::optional<PortPulse>, 2> pulses;
  for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
    const auto k = static_cast<std::size_t>(direction);
    pulses[k] = kind.nominal_pulse(direction);
    if (!pulses[k]) continue;
    Pulse& pulse = pulses[k]->pulse;
    if (amplitudes[k] > 0) pulse.amplitude_v = std::copysign(amplitudes[k], pulse.amplitude_v);
    if (*a.width_given) pulse.width_s = a.width_s;
  }
  return pulses;
}

PulseExperiment pulse_experiment(const Arguments& a, const DeviceParameters& device,
                                 std::uint64_t seed) {
  PulseExperiment experiment;
  const auto pulses = chosen_pulses(a, *device.kind);
  if (!a.trains.empty()) experiment.trains = parse_trains(a.trains, "--pulses");
  for (const auto direction : {WriteKind::ltp, WriteKind::ltd}) {
    const auto& pulse = pulses[static_cast<std::size_t>(direction)];
    if (pulse) {
      experiment.pulses[static_cast<std::size_t>(direction)] = *pulse;
      if (a.trains.empty()) {
        experiment.trains.push_back(
            {direction, pulses_to_saturation(device, direction, *pulse, kLongestTrain)});
      }
      continue;
    }
    for (const auto& train : experiment.trains) {
      if (train.kind != direction) continue;
      throw InputError{fmt::format("--pulses {}: device {}: expected no {}: no pulse {} it",
                                   a.trains, device.kind->name(),
                                   direction == WriteKind::ltp ? "ltp" : "ltd",
                                   direction == WriteKind::ltp ? "potentiates" : "depresses")};
    }
  }
  if (experiment.trains.empty()) {
    throw InputError{fmt::format(
        "--protocol pulses: device {}: no pulse potentiates or depresses it", device.kind->name())};
  }
  experiment.cycles = a.cycles;
  experiment.devices = a.devices;
  experiment.initial_weight = a.w0;
  experiment.rest_s = a.rest_s;
  experiment.seed = seed;
  std::size_t points = 1;
  for (const auto& train : experiment.trains) points += train.pulses * experiment.cycles;
  experiment.traced_devices =
      std::min({kMostTraces, experiment.devices, 1 + kMostTracePoints / points});
  return experiment;
}

struct Outcome {
  nlohmann::ordered_json json;
  CharacterizeReport report;
};

Outcome run_pulses(const Arguments& a, const DeviceParameters& device, std::uint64_t seed) {
  const PulseExperiment experiment = pulse_experiment(a, device, seed);
  const PulseMeasurement measurement = measure_pulses(device, experiment);
  const PulseMetrics metrics = metrics_of(experiment, measurement);
  return {pulses_json(device, experiment, measurement, metrics),
          pulses_report(device, experiment, measurement, metrics)};
}

void check_counts(const Arguments& a) {
  for (const auto& [option, value] : {std::pair{"--cycles", a.cycles}, {"--devices", a.devices}}) {
    if (value == 0 || value > 100'000'000) {
      throw InputError{fmt::format("{} {}: expected a number from 1 to 100000000", option, value)};
    }
  }
  if (!(a.w0 >= 0 && a.w0 <= 1)) {
    throw InputError{fmt::format("--w0 {}: expected a number from 0 to 1", a.w0)};
  }
}

int characterize(const Arguments& a, const GlobalOptions& options) {
  check_counts(a);
  const DeviceParameters device = options.device(a.device);
  device.check();
  std::optional<OutputDirectory> directory;
  const auto make_directory = [&] {
    if (a.out.empty()) return;
    directory.emplace(OutputDirectory::create(a.out, a.force, characterize_files()));
  };
  Outcome outcome;
  if (a.protocol == "pulses") {
    outcome = run_pulses(a, device, options.seed);
  } else {
    ProtocolSetup setup;
    setup.pulses = chosen_pulses(a, *device.kind);
    setup.amplitude_given = !a.amplitude.empty();
    if (*a.w0_given) setup.initial_weight = a.w0;
    setup.devices = a.devices;
    setup.seed = options.seed;
    std::tie(outcome.json, outcome.report) = run_protocol(a.protocol, device, setup);
  }
  make_directory();
  if (directory) {
    write_file(directory->file(outcome.report.csv_name), outcome.report.csv);
    if (!outcome.report.curves.empty()) {
      write_file(directory->file("curves.csv"), outcome.report.curves);
    }
    write_file(directory->file("summary.json"), outcome.json.dump(2) + '\n');
    directory->keep();
    if (const auto why = draw_figures("device_figures.py", a.out); !why.empty()) {
      std::fprintf(stderr, "softbound: no pictures: %s\n", why.c_str());
    }
  }
  if (options.json) {
    std::printf("%s\n", outcome.json.dump().c_str());
  } else if (!options.quiet) {
    std::fputs(outcome.report.text.c_str(), stdout);
    if (directory) std::printf("%s\n", directory->path().c_str());
  }
  return kStatusOk;
}

}  // namespace

void add_characterize_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "characterize",
      "Measure a memory device as a laboratory does: pulse trains, sweeps, retention, timing. "
      "Prints figures of merit; with --out leaves CSV, summary.json and pictures.");
  command
      ->add_option("--device", a->device,
                   "device, see `softbound device list` (default: device.model)")
      ->type_name("NAME");
  command->add_option("--protocol", a->protocol, protocol_help())
      ->capture_default_str()
      ->type_name("NAME");
  command
      ->add_option("--pulses", a->trains,
                   "trains of one cycle, such as ltp:2000,ltd:2000 (default: from bound to bound, "
                   "2000 at most)")
      ->type_name("KIND:N,...");
  command->add_option("--cycles", a->cycles, "how often the trains are repeated")
      ->capture_default_str()
      ->check(whole_number());
  command->add_option("--devices", a->devices, "devices measured")
      ->capture_default_str()
      ->check(whole_number());
  a->w0_given =
      command->add_option("--w0", a->w0, "weight at the start, 0 to 1")->capture_default_str();
  command
      ->add_option("--amplitude", a->amplitude,
                   "magnitude of the pulses, one or LTP's and LTD's (default: the device's)")
      ->type_name("V[,V]");
  a->width_given =
      command->add_option("--width", a->width_s, "width of the pulses (default: the device's)")
          ->type_name("S");
  a->rest_given =
      command->add_option("--rest", a->rest_s, "time after each pulse of a train")->type_name("S");
  command->add_option("--out", a->out, "directory for tables and pictures; must not exist")
      ->type_name("DIR");
  command->add_flag("--force", a->force, "take a directory that exists");
  command->callback(
      [&options, &action, a] { action = [&options, a] { return characterize(*a, options); }; });
}

}  // namespace softbound
