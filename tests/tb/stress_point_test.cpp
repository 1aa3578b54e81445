// SPDX-License-Identifier: Apache-2.0
#include "stress_point.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace softbound {
namespace {

StressSetup small(Level level, ControlKind control, BusyPolicy policy = BusyPolicy::hold) {
  StressSetup setup;
  setup.level = level;
  setup.chip.array.rows = 16;
  setup.chip.array.columns = 4;
  setup.chip.timing.control = control;
  setup.chip.timing.busy_policy = policy;
  setup.spikes = 400;
  setup.seed = 3;
  setup.criterion.p99_limit_s = 130e-6;
  return setup;
}

StressPoint measured(const StressSetup& setup, double rate_hz) {
  const auto point = measure_stress(setup, rate_hz, [] { return false; });
  EXPECT_TRUE(point);
  return point.value_or(StressPoint{});
}

void expect_same(const StressPoint& a, const StressPoint& b) {
  EXPECT_EQ(a.duration_s, b.duration_s);
  EXPECT_EQ(a.accepted, b.accepted);
  EXPECT_EQ(a.held, b.held);
  EXPECT_EQ(a.dropped, b.dropped);
  EXPECT_EQ(a.queue, b.queue);
  EXPECT_EQ(a.waited, b.waited);
  EXPECT_EQ(a.slots_mean, b.slots_mean);
  EXPECT_EQ(a.slots_max, b.slots_max);
  EXPECT_EQ(a.sustainable, b.sustainable);
  for (const auto shares : {&StressPoint::latency, &StressPoint::hold}) {
    EXPECT_EQ((a.*shares).mean_s, (b.*shares).mean_s);
    EXPECT_EQ((a.*shares).p50_s, (b.*shares).p50_s);
    EXPECT_EQ((a.*shares).p99_s, (b.*shares).p99_s);
    EXPECT_EQ((a.*shares).max_s, (b.*shares).max_s);
  }
}

// Idle, near the limit and far above it.
class EveryRate : public testing::TestWithParam<double> {};

TEST_P(EveryRate, LevelsOfTheSameTimingMeasureTheSame) {
  SCOPED_TRACE(fmt::format("{} spikes/s, seed 3", GetParam()));
  for (const BusyPolicy policy : {BusyPolicy::hold, BusyPolicy::drop}) {
    const StressPoint clocked =
        measured(small(Level::event, ControlKind::clocked, policy), GetParam());
    expect_same(clocked, measured(small(Level::tlm, ControlKind::clocked, policy), GetParam()));
    expect_same(clocked, measured(small(Level::pin, ControlKind::clocked, policy), GetParam()));
    const StressPoint rtl = measured(small(Level::rtl, ControlKind::clocked, policy), GetParam());
    expect_same(clocked, rtl);
    EXPECT_EQ(rtl.violations, 0u) << rtl.first_violation.data();
    const StressPoint self_timed =
        measured(small(Level::event, ControlKind::self_timed, policy), GetParam());
    for (const Level level : {Level::tlm, Level::pin, Level::rtl}) {
      expect_same(self_timed, measured(small(level, ControlKind::self_timed, policy), GetParam()));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, EveryRate, testing::Values(2e4, 3e5, 3e6));

TEST(StressPoint, AnIdleChipHoldsNobodyAndIsSustainable) {
  const StressPoint point = measured(small(Level::event, ControlKind::self_timed), 10);
  EXPECT_TRUE(point.sustainable);
  EXPECT_EQ(point.accepted, 399u);  // the last one is still on the bus
  EXPECT_EQ(point.waited, 0u);
  EXPECT_EQ(point.hold.max_s, 0);
  EXPECT_EQ(point.latency.p99_s, 1e-9);
  EXPECT_EQ(point.slots_max, 1u);
}

TEST(StressPoint, AnOverloadedChipHasAQueueAndIsNotSustainable) {
  const StressPoint point = measured(small(Level::event, ControlKind::self_timed), 1e7);
  EXPECT_FALSE(point.sustainable);
  EXPECT_GT(point.queue, 100u);
  EXPECT_EQ(point.accepted + point.queue, point.offered);
}

TEST(StressPoint, ViolationsOfTheRunAreCountedAndNamed) {
  StressSetup setup = small(Level::pin, ControlKind::self_timed);
  setup.limits.limits[static_cast<std::size_t>(TimingQuantity::request_to_acknowledge)] = {
      0, 0.5, "limits.toml:2"};
  const StressPoint point = measured(setup, 1e4);
  EXPECT_EQ(point.violations, point.accepted);
  EXPECT_NE(std::string{point.first_violation.data()}.find("request_to_acknowledge"),
            std::string::npos)
      << point.first_violation.data();
}

TEST(StressPoint, GivenUpThereIsNone) {
  for (const Level level : {Level::event, Level::pin}) {
    EXPECT_FALSE(measure_stress(small(level, ControlKind::self_timed), 1e4, [] { return true; }));
  }
}

TEST(StressPoint, WhatTheOtherProcessRefusesIsRefused) {
  StressSetup setup = small(Level::rtl, ControlKind::clocked);
  setup.chip.array.slots = 1000;
  EXPECT_THROW(measured(setup, 1e4), InputError);
}

TEST(StressCeiling, IsTheSlotsRateOrTheBuss) {
  ChipParameters chip;
  chip.timing.control = ControlKind::clocked;  // 8 slots, 13.08 us + a cycle until seen
  EXPECT_NEAR(stress_ceiling_hz(chip), 8 / 13.09e-6, 1);
  chip.timing.t_read_ps = chip.timing.t_write_ps = 10 * kPsPerNs;
  EXPECT_NEAR(stress_ceiling_hz(chip), 1 / 60e-9, 1);
  chip.timing.control = ControlKind::self_timed;
  chip.array.rows = 784;
  EXPECT_NEAR(stress_ceiling_hz(chip), 1 / 4e-9, 1);
}

}  // namespace
}  // namespace softbound
