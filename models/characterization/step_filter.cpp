// SPDX-License-Identifier: Apache-2.0
#include "characterization/step_filter.h"

#include <algorithm>
#include <cmath>

namespace softbound {

FitLaw::Moved FitLaw::moved(WriteKind kind, double weight, double scale) const {
  const auto k = static_cast<std::size_t>(kind);
  const bool up = kind == WriteKind::ltp;
  const double v = up ? weight : 1 - weight;
  double size = step[k] * scale, slope = 0;
  switch (model) {
    case FitModel::soft_bound: {
      const double left = std::max(0.0, 1 - v);
      const double power = left > 0 ? std::pow(left, shape[k]) : 0;
      slope = left > 0 ? -size * shape[k] * power / left : 0;
      size *= power;
      break;
    }
    case FitModel::exponential: {
      const double bend = -std::expm1(-shape[k]);
      slope = -size * bend;
      size *= 1 - bend * v;
      break;
    }
    case FitModel::linear:
      break;
  }
  const double after = weight + (up ? size : -size);
  if (after > 1 || after < 0) return {std::clamp(after, 0.0, 1.0), 0};
  return {after, 1 + slope};
}

void filter_steps(const std::vector<MeasuredCurve>& curves, const FitLaw& law, double read_variance,
                  const std::array<std::vector<double>, 2>& scales, FilteredSteps& result) {
  result.innovations.clear();
  result.variances.clear();
  result.states.clear();
  for (std::size_t c = 0; c < curves.size(); ++c) {
    double state = law.weight_of(curves[c].front().conductance_s);
    double variance = read_variance;
    for (std::size_t n = 1; n < curves[c].size(); ++n) {
      const Reading& reading = curves[c][n];
      result.states.push_back(state);
      const double scale = scales[static_cast<std::size_t>(reading.kind)][c];
      for (std::uint64_t pulse = 0; pulse < reading.pulses; ++pulse) {
        const auto moved = law.moved(reading.kind, state, scale);
        state = moved.weight;
        variance = moved.slope * moved.slope * variance + 1;
      }
      const double innovation = law.weight_of(reading.conductance_s) - state;
      const double all = variance + read_variance;
      result.innovations.push_back(innovation);
      result.variances.push_back(all);
      const double gain = variance / all;
      state += gain * innovation;
      variance *= 1 - gain;
    }
  }
}

}  // namespace softbound
