// SPDX-License-Identifier: Apache-2.0
#include "device/soft_bound.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.h"
#include "device/device_array.h"

namespace softbound {
namespace {

constexpr WritePulse kLtp{WriteKind::ltp, 10e-6, 0.45};
constexpr WritePulse kLtd{WriteKind::ltd, 10e-6, 0.50};

double train(const SoftBound& law, const WritePulse& pulse, double weight, int pulses) {
  for (int n = 0; n < pulses; ++n) weight = law.weight_after(pulse, weight, 0);
  return weight;
}

double step(const SoftBound& law, const WritePulse& pulse, double weight) {
  return law.weight_after(pulse, weight, 0) - weight;
}

// Mean step of an event that potentiates with probability p.
double drift(const SoftBound& law, double p, double weight) {
  return p * step(law, kLtp, weight) + (1 - p) * step(law, kLtd, weight);
}

double drift_zero(const SoftBound& law, double p) {
  double low = 0, high = 1;
  for (int k = 0; k < 60; ++k) {
    const double middle = 0.5 * (low + high);
    (drift(law, p, middle) > 0 ? low : high) = middle;
  }
  return low;
}

SoftBound amplitude_law() {
  SoftBoundParameters parameters;
  parameters.amplitude_law = true;
  return SoftBound{parameters};
}

TEST(D1b_1, PotentiationFromTheLowerBound) {
  const SoftBound law;
  const std::vector<std::pair<int, double>> expected{{1, 0.006400},    {10, 0.058633},
                                                     {100, 0.330459},  {500, 0.612747},
                                                     {1000, 0.708929}, {2000, 0.784249}};
  for (const auto& [n, weight] : expected) EXPECT_NEAR(train(law, kLtp, 0, n), weight, 1e-6) << n;
}

TEST(D1b_2, DepressionFromTheUpperBound) {
  const SoftBound law;
  const std::vector<std::pair<int, double>> expected{{1, 0.994700},    {10, 0.950950},
                                                     {100, 0.709421},  {500, 0.434868},
                                                     {1000, 0.335576}, {2000, 0.255381}};
  for (const auto& [n, weight] : expected) EXPECT_NEAR(train(law, kLtd, 1, n), weight, 1e-6) << n;
}

TEST(D1b_3, FiveLoopsOfTwoThousandUpAndDown) {
  const SoftBound law;
  double top = 0, bottom = 0;
  for (int loop = 0; loop < 5; ++loop) {
    top = train(law, kLtp, bottom, 2000);
    bottom = train(law, kLtd, top, 2000);
  }
  EXPECT_NEAR(top, 0.787173, 1e-6);
  EXPECT_NEAR(bottom, 0.252344, 1e-6);
}

TEST(D1b_4, ZeroOfTheMeanDriftUnderBalance) {
  EXPECT_NEAR(drift_zero(SoftBound{}, 0.5), 0.52479, 1e-4);
}

TEST(D1b_5, ZeroOfTheMeanDriftFollowsTheProbabilityOfPotentiation) {
  const SoftBound law;
  EXPECT_NEAR(drift_zero(law, 0.10), 0.36256, 1e-4);
  EXPECT_NEAR(drift_zero(law, 0.25), 0.44193, 1e-4);
  EXPECT_NEAR(drift_zero(law, 0.75), 0.60671, 1e-4);
  EXPECT_NEAR(drift_zero(law, 0.90), 0.68338, 1e-4);
}

TEST(D1b_6, MeanRelaxesWithTwoHundredFiftySixEvents) {
  const SoftBound law;
  const double w = drift_zero(law, 0.5);
  const double theta = (drift(law, 0.5, w - 1e-4) - drift(law, 0.5, w + 1e-4)) / 2e-4;
  EXPECT_NEAR(theta, 0.003910, 0.02 * 0.003910);
  EXPECT_NEAR(1 / theta, 255.8, 0.02 * 255.8);
}

double equilibrium_std(double sigma) {
  DeviceParameters parameters;
  parameters.sigma = sigma;
  constexpr std::uint64_t kSeed = 11;
  constexpr std::size_t kCells = 2000;
  DeviceArray array{parameters, kCells, kSeed};
  const CounterRandom coin{kSeed, RandomStream::stimulus};
  double sum = 0, squares = 0;
  std::size_t samples = 0;
  for (std::uint64_t event = 0; event < 3000; ++event) {
    for (std::size_t cell = 0; cell < kCells; ++cell) {
      array.write(cell, coin.bits(cell, event) & 1 ? kLtp : kLtd);
    }
    if (event < 1999 || event % 500 != 499) continue;
    for (const double w : array.weights()) {
      sum += w;
      squares += w * w;
      ++samples;
    }
  }
  const double mean = sum / static_cast<double>(samples);
  return std::sqrt(squares / static_cast<double>(samples) - mean * mean);
}

TEST(D1b_7, EquilibriumSpreadWithoutNoise) {
  EXPECT_NEAR(equilibrium_std(0), 0.0067, 0.05 * 0.0067);
}

TEST(D1b_7, EquilibriumSpreadWithWriteNoise) {
  EXPECT_NEAR(equilibrium_std(0.005), 0.0569, 0.08 * 0.0569);
}

TEST(D1b_8, StepsShrinkTowardsTheirBoundAndVanishAtIt) {
  const SoftBound law;
  for (int k = 0; k < 1000; ++k) {
    const double w = k * 1e-3, higher = (k + 1) * 1e-3;
    ASSERT_GT(step(law, kLtp, w), step(law, kLtp, higher)) << w;
    ASSERT_LT(-step(law, kLtd, w), -step(law, kLtd, higher)) << w;
  }
  EXPECT_EQ(law.weight_after(kLtp, 1, 0), 1.0);
  EXPECT_EQ(law.weight_after(kLtd, 0, 0), 0.0);
}

TEST(D1b_10, StepGrowsWithAmplitudeAboveTheDeadZone) {
  const SoftBound law = amplitude_law();
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    double before = 0;
    for (int mv = 200; mv <= 1200; mv += 10) {
      const double now = law.strength({kind, 10e-6, mv * 1e-3});
      ASSERT_GT(now, before) << mv << " mV";
      before = now;
    }
    EXPECT_EQ(law.strength({kind, 10e-6, 0.1999}), 0.0);
  }
}

TEST(D1b_10, StepGrowsWithWidth) {
  const SoftBound law;
  double before = 0;
  for (int ns = 100; ns <= 20'000; ns += 100) {
    const double now = step(law, {WriteKind::ltp, ns * 1e-9, 0.45}, 0.3);
    ASSERT_GT(now, before) << ns << " ns";
    before = now;
  }
}

TEST(D1b_10, TwoHalfPulsesEqualOneFullPulse) {
  const SoftBound law;
  for (const auto& pulse : {kLtp, kLtd}) {
    WritePulse half = pulse;
    half.width_s /= 2;
    const double w = 0.5;
    const double once = step(law, pulse, w);
    EXPECT_NEAR(train(law, half, w, 2) - w, once, 0.01 * std::abs(once));
  }
}

TEST(SoftBound, AmplitudeFactorsOfTheDefaultConstants) {
  const SoftBound law = amplitude_law();
  const std::vector<std::pair<double, double>> expected{
      {-0.050, 0.287}, {-0.025, 0.535}, {0, 1.000}, {0.025, 1.868}, {0.050, 3.490}};
  for (const auto& [dv, factor] : expected) {
    EXPECT_NEAR(law.strength({WriteKind::ltp, 10e-6, 0.45 + dv}), factor, 5e-4) << dv;
    EXPECT_NEAR(law.strength({WriteKind::ltd, 10e-6, 0.50 + dv}), factor, 5e-4) << dv;
  }
}

TEST(SoftBound, LongTrainsFollowTheContinuousClosedForm) {
  const SoftBound law;
  const auto closed_form = [](double distance, double a, double g, int n) {
    return std::pow(std::pow(distance, 1 - g) + (g - 1) * a * n, 1 / (1 - g));
  };
  for (const int n : {1000, 2000}) {
    EXPECT_NEAR(1 - train(law, kLtp, 0, n), closed_form(1, 0.0064, 3.2, n), 2e-3);
    EXPECT_NEAR(train(law, kLtd, 1, n), closed_form(1, 0.0053, 3.4, n), 2e-3);
  }
}

TEST(SoftBound, WithoutTheAmplitudeLawTheDroppedVoltageDoesNotMatter) {
  const SoftBound law;
  EXPECT_EQ(law.weight_after({WriteKind::ltp, 10e-6, 0.30}, 0.4, 0),
            law.weight_after({WriteKind::ltp, 10e-6, 0.45}, 0.4, 0));
}

TEST(SoftBound, NominalWidthHasExactlyTheNominalStepHoweverItWasComputed) {
  const SoftBound law;
  const double from_picoseconds = 10'000'000 * 1e-12;
  ASSERT_NE(from_picoseconds, 10e-6) << "the case this test is about";
  EXPECT_EQ(law.strength({WriteKind::ltp, from_picoseconds, 0.45}), 1.0);
  EXPECT_EQ(law.weight_after({WriteKind::ltp, from_picoseconds, 0.45}, 0, 0), 0.0064);
}

TEST(SoftBound, PulseOfZeroWidthIsAnExactNoOpEvenWithNoise) {
  const SoftBound law;
  EXPECT_EQ(law.weight_after({WriteKind::ltp, 0, 0.45}, 0.37, 0.2), 0.37);
}

TEST(SoftBound, PulseInTheDeadZoneOfTheAmplitudeLawIsAnExactNoOpEvenWithNoise) {
  EXPECT_EQ(amplitude_law().weight_after({WriteKind::ltp, 10e-6, 0.19}, 0.37, 0.2), 0.37);
}

TEST(SoftBound, OverstressIsReportedAndNotApplied) {
  const SoftBound law;
  const WritePulse pulse{WriteKind::ltp, 10e-6, 1.3};
  EXPECT_TRUE(law.overstressed(pulse));
  EXPECT_EQ(law.weight_after(pulse, 0.37, 0), 0.37);
  EXPECT_FALSE(law.overstressed({WriteKind::ltp, 10e-6, 1.2}));
}

TEST(SoftBound, NoiseAddsToTheStepAndStopsAtTheBounds) {
  const SoftBound law;
  const double quiet = law.weight_after(kLtp, 0.5, 0);
  EXPECT_DOUBLE_EQ(law.weight_after(kLtp, 0.5, 0.01), quiet + 0.01);
  EXPECT_EQ(law.weight_after(kLtp, 0.5, 2), 1.0);
  EXPECT_EQ(law.weight_after(kLtp, 0.5, -2), 0.0);
}

TEST(SoftBound, ExtremeAmplitudeConstantsNeverGiveNotANumber) {
  SoftBoundParameters parameters;
  parameters.amplitude_law = true;
  parameters.ltp.v_c_v = 1e-6;
  const SoftBound law{parameters};
  EXPECT_EQ(law.weight_after({WriteKind::ltp, 10e-6, 1.2}, 1, 0), 1.0);
  EXPECT_EQ(law.weight_after({WriteKind::ltp, 10e-6, 1.2}, 0.5, 0), 1.0);
}

TEST(SoftBound, ImpossibleParametersNameTheKey) {
  const auto error_of = [](void (*spoil)(SoftBoundParameters&)) -> std::string {
    SoftBoundParameters parameters;
    spoil(parameters);
    try {
      parameters.check();
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  using P = SoftBoundParameters;
  EXPECT_NE(error_of([](P& p) { p.ltp.a = -1; }).find("device.a_p"), std::string::npos);
  EXPECT_NE(error_of([](P& p) { p.ltd.gamma = 11; }).find("device.gamma_d"), std::string::npos);
  EXPECT_NE(error_of([](P& p) { p.pulse_width_s = 0; }).find("device.pulse_width_s"),
            std::string::npos);
  EXPECT_NE(error_of([](P& p) { p.ltp.v_c_v = std::nan(""); }).find("device.v_c_p_v"),
            std::string::npos);
  EXPECT_NE(error_of([](P& p) { p.window.polarity = 0; }).find("device.polarity"),
            std::string::npos);
  EXPECT_NE(error_of([](P& p) { p.window.v_dead_v = 1.3; }).find("device.v_dead_v"),
            std::string::npos);
  EXPECT_EQ(error_of([](P&) {}), "accepted");
}

}  // namespace
}  // namespace softbound
