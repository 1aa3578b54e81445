// SPDX-License-Identifier: Apache-2.0
#include "device/atomic_switch.h"

#include <cmath>

#include "device/protocols.h"
#include "device_under_test.h"

namespace softbound {
namespace {

PortPulse nominal() { return *AtomicSwitch{}.nominal_pulse(WriteKind::ltp); }

std::unique_ptr<Device> fresh() {
  auto device = make_device("atomic_switch");
  device->set_weight(0);
  return device;
}

TEST(AtomicSwitch, D9_FivePulsesEveryTwoSecondsMakeALastingBridge) {
  const auto device = fresh();
  auto random = test_draws();
  const auto points = pulse_train(*device, nominal(), 5, 2, random);
  EXPECT_NEAR(points.back().w_after, 0.952, 0.001);
  EXPECT_NEAR(points.back().g_after_s, 80e-6, 0.05 * 80e-6);
  EXPECT_NEAR(points.back().g_after_s, 76.2e-6, 0.1e-6);
  device->relax(60, random);
  EXPECT_GT(device->conductance(), 0.9 * points.back().g_after_s);
}

TEST(AtomicSwitch, D9_PulsesEveryTwentySecondsAreForgotten) {
  const auto device = fresh();
  auto random = test_draws();
  for (const auto& point : pulse_train(*device, nominal(), 5, 20, random)) {
    EXPECT_LE(point.w_before, 0.1);
    EXPECT_GE(point.w_after, 0.46);
    EXPECT_LE(point.w_after, 0.50);
  }
}

TEST(AtomicSwitch, D9_WhatIsLeftNeverGrowsWithThePeriod) {
  const std::vector<double> periods{0.5, 1, 2, 3, 5, 7, 10, 12, 14, 16, 18, 20, 30};
  const auto points = srdp(*fresh(), nominal(), 5, periods, 10, test_draws());
  for (std::size_t k = 1; k < points.size(); ++k) {
    EXPECT_LE(points[k].w_after, points[k - 1].w_after) << periods[k] << " s";
  }
}

TEST(AtomicSwitch, D9_AThresholdPeriodSeparatesKeepingFromForgetting) {
  std::vector<double> periods;
  for (double period = 2; period <= 20; period += 0.5) periods.push_back(period);
  const auto points = srdp(*fresh(), nominal(), 5, periods, 60, test_draws());
  EXPECT_GT(points.front().w_after, 0.85);
  EXPECT_LT(points.back().w_after, 0.05);
  int crossings = 0;
  for (std::size_t k = 1; k < points.size(); ++k) {
    crossings += points[k - 1].w_after >= 0.45 && points[k].w_after < 0.45;
  }
  EXPECT_EQ(crossings, 1);
}

TEST(AtomicSwitch, D9_OneLonePulseAlwaysDecays) {
  const auto device = fresh();
  auto random = test_draws();
  device->apply(nominal().pulse, Port::main, random);
  double before = device->weight();
  for (int second = 1; second <= 60; ++second) {
    device->relax(1, random);
    ASSERT_LT(device->weight(), before);
    before = device->weight();
  }
  EXPECT_LT(before, 1e-6);
}

TEST(AtomicSwitch, DecayAgreesWithANaiveIntegration) {
  const SelfRetention law;
  for (const double start : {0.05, 0.4, 0.7, 0.95}) {
    double s = start;
    constexpr double kStep = 1e-3;
    for (int n = 0; n < 20'000; ++n) {
      const double rate = -s / (1.5 * std::exp(7 * s));
      const double middle = s + 0.5 * kStep * rate;
      s -= kStep * middle / (1.5 * std::exp(7 * middle));
    }
    EXPECT_NEAR(law.after_rest(start, 20), s, 1e-5 * start) << start;
  }
}

TEST(AtomicSwitch, RestsAddUp) {
  constexpr std::uint64_t kSeed = 21;
  const CounterRandom dice{kSeed, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 500; ++n) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", case " + std::to_string(n));
    SelfRetention law;
    law.t_decay_s = std::pow(10, 4 * dice.uniform(n, 0) - 2);
    law.k = SelfRetention::kLargestK * dice.uniform(n, 1);
    const double s = dice.uniform(n, 2);
    const double time = law.t_decay_s * std::pow(10, 8 * dice.uniform(n, 3) - 4);
    const double part = dice.uniform(n, 4);
    const double whole = law.after_rest(s, time);
    ASSERT_GE(whole, 0);
    ASSERT_LE(whole, s);
    const double parts = law.after_rest(law.after_rest(s, part * time), (1 - part) * time);
    ASSERT_NEAR(parts, whole, 1e-9 * whole + 1e-12);
  }
}

TEST(AtomicSwitch, VoltageBelowTheThresholdIsRest) {
  const auto device = fresh(), resting = fresh();
  auto random = test_draws();
  device->set_weight(0.5);
  resting->set_weight(0.5);
  device->apply({0.049, 3}, Port::main, random);
  resting->relax(3, random);
  EXPECT_NEAR(device->weight(), resting->weight(), 1e-14);
  device->apply({-0.2, 3}, Port::main, random);
  resting->relax(3, random);
  EXPECT_NEAR(device->weight(), resting->weight(), 1e-14);
}

TEST(AtomicSwitch, OfAnEdgeThePartAboveTheThresholdCounts) {
  const auto edged = fresh(), plain = fresh();
  auto random = test_draws();
  edged->apply({0.1, 0.5, 0.2, 0}, Port::main, random);
  plain->apply({0.1, 0.5}, Port::main, random);
  EXPECT_NEAR(edged->weight(), plain->weight(), 1e-12)
      << "half of the rise is above half of the amplitude";
}

TEST(AtomicSwitch, D9_MoreThanHalfAVoltIsOverstress) {
  const auto device = fresh();
  auto random = test_draws();
  device->apply({0.51, 0.5}, Port::main, random);
  EXPECT_TRUE(device->flags().overstress);
  EXPECT_EQ(device->weight(), 0);
}

TEST(AtomicSwitch, BadInputNamesTheKey) {
  expect_refused("atomic_switch", "t_form_s", "0");
  expect_refused("atomic_switch", "t_decay_s", "-1");
  expect_refused("atomic_switch", "k", "51");
  expect_refused("atomic_switch", "k", "nan");
  expect_refused("atomic_switch", "v_threshold_v", "0.6");
  expect_refused("atomic_switch", "pulse_width_s", "0");
}

}  // namespace
}  // namespace softbound
