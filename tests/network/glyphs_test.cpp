// SPDX-License-Identifier: Apache-2.0
#include "network/glyphs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

namespace softbound {
namespace {

std::vector<std::uint8_t> picture(const DigitSet& digits, std::size_t k) {
  return {digits.images.image(k), digits.images.image(k) + digits.images.pixels_per_image()};
}

TEST(GlyphDigits, HaveTheShapeOfMnistWithClassesInTurn) {
  const auto digits = glyph_digits(DigitSplit::train, 3);
  EXPECT_EQ(digits.size(), 30u);
  EXPECT_EQ(digits.images.count, 30u);
  EXPECT_EQ(digits.images.rows, 28u);
  EXPECT_EQ(digits.images.columns, 28u);
  EXPECT_EQ(digits.images.pixels.size(), 30u * 784);
  for (std::size_t k = 0; k < digits.size(); ++k) EXPECT_EQ(digits.labels[k], k % 10);
}

TEST(GlyphDigits, AreTheSameEveryTimeAndALargerSetStartsWithASmallerOne) {
  const auto small = glyph_digits(DigitSplit::train, 2), large = glyph_digits(DigitSplit::train, 5);
  EXPECT_TRUE(std::equal(small.images.pixels.begin(), small.images.pixels.end(),
                         large.images.pixels.begin()));
}

TEST(GlyphDigits, NoPictureOccursTwiceInEitherSplit) {
  const auto train = glyph_digits(DigitSplit::train), test = glyph_digits(DigitSplit::test);
  std::set<std::vector<std::uint8_t>> seen;
  for (std::size_t k = 0; k < train.size(); ++k) {
    seen.insert(picture(train, k));
    seen.insert(picture(test, k));
  }
  EXPECT_EQ(seen.size(), 2 * train.size());
}

TEST(GlyphDigits, HaveFullInkAndAnEmptyMargin) {
  const auto digits = glyph_digits(DigitSplit::train);
  for (std::size_t k = 0; k < digits.size(); ++k) {
    const auto pixels = picture(digits, k);
    EXPECT_GT(*std::max_element(pixels.begin(), pixels.end()), 200);
    constexpr std::size_t kSide = 28, kLast = kSide - 1;
    for (std::size_t p = 0; p < kSide; ++p) {
      EXPECT_EQ(
          pixels[p] + pixels[kLast * kSide + p] + pixels[kSide * p] + pixels[kSide * p + kLast], 0);
    }
  }
}

// Learnable, but no longer trivial: the nearest class mean names most test glyphs, not by luck.
TEST(GlyphDigits, ClassesAreToldApartByTheirMeans) {
  const auto train = glyph_digits(DigitSplit::train), test = glyph_digits(DigitSplit::test);
  std::array<std::array<double, 784>, kDigitClasses> means{};
  for (std::size_t k = 0; k < train.size(); ++k) {
    for (std::size_t p = 0; p < 784; ++p) {
      means[train.labels[k]][p] +=
          train.images.image(k)[p] * 10.0 / static_cast<double>(train.size());
    }
  }
  std::size_t right = 0;
  for (std::size_t k = 0; k < test.size(); ++k) {
    std::array<double, kDigitClasses> distance{};
    for (std::size_t c = 0; c < kDigitClasses; ++c) {
      for (std::size_t p = 0; p < 784; ++p) {
        const double d = test.images.image(k)[p] - means[c][p];
        distance[c] += d * d;
      }
    }
    const auto best = std::min_element(distance.begin(), distance.end()) - distance.begin();
    right += best == test.labels[k];
  }
  EXPECT_GT(static_cast<double>(right) / static_cast<double>(test.size()), 0.8);
}

}  // namespace
}  // namespace softbound
