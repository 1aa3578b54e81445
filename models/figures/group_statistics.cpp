// SPDX-License-Identifier: Apache-2.0
#include "figures/group_statistics.h"

#include <algorithm>
#include <cmath>

namespace softbound {

namespace {

constexpr std::array<double, 5> kPercentiles{0.05, 0.25, 0.50, 0.75, 0.95};

}  // namespace

std::vector<double> group_weights(const std::vector<double>& weights,
                                  const std::vector<PixelGroup>& groups, PixelGroup group) {
  const std::size_t columns = weights.size() / groups.size();
  std::vector<double> chosen;
  for (std::size_t row = 0; row < groups.size(); ++row) {
    if (groups[row] != group) continue;
    const auto first = weights.begin() + static_cast<std::ptrdiff_t>(row * columns);
    chosen.insert(chosen.end(), first, first + static_cast<std::ptrdiff_t>(columns));
  }
  return chosen;
}

GroupStatistics statistics_of(std::vector<double> weights) {
  GroupStatistics statistics;
  if (weights.empty()) return statistics;
  std::sort(weights.begin(), weights.end());
  const auto n = static_cast<double>(weights.size());
  for (const double w : weights) statistics.mean += w / n;
  double square = 0;
  for (const double w : weights) square += (w - statistics.mean) * (w - statistics.mean);
  statistics.sd = std::sqrt(square / n);
  for (std::size_t k = 0; k < kPercentiles.size(); ++k) {
    statistics.percentiles[k] =
        weights[static_cast<std::size_t>(std::lround(kPercentiles[k] * (n - 1)))];
  }
  return statistics;
}

Histogram histogram_of(const std::vector<double>& weights, std::size_t bins) {
  Histogram histogram{bins};
  for (const double w : weights) histogram.add(w);
  return histogram;
}

}  // namespace softbound
