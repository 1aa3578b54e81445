// SPDX-License-Identifier: Apache-2.0
#include "device/flash.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/error.h"
#include "device/device_parameters.h"
#include "device/memristor.h"

namespace softbound {
namespace {

DrawSequence draws() { return {3, RandomStream::write_noise, 0}; }

TEST(D13, StepsShrinkTowardsTheirBoundAndVanishAtIt) {
  const Flash law;
  const auto step = [&](WriteKind kind, double w) {
    return law.weight_after({kind, 1e-3, 15}, w, 0) - w;
  };
  for (int k = 0; k < 100; ++k) {
    const double w = k * 0.01, higher = w + 0.01;
    ASSERT_GT(step(WriteKind::ltp, w), step(WriteKind::ltp, higher));
    ASSERT_LT(-step(WriteKind::ltd, w), -step(WriteKind::ltd, higher));
  }
  EXPECT_EQ(step(WriteKind::ltp, 1), 0.0);
  EXPECT_EQ(step(WriteKind::ltd, 0), 0.0);
}

TEST(D13, AMillionReadsChangeNothing) {
  Memristor flash{DeviceParameters{"flash"}, 0.37};
  auto random = draws();
  for (int n = 0; n < 1'000'000; ++n) flash.apply({1.0, 1e-6}, Port::main, random);
  flash.apply({9.9, 1e-3}, Port::gate, random);
  EXPECT_EQ(flash.weight(), 0.37);
}

TEST(D13, TwoHalfPulsesEqualOneFullPulse) {
  const Flash law;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    const double whole = law.weight_after({kind, 1e-3, 15}, 0.5, 0) - 0.5;
    const WritePulse half{kind, 0.5e-3, 15};
    const double halves = law.weight_after(half, law.weight_after(half, 0.5, 0), 0) - 0.5;
    EXPECT_NEAR(halves, whole, 0.01 * std::abs(whole));
  }
}

TEST(D13, APositiveGateNeverPotentiatesNorANegativeOneDepresses) {
  auto random = draws();
  for (const double v : {10.0, 15.0, 20.0}) {
    Memristor flash{DeviceParameters{"flash"}, 0.5};
    flash.apply({v, 1e-3}, Port::gate, random);
    EXPECT_LT(flash.weight(), 0.5);
    flash.set_weight(0.5);
    flash.apply({-v, 1e-3}, Port::gate, random);
    EXPECT_GT(flash.weight(), 0.5);
  }
}

TEST(Flash, OverstressOnTheGateIsFlaggedAndNotApplied) {
  Memristor flash{DeviceParameters{"flash"}, 0.5};
  auto random = draws();
  flash.apply({20.1, 1e-3}, Port::gate, random);
  EXPECT_TRUE(flash.flags().overstress);
  EXPECT_EQ(flash.weight(), 0.5);
}

TEST(Flash, WritingCostsTheChargeOfTheGate) {
  const Flash flash;
  EXPECT_NEAR(flash.pulse_energy_j({{15, 1e-3}, Port::gate}, 1), 1e-15 * 225, 1e-25);
  EXPECT_NEAR(flash.pulse_energy_j({{0.1, 1e-6}, Port::main}, 1e-6), 1e-14, 1e-24);
}

}  // namespace
}  // namespace softbound
