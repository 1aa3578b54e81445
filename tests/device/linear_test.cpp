// SPDX-License-Identifier: Apache-2.0
#include "device/linear.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/error.h"

namespace softbound {
namespace {

constexpr WritePulse kLtp{WriteKind::ltp, 10e-6, 0.45};
constexpr WritePulse kLtd{WriteKind::ltd, 10e-6, 0.50};

class D1a : public testing::TestWithParam<double> {
 protected:
  Linear law() const {
    LinearParameters parameters;
    parameters.step = GetParam();
    return Linear{parameters};
  }
  int steps() const { return static_cast<int>(std::lround(1 / GetParam())); }
};

TEST_P(D1a, ReachesOneOverTheStepPlusOneValues) {
  const Linear device = law();
  std::set<double> reached{0.0};
  double w = 0;
  for (int n = 0; n < 2 * steps(); ++n) reached.insert(w = device.weight_after(kLtp, w, 0));
  for (int n = 0; n < 2 * steps(); ++n) reached.insert(w = device.weight_after(kLtd, w, 0));
  EXPECT_EQ(reached.size(), static_cast<std::size_t>(steps()) + 1);
}

TEST_P(D1a, IsALevelAfterEveryPulse) {
  const Linear device = law();
  double w = 0;
  for (int n = 1; n <= steps(); ++n) {
    w = device.weight_after(kLtp, w, 0);
    ASSERT_EQ(w, static_cast<double>(n) / steps());
  }
}

TEST_P(D1a, SaturatesAfterOneOverTheStepPulses) {
  const Linear device = law();
  double w = 0;
  for (int n = 0; n < steps() - 1; ++n) w = device.weight_after(kLtp, w, 0);
  EXPECT_LT(w, 1.0);
  w = device.weight_after(kLtp, w, 0);
  EXPECT_EQ(w, 1.0);
  EXPECT_EQ(device.weight_after(kLtp, w, 0), 1.0);
}

TEST_P(D1a, PulsesUpThenDownReturnTheVerySameWeight) {
  const Linear device = law();
  for (const double width_s : {10e-6, 3.7e-6}) {
    const WritePulse up{WriteKind::ltp, width_s, 0.45}, down{WriteKind::ltd, width_s, 0.5};
    for (int level = 0; level <= steps() / 2; ++level) {
      const double start = static_cast<double>(level) / steps();
      double w = start;
      for (int n = 0; n < steps() / 2; ++n) w = device.weight_after(up, w, 0);
      for (int n = 0; n < steps() / 2; ++n) w = device.weight_after(down, w, 0);
      ASSERT_EQ(w, start);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Steps, D1a, testing::Values(0.1, 0.01, 0.001));

TEST(Linear, FinestStepStillReturnsTheVerySameWeight) {
  LinearParameters parameters;
  parameters.step = 1e-6;
  const Linear law{parameters};
  for (int level = 999'000; level < 999'900; ++level) {
    const double start = level / 1e6;
    double w = start;
    for (int n = 0; n < 10; ++n) w = law.weight_after({WriteKind::ltp, 3.7e-6, 0.45}, w, 0);
    for (int n = 0; n < 10; ++n) w = law.weight_after({WriteKind::ltd, 3.7e-6, 0.5}, w, 0);
    ASSERT_EQ(w, start);
  }
}

TEST(Linear, TruncatedPulseMakesItsShareOfAStep) {
  const Linear law;
  EXPECT_NEAR(law.weight_after({WriteKind::ltp, 2.5e-6, 0.45}, 0.5, 0), 0.5025, 1e-10);
  EXPECT_NEAR(law.weight_after({WriteKind::ltd, 20e-6, 0.45}, 0.5, 0), 0.48, 1e-10);
}

TEST(Linear, PulseOfZeroWidthIsAnExactNoOpEvenWithNoise) {
  EXPECT_EQ(Linear{}.weight_after({WriteKind::ltp, 0, 0.45}, 0.37, 0.2), 0.37);
}

TEST(Linear, VeryLongPulsesAndLargeNoiseStopAtTheBounds) {
  const Linear law;
  EXPECT_EQ(law.weight_after({WriteKind::ltp, 1e300, 0.45}, 0.5, 0), 1.0);
  EXPECT_EQ(law.weight_after({WriteKind::ltd, 1e300, 0.45}, 0.5, 0), 0.0);
  EXPECT_EQ(law.weight_after(kLtp, 0.5, 1e300), 1.0);
}

TEST(Linear, NoiseAddsToTheStep) {
  EXPECT_NEAR(Linear{}.weight_after(kLtp, 0.5, 0.0123), 0.5223, 1e-10);
}

TEST(Linear, WeightsSettleOnTheNearestLevel) {
  const Linear law;
  EXPECT_EQ(law.settle_weight(0.1234), 12 / 100.0);
  EXPECT_EQ(law.settle_weight(0), 0.0);
  EXPECT_EQ(law.settle_weight(1), 1.0);
}

TEST(Linear, StepMustDivideTheWindow) {
  LinearParameters parameters;
  parameters.step = 0.03;
  EXPECT_THROW(parameters.check(), InputError);
  parameters.step = 1.0 / 3;
  EXPECT_NO_THROW(parameters.check());
  parameters.step = 0;
  EXPECT_THROW(parameters.check(), InputError);
}

}  // namespace
}  // namespace softbound
