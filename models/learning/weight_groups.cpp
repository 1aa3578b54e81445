// SPDX-License-Identifier: Apache-2.0
#include "learning/weight_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softbound {

std::vector<PixelClass> pixel_classes(const DigitSet& digits) {
  constexpr double kBackgroundBelow = 0.10, kPatternAbove = 0.25;
  const std::size_t pixels = digits.images.pixels_per_image();
  std::vector<std::uint64_t> sums(pixels, 0);
  for (std::size_t picture = 0; picture < digits.size(); ++picture) {
    const std::uint8_t* image = digits.images.image(picture);
    for (std::size_t k = 0; k < pixels; ++k) sums[k] += image[k];
  }
  std::vector<PixelClass> classes(pixels);
  for (std::size_t k = 0; k < pixels; ++k) {
    const double mean = static_cast<double>(sums[k]) / (255.0 * static_cast<double>(digits.size()));
    classes[k] = mean > kPatternAbove      ? PixelClass::high_rate
                 : mean < kBackgroundBelow ? PixelClass::low_rate
                                           : PixelClass::mixed;
  }
  return classes;
}

WeightGroups weight_groups(const std::vector<PixelClass>& classes,
                           const std::vector<double>& weights) {
  WeightGroups groups;
  const std::size_t columns = weights.size() / classes.size();
  std::array<double, kPixelClasses> sum{}, sum_of_squares{};
  for (std::size_t row = 0; row < classes.size(); ++row) {
    const auto which = static_cast<std::size_t>(classes[row]);
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
  for (std::size_t k = 0; k < kPixelClasses; ++k) {
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
  std::string text = "weight_from,weight_to";
  for (const char* name : kPixelClassNames) text += fmt::format(",{}", name);
  text += '\n';
  for (std::size_t bin = 0; bin < WeightGroup::kBins; ++bin) {
    text += fmt::format("{:.2f},{:.2f}", static_cast<double>(bin) / WeightGroup::kBins,
                        static_cast<double>(bin + 1) / WeightGroup::kBins);
    for (const WeightGroup& group : groups) text += fmt::format(",{}", group.histogram[bin]);
    text += '\n';
  }
  return text;
}

}  // namespace softbound
