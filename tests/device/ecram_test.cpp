// SPDX-License-Identifier: Apache-2.0
#include "device/ecram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/memristor.h"

namespace softbound {
namespace {

DeviceParameters device(const std::string& name, const std::string& keys = "") {
  TomlSource source;
  source.add_text("[device]\nmodel = \"" + name + "\"\n" + keys, "device.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();
  parameters.check();
  return parameters;
}

DrawSequence draws() { return {3, RandomStream::write_noise, 0}; }

int pulses_to_the_bound(const DeviceParameters& parameters, WriteKind kind) {
  const auto& law = *parameters.law();
  const auto pulse = law.nominal_pulse(kind)->pulse;
  double w = kind == WriteKind::ltp ? 0 : 1;
  int n = 0;
  for (; w != (kind == WriteKind::ltp ? 1.0 : 0.0); ++n) {
    w = law.weight_after({kind, pulse.width_s, std::abs(pulse.amplitude_v)}, w, 0);
  }
  return n;
}

TEST(D6, WindowIsAFactorOfThree) {
  for (const char* name : {"ecram_li", "ecram_mo", "ecram_organic"}) {
    const auto parameters = device(name);
    EXPECT_DOUBLE_EQ(parameters.g_max_s / parameters.g_min_s, 3.0) << name;
  }
}

TEST(D6, PulsesPerSweep) {
  const auto parameters = device("ecram_li");
  EXPECT_EQ(pulses_to_the_bound(parameters, WriteKind::ltp), 1021);
  EXPECT_EQ(pulses_to_the_bound(parameters, WriteKind::ltd), 1019);
}

TEST(D6, EquivalentNuIsTheLogarithmOfFirstOverLastStep) {
  const auto parameters = device("ecram_li");
  const auto& law = dynamic_cast<const Ecram&>(*parameters.kind);
  const double low = law.parameters().w_min, high = law.parameters().w_max;
  EXPECT_NEAR(std::log(law.step(WriteKind::ltp, low) / law.step(WriteKind::ltp, high)), 0.201,
              5e-4);
  EXPECT_NEAR(std::log(law.step(WriteKind::ltd, high) / law.step(WriteKind::ltd, low)), 1.253,
              5e-4);
}

class D6Prop : public testing::TestWithParam<const char*> {
 protected:
  const DeviceParameters parameters = device(GetParam(), "sigma = 0\n");
  PortPulse nominal(WriteKind kind) const { return *parameters.kind->nominal_pulse(kind); }
};

TEST_P(D6Prop, AMillionReadsOfTheChannelMoveNothing) {
  Memristor memristor{parameters, 0.37};
  auto random = draws();
  for (int n = 0; n < 1'000'000; ++n) memristor.apply({0.1, 3e-6}, Port::main, random);
  EXPECT_EQ(memristor.weight(), 0.37);
}

TEST_P(D6Prop, WriteEnergyIsTheGatesWhateverTheChannelConducts) {
  const auto applied = nominal(WriteKind::ltp);
  const double energy_j = parameters.kind->pulse_energy_j(applied, parameters.g_min_s);
  EXPECT_GT(energy_j, 0);
  EXPECT_EQ(parameters.kind->pulse_energy_j(applied, parameters.g_max_s), energy_j);
  auto doubled = applied;
  doubled.pulse.amplitude_v *= 2;
  EXPECT_NEAR(parameters.kind->pulse_energy_j(doubled, 0), 4 * energy_j, 1e-12 * energy_j);
}

TEST_P(D6Prop, LeakageOfTheGateCostsByTheWidth) {
  const auto leaking = device(GetParam(), "g_leak_s = 1e-9\n");
  auto applied = nominal(WriteKind::ltp);
  const double v = applied.pulse.amplitude_v;
  EXPECT_NEAR(
      leaking.kind->pulse_energy_j(applied, 1e-6) - parameters.kind->pulse_energy_j(applied, 1e-6),
      1e-9 * v * v * applied.pulse.width_s, 1e-23);
}

TEST_P(D6Prop, APulseTwiceAsLongIsTwiceTheStepInTheCentre) {
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    auto random = draws();
    Memristor once{parameters, 0.5}, twice{parameters, 0.5};
    auto applied = nominal(kind);
    once.apply(applied.pulse, applied.port, random);
    applied.pulse.width_s *= 2;
    twice.apply(applied.pulse, applied.port, random);
    EXPECT_NEAR((twice.weight() - 0.5) / (once.weight() - 0.5), 2, 0.02 * 2);
  }
}

TEST_P(D6Prop, StepIsProportionalToTheVoltageAboveTheOffset) {
  const auto applied = nominal(WriteKind::ltp);
  const auto step_at = [&](double amplitude_v) {
    auto random = draws();
    Memristor memristor{parameters, 0.5};
    memristor.apply({amplitude_v, applied.pulse.width_s}, Port::gate, random);
    return memristor.weight() - 0.5;
  };
  const bool organic = std::string{GetParam()} == "ecram_organic";
  const double v_0 = organic ? 0.05 : 0.1, v_1 = organic ? 0.5 : 1;
  EXPECT_EQ(step_at(v_0), 0.0);
  EXPECT_NEAR(step_at(v_0 + 2 * v_1), 2 * step_at(v_0 + v_1), 1e-12);
  EXPECT_NEAR(step_at(v_0 + 0.5 * v_1), 0.5 * step_at(v_0 + v_1), 1e-12);
}

TEST_P(D6Prop, PolarityTellsTheChannelsMaterial) {
  const auto step_of = [&](const char* keys) {
    auto random = draws();
    Memristor memristor{device(GetParam(), keys), 0.5};
    memristor.apply({0.55, 1e-6}, Port::gate, random);
    return memristor.weight() - 0.5;
  };
  EXPECT_GT(step_of("sigma = 0\npolarity = 1\n"), 0) << "WO3";
  EXPECT_LT(step_of("sigma = 0\npolarity = -1\n"), 0) << "LiCoO2";
}

INSTANTIATE_TEST_SUITE_P(Ecram, D6Prop, testing::Values("ecram_li", "ecram_mo", "ecram_organic"),
                         [](const auto& name) { return std::string{name.param}; });

TEST(D6, AGatePulseOnADeviceOfTwoTerminalsIsRefused) {
  auto random = draws();
  Memristor memristor{DeviceParameters{}, 0.5};
  EXPECT_THROW(memristor.apply({1.1, 1e-6}, Port::gate, random), std::domain_error);
  Memristor ecram{device("ecram_li"), 0.5};
  EXPECT_NO_THROW(ecram.apply({1.1, 1e-6}, Port::gate, random));
  EXPECT_THROW(ecram.apply({1.1, 1e-6}, Port::write_line, random), std::domain_error);
}

TEST(Ecram, BadInputNamesTheKey) {
  for (const char* key : {"v_0_v = -1", "v_1_v = 0", "c_gate_f = nan", "g_leak_s = -1e-9"}) {
    try {
      device("ecram_li", std::string{key} + "\n");
      ADD_FAILURE() << key << " accepted";
    } catch (const InputError& error) {
      const std::string name{key, std::string{key}.find(' ')};
      EXPECT_NE(std::string{error.what()}.find("device." + name), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace softbound
