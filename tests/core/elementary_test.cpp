// SPDX-License-Identifier: Apache-2.0
#include "core/elementary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/random.h"

namespace softbound {
namespace {

double ulp(double value) {
  return std::nextafter(value, std::numeric_limits<double>::infinity()) - value;
}

TEST(PortableExp, IsWithinOneUnitInTheLastPlace) {
  const CounterRandom random{1, RandomStream::stimulus};
  double worst = 0.0;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    const double range = n % 2 == 0 ? 700.0 : 2.0;
    const double x = range * (2.0 * random.uniform(0, n) - 1.0);
    const long double exact = std::exp(static_cast<long double>(x));
    const auto error =
        static_cast<double>(std::abs(portable_exp(x) - exact)) / ulp(static_cast<double>(exact));
    worst = std::max(worst, error);
  }
  RecordProperty("worst_error_ulp", std::to_string(worst));
  EXPECT_LT(worst, 1.0);
}

TEST(PortableExp, OfZeroIsExactlyOne) {
  EXPECT_EQ(portable_exp(0.0), 1.0);
  EXPECT_EQ(portable_exp(-0.0), 1.0);
}

TEST(PortableExp, Saturates) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(portable_exp(-745.2), 0.0);
  EXPECT_EQ(portable_exp(-1e300), 0.0);
  EXPECT_EQ(portable_exp(-infinity), 0.0);
  EXPECT_EQ(portable_exp(710.0), infinity);
  EXPECT_EQ(portable_exp(infinity), infinity);
  EXPECT_GT(portable_exp(-708.0), 0.0);
  EXPECT_LT(portable_exp(709.0), infinity);
  EXPECT_TRUE(std::isnan(portable_exp(std::nan(""))));
}

TEST(Decay, WhatIsGoneIsAccurateForTheSmallestSteps) {
  const CounterRandom random{2, RandomStream::stimulus};
  double worst = 0.0;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    const double x = std::pow(10.0, -20.0 + 22.0 * random.uniform(0, n));
    const long double exact = -std::expm1(-static_cast<long double>(x));
    worst = std::max(worst, static_cast<double>(std::abs(one_minus_exp_neg(x) / exact - 1.0L)));
  }
  RecordProperty("worst_relative_error", std::to_string(worst * 1e16) + "e-16");
  EXPECT_LT(worst, 2.3e-16);
}

TEST(Decay, OfNothingLeavesAllExactly) {
  EXPECT_EQ(decay(0.0).left, 1.0);
  EXPECT_EQ(decay(0.0).gone, 0.0);
}

TEST(Decay, IsCompleteInTheEnd) {
  for (const double x : {746.0, 1e6, 1e300, std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(decay(x).left, 0.0) << x;
    EXPECT_EQ(decay(x).gone, 1.0) << x;
  }
  EXPECT_TRUE(std::isnan(decay(std::nan("")).left));
  EXPECT_TRUE(std::isnan(decay(std::nan("")).gone));
}

TEST(Decay, LeftIsThePortableExponential) {
  const CounterRandom random{3, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    const double x = 700.0 * random.uniform(0, n);
    EXPECT_EQ(decay(x).left, portable_exp(-x));
  }
}

TEST(PortableLog, IsWithinOneAndAHalfUnitsInTheLastPlace) {
  const CounterRandom random{4, RandomStream::stimulus};
  double worst = 0.0;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    const double unit = random.uniform(0, n);
    const double x = n % 2 == 0 ? unit : std::exp(1400.0 * unit - 700.0);
    const long double exact = std::log(static_cast<long double>(x));
    const auto error = static_cast<double>(std::abs(portable_log(x) - exact)) /
                       ulp(std::abs(static_cast<double>(exact)));
    worst = std::max(worst, error);
  }
  RecordProperty("worst_error_ulp", std::to_string(worst));
  EXPECT_LT(worst, 1.5);
}

TEST(PortableLog, OfOneIsExactlyZeroAndOfItsNeighboursWhatTheyDifferBy) {
  EXPECT_EQ(portable_log(1.0), 0.0);
  EXPECT_NEAR(portable_log(1.0 - 0x1p-53) * 0x1p53, -1.0, 1e-15);
  EXPECT_NEAR(portable_log(1.0 + 0x1p-52) * 0x1p52, 1.0, 1e-15);
}

TEST(CosineOfTurns, IsThatOfTheAngle) {
  const CounterRandom random{5, RandomStream::stimulus};
  const long double two_pi = 2.0L * std::acos(-1.0L);
  double worst = 0.0;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    const double x = random.uniform(0, n);
    const double cosine = cosine_of_turns(x);
    ASSERT_LE(std::abs(cosine), 1.0);
    worst = std::max(worst, static_cast<double>(std::abs(cosine - std::cos(two_pi * x))));
  }
  RecordProperty("worst_error", std::to_string(worst * 1e16) + "e-16");
  EXPECT_LT(worst, 3e-16);
  EXPECT_NEAR(cosine_of_turns(0.0), 1.0, 2e-16);
  EXPECT_NEAR(cosine_of_turns(0.5), -1.0, 2e-16);
  EXPECT_EQ(cosine_of_turns(0.25), 0.0);
  EXPECT_EQ(cosine_of_turns(0.75), 0.0);
}

}  // namespace
}  // namespace softbound
