// SPDX-License-Identifier: Apache-2.0
#include "device/feram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "device/device_array.h"
#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 17;

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

FeramParameters with_domains(std::int64_t domains) {
  FeramParameters parameters;
  parameters.dynamics = PolarisationDynamics::nucleation;
  parameters.domains.domains = domains;
  return parameters;
}

TEST(D4_1, RemanentPolarisationAfterSaturationOfEitherSign) {
  FeramDevice device{{}};
  auto random = draws();
  for (const double sign : {1.0, -1.0}) {
    device.apply({sign * 3, 1e-6}, Port::main, random);
    EXPECT_NEAR(device.polarisation_c_per_m2() / 0.20, sign, 1e-9);
  }
}

TEST(D4_2, ReadChargesOfTheTwoStatesDifferByTwiceTheRemanence) {
  for (const auto dynamics :
       {PolarisationDynamics::quasi_static, PolarisationDynamics::nucleation}) {
    FeramParameters parameters;
    parameters.dynamics = dynamics;
    FeramDevice device{parameters};
    auto random = draws();
    device.write_back(true, random);
    const auto up = device.read(random);
    device.write_back(false, random);
    const auto down = device.read(random);
    EXPECT_TRUE(up.up);
    EXPECT_FALSE(down.up);
    EXPECT_NEAR(down.charge_c - up.charge_c, 400e-15, 1e-9 * 400e-15);
    EXPECT_NEAR(up.charge_c, parameters.capacitance_f() * 3, 1e-9 * 400e-15);
  }
}

TEST(D4_3, AReadDestroysTheStateAndWritingBackRestoresIt) {
  FeramDevice was_up{{}}, was_down{{}};
  auto random = draws();
  was_up.write_back(true, random);
  was_down.write_back(false, random);
  EXPECT_NE(was_up.weight(), was_down.weight());
  was_up.read(random);
  const auto read = was_down.read(random);
  EXPECT_EQ(was_up.polarisation_c_per_m2(), was_down.polarisation_c_per_m2());
  was_down.write_back(read.up, random);
  EXPECT_NEAR(was_down.weight(), 0, 1e-12);
  EXPECT_FALSE(was_down.read(random).up);
}

TEST(D4_4, ConductanceDoesNotTellTheState) {
  FeramDevice device{{}};
  device.set_weight(1);
  const double up_s = device.conductance();
  device.set_weight(0);
  EXPECT_EQ(device.conductance(), up_s);
  EXPECT_EQ(device.current(0.1), 0.1 * up_s);
}

TEST(D4_4, ItIsNoSynapseAndSaysWhy) {
  try {
    const DeviceArray array{DeviceParameters{"feram"}, 1, kSeed};
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "device.model = \"feram\": expected a device that can be a synapse: its "
                 "conductance does not depend on the stored polarisation, and a read of the charge "
                 "destroys it");
  }
}

TEST(D4_5, PolarisationAfterOneMicrosecondByVoltage) {
  const std::vector<std::pair<double, double>> expected{{0.8, -0.907}, {0.9, -0.759}, {1.0, -0.501},
                                                        {1.2, 0.233},  {1.5, 0.917},  {2.0, 1.000}};
  FeramDevice device{with_domains(20'000)};
  auto random = draws();
  for (const auto& [v, polarisation] : expected) {
    device.set_weight(0);
    device.apply({v, 1e-6}, Port::main, random);
    EXPECT_NEAR(device.polarisation_c_per_m2() / 0.20, polarisation, 0.02) << v;
  }
}

TEST(D4_6, LowerVoltagesNeedLongerPulsesForTheSamePolarisation) {
  double longer_than = 0;
  for (const double v : {1.6, 1.4, 1.2, 1.0}) {
    double width_s = 1e-9;
    FeramDevice device{with_domains(2000)};
    for (;; width_s *= 1.5) {
      auto random = draws();
      device.set_weight(0);
      device.apply({v, width_s}, Port::main, random);
      if (device.polarisation_c_per_m2() >= 0) break;
    }
    EXPECT_GT(width_s, longer_than) << v;
    longer_than = width_s;
  }
}

TEST(D4_7, ImpossibleParametersNameTheKey) {
  using P = FeramParameters;
  const auto names = [](void (*spoil)(P&), const char* key) {
    EXPECT_NE(error_of(spoil).find(std::string{"device."} + key), std::string::npos)
        << error_of(spoil);
  };
  names([](P& p) { p.loop.pr_c_per_m2 = 0.3; }, "pr_c_per_m2");
  names([](P& p) { p.area_m2 = 0; }, "area_m2");
  names([](P& p) { p.thickness_m = -8e-9; }, "thickness_m");
  names([](P& p) { p.domains.domains = 0; }, "domains");
  names([](P& p) { p.domains.beta = 0; }, "beta");
  names([](P& p) { p.domains.activation_spread_v = std::nan(""); }, "activation_spread_v");
  names([](P& p) { p.v_write_v = 2; }, "v_write_v");
  names([](P& p) { p.v_max_v = 2.5; }, "v_write_v");
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(Feram, AStateWithHalfATurningPointIsRefused) {
  FeramDevice device{{}};
  std::vector<double> state;
  device.save(state);
  // Direction, voltage, polarisation, then how many numbers the turning points are.
  ASSERT_EQ(state[3], 2);
  for (const double count : {0.0, 1.0, 3.0, 66.0}) {
    auto spoilt = state;
    spoilt[3] = count;
    spoilt.resize(200);
    EXPECT_THROW(device.restore(spoilt.data(), spoilt.data() + spoilt.size()), InputError) << count;
  }
}

TEST(Feram, AReadAboveTheLargestVoltageIsRefusedAsAnyPulse) {
  FeramDevice device{{}};
  auto random = draws();
  device.set_weight(1);
  device.apply({-6, 1e-6}, Port::main, random);
  EXPECT_TRUE(device.flags().overstress);
  EXPECT_EQ(device.weight(), 1.0);
}

}  // namespace
}  // namespace softbound
