// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "figures/histogram.h"
#include "network/idx.h"

namespace softbound {

/// Inputs by how often they spike ([B] Fig. 5): high-rate pixels belong to the digits, low-rate
/// ones to the background.
enum class PixelGroup { high_rate, low_rate, mixed };
constexpr std::size_t kPixelGroups = 3;
constexpr std::array<const char*, kPixelGroups> kPixelGroupNames{"high-rate", "low-rate", "mixed"};

constexpr double kHighRateIntensity = 0.25;  ///< [B] mean intensity above it: high-rate
constexpr double kLowRateIntensity = 0.10;   ///< [B] below it: low-rate

/// Mean intensity of each pixel over the pictures, 0 to 1.
std::vector<double> mean_intensities(const DigitImages& images);
std::vector<PixelGroup> group_pixels(const std::vector<double>& mean_intensities);

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
