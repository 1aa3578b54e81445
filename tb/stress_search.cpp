// SPDX-License-Identifier: Apache-2.0
#include "stress_search.h"

#include <algorithm>
#include <cmath>

namespace softbound {

namespace {

constexpr double kHighestRateHz = 1e9;
constexpr double kCurve[] = {0.1, 0.2,  0.3, 0.4, 0.5, 0.6, 0.7, 0.8,
                             0.9, 0.95, 1,   1.1, 1.2, 1.4, 1.7, 2};

class Sweep {
 public:
  Sweep(StressSweep& result, const std::function<std::optional<StressPoint>(double)>& measure)
      : result_{result}, measure_{measure} {}

  /// Whether a rate is borne; nothing if the sweep is given up.
  std::optional<bool> bears(double rate_hz) {
    for (const StressPoint& point : result_.points) {
      if (point.rate_hz == rate_hz) return point.sustainable;
    }
    const std::optional<StressPoint> point = measure_(rate_hz);
    if (!point) return std::nullopt;
    result_.points.push_back(*point);
    return point->sustainable;
  }

  /// A rate that is borne, and the double of it, that is not.
  bool bracket(double ceiling_hz, double& borne_hz) {
    double rate_hz = std::min(ceiling_hz, kHighestRateHz / 4);
    std::optional<bool> borne = bears(rate_hz);
    const bool upward = borne.value_or(false);
    for (int n = 0; n < kMostHalvings && borne && *borne == upward; ++n) {
      if (upward && 2 * rate_hz > kHighestRateHz) break;
      rate_hz *= upward ? 2 : 0.5;
      borne = bears(rate_hz);
    }
    if (!borne || *borne == upward) return false;
    borne_hz = upward ? rate_hz / 2 : rate_hz;
    return true;
  }

 private:
  StressSweep& result_;
  const std::function<std::optional<StressPoint>(double)>& measure_;
};

}  // namespace

StressSweep sweep_rates(double ceiling_hz,
                        const std::function<std::optional<StressPoint>(double rate_hz)>& measure) {
  StressSweep result;
  Sweep sweep{result, measure};
  const auto finish = [&](bool complete) {
    std::sort(result.points.begin(), result.points.end(),
              [](const StressPoint& a, const StressPoint& b) { return a.rate_hz < b.rate_hz; });
    result.complete = complete;
    return result;
  };
  double low_hz = 0;
  double middle_hz = ceiling_hz;  // of the curve, if no rate is borne
  if (sweep.bracket(ceiling_hz, low_hz)) {
    double high_hz = 2 * low_hz;
    while (high_hz / low_hz > 1 + kStressTolerance) {
      const double rate_hz = std::sqrt(low_hz * high_hz);
      const std::optional<bool> borne = sweep.bears(rate_hz);
      if (!borne) return finish(false);
      (*borne ? low_hz : high_hz) = rate_hz;
    }
    result.sustainable_hz = middle_hz = low_hz;
  }
  for (const double part : kCurve) {
    if (!sweep.bears(std::min(kHighestRateHz, part * middle_hz))) return finish(false);
  }
  return finish(true);
}

}  // namespace softbound
