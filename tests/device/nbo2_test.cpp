// SPDX-License-Identifier: Apache-2.0
#include "device/nbo2.h"

#include <cmath>

#include "device/protocols.h"
#include "device_under_test.h"

namespace softbound {
namespace {

bool on(const Device& device) { return dynamic_cast<const Nbo2Device&>(device).on(); }

std::unique_ptr<Device> fresh(const Overrides& overrides = {}) {
  auto device = make_device("nbo2", overrides);
  device->set_weight(0);
  return device;
}

TEST(Nbo2, D17_SweepTurnsOnAndHoldsUntilTheHoldingVoltage) {
  for (const double sign : {+1.0, -1.0}) {
    const auto device = fresh();
    auto random = test_draws();
    VoltageSweep sweep;
    sweep.corners_v = {0, sign * 2.5, 0};
    double on_v = 0, off_v = 0;
    for (const auto& point : iv_sweep(*device, sweep, random)) {
      const bool conducts = point.current_a / point.voltage_v > 0.5e-3;
      if (conducts && on_v == 0) on_v = point.voltage_v;
      if (!conducts && on_v != 0 && off_v == 0) off_v = point.voltage_v;
    }
    EXPECT_NEAR(on_v, sign * 1.75, 0.01 * 1.75);
    EXPECT_NEAR(off_v, sign * 1.30, 0.01 * 1.30);
  }
}

TEST(Nbo2, D17_ResistancesOfTheTwoStates) {
  const auto device = fresh();
  EXPECT_NEAR(1 / device->conductance(), 500e3, 1e-6);
  device->set_weight(1);
  EXPECT_NEAR(1 / device->conductance(), 1e3, 1e-9);
}

TEST(Nbo2, D17_SwitchingTakesANanosecond) {
  auto random = test_draws();
  const auto device = fresh();
  device->apply({2, 0.99e-9}, Port::main, random);
  EXPECT_FALSE(on(*device));
  device->apply({2, 0.02e-9}, Port::main, random);
  EXPECT_TRUE(on(*device)) << "the time adds up";
  device->relax(0.99e-9, random);
  EXPECT_TRUE(on(*device));
  device->relax(0.02e-9, random);
  EXPECT_FALSE(on(*device)) << "volatile";
}

TEST(Nbo2, D17_AVoltageThatLeavesInTimeStartsTheDelayAnew) {
  auto random = test_draws();
  const auto device = fresh();
  for (int n = 0; n < 10; ++n) {
    device->apply({2, 0.6e-9}, Port::main, random);
    device->apply({1.5, 0.1e-9}, Port::main, random);
  }
  EXPECT_FALSE(on(*device));
}

TEST(Nbo2, D17_BetweenTheVoltagesItStaysAsItIs) {
  auto random = test_draws();
  const auto device = fresh();
  device->apply({1.5, 1}, Port::main, random);
  EXPECT_FALSE(on(*device));
  device->apply({1.8, 2e-9}, Port::main, random);
  device->apply({1.5, 1}, Port::main, random);
  EXPECT_TRUE(on(*device));
}

TEST(Nbo2, TimeOnAnEdgeCountsFromTheThreshold) {
  auto random = test_draws();
  // 2.0 V in 10 ns: 1.25 ns of the rise are above 1.75 V.
  const auto device = fresh({"delay_s=1.3e-9"});
  device->apply({2, 5e-9, 10e-9, 0}, Port::main, random);
  EXPECT_FALSE(on(*device));
  const auto faster = fresh({"delay_s=1.2e-9"});
  faster->apply({2, 5e-9, 10e-9, 0}, Port::main, random);
  EXPECT_TRUE(on(*faster));
  // A fall of 10 ns is 3.5 ns in reaching 1.3 V.
  const auto falling = fresh({"delay_s=6.6e-9"});
  falling->apply({2, 100e-9, 0, 10e-9}, Port::main, random);
  EXPECT_TRUE(on(*falling));
  const auto fallen = fresh({"delay_s=6.4e-9"});
  fallen->apply({2, 100e-9, 0, 10e-9}, Port::main, random);
  EXPECT_FALSE(on(*fallen));
}

TEST(Nbo2, RandomSwitchesAreOnExactlyBetweenTheirVoltages) {
  constexpr std::uint64_t kSeed = 24;
  const CounterRandom dice{kSeed, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 500; ++n) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", switch " + std::to_string(n));
    Nbo2Parameters p;
    p.limits.v_threshold_v = 0.2 + 3 * dice.uniform(n, 0);
    p.limits.v_hold_v = p.limits.v_threshold_v * (0.05 + 0.9 * dice.uniform(n, 1));
    p.limits.delay_s = 0;
    p.check();
    Nbo2Device device{std::make_shared<const Nbo2Parameters>(p)};
    auto random = test_draws();
    bool expected = false;
    for (std::uint64_t k = 0; k < 50; ++k) {
      const double v = 8 * dice.uniform(n, 10 + k) - 4;
      device.apply({v, 1e-9}, Port::main, random);
      if (std::abs(v) > p.limits.v_threshold_v) expected = true;
      if (std::abs(v) < p.limits.v_hold_v) expected = false;
      ASSERT_EQ(device.on(), expected) << v << " V";
    }
  }
}

TEST(Nbo2, OverstressIsFlaggedAndNotApplied) {
  const auto device = fresh();
  auto random = test_draws();
  device->apply({5.1, 1e-6}, Port::main, random);
  EXPECT_TRUE(device->flags().overstress);
  EXPECT_FALSE(on(*device));
}

TEST(Nbo2, D17_BadInputNamesTheKey) {
  expect_refused("nbo2", "v_hold_v", "1.75");
  expect_refused("nbo2", "v_hold_v", "0");
  expect_refused("nbo2", "v_threshold_v", "6");
  expect_refused("nbo2", "r_on_ohm", "1e6");
  expect_refused("nbo2", "r_off_ohm", "nan");
  expect_refused("nbo2", "delay_s", "-1e-9");
}

}  // namespace
}  // namespace softbound
