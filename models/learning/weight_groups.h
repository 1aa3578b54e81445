// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "learning/pixel_groups.h"

namespace softbound {

/// The weights of the synapses of one group of pixels.
struct WeightGroup {
  static constexpr std::size_t kBins = 100;
  /// From a bound within which a weight counts as at the bound.
  static constexpr double kNearBound = 0.05;

  std::size_t pixels = 0;
  std::uint64_t synapses = 0;
  double mean = 0.0;
  double deviation = 0.0;                        ///< standard deviation of all of them
  double near_bounds = 0.0;                      ///< share within kNearBound of 0 or 1
  std::array<std::uint64_t, kBins> histogram{};  ///< bin k: from k / kBins on, 1 in the last
};
using WeightGroups = std::array<WeightGroup, kPixelGroups>;

/// Keys of the groups in files, in the order of PixelGroup.
constexpr std::array<const char*, kPixelGroups> kPixelGroupKeys{"low_rate", "mixed", "high_rate"};

/// @param weights pixels.size() rows of equal length
WeightGroups weight_groups(const std::vector<PixelGroup>& pixels,
                           const std::vector<double>& weights);

/// CSV `weight_from,weight_to,low_rate,mixed,high_rate`: synapses by weight, a line a bin.
std::string histogram_csv(const WeightGroups& groups);

}  // namespace softbound
