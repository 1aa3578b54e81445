// SPDX-License-Identifier: Apache-2.0
#include "device/pcm_pair.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 41;
constexpr Pulse kLtp{0.9, 50e-9};
constexpr Pulse kLtd{-0.9, 50e-9};

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

PcmPairDevice make(const PcmPairParameters& parameters) {
  return PcmPairDevice{std::make_shared<const PcmPairParameters>(parameters)};
}

PcmPairParameters noiseless() {
  PcmPairParameters parameters;
  parameters.pcm.write_noise = 0;
  parameters.pcm.reset_spread = 0;
  return parameters;
}

TEST(S2_1, TheDifferenceRangesOverBothDevices) {
  auto pair = make(noiseless());
  pair.set_weight(1);
  EXPECT_NEAR(pair.difference_s(), 11.9e-6, 1e-15);
  pair.set_weight(0);
  EXPECT_NEAR(pair.difference_s(), -11.9e-6, 1e-15);
  pair.set_weight(0.5);
  EXPECT_EQ(pair.difference_s(), 0.0);
  EXPECT_EQ(pair.conductance(), 12e-6);
}

TEST(S2_2, LtpRaisesTheDifferenceAndLtdLowersIt) {
  for (int k = 1; k < 20; ++k) {
    for (const auto& pulse : {kLtp, kLtd}) {
      auto pair = make(noiseless());
      auto random = draws();
      pair.set_weight(k / 20.0);
      const double before = pair.difference_s();
      pair.apply(pulse, Port::main, random);
      const double step = pair.difference_s() - before;
      if (pair.refreshes() == 0 && pair.weight() > 0.1 && pair.weight() < 0.9) {
        EXPECT_GT(pulse.amplitude_v > 0 ? step : -step, 0) << k;
      }
    }
  }
}

TEST(S2_2, LtdIsTheMirrorOfLtp) {
  auto up = make(noiseless()), down = make(noiseless());
  auto random = draws();
  for (auto* pair : {&up, &down}) pair->set_weight(0.5);
  for (int n = 0; n < 40; ++n) {
    up.apply(kLtp, Port::main, random);
    down.apply(kLtd, Port::main, random);
    EXPECT_DOUBLE_EQ(up.difference_s(), -down.difference_s());
  }
}

/// The same write on a copy that never refreshes.
double without_refresh(const PcmPairDevice& pair, PcmPairParameters parameters, const Pulse& pulse,
                       DrawSequence random) {
  parameters.refresh_limit = 0;
  auto plain = make(parameters);
  std::vector<double> state;
  pair.save(state);
  plain.restore(state.data(), state.data() + state.size());
  plain.apply(pulse, Port::main, random);
  return plain.difference_s();
}

TEST(S2_3, RefreshKeepsTheDifferenceWithinOneStepAndEndsSaturation) {
  const double first_step_s = 1.825e-6;  // after RESET, the largest
  const CounterRandom coin{kSeed, RandomStream::stimulus};
  auto pair = make(noiseless());
  auto random = draws();
  std::uint64_t refreshes = 0;
  for (std::uint64_t n = 0; n < 5000; ++n) {
    const Pulse& pulse = coin.uniform(1, n) < 0.5 ? kLtp : kLtd;
    const double expected_s = without_refresh(pair, noiseless(), pulse, random);
    pair.apply(pulse, Port::main, random);
    if (pair.refreshes() == refreshes) continue;
    refreshes = pair.refreshes();
    ASSERT_NEAR(pair.difference_s(), expected_s, 0.5 * first_step_s) << "seed " << kSeed;
    ASSERT_LT(std::max(pair.plus_s(), pair.minus_s()), 0.8 * 12e-6);
    ASSERT_LT(std::min(pair.plus_s(), pair.minus_s()), 0.2e-6);
  }
  EXPECT_GT(refreshes, 20u);
}

TEST(S2_3, WithNoiseRefreshesKeepTheDifferenceOnAverage) {
  std::vector<double> errors;
  for (std::uint64_t k = 0; k < 2000; ++k) {
    auto pair = make({});
    auto random = draws(k);
    for (int n = 0; pair.refreshes() == 0; ++n) {
      ASSERT_LT(n, 1000);
      const Pulse& pulse = n % 2 == 0 ? kLtp : kLtd;
      const double expected_s = without_refresh(pair, {}, pulse, random);
      pair.apply(pulse, Port::main, random);
      if (pair.refreshes() > 0) {
        errors.push_back((std::abs(pair.difference_s()) - std::abs(expected_s)) / 1e-6);
      }
    }
  }
  // Steps that stop at the RESET state lift the mean: 5.92 uS after five pulses, not 5.80.
  EXPECT_NEAR(spread_of(errors).mean, 0, 0.3) << "uS, seed " << kSeed;
}

// The ledger's 0.9 G_max lies above where noiseless SET pulses end, c1 / -m1 = 10.48 uS of 12: such
// a pair would hardly ever refresh. Hence 0.8.
TEST(S2_3, NoiselessPulsesReachTheSaturationThatAsksForARefresh) {
  auto pair = make(noiseless());
  auto random = draws();
  for (int n = 0; n < 100 && pair.refreshes() == 0; ++n) {
    pair.apply(kLtp, Port::main, random);
    pair.apply(kLtd, Port::main, random);
  }
  EXPECT_EQ(pair.refreshes(), 1u);
}

TEST(S2_4, ADifferenceTooLargeToGainFromItIsNotRefreshed) {
  auto pair = make(noiseless());
  auto random = draws();
  pair.set_weight(0.5);
  for (int n = 0; n < 200; ++n) pair.apply(kLtp, Port::main, random);
  EXPECT_EQ(pair.refreshes(), 0u);
  EXPECT_GT(pair.plus_s(), 10e-6);
}

TEST(S2_5, ImpossibleParametersNameTheKey) {
  using P = PcmPairParameters;
  EXPECT_NE(error_of<P>([](P& p) { p.saturation = 0; }).find("device.saturation"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.refresh_limit = 2; }).find("device.refresh_limit"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.pcm.nu = -1; }).find("device.nu"), std::string::npos);
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(PcmPair, BothDevicesDrift) {
  auto pair = make(noiseless());
  auto random = draws();
  pair.set_weight(0.9);
  const double plus_s = pair.plus_s(), minus_s = pair.minus_s();
  pair.relax(38.6e3, random);
  EXPECT_NEAR(pair.plus_s() / plus_s, 0.7079, 1e-4);
  EXPECT_NEAR(pair.minus_s() / minus_s, 0.7079, 1e-4);
}

TEST(PcmPair, ReadNoiseIsThatOfBothDevices) {
  auto pair = make({});
  pair.set_weight(0.75);
  auto random = draws();
  std::vector<double> reads(20'000);
  for (double& read : reads) read = pair.read_conductance(random) / 1e-6;
  EXPECT_NEAR(spread_of(reads).mean, 18, 0.01);
  const double expected = std::hypot(0.03 * 6.1 + 0.13, 0.03 * 0.1 + 0.13);
  EXPECT_NEAR(spread_of(reads).deviation, expected, 0.03 * expected);
}

}  // namespace
}  // namespace softbound
