// SPDX-License-Identifier: Apache-2.0
#include "device/preisach_loop.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 13;

LoopParameters random_parameters(std::uint64_t set) {
  const CounterRandom random{kSeed, RandomStream::stimulus};
  LoopParameters p;
  p.ps_c_per_m2 = 0.05 + random.uniform(set, 0);
  p.pr_c_per_m2 = p.ps_c_per_m2 * (0.05 + 0.9 * random.uniform(set, 1));
  p.v_c_v = 0.2 + 2 * random.uniform(set, 2);
  p.v_saturation_v = p.v_c_v + p.width_v() * (4 + 4 * random.uniform(set, 3));
  p.check();
  return p;
}

TEST(D4_1, RemanenceOfTheLoopAfterSaturationIsExact) {
  PreisachLoop loop{{}};
  for (const double sign : {1.0, -1.0, 1.0}) {
    loop.visit(sign * 3);
    loop.visit(0);
    EXPECT_NEAR(loop.polarisation_c_per_m2(), sign * 0.20, 1e-9 * 0.2);
  }
}

TEST(D4_8, TheLoopCrossesZeroAtTheCoerciveVoltages) {
  PreisachLoop loop{{}};
  loop.saturate(false);
  loop.visit(1);
  EXPECT_NEAR(loop.polarisation_c_per_m2(), 0, 1e-9);
  loop.saturate(true);
  loop.visit(-1);
  EXPECT_NEAR(loop.polarisation_c_per_m2(), 0, 1e-9);
}

TEST(D4_9, TheLoopRunsCounterClockwiseAndClosesAtEveryAmplitude) {
  for (std::uint64_t set = 0; set < 50; ++set) {
    const auto p = random_parameters(set);
    for (const double share : {0.3, 0.6, 0.9, 1.2}) {
      const double top = share * p.v_saturation_v;
      PreisachLoop loop{p};
      loop.visit(top);
      loop.visit(-top);
      constexpr int kSteps = 50;
      std::vector<double> rising, falling;
      for (int k = -kSteps; k <= kSteps; ++k) {
        loop.visit(top * k / kSteps);
        rising.push_back(loop.polarisation_c_per_m2());
      }
      for (int k = kSteps; k >= -kSteps; --k) {
        loop.visit(top * k / kSteps);
        falling.push_back(loop.polarisation_c_per_m2());
      }
      ASSERT_NEAR(falling.back(), rising.front(), 1e-12) << share << " set " << set;
      for (std::size_t k = 1; k + 1 < rising.size(); ++k) {
        ASSERT_GE(falling[falling.size() - 1 - k], rising[k] - 1e-12);
      }
    }
  }
}

TEST(PreisachLoop, PolarisationFollowsTheVoltageAndStaysWithinSaturation) {
  const CounterRandom volts{kSeed, RandomStream::stimulus};
  for (std::uint64_t set = 0; set < 50; ++set) {
    const auto p = random_parameters(set);
    PreisachLoop loop{p};
    for (std::uint64_t n = 0; n < 500; ++n) {
      const double v = (2 * volts.uniform(1000 + set, n) - 1) * 0.99 * p.v_saturation_v;
      const double v_before = loop.voltage_v(), before = loop.polarisation_c_per_m2();
      loop.visit(v);
      const double now = loop.polarisation_c_per_m2();
      ASSERT_GE((now - before) * (v - v_before), -1e-12) << "set " << set << ", seed " << kSeed;
      ASSERT_LE(std::abs(now), p.ps_c_per_m2);
    }
  }
}

TEST(PreisachLoop, InnerLoopsAreWipedOutByPassingTheirEnds) {
  const CounterRandom volts{kSeed, RandomStream::stimulus};
  for (std::uint64_t set = 0; set < 50; ++set) {
    const auto p = random_parameters(set);
    const auto v = [&](double share) { return share * p.v_saturation_v; };
    PreisachLoop straight{p}, wandering{p};
    for (auto* loop : {&straight, &wandering}) {
      loop->visit(v(-0.5));
      loop->visit(v(0.6));
      loop->visit(v(-0.3));
    }
    for (std::uint64_t n = 0; n < 60; ++n) {  // deeper than the memory
      wandering.visit(v(-0.3 + 0.8 * volts.uniform(2000 + set, n)));
    }
    for (const double next : {0.5, 0.7, -0.6}) {
      straight.visit(v(next));
      wandering.visit(v(next));
      ASSERT_NEAR(wandering.polarisation_c_per_m2(), straight.polarisation_c_per_m2(), 1e-12)
          << next << " set " << set << ", seed " << kSeed;
    }
  }
}

TEST(PreisachLoop, EverNarrowerLoopsDoNotGrowItsMemoryForEver) {
  PreisachLoop loop{{}};
  for (int n = 0; n < 1000; ++n) loop.visit((n % 2 == 0 ? 1 : -1) * (1.0 - n * 5e-4));
  EXPECT_LE(std::abs(loop.polarisation_c_per_m2()), 0.25);
}

TEST(PreisachLoop, ImpossibleParametersNameTheKey) {
  using P = LoopParameters;
  EXPECT_NE(error_of<P>([](P& p) { p.pr_c_per_m2 = 0.25; }).find("device.pr_c_per_m2"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.v_c_v = 0; }).find("device.v_c_v"), std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.v_saturation_v = 1.5; }).find("device.v_saturation_v"),
            std::string::npos);
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

}  // namespace
}  // namespace softbound
