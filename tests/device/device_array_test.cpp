// SPDX-License-Identifier: Apache-2.0
#include "device/device_array.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/error.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

constexpr WritePulse kLtp{WriteKind::ltp, 10e-6, 0.45};
constexpr WritePulse kLtd{WriteKind::ltd, 10e-6, 0.50};
constexpr std::uint64_t kSeed = 5;

DeviceParameters noisy() {
  DeviceParameters parameters;
  parameters.sigma = 0.005;
  return parameters;
}

TEST(DeviceArray, AWriteTouchesItsCellAloneAndSaysWhatItDid) {
  DeviceArray array{DeviceParameters{}, 3, kSeed};
  const auto record = array.write(1, kLtd);
  EXPECT_EQ(record.cell, 1u);
  EXPECT_EQ(record.weight_before, 0.5);
  EXPECT_EQ(record.weight_after, array.weight(1));
  EXPECT_LT(record.weight_after, 0.5);
  EXPECT_EQ(record.noise, 0);
  EXPECT_FALSE(record.overstressed);
  EXPECT_EQ(array.weight(0), 0.5);
  EXPECT_EQ(array.weight(2), 0.5);
  EXPECT_EQ(array.write_count(1), 1u);
  EXPECT_EQ(array.write_count(0), 0u);
}

TEST(DeviceArray, NoiseDoesNotDependOnTheOrderInWhichCellsAreVisited) {
  DeviceArray forward{noisy(), 50, kSeed}, backward{noisy(), 50, kSeed};
  for (int round = 0; round < 4; ++round) {
    for (std::size_t cell = 0; cell < 50; ++cell) forward.write(cell, kLtp);
  }
  for (std::size_t cell = 50; cell-- > 0;) {
    for (int round = 0; round < 4; ++round) backward.write(cell, kLtp);
  }
  EXPECT_EQ(forward.weights(), backward.weights());
}

TEST(DeviceArray, NoiseIsTheDrawOfSeedCellAndWriteCount) {
  DeviceArray array{noisy(), 4, kSeed};
  const CounterRandom random{kSeed, RandomStream::write_noise};
  array.write(2, kLtp);
  EXPECT_EQ(array.write(2, kLtd).noise, 0.005 * random.normal(2, 1));
  DeviceArray other{noisy(), 4, kSeed + 1};
  EXPECT_NE(other.write(2, kLtp).noise, 0.005 * random.normal(2, 0));
}

TEST(DeviceArray, ATruncatedPulseStartsFromTheWeightBeforeWithTheSameDraw) {
  DeviceArray array{noisy(), 1, kSeed};
  const auto record = array.write(0, kLtp);
  const auto amended = array.amend(record, 4e-6);
  WritePulse shorter = kLtp;
  shorter.width_s = 4e-6;
  EXPECT_EQ(amended.weight_after,
            array.parameters().law()->weight_after(shorter, record.weight_before, record.noise));
  EXPECT_EQ(amended.weight_before, record.weight_before);
  EXPECT_EQ(array.weight(0), amended.weight_after);
  EXPECT_EQ(array.write_count(0), 1u);
}

TEST(DeviceArray, AmendingToTheFullWidthChangesNothing) {
  DeviceArray array{noisy(), 1, kSeed};
  const auto record = array.write(0, kLtp);
  EXPECT_EQ(array.amend(record, kLtp.width_s).weight_after, record.weight_after);
}

TEST(DeviceArray, AmendingToZeroWidthRestoresTheWeightBefore) {
  DeviceArray array{noisy(), 1, kSeed};
  array.write(0, kLtp);
  const double before = array.weight(0);
  array.amend(array.write(0, kLtd), 0);
  EXPECT_EQ(array.weight(0), before);
}

TEST(DeviceArray, ManyWritesAlikeAreTheSameAsOneByOne) {
  for (const char* model : {"hfo2", "linear"}) {
    for (const double sigma : {0.0, 0.005}) {
      DeviceParameters parameters{model};
      parameters.sigma = sigma;
      DeviceArray one_by_one{parameters, 300, kSeed}, alike{parameters, 300, kSeed};
      one_by_one.randomize_weights();
      alike.randomize_weights();
      for (const WritePulse& pulse : {kLtp, kLtd, WritePulse{WriteKind::ltp, 7e-6, 0.4}}) {
        ASSERT_TRUE(alike.steps_alike_up_to(pulse));
        for (std::uint32_t first = 0; first + DeviceArray::kMostAlike <= 300; first += 29) {
          std::vector<std::uint32_t> cells;
          for (std::uint32_t k = 0; k < DeviceArray::kMostAlike; ++k) cells.push_back(first + k);
          cells.resize(first % 2 == 0 ? cells.size() : 1 + first % 50);
          alike.write_alike(pulse, cells.size(), cells.data());
          for (const std::uint32_t cell : cells) one_by_one.write(cell, pulse);
        }
      }
      EXPECT_EQ(alike.weights(), one_by_one.weights());
      EXPECT_EQ(alike.write_counts(), one_by_one.write_counts());
    }
  }
}

TEST(DeviceArray, WritesAreNotAlikeWhereTheAmplitudeMatters) {
  SoftBoundParameters law;
  const DeviceArray plain{DeviceParameters{std::make_unique<SoftBound>(law)}, 1, kSeed};
  EXPECT_FALSE(plain.steps_alike_up_to({WriteKind::ltp, 10e-6, 1.5}));
  law.amplitude_law = true;
  const DeviceArray array{DeviceParameters{std::make_unique<SoftBound>(law)}, 1, kSeed};
  EXPECT_FALSE(array.steps_alike_up_to(kLtp));
}

TEST(DeviceArray, OverstressIsReportedAndNotApplied) {
  DeviceArray array{noisy(), 1, kSeed};
  const auto record = array.write(0, {WriteKind::ltp, 10e-6, 1.5});
  EXPECT_TRUE(record.overstressed);
  EXPECT_EQ(array.weight(0), 0.5);
}

TEST(DeviceArray, RandomWeightsAreUniformSettledAndAFunctionOfTheSeed) {
  DeviceArray array{DeviceParameters{}, 20'000, kSeed}, again{DeviceParameters{}, 100, kSeed};
  array.randomize_weights();
  again.randomize_weights();
  double mean = 0;
  std::vector<int> tenths(10);
  for (const double w : array.weights()) {
    mean += w / 20'000;
    ++tenths[static_cast<std::size_t>(w * 10)];
  }
  EXPECT_NEAR(mean, 0.5, 0.01);
  for (const int n : tenths) EXPECT_NEAR(n, 2000, 200);
  for (std::size_t cell = 0; cell < 100; ++cell) {
    EXPECT_EQ(again.weight(cell), array.weight(cell));
  }
  DeviceArray levels{DeviceParameters{"linear"}, 100, kSeed};
  levels.randomize_weights();
  for (const double w : levels.weights()) EXPECT_EQ(w, std::round(w * 100) / 100);
}

TEST(DeviceArray, ARestoredArrayGoesOnAsTheOneThatWasSaved) {
  for (const char* model : {"hfo2", "linear"}) {
    DeviceParameters parameters{model};
    parameters.sigma = 0.005;
    DeviceArray saved{parameters, 20, kSeed}, restored{parameters, 20, kSeed};
    for (std::size_t cell = 0; cell < 20; ++cell) {
      for (std::size_t k = 0; k < cell; ++k) saved.amend(saved.write(cell, kLtp), 7e-6);
    }
    restored.restore(saved.weights(), saved.write_counts());
    EXPECT_EQ(restored.weights(), saved.weights()) << model;
    for (std::size_t cell = 0; cell < 20; ++cell) {
      const auto expected = saved.write(cell, kLtd), found = restored.write(cell, kLtd);
      EXPECT_EQ(found.weight_after, expected.weight_after) << model;
      EXPECT_EQ(found.noise, expected.noise) << model;
    }
  }
}

TEST(DeviceArray, ConductanceIsLinearInTheWeight) {
  DeviceArray array{DeviceParameters{}, 3, kSeed};
  array.set_weights({0, 0.25, 1});
  EXPECT_EQ(array.conductance_s(0), 20e-6);
  EXPECT_NEAR(array.conductance_s(1), 65e-6, 1e-18);
  EXPECT_NEAR(array.conductance_s(2), 200e-6, 1e-18);
}

TEST(DeviceArray, BadInputIsRefusedAndChangesNothing) {
  DeviceArray array{DeviceParameters{}, 2, kSeed};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(array.set_weights({0.1}), InputError);
  EXPECT_THROW(array.set_weights({0.1, 1.5}), InputError);
  EXPECT_THROW(array.set_weights({0.1, nan}), InputError);
  EXPECT_THROW(array.restore({0.1}, {1, 1}), InputError);
  EXPECT_THROW(array.restore({0.1, 0.2}, {1}), InputError);
  EXPECT_THROW(array.restore({0.1, -0.2}, {1, 1}), InputError);
  EXPECT_THROW(array.write(0, {WriteKind::ltp, -1e-6, 0.45}), std::domain_error);
  EXPECT_THROW(array.write(0, {WriteKind::ltp, nan, 0.45}), std::domain_error);
  EXPECT_THROW(array.write(0, {WriteKind::ltp, 10e-6, nan}), std::domain_error);
  EXPECT_THROW(array.write(2, kLtp), std::out_of_range);
  EXPECT_EQ(array.weights(), (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(array.write_count(0), 0u);
  EXPECT_THROW(array.amend(array.write(0, kLtp), -1), std::domain_error);
  EXPECT_THROW((DeviceArray{DeviceParameters{}, 0, kSeed}), InputError);
  DeviceParameters impossible;
  impossible.g_min_s = -1;
  EXPECT_THROW((DeviceArray{impossible, 1, kSeed}), InputError);
}

}  // namespace
}  // namespace softbound
