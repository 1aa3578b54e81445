// SPDX-License-Identifier: Apache-2.0
#include "network/glyphs.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/random.h"

namespace softbound {

namespace {

constexpr int kSide = 28;
constexpr int kFontRows = 7;
constexpr int kFontColumns = 5;

constexpr std::array<std::array<const char*, kFontRows>, kDigitClasses> kFont{{
    {" ### ", "#   #", "#   #", "#   #", "#   #", "#   #", " ### "},
    {"  #  ", " ##  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "},
    {" ### ", "#   #", "    #", "   # ", "  #  ", " #   ", "#####"},
    {"#### ", "    #", "    #", " ### ", "    #", "    #", "#### "},
    {"   # ", "  ## ", " # # ", "#  # ", "#####", "   # ", "   # "},
    {"#####", "#    ", "#### ", "    #", "    #", "#   #", " ### "},
    {"  ## ", " #   ", "#    ", "#### ", "#   #", "#   #", " ### "},
    {"#####", "    #", "   # ", "  #  ", " #   ", " #   ", " #   "},
    {" ### ", "#   #", "#   #", " ### ", "#   #", "#   #", " ### "},
    {" ### ", "#   #", "#   #", " ####", "    #", "   # ", " ##  "},
}};

using Picture = std::array<double, std::size_t{kSide} * kSide>;

struct Variant {
  double shift_x, shift_y;  // pixels
  double slant;             // pixels to the right per pixel upwards
  double pixels_per_dot;
};

Variant variant_of(std::size_t digit, DigitSplit split, std::size_t index) {
  constexpr std::uint64_t kFixedSeed = 28;  // the set is part of the library, not of a run
  const CounterRandom random{kFixedSeed, RandomStream::stimulus};
  const std::uint64_t first_draw = 8 * (2 * index + (split == DigitSplit::train ? 0 : 1));
  const auto draw = [&](std::uint64_t k, double low, double high) {
    return low + (high - low) * random.uniform(digit, first_draw + k);
  };
  return {draw(0, -1.5, 1.5), draw(1, -1.5, 1.5), draw(2, -0.2, 0.2), draw(3, 2.3, 2.7)};
}

double dot(std::size_t digit, int row, int column) {
  if (row < 0 || column < 0 || row >= kFontRows || column >= kFontColumns) return 0.0;
  return kFont[digit][static_cast<std::size_t>(row)][column] == '#' ? 1.0 : 0.0;
}

// The font between its dots, bilinear.
double ink(std::size_t digit, double row, double column) {
  const double r = std::floor(row), c = std::floor(column);
  const int r0 = static_cast<int>(r), c0 = static_cast<int>(c);
  const double fr = row - r, fc = column - c;
  return (1 - fr) * ((1 - fc) * dot(digit, r0, c0) + fc * dot(digit, r0, c0 + 1)) +
         fr * ((1 - fc) * dot(digit, r0 + 1, c0) + fc * dot(digit, r0 + 1, c0 + 1));
}

Picture drawn(std::size_t digit, const Variant& variant) {
  constexpr double kCentre = (kSide - 1) / 2.0;
  Picture picture{};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double from_centre_y = y - kCentre - variant.shift_y;
      const double from_centre_x = x - kCentre - variant.shift_x + variant.slant * from_centre_y;
      const double row = from_centre_y / variant.pixels_per_dot + (kFontRows - 1) / 2.0;
      const double column = from_centre_x / variant.pixels_per_dot + (kFontColumns - 1) / 2.0;
      // Twice the ink, saturated: strokes as full as those of a pen.
      picture[static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x)] =
          std::min(1.0, 2.0 * ink(digit, row, column));
    }
  }
  return picture;
}

// Each pixel with its neighbours along one direction, weights 1 2 1.
Picture blurred(const Picture& picture, std::size_t step) {
  Picture result{};
  for (std::size_t k = step; k + step < picture.size(); ++k) {
    result[k] = 0.25 * picture[k - step] + 0.5 * picture[k] + 0.25 * picture[k + step];
  }
  return result;
}

}  // namespace

DigitSet glyph_digits(DigitSplit split, std::size_t per_class) {
  DigitSet digits;
  digits.images.count = per_class * kDigitClasses;
  digits.images.rows = digits.images.columns = kSide;
  for (std::size_t k = 0; k < digits.images.count; ++k) {
    const std::size_t digit = k % kDigitClasses;
    const Variant variant = variant_of(digit, split, k / kDigitClasses);
    for (const double value : blurred(blurred(drawn(digit, variant), 1), kSide)) {
      digits.images.pixels.push_back(static_cast<std::uint8_t>(std::lround(255 * value)));
    }
    digits.labels.push_back(static_cast<std::uint8_t>(digit));
  }
  return digits;
}

}  // namespace softbound
