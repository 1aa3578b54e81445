// SPDX-License-Identifier: Apache-2.0
#include "synthetic_curves.h"

#include <algorithm>
#include <cmath>

#include "core/random.h"

namespace softbound::test {

namespace {

/// The laws as their formulas stand in the ledger.
double step_of(const FitLaw& law, WriteKind kind, double w) {
  const auto k = static_cast<std::size_t>(kind);
  const double v = kind == WriteKind::ltp ? w : 1 - w;
  switch (law.model) {
    case FitModel::soft_bound:
      return law.step[k] * std::pow(std::max(0.0, 1 - v), law.shape[k]);
    case FitModel::exponential:
      return law.step[k] * (1 - v * (1 - std::exp(-law.shape[k])));
    case FitModel::linear:
      break;
  }
  return law.step[k];
}

}  // namespace

std::vector<MeasuredCurve> SyntheticCurves::make() const {
  const CounterRandom random{seed, RandomStream::stimulus};
  std::vector<MeasuredCurve> result;
  for (std::size_t c = 0; c < 2 * curves; ++c) {
    const WriteKind kind = c % 2 == 0 ? WriteKind::ltp : WriteKind::ltd;
    const std::uint64_t device = c / 2;
    const double scale = 1 + curve_sigma * random.normal(1'000'000 + device, 0);
    double w = kind == WriteKind::ltp ? 0 : 1;
    std::uint64_t draw = 0;
    const auto reading = [&](std::uint64_t after) {
      const double seen = w + read_sigma * random.normal(c, draw++);
      return Reading{std::max(0.0, law.g_min_s + seen * (law.g_max_s - law.g_min_s)), after, kind};
    };
    MeasuredCurve curve{reading(0)};
    for (std::uint64_t n = 0; n < pulses; ++n) {
      const double step = scale * step_of(law, kind, w);
      const double size = step * (1 + relative_sigma * random.normal(c, draw++));
      const double noise = sigma * random.normal(c, draw++);
      w = std::clamp(w + (kind == WriteKind::ltp ? size : -size) + noise, 0.0, 1.0);
      curve.push_back(reading(1));
    }
    result.push_back(std::move(curve));
  }
  return result;
}

}  // namespace softbound::test
