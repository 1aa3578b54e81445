// SPDX-License-Identifier: Apache-2.0
#include "device/diffusive.h"

#include <cmath>

#include "device/protocols.h"
#include "device_under_test.h"

namespace softbound {
namespace {

const DiffusiveDevice& diffusive(const Device& device) {
  return dynamic_cast<const DiffusiveDevice&>(device);
}

std::unique_ptr<Device> fresh(const Overrides& overrides = {}) {
  auto device = make_device("diffusive", overrides);
  device->set_weight(0);
  return device;
}

/// Width of the shortest pulse after which the device conducts, by bisection.
double incubation_s(double voltage_v, const Overrides& overrides = {}, std::uint64_t entity = 0) {
  double low_s = 0, high_s = 1;
  for (int n = 0; n < 60; ++n) {
    const double width_s = 0.5 * (low_s + high_s);
    const auto device = fresh(overrides);
    auto random = test_draws(entity);
    device->apply({voltage_v, width_s}, Port::main, random);
    (diffusive(*device).conducts() ? high_s : low_s) = width_s;
  }
  return high_s;
}

TEST(Diffusive, D11_IncubationFollowsItsClosedForm) {
  for (const double v : {0.8, 1.0, 1.5, 2.0}) {
    const double expected = 0.5e-3 * 0.15 / (v - 0.3) * std::log(2);
    EXPECT_NEAR(incubation_s(v), expected, 0.02 * expected) << v << " V";
  }
}

TEST(Diffusive, D11_IncubationFallsWithVoltage) {
  double before = 1;
  for (int mv = 320; mv <= 3000; mv += 40) {
    const double now = incubation_s(mv * 1e-3);
    EXPECT_LT(now, before) << mv << " mV";
    before = now;
  }
}

TEST(Diffusive, D11_TurnsOffAfterTheTimeTheFilamentTakesToDissolve) {
  for (const double width_s : {0.2e-3, 0.5e-3, 5e-3}) {
    const auto device = fresh();
    auto random = test_draws();
    device->apply({0.8, width_s}, Port::main, random);
    const double off_s = 30e-3 * std::log(diffusive(*device).extent() / 0.5);
    device->relax(0.999 * off_s, random);
    EXPECT_TRUE(diffusive(*device).conducts());
    device->relax(0.002 * off_s, random);
    EXPECT_FALSE(diffusive(*device).conducts());
    EXPECT_EQ(device->conductance(), device->bounds().low_s);
  }
}

TEST(Diffusive, D11_OnOffRatioIsAMillion) {
  const auto device = fresh();
  EXPECT_NEAR(device->bounds().high_s / device->bounds().low_s, 1e6, 1);
  const double off_s = device->conductance();
  device->set_weight(1);
  EXPECT_NEAR(device->conductance() / off_s, 1e6, 1);
}

TEST(Diffusive, D11_BothPolaritiesHaveTheSameThreshold) {
  EXPECT_DOUBLE_EQ(incubation_s(0.8), incubation_s(-0.8));
  for (const double v : {0.3, -0.3}) {
    const auto device = fresh();
    auto random = test_draws();
    device->apply({v, 10}, Port::main, random);
    EXPECT_EQ(diffusive(*device).extent(), 0) << v;
  }
}

TEST(Diffusive, D11_RelaxesWithinTenNanosecondsToAHundredMilliseconds) {
  for (const char* t : {"10e-9", "1e-6", "100e-3"}) {
    const auto device = fresh({std::string{"t_relax_s="} + t});
    device->set_weight(1);
    auto random = test_draws();
    device->relax(std::stod(t) * std::log(2) * 1.001, random);
    EXPECT_EQ(device->conductance(), device->bounds().low_s) << t;
  }
  expect_refused("diffusive", "t_relax_s", "9e-9");
  expect_refused("diffusive", "t_relax_s", "0.11");
}

TEST(Diffusive, D11_TheRateOfPulsesDecidesWhetherItConducts) {
  const PortPulse pulse{{0.8, 20e-6}};
  double before = 1;
  for (const double gap_s : {1e-3, 5e-3, 20e-3, 100e-3}) {
    const auto device = fresh();
    auto random = test_draws();
    pulse_train(*device, pulse, 20, pulse.pulse.width_s + gap_s, random);
    EXPECT_LT(diffusive(*device).extent(), before) << gap_s;
    before = diffusive(*device).extent();
  }
  EXPECT_LT(before, 0.5);
}

TEST(Diffusive, SpreadOfIncubationIsLognormal) {
  double sum = 0, squares = 0;
  constexpr int kDevices = 2000;
  for (int n = 0; n < kDevices; ++n) {
    const auto device = fresh({"grow_spread=0.2"});
    auto random = test_draws(static_cast<std::uint64_t>(n));
    device->apply({0.8, 10e-6}, Port::main, random);
    // Far from saturation the extent is the width over the time constant.
    const double x = diffusive(*device).extent();
    const double rate = -std::log(1 - x) / 10e-6 - 1 / 30e-3;
    const double log_factor = -std::log(rate * 0.5e-3 * 0.15 / 0.5);
    sum += log_factor;
    squares += log_factor * log_factor;
  }
  const double mean = sum / kDevices;
  EXPECT_NEAR(mean, 0, 3 * 0.2 / std::sqrt(kDevices) + 0.002);
  EXPECT_NEAR(std::sqrt(squares / kDevices - mean * mean), 0.2, 0.01);
}

TEST(Diffusive, OneIncubationHasOneDraw) {
  const auto device = fresh({"grow_spread=0.2"});
  auto random = test_draws();
  for (int n = 0; n < 10; ++n) device->apply({0.5, 1e-6}, Port::main, random);
  EXPECT_EQ(random.position(), 1u);
  device->relax(1e-6, random);
  device->apply({0.5, 1e-6}, Port::main, random);
  EXPECT_EQ(random.position(), 2u);
}

TEST(Diffusive, EdgesAgreeWithANaiveIntegration) {
  const auto device = fresh();
  auto random = test_draws();
  device->apply({1.2, 60e-6, 40e-6, 80e-6}, Port::main, random);
  double x = 0;
  constexpr int kSteps = 120'000;
  constexpr double kStep = 120e-6 / kSteps;
  for (int n = 0; n < kSteps; ++n) {
    const double t = (n + 0.5) * kStep;
    const double v = t < 40e-6 ? 1.2 * t / 40e-6 : t < 40e-6 ? 1.2 : 1.2 * (120e-6 - t) / 80e-6;
    x += kStep * ((1 - x) * std::max(0.0, v - 0.3) / 0.15 / 0.5e-3 - x / 30e-3);
  }
  EXPECT_NEAR(diffusive(*device).extent(), x, 1e-5);
}

TEST(Diffusive, RandomDevicesComposeTheirPulses) {
  constexpr std::uint64_t kSeed = 23;
  const CounterRandom dice{kSeed, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 500; ++n) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", device " + std::to_string(n));
    VolatileGrowth law;
    law.v_threshold_v = dice.uniform(n, 0);
    law.t_grow_s = std::pow(10, -8 + 7 * dice.uniform(n, 1));
    law.t_relax_s = std::pow(10, -8 + 7 * dice.uniform(n, 2));
    const double v = 3 * dice.uniform(n, 3), x = dice.uniform(n, 4);
    const double time = std::pow(10, -9 + 9 * dice.uniform(n, 5));
    const double whole = law.extent_after(x, v, time);
    ASSERT_GE(whole, 0);
    ASSERT_LE(whole, 1);
    const double part = dice.uniform(n, 6);
    ASSERT_NEAR(law.extent_after(law.extent_after(x, v, part * time), v, (1 - part) * time), whole,
                1e-12);
    ASSERT_GE(law.extent_after(x, v + 0.1, time), whole) << "more voltage, more filament";
  }
}

TEST(Diffusive, OverstressIsFlaggedAndNotApplied) {
  const auto device = fresh();
  auto random = test_draws();
  device->apply({3.1, 1e-3}, Port::main, random);
  EXPECT_TRUE(device->flags().overstress);
  EXPECT_EQ(diffusive(*device).extent(), 0);
}

TEST(Diffusive, BadInputNamesTheKey) {
  expect_refused("diffusive", "v_threshold_v", "3.5");
  expect_refused("diffusive", "v_threshold_v", "-0.1");
  expect_refused("diffusive", "v0_v", "0");
  expect_refused("diffusive", "t_grow_s", "nan");
  expect_refused("diffusive", "x_on", "1");
  expect_refused("diffusive", "grow_spread", "-0.2");
  expect_refused("diffusive", "g_min_s", "2e-3");
}

}  // namespace
}  // namespace softbound
