// SPDX-License-Identifier: Apache-2.0
#include "device/range_step.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_parameters.h"

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

const RangeStep& steps_of(const DeviceParameters& parameters) {
  return dynamic_cast<const RangeStep&>(*parameters.kind);
}

WritePulse nominal(const DeviceLaw& law, WriteKind kind) {
  const auto pulse = law.nominal_pulse(kind)->pulse;
  return {kind, pulse.width_s, std::abs(pulse.amplitude_v)};
}

double train(const DeviceLaw& law, WriteKind kind, double w, int pulses) {
  for (int n = 0; n < pulses; ++n) w = law.weight_after(nominal(law, kind), w, 0);
  return w;
}

int pulses_to_the_bound(const DeviceLaw& law, WriteKind kind) {
  double w = kind == WriteKind::ltp ? 0 : 1;
  int n = 0;
  for (; w != (kind == WriteKind::ltp ? 1.0 : 0.0); ++n) w = train(law, kind, w, 1);
  return n;
}

TEST(D1_Aihwkit, ConstantsOfThePresets) {
  const auto expect = [](const char* name, StepShape shape, double dw, double up_down, double w_max,
                         double w_min, double sigma) {
    const auto parameters = device(name);
    const auto& p = steps_of(parameters).parameters();
    EXPECT_EQ(p.shape, shape) << name;
    EXPECT_EQ(p.dw, dw) << name;
    EXPECT_EQ(p.up_down, up_down) << name;
    EXPECT_EQ(p.w_max, w_max) << name;
    EXPECT_EQ(p.w_min, w_min) << name;
    EXPECT_EQ(parameters.sigma, sigma) << name;
  };
  expect("reram_es", StepShape::exponential, 0.00135, 0.259359, 1, -1, 5.0);
  expect("reram_sb", StepShape::soft_bounds, 0.002, 0, 1.25, -0.75, 3.75);
  expect("capacitor", StepShape::linear, 0.005, 0, 1, -1, 0.3);
  expect("ecram_li", StepShape::linear, 0.002, 0, 1.1724, -0.8276, 0.3);
  expect("ecram_mo", StepShape::linear, 2.8214e-4, 0, 1.1714, -0.8286, 2.0);
  expect("idealised", StepShape::constant, 2e-4, 0, 1, -1, 0.3);
  expect("gokmen_vlasov", StepShape::constant, 0.0016, 0, 1, -1, 0.3);
}

TEST(D1_Aihwkit, ExponentialStepsOfTheFormula) {
  const auto parameters = device("reram_es");
  const auto& law = steps_of(parameters);
  for (const double w : {-1.0, -0.4, 0.0, 0.7, 1.0}) {
    const double z = 2 * -0.5 * w / 2 - 0.5;
    EXPECT_NEAR(law.step(WriteKind::ltp, w), 0.00135 * 1.259359 * (1 + 1.18445 * std::exp(5 * z)),
                1e-15);
    EXPECT_NEAR(law.step(WriteKind::ltd, w),
                0.00135 * (1 - 0.259359) * (1 + 0.081404 * std::exp(-5 * z)), 1e-15);
  }
}

TEST(D1_Aihwkit, ExponentialStepsNeverMoveTheWrongWay) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  const auto uniform = [&](double low, double high) {
    return exact_text(std::uniform_real_distribution{low, high}(random));
  };
  for (int trial = 0; trial < 200; ++trial) {
    const auto parameters = device(
        "reram_es", "a_up = " + uniform(-3, 3) + "\na_down = " + uniform(-3, 3) +
                        "\ngamma_up = " + uniform(-8, 8) + "\ngamma_down = " + uniform(-8, 8) +
                        "\nz_slope = " + uniform(-1, 1) + "\nz_offset = " + uniform(-1, 1) + "\n");
    const auto& law = *parameters.law();
    for (int k = 0; k <= 20; ++k) {
      const double w = k * 0.05;
      ASSERT_GE(train(law, WriteKind::ltp, w, 1), w);
      ASSERT_LE(train(law, WriteKind::ltd, w, 1), w);
    }
  }
}

TEST(D1_Aihwkit, SymmetryPointOfSoftBoundsAndLinearStepsIsZeroWhateverTheBounds) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution{low, high}(random);
  };
  for (int trial = 0; trial < 100; ++trial) {
    const auto bounds = "w_max = " + exact_text(uniform(0.1, 3)) +
                        "\nw_min = " + exact_text(uniform(-3, -0.1)) + "\n";
    for (const char* name : {"reram_sb", "ecram_li", "capacitor", "ecram_mo"}) {
      const auto parameters = device(name, bounds);
      const auto& law = steps_of(parameters);
      ASSERT_EQ(law.step(WriteKind::ltp, 0), law.step(WriteKind::ltd, 0)) << name;
      ASSERT_LT(law.step(WriteKind::ltp, 0.05), law.step(WriteKind::ltd, 0.05)) << name;
    }
  }
}

TEST(D1_Aihwkit, SoftBoundsReachTheirBoundsOnlyInTheLimit) {
  const auto parameters = device("reram_sb");
  const auto& law = steps_of(parameters);
  EXPECT_EQ(law.step(WriteKind::ltp, 1.25), 0.0);
  EXPECT_EQ(law.step(WriteKind::ltd, -0.75), 0.0);
  EXPECT_EQ(train(*parameters.law(), WriteKind::ltp, 1, 1), 1.0);
}

TEST(D1_Aihwkit, EqualStepsCountAsManyPulsesAsTheyDivideTheRange) {
  EXPECT_NEAR(pulses_to_the_bound(*device("idealised").law(), WriteKind::ltp), 10'000, 1);
  EXPECT_NEAR(pulses_to_the_bound(*device("gokmen_vlasov").law(), WriteKind::ltd), 1250, 1);
}

TEST(D1_Aihwkit, StepNoiseIsRelativeToTheStep) {
  const auto parameters = device("ecram_mo");
  const DeviceLaw& law = *parameters.law();
  const auto pulse = nominal(law, WriteKind::ltd);
  const double quiet = law.weight_after(pulse, 0.4, 0) - 0.4;
  EXPECT_NEAR(law.weight_after(pulse, 0.4, 0.7) - 0.4, 1.7 * quiet, 1e-15);
  EXPECT_NEAR(law.weight_after(pulse, 0.4, -2) - 0.4, -quiet, 1e-15);
}

TEST(D12, PulsesUpAndDownCancel) {
  const auto parameters = device("capacitor", "slope_up = 0\nslope_down = 0\n");
  const double up = train(*parameters.law(), WriteKind::ltp, 0.4, 100);
  EXPECT_NEAR(up, 0.4 + 100 * 0.0025, 1e-12);
  EXPECT_NEAR(train(*parameters.law(), WriteKind::ltd, up, 100), 0.4, 1e-12);
}

TEST(D12, FourHundredStatesOverTheRange) {
  const auto parameters = device("capacitor", "slope_up = 0\nslope_down = 0\n");
  EXPECT_NEAR(pulses_to_the_bound(*parameters.law(), WriteKind::ltp), 400, 1);
}

TEST(D12, MismatchOfTheTransistorsDriftsByItsShareOfAStep) {
  const auto parameters = device("capacitor", "slope_up = 0\nslope_down = 0\nmismatch = 0.05\n");
  double w = 0.3;
  for (int n = 0; n < 100; ++n) {
    w = train(*parameters.law(), WriteKind::ltp, w, 1);
    w = train(*parameters.law(), WriteKind::ltd, w, 1);
  }
  EXPECT_NEAR(w - 0.3, 100 * 0.05 * 0.0025, 1e-12);
}

TEST(RangeStep, BadInputNamesTheKey) {
  const auto error_of = [](const std::string& keys) -> std::string {
    try {
      device("reram_sb", keys);
    } catch (const InputError& error) {
      return error.what();
    }
    return "accepted";
  };
  for (const char* key : {"dw = -1", "up_down = 2", "w_max = 0", "w_min = 0", "pulse_width_s = 0",
                          "step_shape = \"cubic\"", "mismatch = nan", "polarity = 0"}) {
    const std::string name{key, std::string{key}.find(' ')};
    EXPECT_NE(error_of(std::string{key} + "\n").find("device." + name), std::string::npos) << key;
  }
  EXPECT_NE(error_of("slope_up = 0.1\n").find("unknown key device.slope_up"), std::string::npos)
      << "soft bounds have no slope";
}

}  // namespace
}  // namespace softbound
