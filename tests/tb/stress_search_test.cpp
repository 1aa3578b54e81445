// SPDX-License-Identifier: Apache-2.0
#include "stress_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace softbound {
namespace {

/// A chip that bears what is below a threshold.
auto bears_below(double threshold_hz) {
  return [threshold_hz](double rate_hz) -> std::optional<StressPoint> {
    StressPoint point;
    point.rate_hz = rate_hz;
    point.sustainable = rate_hz < threshold_hz;
    return point;
  };
}

TEST(SweepRates, FindsTheHighestRateThatIsBorneToOnePercent) {
  for (const double threshold_hz : {7.3e5, 1e4, 3.21}) {
    const StressSweep sweep = sweep_rates(1e6, bears_below(threshold_hz));
    ASSERT_TRUE(sweep.complete);
    ASSERT_TRUE(sweep.sustainable_hz) << threshold_hz;
    EXPECT_LT(*sweep.sustainable_hz, threshold_hz);
    EXPECT_GT(*sweep.sustainable_hz * 1.01, threshold_hz * 0.9999);
  }
}

TEST(SweepRates, SearchesAboveTheCeilingIfThatIsBorne) {
  const StressSweep sweep = sweep_rates(1e4, bears_below(5e5));
  ASSERT_TRUE(sweep.sustainable_hz);
  EXPECT_NEAR(*sweep.sustainable_hz, 5e5, 5e3);
}

TEST(SweepRates, TheCurveReachesFromATenthOfThatRateToItsDouble) {
  const StressSweep sweep = sweep_rates(1e6, bears_below(3e5));
  ASSERT_TRUE(sweep.sustainable_hz);
  const auto measured = [&](double part) {
    return std::any_of(sweep.points.begin(), sweep.points.end(), [&](const StressPoint& point) {
      return std::abs(point.rate_hz / *sweep.sustainable_hz - part) < 1e-9;
    });
  };
  for (const double part : {0.1, 0.5, 0.9, 1.0, 1.1, 2.0}) EXPECT_TRUE(measured(part)) << part;
  EXPECT_TRUE(std::is_sorted(
      sweep.points.begin(), sweep.points.end(),
      [](const StressPoint& a, const StressPoint& b) { return a.rate_hz < b.rate_hz; }));
}

TEST(SweepRates, NoRateIsMeasuredTwice) {
  std::multiset<double> rates;
  const auto measure = bears_below(2e5);
  sweep_rates(1e6, [&](double rate_hz) {
    rates.insert(rate_hz);
    return measure(rate_hz);
  });
  for (const double rate_hz : rates) EXPECT_EQ(rates.count(rate_hz), 1u);
}

TEST(SweepRates, WithoutARateThatIsBorneTheCurveLiesAroundTheCeiling) {
  const StressSweep sweep = sweep_rates(1e6, bears_below(0));
  EXPECT_TRUE(sweep.complete);
  EXPECT_FALSE(sweep.sustainable_hz);
  EXPECT_EQ(sweep.points.back().rate_hz, 2e6);
}

TEST(SweepRates, WhereEverythingIsBorneThereIsNoHighestRate) {
  const StressSweep sweep = sweep_rates(1e6, bears_below(1e12));
  EXPECT_TRUE(sweep.complete);
  EXPECT_FALSE(sweep.sustainable_hz);
  EXPECT_LE(sweep.points.back().rate_hz, 1e9);
}

TEST(SweepRates, GivenUpItKeepsWhatItHas) {
  int left = 5;
  const auto measure = bears_below(2e5);
  const StressSweep sweep = sweep_rates(
      1e6, [&](double rate_hz) { return left-- > 0 ? measure(rate_hz) : std::nullopt; });
  EXPECT_FALSE(sweep.complete);
  EXPECT_FALSE(sweep.sustainable_hz);
  EXPECT_EQ(sweep.points.size(), 5u);
}

}  // namespace
}  // namespace softbound
