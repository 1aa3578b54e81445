// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "network/glyphs.h"
#include "network/idx.h"

namespace softbound {

/// Built-in glyphs without their margins at 8 x 8: each pixel the mean of 3 x 3.
inline DigitSet small_digits(DigitSplit split, std::size_t per_class) {
  constexpr std::size_t kSide = 8, kBlock = 3, kMargin = 2;
  const DigitSet large = glyph_digits(split, per_class);
  DigitSet small;
  small.labels = large.labels;
  small.images = {large.size(), kSide, kSide, {}};
  for (std::size_t picture = 0; picture < large.size(); ++picture) {
    const std::uint8_t* pixels = large.images.image(picture);
    for (std::size_t y = 0; y < kSide; ++y) {
      for (std::size_t x = 0; x < kSide; ++x) {
        unsigned sum = 0;
        for (std::size_t k = 0; k < kBlock * kBlock; ++k) {
          sum += pixels[(kMargin + kBlock * y + k / kBlock) * large.images.columns + kMargin +
                        kBlock * x + k % kBlock];
        }
        small.images.pixels.push_back(static_cast<std::uint8_t>(sum / (kBlock * kBlock)));
      }
    }
  }
  return small;
}

}  // namespace softbound
