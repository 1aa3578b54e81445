// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "network/idx.h"

namespace softbound {

/// How much ink a pixel has in a set of pictures (ledger 3.9, after the paper's Fig. 5).
enum class PixelClass {
  low_rate,   ///< background: mean intensity below 0.10
  mixed,      ///< between
  high_rate,  ///< pattern: mean intensity above 0.25
};
constexpr std::size_t kPixelClasses = 3;
constexpr const char* kPixelClassNames[kPixelClasses] = {"low_rate", "mixed", "high_rate"};

/// By pixel, of all pictures together.
std::vector<PixelClass> pixel_classes(const DigitSet& digits);

/// The weights of the synapses of one class of pixels.
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
using WeightGroups = std::array<WeightGroup, kPixelClasses>;

/// @param weights classes.size() rows of equal length
WeightGroups weight_groups(const std::vector<PixelClass>& classes,
                           const std::vector<double>& weights);

/// CSV `weight_from,weight_to,low_rate,mixed,high_rate`: synapses by weight, a line a bin.
std::string histogram_csv(const WeightGroups& groups);

}  // namespace softbound
