// SPDX-License-Identifier: Apache-2.0
#include "device/cumulative_step.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device_checks.h"

namespace softbound {
namespace {

TEST(CumulativeStep, IsTheStepOfThePublishedModel) {
  const CumulativeStep step;
  const CrystalGrowth before{3e-6, 0.7};
  const double memory = 0.7 * std::exp(-1 / 2.6);
  const double mean = -0.084 * 3e-6 + 0.880e-6 + 1.40e-6 * memory;
  const double deviation = 0.091 * 3e-6 + 0.260e-6 + 2.15e-6 * memory;
  for (const double xi : {0.0, 1.0, -0.5}) {
    const auto now = step.after(before, 1, xi);
    EXPECT_NEAR(now.memory, memory, 1e-15);
    EXPECT_NEAR(now.g_s, 3e-6 + mean + xi * deviation, 1e-18);
  }
}

TEST(CumulativeStep, StopsAtTheBounds) {
  const CumulativeStep step;
  EXPECT_EQ(step.after({11.9e-6, 0.1}, 1, 9).g_s, 12e-6);
  EXPECT_EQ(step.after({0.2e-6, 0.1}, 1, -9).g_s, 0.1e-6);
}

TEST(CumulativeStep, TheInverseCurveFindsPulsesAndTheMemoryTheyLeave) {
  const CumulativeStep step;
  CrystalGrowth state{0.1e-6, 1};
  for (int n = 0; n < 15; ++n) {
    const auto found = step.way_to(state.g_s);
    EXPECT_EQ(found.state.g_s, state.g_s);
    EXPECT_NEAR(found.state.memory, state.memory, 1e-9) << n;
    EXPECT_NEAR(found.pulses, n, 1e-9);
    state = step.after(state, 1, 0);
  }
}

TEST(CumulativeStep, WhereNoPulsesLeadNothingOfTheMemoryIsLeft) {
  const auto found = CumulativeStep{}.way_to(12e-6);
  EXPECT_EQ(found.state.g_s, 12e-6);
  EXPECT_LT(found.state.memory, 1e-9);
}

TEST(CumulativeStep, ImpossibleParametersNameTheKey) {
  using P = CumulativeStep;
  EXPECT_NE(error_of<P>([](P& p) { p.memory_pulses = 0; }).find("device.memory_pulses"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.c1_s = -1; }).find("device.c1_s"), std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.m1 = std::nan(""); }).find("device.m1"), std::string::npos);
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

}  // namespace
}  // namespace softbound
