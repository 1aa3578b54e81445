// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "figures/histogram.h"
#include "learning/pixel_groups.h"

namespace softbound {

constexpr std::array<const char*, kPixelGroups> kPixelGroupNames{"low-rate", "mixed", "high-rate"};

/// Weights of all synapses whose input is of one group.
struct GroupStatistics {
  double mean = 0;
  double sd = 0;
  std::array<double, 5> percentiles{};  ///< 5, 25, 50, 75, 95
};

/// The weights of a group's rows, all columns. @param weights rows x columns
std::vector<double> group_weights(const std::vector<double>& weights,
                                  const std::vector<PixelGroup>& groups, PixelGroup group);
/// All 0 without weights.
GroupStatistics statistics_of(std::vector<double> weights);
Histogram histogram_of(const std::vector<double>& weights, std::size_t bins);

}  // namespace softbound
