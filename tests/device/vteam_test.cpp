// SPDX-License-Identifier: Apache-2.0
#include "device/vteam.h"

#include <algorithm>
#include <cmath>

#include "device/protocols.h"
#include "device_under_test.h"

namespace softbound {
namespace {

const VteamDevice& vteam(const Device& device) { return dynamic_cast<const VteamDevice&>(device); }

/// Way of w/d under a straight line of voltage from 0 that lasts, in closed form: the integral of
/// the power of the overvoltage.
double way(const VteamParameters& p, double end_v, double rise_s) {
  const bool off = end_v > 0;
  const double threshold = off ? p.v_off_v : p.v_on_v;
  const double k = (off ? p.k_off_m_per_s : p.k_on_m_per_s) / (p.d_nm * 1e-9);
  const double alpha = off ? p.alpha_off : p.alpha_on;
  if (end_v / threshold <= 1) return 0;
  return k * rise_s * (threshold / end_v) * std::pow(end_v / threshold - 1, alpha + 1) /
         (alpha + 1);
}

double plateau(const VteamParameters& p, double v, double time_s) {
  const bool off = v > 0;
  const double k = (off ? p.k_off_m_per_s : p.k_on_m_per_s) / (p.d_nm * 1e-9);
  const double over = v / (off ? p.v_off_v : p.v_on_v) - 1;
  return over > 0 ? k * time_s * std::pow(over, off ? p.alpha_off : p.alpha_on) : 0;
}

TEST(Vteam, D1p_PulsesFollowTheClosedForm) {
  const VteamParameters p;
  for (const double v : {-0.3, -0.25, -0.21, -0.1, 0.015, 0.1, 0.5, 1.0}) {
    const auto device = make_device("vteam");
    device->set_weight(0.05);
    const double start = vteam(*device).position();
    auto random = test_draws();
    const Pulse pulse{v, 3e-9, 2e-9, 1e-9};
    device->apply(pulse, Port::main, random);
    const double moved = way(p, v, 2e-9) + plateau(p, v, 1.5e-9) + way(p, v, 1e-9);
    EXPECT_NEAR(vteam(*device).position(), std::clamp(start + moved, 0.0, 1.0), 1e-4) << v;
  }
}

TEST(Vteam, D1p_WithinItsThresholdsNothingMoves) {
  const auto device = make_device("vteam");
  auto random = test_draws();
  for (const double v : {-0.2, -0.1, 0.01, 0.02}) device->apply({v, 1}, Port::main, random);
  EXPECT_EQ(vteam(*device).position(), 0.5);
}

TEST(Vteam, D1p_ResistancesOfTheBounds) {
  const auto device = make_device("vteam");
  device->set_weight(1);
  EXPECT_NEAR(1 / device->conductance(), 50, 1e-9);
  device->set_weight(0);
  EXPECT_NEAR(1 / device->conductance(), 1000, 1e-7);
}

TEST(Vteam, D1p_LoopIsPinchedAndEachPolarityMovesOneWay) {
  const auto device = make_device("vteam");
  device->set_weight(0);
  auto random = test_draws();
  VoltageSweep sweep;
  sweep.corners_v = {0, -0.4, 0, 0.4, 0};
  sweep.rate_v_per_s = 1e7;
  double before = device->conductance(), most = 0;
  EXPECT_EQ(device->current(0), 0);
  for (const auto& point : iv_sweep(*device, sweep, random)) {
    if (point.voltage_v < 0) {
      ASSERT_GE(point.conductance_s, before);
    } else {
      ASSERT_LE(point.conductance_s, before);
    }
    before = point.conductance_s;
    most = std::max(most, before);
  }
  EXPECT_NEAR(1 / most, 50, 1e-6);
  EXPECT_GT(1 / before, 100);
}

TEST(Vteam, ALimitedSourceDrivesItOnlyToWhereTheVoltageMeetsTheThreshold) {
  const auto device = make_device("vteam");
  device->set_weight(0);
  auto random = test_draws();
  Pulse pulse{-1, 1e-3};
  pulse.limit_a = 1e-3;
  device->apply(pulse, Port::main, random);
  // 1 mA through 200 ohm is the threshold of 0.2 V; the cube makes the last of the way slow.
  EXPECT_GT(1 / device->conductance(), 200);
  EXPECT_LT(1 / device->conductance(), 210);
}

TEST(Vteam, RandomDevicesFollowTheClosedForm) {
  constexpr std::uint64_t kSeed = 25;
  const CounterRandom dice{kSeed, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 500; ++n) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", device " + std::to_string(n));
    VteamParameters p;
    p.alpha_on = 1 + 5 * dice.uniform(n, 0);
    p.alpha_off = 1 + 5 * dice.uniform(n, 1);
    p.v_off_v = 0.05 + dice.uniform(n, 2);
    p.v_on_v = -0.05 - dice.uniform(n, 3);
    p.check();
    VteamDevice device{std::make_shared<const VteamParameters>(p)};
    auto random = test_draws();
    for (std::uint64_t k = 0; k < 5; ++k) {
      const double v = 4 * dice.uniform(n, 10 + 2 * k) - 2;
      const double width_s = std::pow(10, -11 + 4 * dice.uniform(n, 11 + 2 * k));
      const double before = device.position();
      device.apply({v, width_s}, Port::main, random);
      ASSERT_NEAR(device.position(), std::clamp(before + plateau(p, v, width_s), 0.0, 1.0), 1e-4)
          << v << " V for " << width_s << " s";
    }
  }
}

TEST(Vteam, KeepsItsStateWhenLeftAloneAndRefusesOverstress) {
  const auto device = make_device("vteam");
  auto random = test_draws();
  device->relax(1e9, random);
  device->apply({2.1, 1e-9}, Port::main, random);
  EXPECT_EQ(vteam(*device).position(), 0.5);
  EXPECT_TRUE(device->flags().overstress);
}

TEST(Vteam, BadInputNamesTheKey) {
  expect_refused("vteam", "k_on_m_per_s", "10");
  expect_refused("vteam", "k_off_m_per_s", "-1");
  expect_refused("vteam", "alpha_on", "0.5");
  expect_refused("vteam", "v_off_v", "0");
  expect_refused("vteam", "v_on_v", "0");
  expect_refused("vteam", "r_on_ohm", "2000");
  expect_refused("vteam", "d_nm", "nan");
}

}  // namespace
}  // namespace softbound
