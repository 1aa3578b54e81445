// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "network/idx.h"

namespace softbound {

/// Inputs by how often they spike ([B] Fig. 5): low-rate pixels belong to the background, high-rate
/// ones to the digits.
enum class PixelGroup { low_rate, mixed, high_rate };
constexpr std::size_t kPixelGroups = 3;

constexpr double kLowRateIntensity = 0.10;   ///< [B] mean intensity below it: low-rate
constexpr double kHighRateIntensity = 0.25;  ///< [B] above it: high-rate

/// Mean intensity of each pixel over the pictures, 0 to 1.
std::vector<double> mean_intensities(const DigitImages& images);
std::vector<PixelGroup> group_pixels(const std::vector<double>& mean_intensities);

}  // namespace softbound
