// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "device/device_parameters.h"

namespace softbound {

/// Pulses of one direction, one after the other.
struct PulseTrain {
  WriteKind kind = WriteKind::ltp;
  std::size_t pulses = 0;
};

/// `ltp:2000,ltd:2000`: trains in the order in which they are given.
/// @throws InputError naming `option` if it has another form or there is no pulse in it
std::vector<PulseTrain> parse_trains(const std::string& text, const std::string& option);

/// Trains of equal pulses on many devices of one kind.
struct PulseExperiment {
  std::vector<PulseTrain> trains;  ///< of one cycle
  std::size_t cycles = 1;
  std::size_t devices = 1;
  double initial_weight = 0;
  std::array<PortPulse, 2> pulses{};  ///< by WriteKind
  double rest_s = 0;                  ///< after each pulse
  std::uint64_t seed = 1;
  std::size_t traced_devices = 0;  ///< whose every weight is kept
};

/// Mean and standard deviation over devices, by pulse.
struct PulseStatistics {
  std::vector<double> mean;
  std::vector<double> sd;
};

/// Steps by the weight before the pulse, in equal bins from 0 to 1.
struct StepProfile {
  static constexpr std::size_t kBins = 50;
  std::array<double, kBins> weight_sum{};
  std::array<double, kBins> step_sum{};
  std::array<std::uint64_t, kBins> count{};
};

struct PulseMeasurement {
  std::vector<WriteKind> kinds;  ///< of each pulse, cycle after cycle
  PulseStatistics weight;        ///< after each pulse
  PulseStatistics conductance_s;
  double initial_weight = 0;  ///< as the first device holds it
  double initial_conductance_s = 0;
  ConductanceBounds bounds{};    ///< of the first device
  std::vector<double> energy_j;  ///< of each pulse, mean over devices
  std::array<StepProfile, 2> steps;
  /// Standard deviation of what differs from pulse to pulse, in weight, by WriteKind; from second
  /// differences of the steps, in which what changes smoothly drops out.
  std::array<double, 2> pulse_noise{};
  /// Change of the weight over the first train of each kind, by device and cycle (device-major).
  std::array<std::vector<double>, 2> swings;
  std::size_t refused = 0;  ///< pulses above the largest voltage
  /// Weights by traced device, the first entry before all pulses.
  std::vector<std::vector<double>> traces;
  std::vector<std::vector<double>> conductance_traces_s;
};

/// The result depends on the experiment alone. Draws are those of an array of these devices, whose
/// cell is the device and whose writes are the pulses.
/// @throws InputError if the device's parameters are impossible or there is nothing to measure
PulseMeasurement measure_pulses(const DeviceParameters& device, const PulseExperiment& experiment);

/// Pulses of one direction that take a device without write noise from one bound to the other, the
/// most of a few instances; at least 10, and at most `limit` for those that never arrive.
std::size_t pulses_to_saturation(const DeviceParameters& device, WriteKind kind,
                                 const PortPulse& pulse, std::size_t limit);

}  // namespace softbound
