// SPDX-License-Identifier: Apache-2.0
#include "device/ftj.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 23;
constexpr DeviceWindow kWindow{10e-6, 100e-6, 0};

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

TEST(D15_1, ConductanceIsLinearInTheShareOfDomainsUp) {
  FtjDevice device{{}, kWindow};
  for (int up = 0; up <= 20; ++up) {
    device.set_weight(up / 20.0);
    EXPECT_DOUBLE_EQ(device.domains().share_up(), up / 20.0);
    EXPECT_NEAR(device.conductance(), 10e-6 + up / 20.0 * 90e-6, 1e-18);
  }
}

TEST(D15_2, ThereIsOneMoreLevelThanDomains) {
  for (const std::int64_t domains : {1, 7, 20, 33}) {
    FtjParameters parameters;
    parameters.domains.domains = domains;
    FtjDevice device{parameters, kWindow};
    std::set<double> levels;
    for (int k = 0; k <= 1000; ++k) {
      device.set_weight(k * 1e-3);
      levels.insert(device.conductance());
    }
    EXPECT_EQ(levels.size(), static_cast<std::size_t>(domains + 1));
  }
}

TEST(D15_3, PulsesOfOneSignMoveItOneWayForAnyConstants) {
  const CounterRandom constants{kSeed, RandomStream::stimulus};
  for (std::uint64_t set = 0; set < 50; ++set) {
    FtjParameters parameters;
    parameters.polarity = set % 2 == 0 ? 1 : -1;
    parameters.domains.activation_v = 0.5 + 2 * constants.uniform(1000 + set, 0);
    parameters.domains.beta = 0.5 + 2 * constants.uniform(1000 + set, 1);
    const Ftj kind{parameters};
    FtjDevice device{parameters, kWindow};
    auto random = draws(set);
    for (const auto direction : {WriteKind::ltp, WriteKind::ltd, WriteKind::ltp}) {
      double before = device.weight();
      for (int n = 0; n < 30; ++n) {
        device.apply(kind.nominal_pulse(direction)->pulse, Port::main, random);
        const double step = device.weight() - before;
        ASSERT_GE(direction == WriteKind::ltp ? step : -step, 0)
            << "set " << set << ", seed " << kSeed;
        before = device.weight();
      }
    }
  }
}

TEST(D15_4, PulsesTooShortToSwitchAddUp) {
  FtjParameters parameters;
  parameters.domains.domains = 2000;
  FtjDevice once{parameters, kWindow}, often{parameters, kWindow};
  once.set_weight(0);
  often.set_weight(0);
  auto random_once = draws(), random_often = draws();
  once.apply({0.9, 1e-6}, Port::main, random_once);
  for (int n = 0; n < 10; ++n) often.apply({0.9, 1e-7}, Port::main, random_often);
  // The same draws in another order: each domain keeps its own only in distribution.
  EXPECT_NEAR(often.weight(), once.weight(), 0.03);
  EXPECT_GT(once.weight(), 0.05);
}

TEST(D15_5, ImpossibleParametersNameTheKey) {
  using P = FtjParameters;
  EXPECT_NE(error_of<P>([](P& p) { p.polarity = 0; }).find("device.polarity"), std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.amplitude_v = 4; }).find("device.amplitude_v"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.domains.alpha = 0; }).find("device.alpha"), std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.pulse_width_s = std::nan(""); }).find("device.pulse_width_s"),
            std::string::npos);
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

}  // namespace
}  // namespace softbound
