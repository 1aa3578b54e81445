// SPDX-License-Identifier: Apache-2.0
#include "device/fefet.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 19;
constexpr Pulse kUp{2.25, 1e-6};  // 0.9 V across the ferroelectric
constexpr Pulse kDown{-2.25, 1e-6};

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

FefetParameters random_parameters(std::uint64_t set) {
  const CounterRandom random{kSeed, RandomStream::stimulus};
  FefetParameters p;
  p.domains.domains = 1 + static_cast<std::int64_t>(60 * random.uniform(set, 0));
  p.domains.alpha = 1 + 3 * random.uniform(set, 1);
  p.domains.beta = 0.5 + 2.5 * random.uniform(set, 2);
  p.domains.activation_spread_v = 0.6 * random.uniform(set, 3);
  p.c_div = 0.2 + 0.8 * random.uniform(set, 4);
  p.v_t0_v = random.uniform(set, 5);
  p.memory_window_v = 0.2 + random.uniform(set, 6);
  p.v_read_v = p.v_t0_v + p.memory_window_v;
  p.check();
  return p;
}

TEST(D5_1, RepeatedPulsesAccumulate) {
  // The hazard of the pulses adds up inside the law: h = n t / tau.
  const std::vector<std::pair<int, double>> expected{
      {1, -0.761}, {2, -0.644}, {5, -0.496}, {10, -0.374}, {20, -0.240}};
  FefetParameters parameters;
  parameters.domains.domains = 20'000;
  FefetDevice device{parameters};
  device.set_weight(0);
  auto random = draws();
  int pulses = 0;
  for (const auto& [n, polarisation] : expected) {
    for (; pulses < n; ++pulses) device.apply(kUp, Port::gate, random);
    EXPECT_NEAR(device.domains().polarisation(), polarisation, 0.02) << n;
  }
}

TEST(D5_2, ThereIsOneMoreLevelThanDomains) {
  FefetDevice device{{}};
  std::set<double> levels;
  for (int k = 0; k <= 1000; ++k) {
    device.set_weight(k * 1e-3);
    levels.insert(device.conductance());
  }
  EXPECT_EQ(levels.size(), 21u);
  EXPECT_EQ(*levels.begin(), 0.0);
  EXPECT_DOUBLE_EQ(*levels.rbegin(), 240e-6);
}

TEST(D5_2, PulsesReachNoOtherLevels) {
  for (std::uint64_t set = 0; set < 30; ++set) {
    const auto parameters = random_parameters(set);
    FefetDevice device{parameters};
    auto random = draws(set);
    for (int n = 0; n < 100; ++n) {
      device.apply(n % 20 < 10 ? kUp : kDown, Port::gate, random);
      const double levels = device.domains().share_up() * double(parameters.domains.domains);
      ASSERT_NEAR(levels, std::round(levels), 1e-9) << "set " << set << ", seed " << kSeed;
      const double v_t =
          parameters.v_t0_v - 0.5 * parameters.memory_window_v * device.domains().polarisation();
      ASSERT_NEAR(device.conductance(), 200e-6 * std::max(0.0, parameters.v_read_v - v_t), 1e-15);
    }
  }
}

TEST(D5_3, PulsesOnTheDrainLeaveTheDomainsAlone) {
  FefetDevice device{{}};
  auto random = draws();
  for (int n = 0; n < 5; ++n) device.apply(kUp, Port::gate, random);
  std::vector<double> before, after;
  device.save(before);
  device.apply({3, 1}, Port::main, random);
  device.save(after);
  EXPECT_EQ(after, before);
}

TEST(D5_4, ThresholdFallsWithPositiveGatePulsesAndRisesWithNegativeOnes) {
  for (std::uint64_t set = 0; set < 30; ++set) {
    FefetDevice device{random_parameters(set)};
    auto random = draws(100 + set);
    for (const auto& [pulse, weight] : {std::pair{kUp, 0.0}, std::pair{kDown, 1.0}}) {
      device.set_weight(weight);
      double before = device.threshold_v();
      for (int n = 0; n < 50; ++n) {
        device.apply(pulse, Port::gate, random);
        const double now = device.threshold_v();
        ASSERT_LE(pulse.amplitude_v > 0 ? now - before : before - now, 0)
            << "set " << set << ", seed " << kSeed;
        before = now;
      }
    }
  }
}

TEST(D5_5, GateVoltagesAboveFiveVoltsAreRefused) {
  FefetDevice device{{}};
  auto random = draws();
  device.set_weight(0);
  device.apply({5.1, 1}, Port::gate, random);
  EXPECT_TRUE(device.flags().overstress);
  EXPECT_EQ(device.weight(), 0.0);
}

TEST(D5_6, ImpossibleParametersNameTheKey) {
  using P = FefetParameters;
  const auto names = [](void (*spoil)(P&), const char* key) {
    EXPECT_NE(error_of(spoil).find(std::string{"device."} + key), std::string::npos)
        << error_of(spoil);
  };
  names([](P& p) { p.domains.domains = 0; }, "domains");
  names([](P& p) { p.domains.tau0_s = 0; }, "tau0_s");
  names([](P& p) { p.c_div = 1.1; }, "c_div");
  names([](P& p) { p.memory_window_v = 0; }, "memory_window_v");
  names([](P& p) { p.beta_a_per_v2 = -1; }, "beta_a_per_v2");
  names([](P& p) { p.v_read_v = 0; }, "v_read_v");
  names([](P& p) { p.v_gate_v = 6; }, "v_gate_v");
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(Fefet, DrainCurrentIsThatOfATransistorInTheTriodeRegion) {
  FefetDevice device{{}};
  device.set_weight(1);  // threshold 0 V
  EXPECT_EQ(device.drain_current(-0.1, 0.05), 0.0);
  EXPECT_NEAR(device.drain_current(1.0, 0.05), 200e-6 * 1.0 * 0.05, 1e-15);
  EXPECT_DOUBLE_EQ(device.drain_current(1.2, 0.05), device.current(0.05));
}

TEST(Fefet, DevicesDifferByTheirDomains) {
  FefetDevice a{{}}, b{{}};
  auto random_a = draws(1), random_b = draws(2);
  bool differ = false;
  for (auto* device : {&a, &b}) device->set_weight(0);
  for (int n = 0; n < 20; ++n) {
    a.apply(kUp, Port::gate, random_a);
    b.apply(kUp, Port::gate, random_b);
    differ = differ || a.weight() != b.weight();
  }
  EXPECT_TRUE(differ);
}

}  // namespace
}  // namespace softbound
