// SPDX-License-Identifier: Apache-2.0
#include "learning/weight_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softbound {

WeightGroups weight_groups(const std::vector<PixelGroup>& pixels,
                           const std::vector<double>& weights) {
  WeightGroups groups;
  const std::size_t columns = weights.size() / pixels.size();
  std::array<double, kPixelGroups> sum{}, sum_of_squares{};
  for (std::size_t row = 0; row < pixels.size(); ++row) {
    const auto which = static_cast<std::size_t>(pixels[row]);
    WeightGroup& group = groups[which];
    ++group.pixels;
    group.synapses += columns;
    for (std::size_t column = 0; column < columns; ++column) {
      const double weight = weights[row * columns + column];
      // About the middle, so that the squares lose nothing.
      sum[which] += weight - 0.5;
      sum_of_squares[which] += (weight - 0.5) * (weight - 0.5);
      if (weight <= WeightGroup::kNearBound || weight >= 1.0 - WeightGroup::kNearBound) {
        group.near_bounds += 1.0;
      }
      const auto bin = static_cast<std::size_t>(weight * WeightGroup::kBins);
      ++group.histogram[std::min(bin, WeightGroup::kBins - 1)];
    }
  }
  for (std::size_t k = 0; k < kPixelGroups; ++k) {
    WeightGroup& group = groups[k];
    if (group.synapses == 0) continue;
    const auto n = static_cast<double>(group.synapses);
    const double offset = sum[k] / n;
    group.mean = 0.5 + offset;
    group.deviation = std::sqrt(std::max(0.0, sum_of_squares[k] / n - offset * offset));
    group.near_bounds /= n;
  }
  return groups;
}

std::string histogram_csv(const WeightGroups& groups) {
  std::string text = fmt::format("weight_from,weight_to,{}\n", fmt::join(kPixelGroupKeys, ","));
  for (std::size_t bin = 0; bin < WeightGroup::kBins; ++bin) {
    text += fmt::format("{:.2f},{:.2f}", static_cast<double>(bin) / WeightGroup::kBins,
                        static_cast<double>(bin + 1) / WeightGroup::kBins);
    for (const WeightGroup& group : groups) text += fmt::format(",{}", group.histogram[bin]);
    text += '\n';
  }
  return text;
}

}  // namespace softbound
