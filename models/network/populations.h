// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/parameter.h"

namespace softbound {

/// Bounds of what parameters may ask for, so that a slip of the pen cannot fill the memory.
constexpr double kHighestRateHz = 1e5;
constexpr double kLongestPresentationS = 1e3;
constexpr double kMostSpikesPerTrain = 1e5;
constexpr double kHighestIntensitySum = 1e6;

/// How the trains of the input neurons come about.
enum class InputTrain {
  poisson,  ///< exponential gaps
  regular,  ///< equal gaps, random phase
};

/// Input neurons: one a pixel, rate = low + (high - low) x intensity, where the intensity is
/// pixel / 255, or with intensity_sum scaled so that those of a picture add up to it. Table
/// [input].
struct InputParameters {
  InputTrain train = InputTrain::poisson;
  double rate_low_hz = 3.4076;
  double rate_high_hz = 108.62;
  double presentation_s = 0.24045;
  double intensity_sum = 0.0;

  static InputParameters brivio2019() { return {}; }
  static InputParameters brivio2019_silicon() {
    return {InputTrain::poisson, 3.0, 120.0, 0.45, 0.0};
  }
  static InputParameters answer_driven() { return {InputTrain::regular, 0.25, 76.4, 0.3, 100.0}; }

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
};

/// Teacher neurons: one Poisson train a class, in training only. Table [teacher].
struct TeacherParameters {
  double rate_hz = 199.8;
  double area = 0.15381;  ///< into the DPI for each spike, in units of the firing threshold x s

  static TeacherParameters brivio2019() { return {}; }
  static TeacherParameters brivio2019_silicon() { return {320.0, 1.15}; }
  static TeacherParameters answer_driven() { return {600.0, 1.0}; }

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
};

/// How inputs reach the inhibitory neurons.
enum class InhibitionWiring {
  random,  ///< each input to fan_out distinct neurons
  pairs,   ///< inputs 2j and 2j + 1 to neuron j
};

/// Inhibitory neurons between the inputs and the output neurons. Table [inhibition].
struct InhibitionParameters {
  std::int64_t neurons = 392;
  InhibitionWiring wiring = InhibitionWiring::random;
  std::int64_t fan_out = 16;
  double weight_low = 0.0;
  double weight_high = 1.0;
  double threshold = 8.0;
  double area_scale = 1.0146;
  double spread_low = 0.0;
  double spread_high = 1.0;

  static InhibitionParameters brivio2019() { return {}; }
  static InhibitionParameters brivio2019_silicon() {
    return {392, InhibitionWiring::pairs, 1, 0.35, 0.35, 1.0, 3 * 1.015, 0.15, 0.85};
  }
  static InhibitionParameters none() {
    InhibitionParameters p;
    p.neurons = 0;
    return p;
  }

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
};

}  // namespace softbound
