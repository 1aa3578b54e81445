// SPDX-License-Identifier: Apache-2.0
#include "device/memristor.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "core/error.h"
#include "core/toml_parameters.h"

namespace softbound {
namespace {

constexpr Pulse kRead{0.10, 3e-6};
constexpr Pulse kNegative{-0.45, 10e-6};
constexpr Pulse kPositive{0.50, 10e-6};

DrawSequence draws() { return {3, RandomStream::write_noise, 0}; }

TEST(D1b_9, AMillionReadsChangeNothing) {
  DeviceParameters parameters;
  parameters.sigma = 0.005;
  Memristor device{parameters, 0.37};
  auto random = draws();
  for (int n = 0; n < 1'000'000; ++n) device.apply(kRead, Port::main, random);
  EXPECT_EQ(device.weight(), 0.37);
}

TEST(D1b_11, APulseOfTheWrongSignNeverWritesTheOtherDirection) {
  auto random = draws();
  for (const int mv : {200, 300, 450, 600, 1200}) {
    Memristor device{DeviceParameters{}, 0.37};
    device.apply({mv * -1e-3, 10e-6}, Port::main, random);
    EXPECT_GT(device.weight(), 0.37) << -mv << " mV potentiate";
    device.set_weight(0.37);
    device.apply({mv * 1e-3, 10e-6}, Port::main, random);
    EXPECT_LT(device.weight(), 0.37) << mv << " mV depress";
  }
}

TEST(Memristor, CurrentIsOhmicAndTheWindowBoundsTheConductance) {
  Memristor device{DeviceParameters{}, 0.5};
  EXPECT_NEAR(device.conductance(), 110e-6, 1e-18);
  EXPECT_NEAR(device.current(-0.1), -11e-6, 1e-18);
  EXPECT_EQ(device.bounds().low_s, 20e-6);
  EXPECT_EQ(device.bounds().high_s, 200e-6);
}

TEST(Memristor, KeepsItsWeightWhenLeftAlone) {
  Memristor device{DeviceParameters{}, 0.3};
  auto random = draws();
  device.relax(1e9, random);
  EXPECT_EQ(device.weight(), 0.3);
}

TEST(Memristor, OverstressIsFlaggedAndNotApplied) {
  Memristor device{DeviceParameters{}, 0.3};
  auto random = draws();
  device.apply({-1.3, 10e-6}, Port::main, random);
  EXPECT_EQ(device.weight(), 0.3);
  EXPECT_TRUE(device.flags().overstress);
}

TEST(Memristor, NoiseFollowsItsOwnDraws) {
  DeviceParameters parameters;
  parameters.sigma = 0.005;
  Memristor device{parameters, 0.3}, quiet{DeviceParameters{}, 0.3};
  auto random = draws(), same = draws();
  device.apply(kNegative, Port::main, random);
  quiet.apply(kNegative, Port::main, random);
  EXPECT_NEAR(device.weight() - quiet.weight(), 0.005 * same.normal(), 1e-15);
}

TEST(Memristor, PolarityTurnsTheDeviceAround) {
  DeviceParameters parameters;
  TomlSource source;
  source.add_override("device.polarity=1");
  source.read(parameters, "device");
  Memristor device{parameters, 0.3};
  auto random = draws();
  device.apply(kPositive, Port::main, random);
  EXPECT_GT(device.weight(), 0.3);
}

TEST(Memristor, BadInputIsRefused) {
  Memristor device{DeviceParameters{}, 0.3};
  auto random = draws();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(device.apply({nan, 10e-6}, Port::main, random), std::domain_error);
  EXPECT_THROW(device.apply({-0.45, -1e-6}, Port::main, random), std::domain_error);
  EXPECT_THROW(device.apply(kNegative, Port::gate, random), std::domain_error);
  EXPECT_THROW(device.relax(-1, random), std::domain_error);
  EXPECT_THROW(device.set_weight(1.1), InputError);
  EXPECT_THROW((Memristor{DeviceParameters{}, nan}), InputError);
  EXPECT_EQ(device.weight(), 0.3);
}

}  // namespace
}  // namespace softbound
