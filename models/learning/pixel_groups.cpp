// SPDX-License-Identifier: Apache-2.0
#include "learning/pixel_groups.h"

namespace softbound {

std::vector<double> mean_intensities(const DigitImages& images) {
  const std::size_t pixels = images.pixels_per_image();
  std::vector<double> sums(pixels);
  for (std::size_t k = 0; k < images.count; ++k) {
    for (std::size_t p = 0; p < pixels; ++p) sums[p] += images.image(k)[p];
  }
  for (double& sum : sums) sum /= 255.0 * static_cast<double>(images.count);
  return sums;
}

std::vector<PixelGroup> group_pixels(const std::vector<double>& mean_intensities) {
  std::vector<PixelGroup> groups;
  groups.reserve(mean_intensities.size());
  for (const double intensity : mean_intensities) {
    groups.push_back(intensity > kHighRateIntensity  ? PixelGroup::high_rate
                     : intensity < kLowRateIntensity ? PixelGroup::low_rate
                                                     : PixelGroup::mixed);
  }
  return groups;
}

}  // namespace softbound
