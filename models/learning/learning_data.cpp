// SPDX-License-Identifier: Apache-2.0
#include "learning/learning_data.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "core/error.h"

namespace softbound {

std::shared_ptr<const LearningData> LearningData::select(DigitSet training, DigitSet test,
                                                         const LearningParameters& learning) {
  LearningData data;
  const auto validation = static_cast<std::size_t>(learning.validation);
  if (validation >= training.size()) {
    throw InputError{
        fmt::format("learning.validation = {}: expected less than the {} training "
                    "pictures there are",
                    validation, training.size())};
  }
  data.test = validation == 0 ? std::move(test)
                              : part_of(training, training.size() - validation, validation);
  data.training =
      validation == 0 ? std::move(training) : part_of(training, 0, training.size() - validation);
  const auto wanted = static_cast<std::size_t>(learning.test_images);
  if (wanted != 0 && wanted < data.test.size()) data.test = part_of(data.test, 0, wanted);
  const DigitImages &a = data.training.images, &b = data.test.images;
  if (a.rows != b.rows || a.columns != b.columns) {
    throw InputError{
        fmt::format("test pictures of {} x {} pixels: expected {} x {}, the size of "
                    "the training pictures",
                    b.rows, b.columns, a.rows, a.columns)};
  }
  return std::make_shared<const LearningData>(std::move(data));
}

std::uint32_t LearningData::checksum() const {
  uLong sum = crc32_z(0, nullptr, 0);
  for (const DigitSet* set : {&training, &test}) {
    sum = crc32_z(sum, set->images.pixels.data(), set->images.pixels.size());
    sum = crc32_z(sum, set->labels.data(), set->labels.size());
  }
  return static_cast<std::uint32_t>(sum);
}

DigitSet part_of(const DigitSet& digits, std::size_t first, std::size_t count) {
  DigitSet part;
  const std::size_t size = digits.images.pixels_per_image();
  const auto pixel = digits.images.pixels.begin() + static_cast<std::ptrdiff_t>(first * size);
  const auto label = digits.labels.begin() + static_cast<std::ptrdiff_t>(first);
  part.images = {count,
                 digits.images.rows,
                 digits.images.columns,
                 {pixel, pixel + static_cast<std::ptrdiff_t>(count * size)}};
  part.labels = {label, label + static_cast<std::ptrdiff_t>(count)};
  return part;
}

std::vector<std::uint8_t> shifted(const std::uint8_t* pixels, std::size_t rows, std::size_t columns,
                                  int right, int down) {
  std::vector<std::uint8_t> moved(rows * columns, 0);
  const auto height = static_cast<std::ptrdiff_t>(rows);
  const auto width = static_cast<std::ptrdiff_t>(columns);
  for (auto y = std::max<std::ptrdiff_t>(0, down); y < std::min(height, height + down); ++y) {
    for (auto x = std::max<std::ptrdiff_t>(0, right); x < std::min(width, width + right); ++x) {
      moved[static_cast<std::size_t>(y * width + x)] =
          pixels[static_cast<std::size_t>((y - down) * width + x - right)];
    }
  }
  return moved;
}

}  // namespace softbound
