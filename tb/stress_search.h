// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "stress_point.h"

namespace softbound {

/// What a sweep has found.
struct StressSweep {
  std::vector<StressPoint> points;  ///< by rate; of equal rates the first measured
  /// The highest rate borne, to 1 %; nothing if none was, or if the sweep was given up before.
  std::optional<double> sustainable_hz;
  bool complete = false;
};

/// Finds the highest rate that the chip bears by bisection, and measures rates from a tenth of it
/// to its double.
///
/// From the ceiling on the rate is halved until it is borne, at most kMostHalvings times, or
/// doubled until it is not; then the interval is halved, in ratio, down to 1 %. Every rate plays
/// the same draws, so that the answer depends on the setup alone.
/// @param measure one rate; nothing gives the sweep up
StressSweep sweep_rates(double ceiling_hz,
                        const std::function<std::optional<StressPoint>(double rate_hz)>& measure);

constexpr int kMostHalvings = 20;
constexpr double kStressTolerance = 0.01;

}  // namespace softbound
