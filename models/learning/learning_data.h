// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "learning/learning_parameters.h"
#include "network/idx.h"

namespace softbound {

/// The pictures of a learning run: one set to train with, one to test with.
struct LearningData {
  DigitSet training;
  DigitSet test;

  /// As the parameters say: the last `validation` training pictures take the place of the test
  /// pictures, and no more than `test_images` are tested.
  /// @throws InputError if too few pictures are left, or the two sets differ in size of a picture
  static std::shared_ptr<const LearningData> select(DigitSet training, DigitSet test,
                                                    const LearningParameters& learning);

  /// A number of all pixels and labels: another set, another number.
  std::uint32_t checksum() const;
};

/// The first `count` pictures from `first` on.
DigitSet part_of(const DigitSet& digits, std::size_t first, std::size_t count);

/// A picture moved right and down by so many pixels; what comes in from outside is background.
std::vector<std::uint8_t> shifted(const std::uint8_t* pixels, std::size_t rows, std::size_t columns,
                                  int right, int down);

}  // namespace softbound
