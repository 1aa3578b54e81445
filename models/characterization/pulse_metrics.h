// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "characterization/pulse_experiment.h"

namespace softbound {

/// Figures of merit of one direction; empty where the measurement cannot tell.
struct DirectionMetrics {
  /// Of the exponential curve nearest to the first train (least squares); negative if the curve
  /// bends the other way, 0 if it is straight.
  std::optional<double> nu;
  /// NeuroSim's NL: largest distance of the first train's curve from the straight line over 0.099,
  /// negative for LTD that is fast at first.
  std::optional<double> label;
  /// 1 over the first step, in units of the range of weights ([B]: 1/a).
  std::optional<double> effective_levels;
  /// Standard deviation of a pulse's random part, in units of the range of weights.
  std::optional<double> cycle_to_cycle_sigma;
  /// Standard deviation between devices of the change over the first train, in units of its mean;
  /// the part of the noise is taken off. Takes two cycles and two devices.
  std::optional<double> device_to_device_sigma;
  std::optional<double> energy_per_pulse_j;  ///< mean over all pulses
};

struct PulseMetrics {
  std::array<DirectionMetrics, 2> directions;  ///< by WriteKind
  double on_off_ratio = 0;                     ///< of what was reached
  std::optional<double> window_ratio;          ///< of the bounds; empty if the lower one is 0
  /// Weight at which an LTP and an LTD pulse cancel.
  std::optional<double> symmetry_point;
};

PulseMetrics metrics_of(const PulseExperiment& experiment, const PulseMeasurement& measurement);

/// nu of the exponential curve nearest to one that is given.
/// @param curve after 1, 2, ... pulses as a share of the whole change, the last entry 1
/// @return empty if it has fewer than three points or its nu is beyond +-60
std::optional<double> nu_of_curve(const std::vector<double>& curve);

}  // namespace softbound
