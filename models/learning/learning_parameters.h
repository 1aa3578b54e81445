// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/parameter.h"

namespace softbound {

/// When a training picture is taught, and which neurons are.
enum class TeachingRule {
  always,         ///< teacher and writes on all through the presentation, the paper's way
  answer_driven,  ///< first the network answers; only what was wrong or narrow is taught
};

/// How a network is trained and tested. Table [learning]; the keys from `margin` on matter under
/// answer_driven alone.
struct LearningParameters {
  TeachingRule rule = TeachingRule::always;
  std::int64_t images = 2000;
  std::int64_t test_every = 500;
  std::int64_t test_images = 1000;
  std::int64_t validation = 0;
  bool shuffle = false;
  double initial_weight_low = 0.0;
  double initial_weight_high = 1.0;
  std::int64_t shift_pixels = 0;

  double margin = 40.0;
  double best_share = 0.27;
  double calcium_s = 0.05;
  double teach_first_s = 0.5;
  double teach_last_s = 0.005;
  double negative_area = -0.5;
  double membrane_share = 0.9;
  double jitter = 0.01;

  static LearningParameters brivio2019() { return {}; }
  static LearningParameters competitive();
  static LearningParameters answer_driven();

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
};

}  // namespace softbound
