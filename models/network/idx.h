// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace softbound {

/// Grey pictures of one size, 0 background to 255 ink, one after the other, row by row.
struct DigitImages {
  std::size_t count = 0;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint8_t> pixels;

  std::size_t pixels_per_image() const { return rows * columns; }
  /// First of the pixels_per_image() pixels of one picture.
  const std::uint8_t* image(std::size_t index) const {
    return pixels.data() + index * pixels_per_image();
  }
};

constexpr std::size_t kDigitClasses = 10;

/// Pictures with their classes 0 to 9, at least one.
struct DigitSet {
  DigitImages images;
  std::vector<std::uint8_t> labels;

  std::size_t size() const { return labels.size(); }
};

enum class DigitSplit { train, test };

/// One split of a data set in the format of MNIST, under MNIST's names (train-images-idx3-ubyte,
/// train-labels-idx1-ubyte, t10k-...), each plain or with .gz at the end of its name.
/// @throws InputError naming the path, what was found and what was expected
DigitSet load_digits(const std::string& directory, DigitSplit split);

/// IDX file of pictures: magic 0x00000803, count, rows, columns (big-endian), then the pixels.
/// @param name stands for the file in messages
/// @throws InputError if the magic, the dimensions or the length are wrong, or it has no pictures
DigitImages parse_idx_images(std::string_view bytes, const std::string& name);

/// IDX file of labels: magic 0x00000801, count, then one byte a label.
/// @param name stands for the file in messages
/// @throws InputError if the magic, the length or a label is wrong, or it has no labels
std::vector<std::uint8_t> parse_idx_labels(std::string_view bytes, const std::string& name);

}  // namespace softbound
