// SPDX-License-Identifier: Apache-2.0
#include "network/spike_trains.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "error_text.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 20190115;

std::vector<TimePs> times_of_row(const std::vector<Spike>& spikes, std::uint32_t row) {
  std::vector<TimePs> times;
  for (const auto& spike : spikes) {
    if (spike.row == row) times.push_back(spike.time_ps);
  }
  return times;
}

std::vector<std::uint8_t> ramp(std::size_t rows) {
  std::vector<std::uint8_t> pixels(rows);
  for (std::size_t k = 0; k < rows; ++k)
    pixels[k] = static_cast<std::uint8_t>(k * 255 / (rows - 1));
  return pixels;
}

// Largest distance between the empirical distribution and 1 - exp(-rate t), times sqrt(n).
double kolmogorov_smirnov_exponential(std::vector<double> gaps, double rate_hz) {
  std::sort(gaps.begin(), gaps.end());
  const auto n = static_cast<double>(gaps.size());
  double distance = 0;
  for (std::size_t k = 0; k < gaps.size(); ++k) {
    const double expected = 1 - std::exp(-rate_hz * gaps[k]);
    const auto below = static_cast<double>(k);
    distance = std::max({distance, expected - below / n, (below + 1) / n - expected});
  }
  return distance * std::sqrt(n);
}

TEST(EncodeDigit, SpikesAreInTheSendersOrderWithinThePresentation) {
  const auto pixels = ramp(784);
  const auto spikes = encode_digit(pixels.data(), 784, {}, kSeed, 0);
  EXPECT_TRUE(std::is_sorted(spikes.begin(), spikes.end()));
  EXPECT_GE(spikes.front().time_ps, 0);
  EXPECT_LT(spikes.back().time_ps, ps_from_s(0.24045));
}

TEST(EncodeDigit, CountsFollowTheRateOfEachPixel) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const auto pixels = ramp(6);
  const InputParameters input;
  constexpr std::uint32_t kPresentations = 4000;
  std::vector<double> counts(6);
  for (std::uint32_t p = 0; p < kPresentations; ++p) {
    for (const auto& spike : encode_digit(pixels.data(), 6, input, kSeed, p)) ++counts[spike.row];
  }
  for (std::size_t row = 0; row < 6; ++row) {
    const double expected =
        kPresentations * 0.24045 * (3.4076 + (108.62 - 3.4076) * pixels[row] / 255);
    EXPECT_NEAR(counts[row], expected, 4 * std::sqrt(expected)) << row;  // Poisson: sd = sqrt(mean)
  }
}

TEST(EncodeDigit, VarianceOfACountIsItsMean) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const std::uint8_t pixel = 255;
  constexpr std::uint32_t kPresentations = 4000;
  double sum = 0, squares = 0;
  for (std::uint32_t p = 0; p < kPresentations; ++p) {
    const auto n = static_cast<double>(encode_digit(&pixel, 1, {}, kSeed, p).size());
    sum += n;
    squares += n * n;
  }
  const double mean = sum / kPresentations;
  EXPECT_NEAR((squares / kPresentations - mean * mean) / mean, 1.0,
              4 * std::sqrt(2.0 / kPresentations));
}

TEST(EncodeDigit, GapsAreExponential) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  InputParameters input;
  input.rate_low_hz = input.rate_high_hz = 50.0;
  input.presentation_s = 100.0;
  const std::uint8_t pixel = 0;
  std::vector<double> gaps;
  TimePs previous_ps = 0;
  for (const auto& spike : encode_digit(&pixel, 1, input, kSeed, 3)) {
    gaps.push_back(s_from_ps(spike.time_ps - previous_ps));
    previous_ps = spike.time_ps;
  }
  ASSERT_GT(gaps.size(), 4000u);
  EXPECT_LT(kolmogorov_smirnov_exponential(gaps, 50.0), 1.95);  // exceeded once in 1000 seeds
  EXPECT_GT(kolmogorov_smirnov_exponential(gaps, 60.0), 1.95);  // the test can tell
}

TEST(EncodeDigit, IsAFunctionOfSeedAndPresentation) {
  const auto pixels = ramp(20);
  const auto once = encode_digit(pixels.data(), 20, {}, kSeed, 7);
  EXPECT_EQ(encode_digit(pixels.data(), 20, {}, kSeed, 7), once);
  EXPECT_NE(encode_digit(pixels.data(), 20, {}, kSeed, 8), once);
  EXPECT_NE(encode_digit(pixels.data(), 20, {}, kSeed + 1, 7), once);
}

TEST(EncodeDigit, MoreRowsMoveNoSpikeOfTheOthers) {
  const std::vector<std::uint8_t> pixels(50, 128);
  const auto few = encode_digit(pixels.data(), 20, {}, kSeed, 7);
  const auto many = encode_digit(pixels.data(), 50, {}, kSeed, 7);
  for (std::uint32_t row = 0; row < 20; ++row) {
    EXPECT_EQ(times_of_row(many, row), times_of_row(few, row));
  }
}

TEST(EncodeDigit, ALongerPresentationStartsWithTheShorterOne) {
  const auto pixels = ramp(20);
  InputParameters longer;
  longer.presentation_s = 1.0;
  const auto head = encode_digit(pixels.data(), 20, {}, kSeed, 7);
  const auto whole = encode_digit(pixels.data(), 20, longer, kSeed, 7);
  ASSERT_GT(whole.size(), head.size());
  EXPECT_TRUE(std::equal(head.begin(), head.end(), whole.begin()));
}

TEST(EncodeDigit, RegularTrainsHaveEqualGapsAndTheirOwnPhases) {
  InputParameters input;
  input.train = InputTrain::regular;
  input.rate_low_hz = 0.0;
  input.rate_high_hz = 100.0;
  const std::vector<std::uint8_t> pixels{255, 255, 51};
  const auto spikes = encode_digit(pixels.data(), 3, input, kSeed, 0);
  for (std::uint32_t row = 0; row < 3; ++row) {
    const auto times = times_of_row(spikes, row);
    const auto gap_ps = static_cast<double>(kPsPerS) / (100.0 * pixels[row] / 255);
    EXPECT_LT(static_cast<double>(times.at(0)), gap_ps);
    for (std::size_t k = 1; k < times.size(); ++k) {
      EXPECT_NEAR(static_cast<double>(times[k] - times[k - 1]), gap_ps, 1.0);
    }
  }
  EXPECT_NE(times_of_row(spikes, 0).at(0), times_of_row(spikes, 1).at(0));
}

TEST(EncodeDigit, RatesOfZeroAndNextToZeroGiveNoSpikes) {
  InputParameters input;
  const std::vector<std::uint8_t> pixels(10, 0);
  for (const double rate_hz : {0.0, 1e-300}) {
    for (const auto train : {InputTrain::poisson, InputTrain::regular}) {
      input.train = train;
      input.rate_low_hz = rate_hz;
      EXPECT_TRUE(encode_digit(pixels.data(), 10, input, kSeed, 0).empty());
    }
  }
}

TEST(EncodeDigit, TrainsThatWouldFillTheMemoryAreRefused) {
  InputParameters input;
  input.rate_high_hz = 1e5;
  input.presentation_s = 1000.0;
  const std::uint8_t pixel = 0;
  EXPECT_EQ(error_text([&] { encode_digit(&pixel, 1, input, kSeed, 0); }),
            "input.rate_high_hz = 100000: found 100000000 spikes a train in 1000 s, expected at "
            "most 100000");
}

TEST(TeacherSpikes, AreAPoissonTrainOfTheClass) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const TeacherParameters teacher;
  double count = 0;
  for (std::uint32_t p = 0; p < 2000; ++p) {
    const auto times = teacher_spikes(3, teacher, 0.24045, kSeed, p);
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
    EXPECT_LT(times.back(), ps_from_s(0.24045));
    count += static_cast<double>(times.size());
  }
  const double expected = 2000 * 199.8 * 0.24045;
  EXPECT_NEAR(count, expected, 4 * std::sqrt(expected));
}

TEST(TeacherSpikes, DifferByClassPresentationAndFromInputs) {
  const TeacherParameters teacher;
  const auto times = teacher_spikes(0, teacher, 0.24045, kSeed, 0);
  EXPECT_EQ(teacher_spikes(0, teacher, 0.24045, kSeed, 0), times);
  EXPECT_NE(teacher_spikes(1, teacher, 0.24045, kSeed, 0), times);
  EXPECT_NE(teacher_spikes(0, teacher, 0.24045, kSeed, 1), times);
  InputParameters input;
  input.rate_low_hz = input.rate_high_hz = teacher.rate_hz;
  const std::uint8_t pixel = 0;
  EXPECT_NE(times_of_row(encode_digit(&pixel, 1, input, kSeed, 0), 0), times);
}

TEST(TeacherSpikes, TrainsThatWouldFillTheMemoryAreRefused) {
  EXPECT_NE(error_text([] { teacher_spikes(0, {1e5, 1.0}, 1000.0, kSeed, 0); }), "accepted");
}

TEST(MergeStimuli, IsInOrderOfTimeThenTeacherThenIndex) {
  const std::vector<Stimulus> inhibitory{{5, StimulusKind::inhibitory, 0},
                                         {10, StimulusKind::inhibitory, 2},
                                         {10, StimulusKind::inhibitory, 4}};
  EXPECT_EQ(merge_stimuli(9, {10, 20}, inhibitory),
            (std::vector<Stimulus>{{5, StimulusKind::inhibitory, 0},
                                   {10, StimulusKind::teacher, 9},
                                   {10, StimulusKind::inhibitory, 2},
                                   {10, StimulusKind::inhibitory, 4},
                                   {20, StimulusKind::teacher, 9}}));
  EXPECT_EQ(merge_stimuli(0, {}, inhibitory), inhibitory);
}

TEST(EncodeDigit, AnIntensitySumMakesEveryPictureEquallyStrong) {
  InputParameters input = InputParameters::answer_driven();
  input.rate_low_hz = 0.0;
  input.rate_high_hz = 100.0;
  input.presentation_s = 1.0;
  input.intensity_sum = 5.0;
  const std::uint8_t faint[] = {0, 51, 51, 51, 51}, strong[] = {255, 255, 255, 255, 0};
  for (const auto* picture : {faint, strong}) {
    // Four pixels of 5 / 4 each; regular trains hold rate x time spikes, rounded either way.
    const auto count = static_cast<double>(encode_digit(picture, 5, input, kSeed, 0).size());
    EXPECT_NEAR(count, 500.0, 4.0);
  }
}

TEST(EncodeDigit, AnIntensitySumLeavesAnEmptyPictureEmpty) {
  InputParameters input;
  input.rate_low_hz = 0.0;
  input.intensity_sum = 5.0;
  const std::uint8_t nothing[] = {0, 0, 0};
  EXPECT_TRUE(encode_digit(nothing, 3, input, kSeed, 0).empty());
}

}  // namespace
}  // namespace softbound
