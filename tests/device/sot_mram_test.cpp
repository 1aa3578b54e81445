// SPDX-License-Identifier: Apache-2.0
#include "device/sot_mram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "device/device_array.h"
#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr double kMegaAmpere = 1e10;  // 1 MA/cm^2 in A/m^2

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

/// Weight after a pulse along the line that surely switches, from the state `before`.
double after_sure_pulse(const SotMramParameters& parameters, double sign, double before) {
  SotMramDevice device{parameters};
  device.set_weight(before);
  auto random = draws();
  device.apply({sign * 4, 1e-9}, Port::write_line, random);
  EXPECT_FALSE(device.flags().overstress);
  return device.weight();
}

TEST(D7_1, CriticalCurrentDensityByPulseWidth) {
  const SotMramParameters p;
  const std::vector<std::pair<double, double>> expected{
      {0.2e-9, 450}, {0.4e-9, 300}, {1e-9, 210}, {2e-9, 180}};
  for (const auto& [time_s, density] : expected) {
    EXPECT_NEAR(p.critical_current_density_a_per_m2(time_s) / kMegaAmpere, density, 1e-9);
  }
}

TEST(D7_2, SwitchingProbabilityAtFourHundredPicoseconds) {
  const SotMramParameters p;
  EXPECT_NEAR(p.switching_probability(300 * kMegaAmpere, 0.4e-9), 0.5, 1e-9);
  EXPECT_GT(p.switching_probability(330 * kMegaAmpere, 0.4e-9), 0.96);
  EXPECT_LT(p.switching_probability(270 * kMegaAmpere, 0.4e-9), 0.04);
  EXPECT_EQ(p.switching_probability(0, 0.4e-9), 0.0);
}

TEST(D7_2, PulsesSwitchAsOftenAsTheProbabilitySays) {
  constexpr int kTrials = 40'000;
  const SotMramParameters p;
  SotMramDevice device{p};
  auto random = draws();
  for (const double density : {290.0, 300.0, 310.0}) {
    const Pulse pulse{density * kMegaAmpere * p.line_resistivity_ohm_m * p.line_length_m, 0.4e-9};
    int switched = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
      device.set_weight(0);
      device.apply(pulse, Port::write_line, random);
      switched += device.parallel();
    }
    device.set_weight(0);
    const double expected = p.switching_probability(density * kMegaAmpere, 0.4e-9);
    EXPECT_NEAR(device.switching_probability(pulse, Port::write_line), expected, 1e-9);
    EXPECT_NEAR(switched / double{kTrials}, expected,
                3 * std::sqrt(expected * (1 - expected) / kTrials))
        << "seed " << kSeed;
  }
}

TEST(D7_3, LongerPulsesNeedLessCurrentForAnyConstants) {
  const CounterRandom random{kSeed, RandomStream::stimulus};
  for (std::uint64_t set = 0; set < 100; ++set) {
    SotMramParameters p;
    p.j_c0_a_per_m2 = 1e10 + 1e13 * random.uniform(set, 0);
    p.q_c_per_m2 = 1 + 1e4 * random.uniform(set, 1);
    p.t_x_s = 1e-9 + 1e-7 * random.uniform(set, 2);
    p.line_delta = 5 + 80 * random.uniform(set, 3);
    double before = p.critical_current_density_a_per_m2(0.1e-9);
    for (double time_s = 0.18e-9; time_s < 1e-2; time_s *= 1.3) {
      const double now = p.critical_current_density_a_per_m2(time_s);
      ASSERT_LT(now, before) << time_s << " s, set " << set << ", seed " << kSeed;
      ASSERT_GT(now, 0);
      before = now;
    }
  }
}

TEST(D7_4, ReversingCurrentOrFieldReversesTheFinalStateReversingBothDoesNot) {
  SotMramParameters forward, backward;
  backward.h_x_t = -forward.h_x_t;
  for (const double before : {0.0, 1.0}) {
    EXPECT_EQ(after_sure_pulse(forward, 1, before), 1.0);
    EXPECT_EQ(after_sure_pulse(forward, -1, before), 0.0);
    EXPECT_EQ(after_sure_pulse(backward, 1, before), 0.0);
    EXPECT_EQ(after_sure_pulse(backward, -1, before), 1.0);
  }
}

TEST(D7_5, ReadCurrentBelowTheJunctionsCriticalOneNeverSwitches) {
  auto random = draws();
  for (const double weight : {0.0, 1.0}) {
    SotMramDevice device{{}};
    device.set_weight(weight);
    for (const double v : {0.119, -0.119}) {
      ASSERT_LT(std::abs(device.current(v)), 40e-6);
      EXPECT_EQ(device.switching_probability({v, 1e3}, Port::main), 0.0);
      device.apply({v, 1e3}, Port::main, random);
    }
    EXPECT_EQ(device.weight(), weight);
  }
}

TEST(D7_5, CurrentAboveItSwitchesLikeSttMram) {
  SotMramDevice device{{}};
  device.set_weight(1);
  EXPECT_GT(device.switching_probability({-0.5, 1e-6}, Port::main), 0.99);
  EXPECT_EQ(device.switching_probability({0.5, 1e-6}, Port::main), 0.0);
}

TEST(D7_6, WithoutAFieldChanceChoosesAndTheDeviceSaysSo) {
  SotMramParameters parameters;
  parameters.h_x_t = 0;
  parameters.check();
  SotMramDevice device{parameters};
  auto random = draws();
  int parallel = 0;
  constexpr int kTrials = 10'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    device.apply({4, 1e-9}, Port::write_line, random);
    parallel += device.parallel();
  }
  EXPECT_TRUE(device.flags().undetermined);
  EXPECT_NEAR(parallel / double{kTrials}, 0.5, 3 * 0.5 / std::sqrt(double{kTrials}));
}

TEST(D7_6, WithoutAFieldItIsNoSynapseUnlessItNeedsNone) {
  SotMramParameters parameters;
  parameters.h_x_t = 0;
  try {
    const DeviceArray array{DeviceParameters{std::make_unique<SotMram>(parameters)}, 1, kSeed};
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find("without an in-plane field"), std::string::npos)
        << error.what();
  }
  parameters.field_free = true;
  EXPECT_NO_THROW((DeviceArray{DeviceParameters{std::make_unique<SotMram>(parameters)}, 1, kSeed}));
  EXPECT_EQ(after_sure_pulse(parameters, 1, 0), 1.0);
}

TEST(D7_7, ImpossibleParametersNameTheKey) {
  using P = SotMramParameters;
  const auto names = [](void (*spoil)(P&), const char* key) {
    EXPECT_NE(error_of(spoil).find(std::string{"device."} + key), std::string::npos)
        << error_of(spoil);
  };
  names([](P& p) { p.j_c0_a_per_m2 = 0; }, "j_c0_a_per_m2");
  names([](P& p) { p.q_c_per_m2 = -1; }, "q_c_per_m2");
  names([](P& p) { p.spread = 0; }, "switching_spread");
  names([](P& p) { p.line_delta = 0; }, "line_delta");
  names([](P& p) { p.h_x_t = std::nan(""); }, "h_x_t");
  names([](P& p) { p.polarity = 0; }, "polarity");
  names([](P& p) { p.p_switch = 1e-20; }, "p_switch");
  names([](P& p) { p.line_v_max_v = 0.3; }, "line_v_max_v");
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(SotMram, NominalPulsesSwitchWithTheProbabilityAsked) {
  for (const double p_switch : {0.001, 0.05, 0.5, 0.999}) {
    SotMramParameters parameters;
    parameters.p_switch = p_switch;
    parameters.check();
    SotMramDevice device{parameters};
    device.set_weight(0);
    EXPECT_NEAR(
        device.switching_probability(parameters.nominal_pulse(WriteKind::ltp), Port::write_line),
        p_switch, 1e-9);
  }
}

}  // namespace
}  // namespace softbound
