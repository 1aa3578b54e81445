// SPDX-License-Identifier: Apache-2.0
#include "device/pcm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 37;
constexpr double kMicro = 1e-6;
constexpr Pulse kSet{0.9, 50e-9};
constexpr Pulse kReset{2.0, 50e-9};

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

PcmDevice make(const PcmParameters& parameters) {
  return PcmDevice{std::make_shared<const PcmParameters>(parameters)};
}

PcmParameters noiseless() {
  PcmParameters parameters;
  parameters.write_noise = 0;
  parameters.reset_spread = 0;
  return parameters;
}

PcmDevice after_reset(const PcmParameters& parameters, DrawSequence& random) {
  auto device = make(parameters);
  device.apply(kReset, Port::main, random);
  return device;
}

PcmParameters random_parameters(std::uint64_t set) {
  const CounterRandom random{kSeed, RandomStream::stimulus};
  PcmParameters p;
  p.step.memory_pulses = 0.5 + 5 * random.uniform(set, 0);
  p.step.m1 = -0.2 * random.uniform(set, 1);
  p.step.c1_s = (0.1 + random.uniform(set, 2)) * kMicro;
  p.step.a1_s = 3 * random.uniform(set, 3) * kMicro;
  p.step.g_low_s = (0.01 + 0.3 * random.uniform(set, 4)) * kMicro;
  p.step.g_high_s = (5 + 20 * random.uniform(set, 5)) * kMicro;
  p.nu = 0.2 * random.uniform(set, 6);
  p.check();
  return p;
}

TEST(D2_1, MeanConductanceAfterSetPulses) {
  const std::vector<std::pair<int, double>> expected{{1, 1.925},  {2, 3.292}, {3, 4.337},
                                                     {4, 5.153},  {5, 5.805}, {10, 7.759},
                                                     {15, 8.767}, {20, 9.380}};
  auto random = draws();
  auto device = after_reset(noiseless(), random);
  int pulses = 0;
  for (const auto& [n, g_us] : expected) {
    for (; pulses < n; ++pulses) device.apply(kSet, Port::main, random);
    EXPECT_NEAR(device.conductance() / kMicro, g_us, 1e-3) << n;
  }
}

TEST(D2_2, SpreadAfterSetPulses) {
  std::vector<double> five, twenty;
  for (std::uint64_t sample = 0; sample < 20'000; ++sample) {
    auto random = draws(sample);
    auto device = after_reset({}, random);
    for (int n = 1; n <= 20; ++n) {
      device.apply(kSet, Port::main, random);
      if (n == 5) five.push_back(device.conductance() / kMicro);
    }
    twenty.push_back(device.conductance() / kMicro);
  }
  EXPECT_NEAR(spread_of(five).mean, 5.92, 0.05 * 5.92);
  EXPECT_NEAR(spread_of(five).deviation, 2.31, 0.05 * 2.31);
  EXPECT_NEAR(spread_of(twenty).mean, 8.92, 0.05 * 8.92);
  EXPECT_NEAR(spread_of(twenty).deviation, 1.96, 0.05 * 1.96);
}

TEST(D2_3, DriftPerDecadeAndOverThreeDecades) {
  auto random = draws();
  auto device = make({});
  device.set_weight(0.5);
  device.relax(38.6, random);
  const double g_s = device.conductance();
  EXPECT_EQ(g_s, 6e-6);
  device.relax(38.6 * 9, random);
  EXPECT_NEAR(device.conductance() / g_s, 0.8913, 1e-4);
  device.relax(38.6 * 990, random);
  EXPECT_NEAR(device.conductance() / g_s, 0.7079, 1e-4);
}

TEST(D2_4, IncrementsShrinkFromPulseToPulse) {
  for (std::uint64_t set = 0; set < 100; ++set) {
    auto parameters = random_parameters(set);
    parameters.write_noise = 0;
    auto random = draws(set);
    auto device = after_reset(parameters, random);
    double before = device.conductance(), step = 1;
    for (int n = 0; n < 40; ++n) {
      device.apply(kSet, Port::main, random);
      const double now = device.conductance();
      // Memory may lead beyond the conductance where steps without it end.
      if (now <= before) break;
      if (n > 0) {
        ASSERT_LE(now - before, step + 1e-18) << "set " << set << ", seed " << kSeed;
      }
      step = now - before;
      before = now;
    }
  }
}

TEST(D2_5, OneResetLeavesNothingWhateverWasThere) {
  for (std::uint64_t sample = 0; sample < 1000; ++sample) {
    auto random = draws(sample);
    auto device = make({});
    device.set_weight(static_cast<double>(sample) / 1000);
    device.apply(kReset, Port::main, random);
    ASSERT_LT(device.conductance(), 0.2e-6);
  }
}

TEST(D2_6, ResistanceAfterAPulseHasAPlateauAMinimumAndARise) {
  std::vector<double> r_ohm;
  for (int mv = 0; mv <= 2000; mv += 10) {
    auto random = draws();
    auto device = after_reset(noiseless(), random);
    device.apply({mv * 1e-3, 50e-9}, Port::main, random);
    r_ohm.push_back(1 / device.conductance());
  }
  EXPECT_NEAR(r_ohm.front(), 10e6, 1);
  EXPECT_EQ(r_ohm[59], r_ohm[0]);  // below V_x
  EXPECT_LT(r_ohm[60], 0.1 * r_ohm[0]);
  std::size_t k = 1;
  while (k < r_ohm.size() && r_ohm[k] <= r_ohm[k - 1]) ++k;
  EXPECT_EQ(k, 121u) << "falls up to V_m";
  for (; k < r_ohm.size(); ++k) EXPECT_GE(r_ohm[k], r_ohm[k - 1]) << "and rises from there";
  EXPECT_NEAR(r_ohm.back(), 10e6, 1);
}

TEST(D2_6, ThePartAmorphisedIsLogarithmicInTheVoltage) {
  auto random = draws();
  auto device = make(noiseless());
  device.apply({1.5, 50e-9}, Port::main, random);
  EXPECT_NEAR(device.conductance(), std::sqrt(12e-6 * 0.1e-6), 1e-15);
}

TEST(D2_7, PolarityIsIgnored) {
  auto random_a = draws(), random_b = draws();
  auto a = make({}), b = make({});
  for (const double v : {2.0, 0.9, 0.9, 1.4, 0.7}) {
    a.apply({v, 50e-9}, Port::main, random_a);
    b.apply({-v, 50e-9}, Port::main, random_b);
    EXPECT_EQ(a.conductance(), b.conductance());
  }
}

TEST(D2_8, ImpossibleParametersNameTheKey) {
  using P = PcmParameters;
  const auto names = [](void (*spoil)(P&), const char* key) {
    EXPECT_NE(error_of(spoil).find(std::string{"device."} + key), std::string::npos)
        << error_of(spoil);
  };
  names([](P& p) { p.step.g_low_s = -1e-6; }, "g_reset_s");
  names([](P& p) { p.step.g_high_s = 0.05e-6; }, "g_reset_s");
  names([](P& p) { p.nu = -0.1; }, "nu");
  names([](P& p) { p.t0_s = 0; }, "t0_s");
  names([](P& p) { p.write_noise = std::nan(""); }, "write_noise");
  names([](P& p) { p.v_x_v = 1.3; }, "v_x_v");
  names([](P& p) { p.v_full_v = 1.1; }, "v_m_v");
  names([](P& p) { p.v_set_v = 0.5; }, "v_set_v");
  names([](P& p) { p.v_reset_v = 1.5; }, "v_reset_v");
  names([](P& p) { p.v_max_v = 1.9; }, "v_reset_v");
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(Pcm, DriftStartsAgainWithEveryPulse) {
  auto random = draws();
  auto device = make(noiseless());
  device.relax(1e6, random);
  const double drifted = device.conductance();
  ASSERT_LT(drifted, 6e-6);
  device.apply(kSet, Port::main, random);
  const double programmed = device.conductance();
  EXPECT_GT(programmed, drifted);
  device.relax(38, random);
  EXPECT_EQ(device.conductance(), programmed);
}

TEST(Pcm, DriftNeverRaisesTheConductanceForAnyConstants) {
  for (std::uint64_t set = 0; set < 100; ++set) {
    auto parameters = random_parameters(set);
    parameters.nu_spread = 0.1;
    parameters.drift = set % 2 == 0 ? DriftStatistics::device : DriftStatistics::programmed;
    auto device = make(parameters);
    auto random = draws(set);
    double before = device.conductance();
    for (double time_s = 1; time_s < 1e9; time_s *= 10) {
      device.relax(time_s, random);
      ASSERT_LE(device.conductance(), before) << "set " << set << ", seed " << kSeed;
      ASSERT_GE(device.conductance(), 0);
      before = device.conductance();
    }
  }
}

TEST(Pcm, WithoutDriftTimeDoesNothing) {
  auto parameters = noiseless();
  parameters.drift = DriftStatistics::off;
  auto device = make(parameters);
  auto random = draws();
  device.relax(1e9, random);
  EXPECT_EQ(device.conductance(), 6e-6);
}

TEST(Pcm, DevicesDriftByTheirOwnExponents) {
  PcmParameters parameters;
  parameters.nu_spread = 0.01;
  std::vector<double> exponents;
  for (std::uint64_t sample = 0; sample < 20'000; ++sample) {
    auto device = make(parameters);
    auto random = draws(sample);
    device.relax(38.6e3, random);
    exponents.push_back(-std::log10(device.conductance() / 6e-6) / 3);
  }
  EXPECT_NEAR(spread_of(exponents).mean, 0.05, 0.001);
  EXPECT_NEAR(spread_of(exponents).deviation, 0.01, 0.0005);
}

TEST(Pcm, ProgrammedArraysDriftByTheStateReached) {
  PcmParameters parameters;
  parameters.drift = DriftStatistics::programmed;
  // The fits of the reference, at 100 %, 20 % and 1 % of the largest conductance.
  EXPECT_NEAR(parameters.programmed_nu(12e-6), 0.049, 1e-12);
  EXPECT_NEAR(parameters.programmed_nu(2.4e-6), -0.0155 * std::log(0.2) + 0.0244, 1e-12);
  EXPECT_NEAR(parameters.programmed_nu(0.12e-6), -0.0155 * std::log(0.01) + 0.0244, 1e-12);
  EXPECT_NEAR(parameters.programmed_nu_deviation(12e-6), 0.008, 1e-12);
  EXPECT_NEAR(parameters.programmed_nu_deviation(2.4e-6), -0.0125 * std::log(0.2) - 0.0059, 1e-12);
  EXPECT_NEAR(parameters.programmed_nu_deviation(0.12e-6), 0.045, 1e-12);
  std::vector<double> exponents;
  for (std::uint64_t sample = 0; sample < 20'000; ++sample) {
    auto device = make(parameters);
    device.set_weight(0.2);
    auto random = draws(sample);
    device.relax(38.6e3, random);
    exponents.push_back(-std::log10(device.conductance() / 2.4e-6) / 3);
  }
  EXPECT_NEAR(spread_of(exponents).mean, parameters.programmed_nu(2.4e-6), 0.001);
  EXPECT_NEAR(spread_of(exponents).deviation, parameters.programmed_nu_deviation(2.4e-6), 0.0005);
}

TEST(Pcm, ReadNoiseIsLinearInTheConductance) {
  auto device = make({});
  auto random = draws();
  std::vector<double> reads(20'000);
  for (double& read : reads) read = device.read_conductance(random) / kMicro;
  EXPECT_NEAR(spread_of(reads).mean, 6, 0.01);
  EXPECT_NEAR(spread_of(reads).deviation, 0.03 * 6 + 0.13, 0.03 * 0.31);
  EXPECT_EQ(device.conductance(), 6e-6);
}

TEST(Pcm, FlickerNoiseGrowsWithTheTimeSinceProgramming) {
  PcmParameters parameters;
  parameters.read_noise = PcmReadNoise::flicker;
  const double g = 0.5, q = std::min(0.0088 * std::pow(g, -0.65), 0.2);
  for (const double age_s : {1e-3, 1.0, 1e6}) {
    EXPECT_NEAR(parameters.read_deviation_s(6e-6, age_s),
                6e-6 * q * std::sqrt(std::log((age_s + 250e-9) / 500e-9)), 1e-15);
  }
  EXPECT_EQ(parameters.read_deviation_s(6e-6, 0), 0.0);
  EXPECT_NEAR(parameters.read_deviation_s(1e-9, 1.0), 1e-9 * 0.2 * std::sqrt(std::log(2e6)), 1e-14);
  parameters.read_noise = PcmReadNoise::off;
  EXPECT_EQ(parameters.read_deviation_s(6e-6, 1.0), 0.0);
}

TEST(Pcm, ClosedLoopProgrammingHasTheErrorOfTheReference) {
  PcmParameters parameters;
  parameters.step.g_high_s = 25e-6;
  const double g = 0.5;
  const double expected_us = -1.1731 * g * g + 1.9650 * g + 0.2635;
  std::vector<double> programmed;
  auto device = make(parameters);
  auto random = draws();
  for (int sample = 0; sample < 20'000; ++sample) {
    device.program(12.5e-6, random);
    programmed.push_back(device.conductance() / kMicro);
  }
  EXPECT_NEAR(spread_of(programmed).mean, 12.5, 0.03);
  EXPECT_NEAR(spread_of(programmed).deviation, expected_us, 0.03 * expected_us);
}

TEST(Pcm, HalfPulsesMakeAboutOne) {
  auto random = draws();
  auto whole = after_reset(noiseless(), random), halves = after_reset(noiseless(), random);
  for (int n = 0; n < 10; ++n) {
    whole.apply(kSet, Port::main, random);
    for (int half = 0; half < 2; ++half) halves.apply({0.9, 25e-9}, Port::main, random);
  }
  EXPECT_NEAR(halves.conductance(), whole.conductance(), 0.02 * whole.conductance());
}

TEST(Pcm, ALongPulseIsAsManyPulsesAndEndsSoon) {
  auto random = draws();
  auto train = after_reset(noiseless(), random), pulse = after_reset(noiseless(), random);
  for (int n = 0; n < 8; ++n) train.apply(kSet, Port::main, random);
  pulse.apply({0.9, 8 * 50e-9}, Port::main, random);
  EXPECT_NEAR(pulse.conductance(), train.conductance(), 1e-15);
  pulse.apply({0.9, 1e3}, Port::main, random);
  EXPECT_NEAR(pulse.conductance(), 0.880 / 0.084 * kMicro, 1e-12);
}

TEST(Pcm, ASettledWeightIsLeftAsSetPulsesWouldHaveLeftIt) {
  auto random = draws();
  auto pulsed = after_reset(noiseless(), random);
  for (int n = 0; n < 6; ++n) pulsed.apply(kSet, Port::main, random);
  auto settled = make(noiseless());
  settled.set_weight(pulsed.weight());
  for (int n = 0; n < 6; ++n) {
    pulsed.apply(kSet, Port::main, random);
    settled.apply(kSet, Port::main, random);
    EXPECT_NEAR(settled.conductance(), pulsed.conductance(), 1e-15);
  }
}

TEST(Pcm, TheAmorphousStateConductsWhileTheVoltageIsAboveTheThreshold) {
  auto random = draws();
  const auto device = after_reset(noiseless(), random);
  EXPECT_DOUBLE_EQ(device.current(0.5), 0.5 * 0.1e-6);
  EXPECT_DOUBLE_EQ(device.current(0.7), 0.7 * 12e-6);
  EXPECT_DOUBLE_EQ(device.current(-0.7), -0.7 * 12e-6);
}

}  // namespace
}  // namespace softbound
