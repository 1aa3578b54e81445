// SPDX-License-Identifier: Apache-2.0
#include "device/stt_mram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <utility>
#include <vector>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 3;

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

// From the parallel state the current is V / R_P, towards antiparallel if negative.
Pulse from_parallel(const SttMramParameters& p, double current_over_critical, double width_s) {
  return {-current_over_critical * p.torque.i_c0_a * p.junction.r_p_ohm, width_s};
}

SttMramDevice in_state(double weight, const SttMramParameters& parameters = {}) {
  SttMramDevice device{parameters};
  device.set_weight(weight);
  return device;
}

const std::vector<std::pair<double, double>> kProbabilities{
    {0.80, 6.14e-4}, {0.85, 1.227e-2}, {0.90, 0.2195}, {0.95, 0.9931}};

TEST(D3_1, SwitchingProbabilityOfAHundredNanoseconds) {
  const SttMramParameters p;
  const auto device = in_state(1);
  for (const auto& [ratio, probability] : kProbabilities) {
    EXPECT_NEAR(device.switching_probability(from_parallel(p, ratio, 100e-9), Port::main),
                probability, 1e-3 * probability)
        << ratio;
    const double tau = 1e-9 * std::exp(60 * (1 - ratio));
    EXPECT_NEAR(p.torque.switching_probability(ratio * 40e-6, 100e-9), 1 - std::exp(-100e-9 / tau),
                1e-12);
  }
}

TEST(D3_1, PulsesSwitchAsOftenAsTheProbabilitySays) {
  constexpr int kTrials = 100'000;
  const SttMramParameters p;
  auto random = draws();
  for (const auto& [ratio, probability] : kProbabilities) {
    auto device = in_state(1);
    int switched = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      device.set_weight(1);
      device.apply(from_parallel(p, ratio, 100e-9), Port::main, random);
      switched += !device.parallel();
    }
    const double sigma = std::sqrt(probability * (1 - probability) / kTrials);
    EXPECT_NEAR(switched / double{kTrials}, probability, 3 * sigma) << ratio << " seed " << kSeed;
  }
}

TEST(D3_2, PrecessionalSwitchingTimes) {
  const SpinTransferTorque torque;
  EXPECT_NEAR(torque.precessional_time_s(1.5 * 40e-6), 5.69e-9, 0.005e-9);
  EXPECT_NEAR(torque.precessional_time_s(2.0 * 40e-6), 2.85e-9, 0.005e-9);
  EXPECT_EQ(torque.time_constant_s(2.0 * 40e-6), torque.precessional_time_s(2.0 * 40e-6));
}

TEST(D3_3, OnlyTwoConductancesAreReachable) {
  auto device = in_state(0);
  auto random = draws();
  const CounterRandom volts{kSeed, RandomStream::stimulus};
  std::set<double> seen;
  for (std::uint64_t n = 0; n < 2000; ++n) {
    device.apply({1.2 * volts.uniform(9, n) - 0.6, 50e-9}, Port::main, random);
    seen.insert(device.current(0.1) / 0.1);
  }
  EXPECT_EQ(seen.size(), 2u);
}

TEST(D3_4, AntiparallelResistanceIsEvenAndFallsWithVoltageTheParallelOneIsFlat) {
  const auto low = in_state(1), high = in_state(0);
  double before = high.resistance_ohm(0) * 1.0001;
  for (int mv = 0; mv <= 1000; mv += 10) {
    const double v = mv * 1e-3, now = high.resistance_ohm(v);
    ASSERT_LT(now, before);
    ASSERT_EQ(now, high.resistance_ohm(-v));
    ASSERT_EQ(low.resistance_ohm(v), 3e3);
    before = now;
  }
  EXPECT_EQ(high.resistance_ohm(0), 6e3);
}

TEST(D3_5, ProbabilityGrowsWithTimeAndCurrent) {
  for (std::uint64_t set = 0; set < 200; ++set) {
    const CounterRandom random{kSeed, RandomStream::stimulus};
    SpinTransferTorque torque;
    torque.delta = 1 + 100 * random.uniform(set, 0);
    torque.tau0_s = 1e-10 + 1e-8 * random.uniform(set, 1);
    torque.tau_d_s = 1e-10 + 1e-8 * random.uniform(set, 2);
    torque.exponent = 0.5 + 2 * random.uniform(set, 3);
    double tau = torque.time_constant_s(1e-9);
    for (int ua = 1; ua < 200; ++ua) {
      const double now = torque.time_constant_s(ua * 1e-6);
      ASSERT_LE(now, tau) << ua << " uA, set " << set << ", seed " << kSeed;
      ASSERT_LE(torque.switching_probability(ua * 1e-6, 1e-9),
                torque.switching_probability(ua * 1e-6, 2e-9));
      tau = now;
    }
  }
}

TEST(D3_6, AVoltageOfTheWrongSignHasNoRate) {
  auto random = draws();
  for (const double weight : {0.0, 1.0}) {
    auto device = in_state(weight);
    const double sign = weight == 1 ? 1 : -1;
    EXPECT_EQ(device.switching_probability({sign * 0.9, 1}, Port::main), 0.0);
    for (int n = 0; n < 100; ++n) device.apply({sign * 0.9, 1}, Port::main, random);
    EXPECT_EQ(device.weight(), weight);
  }
}

TEST(D3_7, ImpossibleParametersNameTheKey) {
  using P = SttMramParameters;
  const auto names = [](void (*spoil)(P&), const char* key) {
    EXPECT_NE(error_of(spoil).find(std::string{"device."} + key), std::string::npos)
        << error_of(spoil);
  };
  names([](P& p) { p.torque.delta = 0; }, "delta");
  names([](P& p) { p.torque.i_c0_a = 0; }, "i_c0_a");
  names([](P& p) { p.torque.tau0_s = -1e-9; }, "tau0_s");
  names([](P& p) { p.torque.exponent = std::nan(""); }, "exponent");
  names([](P& p) { p.junction.r_p_ohm = 0; }, "r_p_ohm");
  names([](P& p) { p.junction.tmr0 = -1; }, "tmr0");
  names([](P& p) { p.polarity = 0; }, "polarity");
  names([](P& p) { p.p_switch = 1; }, "p_switch");
  names([](P& p) { p.p_switch = 1e-30; }, "p_switch");
  names([](P& p) { p.v_max_v = 0.15; }, "v_max_v");
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(SttMram, NominalPulsesSwitchWithTheProbabilityAsked) {
  for (const double p_switch : {1e-6, 0.01, 0.05, 0.5, 0.99, 0.99999}) {
    SttMramParameters parameters;
    parameters.p_switch = p_switch;
    parameters.check();
    const auto ltp = parameters.nominal_pulse(WriteKind::ltp);
    const auto ltd = parameters.nominal_pulse(WriteKind::ltd);
    EXPECT_NEAR(in_state(0, parameters).switching_probability(ltp, Port::main), p_switch,
                1e-6 * p_switch);
    EXPECT_NEAR(in_state(1, parameters).switching_probability(ltd, Port::main), p_switch,
                1e-6 * p_switch);
    EXPECT_GT(ltp.amplitude_v, 0);
    EXPECT_LT(ltd.amplitude_v, 0);
  }
}

TEST(SttMram, PolarityTurnsTheSigns) {
  SttMramParameters parameters;
  parameters.polarity = -1;
  EXPECT_LT(parameters.nominal_pulse(WriteKind::ltp).amplitude_v, 0);
  EXPECT_GT(parameters.nominal_pulse(WriteKind::ltd).amplitude_v, 0);
}

TEST(SttMram, WeightsSettleAtTheNearerState) {
  EXPECT_EQ(in_state(0.49).weight(), 0.0);
  EXPECT_EQ(in_state(0.51).weight(), 1.0);
}

TEST(SttMram, OverstressIsReportedAndNotApplied) {
  auto device = in_state(0);
  auto random = draws();
  device.apply({1.1, 1}, Port::main, random);
  EXPECT_TRUE(device.flags().overstress);
  EXPECT_EQ(device.weight(), 0.0);
}

}  // namespace
}  // namespace softbound
