// SPDX-License-Identifier: Apache-2.0
#include "device/fixed_power.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace softbound {
namespace {

class FixedPowerOf : public testing::TestWithParam<double> {};

TEST_P(FixedPowerOf, IsWithinAFewUlpOfTheTrueValue) {
  const double exponent = GetParam();
  const FixedPower power{exponent};
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random{kSeed};
  std::uniform_real_distribution<double> log2_x{-63, 15};
  for (int k = 0; k < 200'000; ++k) {
    const double x = std::exp2(log2_x(random));
    const long double exact = std::pow(static_cast<long double>(x), exponent);
    const auto error = static_cast<double>((power(x) - exact) / exact);
    ASSERT_LE(std::abs(error), exponent <= 4 ? 1e-15 : 3e-15) << "x = " << x;
  }
}

TEST_P(FixedPowerOf, NeverFallsAsXGrows) {
  const FixedPower power{GetParam()};
  double before = power(0);
  for (int k = 1; k <= 1'000'000; ++k) {
    const double now = power(k * 1e-6);
    ASSERT_GE(now, before) << k;
    before = now;
  }
}

TEST_P(FixedPowerOf, IsOneAtOneExactly) {
  EXPECT_NEAR(FixedPower{GetParam()}(1.0), 1.0, GetParam() <= 4 ? 5e-16 : 3e-15);
}

INSTANTIATE_TEST_SUITE_P(Exponents, FixedPowerOf, testing::Values(0.0, 0.5, 1.0, 3.2, 3.4, 10.0));

TEST(FixedPower, ZeroAndBelowGiveExactlyZero) {
  const FixedPower power{3.2};
  EXPECT_EQ(power(0.0), 0.0);
  EXPECT_EQ(power(-0.3), 0.0);
}

TEST(FixedPower, ToThePowerZeroIsOneEverywhere) {
  const FixedPower power{0};
  EXPECT_EQ(power(0.0), 1.0);
  EXPECT_EQ(power(0.3), 1.0);
  EXPECT_EQ(power(1e300), 1.0);
}

TEST(FixedPower, GoesToZeroAndToInfinityAsThePowerDoes) {
  const FixedPower power{3.2};
  EXPECT_NEAR(power(1e-30) / std::pow(1e-30, 3.2), 1.0, 1e-15);
  EXPECT_NEAR(power(1e30) / std::pow(1e30, 3.2), 1.0, 1e-15);
  EXPECT_EQ(power(1e-300), 0.0);
  EXPECT_EQ(power(1e300), std::numeric_limits<double>::infinity());
  EXPECT_EQ(power(1e-310), 0.0);
}

}  // namespace
}  // namespace softbound
