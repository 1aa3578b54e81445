// SPDX-License-Identifier: Apache-2.0
#include "device/exponential.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/toml_parameters.h"
#include "device/device_parameters.h"
#include "device/ecram.h"
#include "device/nonlinearity.h"

namespace softbound {
namespace {

DeviceParameters device(const std::string& name, const std::string& keys = "") {
  TomlSource source;
  source.add_text("[device]\nmodel = \"" + name + "\"\n" + keys, "device.toml");
  DeviceParameters parameters;
  source.read(parameters, "device");
  source.finish();
  return parameters;
}

WritePulse nominal(const DeviceLaw& law, WriteKind kind) {
  const auto pulse = law.nominal_pulse(kind)->pulse;
  return {kind, pulse.width_s, std::abs(pulse.amplitude_v)};
}

/// Weights after 0, 1, ... pulses.
std::vector<double> train(const DeviceLaw& law, WriteKind kind, double w, std::int64_t pulses) {
  std::vector<double> weights{w};
  for (std::int64_t n = 0; n < pulses; ++n) {
    weights.push_back(w = law.weight_after(nominal(law, kind), w, 0));
  }
  return weights;
}

struct Row {
  const char* name;
  std::int64_t pulses_p, pulses_d;
  double g_max_s, on_off;
  double nu_p, nu_d, a_p, a_d, half_p, half_d;
  double sigma;
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name; }

const std::vector<Row> kRows{
    {"taox_tio2", 102, 102, 200e-9, 2, 1.511, 1.459, 0.01470, 0.01420, 0.6804, 0.6747, 0.01},
    {"pcmo", 50, 50, 43.5e-9, 6.84, 3.326, 9.976, 0.06436, 0.18088, 0.8407, 0.9932, 0.01},
    {"ag_asi", 97, 100, 38.46e-9, 12.5, 2.003, 4.993, 0.02044, 0.04870, 0.7314, 0.9239, 0.035},
    {"alox_hfo2", 40, 40, 59.2e-6, 4.43, 1.589, 0.485, 0.03895, 0.01204, 0.6888, 0.5603, 0.05},
    {"taox_hfox", 128, 128, 10e-6, 10, 0.0317, 0.501, 0.000247, 0.003904, 0.5040, 0.5623, 0.037},
    {"epiram", 256, 256, 12.3e-6, 50.2, 0.397, 0.397, 0.001550, 0.001550, 0.5494, 0.5494, 0.02},
};

class D1cToH : public testing::TestWithParam<Row> {
 protected:
  const Row& row = GetParam();
  const DeviceParameters parameters = device(row.name);
  const DeviceLaw& law = *parameters.law();
};

TEST_P(D1cToH, WindowNoiseAndConstantsOfTheTable) {
  EXPECT_NEAR(parameters.g_max_s, row.g_max_s, 1e-12 * row.g_max_s);
  EXPECT_NEAR(parameters.g_max_s / parameters.g_min_s, row.on_off, 1e-9);
  EXPECT_EQ(parameters.sigma, row.sigma);
  const auto& curve = dynamic_cast<const Exponential&>(*parameters.kind).parameters();
  EXPECT_NEAR(curve.ltp.nu, row.nu_p, 5e-4);
  EXPECT_NEAR(curve.ltd.nu, row.nu_d, 5e-4);
  EXPECT_EQ(curve.ltp.pulses, row.pulses_p);
  EXPECT_EQ(curve.ltd.pulses, row.pulses_d);
  // The step from a bound is a s.
  const double first_p = train(law, WriteKind::ltp, 0, 1).back();
  const double first_d = 1 - train(law, WriteKind::ltd, 1, 1).back();
  EXPECT_NEAR(first_p * (1 - std::exp(-row.nu_p)), row.a_p, 3e-3 * row.a_p);
  EXPECT_NEAR(first_d * (1 - std::exp(-row.nu_d)), row.a_d, 2e-3 * row.a_d);
}

TEST_P(D1cToH, WeightAfterHalfATrain) {
  const auto half = [](const std::vector<double>& weights) {
    const std::size_t n = weights.size() - 1;
    return 0.5 * (weights[n / 2] + weights[(n + 1) / 2]);
  };
  EXPECT_NEAR(half(train(law, WriteKind::ltp, 0, row.pulses_p)), row.half_p, 1e-3);
  EXPECT_NEAR(1 - half(train(law, WriteKind::ltd, 1, row.pulses_d)), row.half_d, 1e-3);
}

TEST_P(D1cToH, AFullTrainReachesTheOtherBound) {
  EXPECT_NEAR(train(law, WriteKind::ltp, 0, row.pulses_p).back(), 1, 1e-12);
  EXPECT_NEAR(train(law, WriteKind::ltd, 1, row.pulses_d).back(), 0, 1e-12);
  EXPECT_EQ(train(law, WriteKind::ltp, 0, row.pulses_p + 1).back(), 1.0);
  EXPECT_EQ(train(law, WriteKind::ltd, 1, row.pulses_d + 1).back(), 0.0);
}

TEST_P(D1cToH, NuFittedToTheCurveIsTheCurvesOwn) {
  const auto check = [](const std::vector<double>& w, double nu) {
    // Steps of an exponential shrink by exp(-nu / n) each.
    const auto n = static_cast<double>(w.size() - 1);
    const double first = w[1] - w[0], last = w[w.size() - 1] - w[w.size() - 2];
    EXPECT_NEAR(std::log(first / last) * n / (n - 1), nu, 0.01 * nu);
  };
  check(train(law, WriteKind::ltp, 0, row.pulses_p), row.nu_p);
  check(train(law, WriteKind::ltd, 1, row.pulses_d), row.nu_d);
}

TEST_P(D1cToH, PotentiationIsConcaveAndDepressionConvex) {
  const auto up = train(law, WriteKind::ltp, 0, row.pulses_p);
  const auto down = train(law, WriteKind::ltd, 1, row.pulses_d);
  for (std::size_t n = 1; n + 1 < up.size(); ++n) {
    ASSERT_LT(up[n + 1] - up[n], up[n] - up[n - 1]) << n;
  }
  for (std::size_t n = 1; n + 1 < down.size(); ++n) {
    ASSERT_GT(down[n + 1] - down[n], down[n] - down[n - 1]) << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Presets, D1cToH, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST(D1cToH_Order, SumOfNonlinearitiesOrdersTheDevices) {
  const auto sum_of = [](const char* name) {
    const auto parameters = device(name);
    const auto& curve = dynamic_cast<const Exponential&>(*parameters.kind).parameters();
    return curve.ltp.nu + curve.ltd.nu;
  };
  const auto ecram = device("ecram_li");
  const auto& steps = dynamic_cast<const Ecram&>(*ecram.kind);
  const double low = steps.parameters().w_min, high = steps.parameters().w_max;
  const auto nu_of = [&](WriteKind kind, double from, double to) {
    return std::log(steps.step(kind, from) / steps.step(kind, to));
  };
  const std::vector<std::pair<double, double>> sums{
      {sum_of("epiram"), 0.79},
      {nu_of(WriteKind::ltp, low, high) + nu_of(WriteKind::ltd, high, low), 1.45},
      {sum_of("alox_hfo2"), 2.07},
      {sum_of("taox_tio2"), 2.97},
      {sum_of("ag_asi"), 7.0},
      {sum_of("pcmo"), 13.3}};
  double before = 0;
  for (const auto& [sum, expected] : sums) {
    EXPECT_GT(sum, before);
    EXPECT_NEAR(sum, expected, 0.01 * expected);
    before = sum;
  }
}

TEST(D1c_Window35, AHundredCyclesReturnToTheSameEndPoints) {
  const auto parameters = device("taox_tio2_window35");
  const DeviceLaw& law = *parameters.law();
  EXPECT_NEAR(parameters.g_max_s / parameters.g_min_s, 1.35, 1e-12);
  double w = 0;
  for (int cycle = 0; cycle < 100; ++cycle) {
    w = train(law, WriteKind::ltp, w, 102).back();
    ASSERT_NEAR(parameters.conductance_s(w), parameters.g_max_s, 0.01 * parameters.g_max_s);
    w = train(law, WriteKind::ltd, w, 102).back();
    ASSERT_NEAR(parameters.conductance_s(w), parameters.g_min_s, 0.01 * parameters.g_min_s);
  }
}

TEST(Exponential, AnyCurveIsTheClosedFormOnTheKernel) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random{seed};
  for (int trial = 0; trial < 200; ++trial) {
    const double nu = std::exp(std::uniform_real_distribution{-5.0, 4.0}(random));
    const auto pulses = std::uniform_int_distribution<std::int64_t>{2, 300}(random);
    auto parameters = device(
        "pcmo", "nu_p = " + exact_text(nu) + "\npulses_p = " + std::to_string(pulses) + "\n");
    const auto curve = train(*parameters.law(), WriteKind::ltp, 0, pulses);
    for (std::size_t n = 0; n < curve.size(); ++n) {
      const double x = static_cast<double>(n) / static_cast<double>(pulses);
      ASSERT_NEAR(curve[n], exponential_curve(nu, x), 1e-12) << nu << ' ' << n;
    }
  }
}

TEST(Exponential, HalfAPulseIsHalfAStep) {
  const auto parameters = device("alox_hfo2");
  const DeviceLaw& law = *parameters.law();
  auto half = nominal(law, WriteKind::ltp);
  half.width_s /= 2;
  const double whole = law.weight_after(nominal(law, WriteKind::ltp), 0.3, 0) - 0.3;
  EXPECT_NEAR(law.weight_after(half, 0.3, 0) - 0.3, whole / 2, 1e-15);
  half.width_s = 1e6;
  EXPECT_EQ(law.weight_after(half, 0.3, 0), 1.0);
}

TEST(Exponential, AgAsiHasThePulsesOfTheReferenceSimulator) {
  const auto parameters = device("ag_asi");
  const auto ltp = parameters.kind->nominal_pulse(WriteKind::ltp)->pulse;
  const auto ltd = parameters.kind->nominal_pulse(WriteKind::ltd)->pulse;
  EXPECT_EQ(ltp.amplitude_v, 3.2);
  EXPECT_EQ(ltd.amplitude_v, -2.8);
  EXPECT_EQ(ltp.width_s, 300e-6);
  EXPECT_FALSE(parameters.law()->kind_of(0.5)) << "a read";
}

std::string error_of(const std::string& name, const std::string& keys) {
  try {
    device(name, keys).check();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Exponential, BadInputNamesTheKey) {
  EXPECT_NE(error_of("pcmo", "nu_p = 0\n").find("device.toml:3: device.nu_p"), std::string::npos);
  EXPECT_NE(error_of("pcmo", "nu_d = 61\n").find("device.nu_d"), std::string::npos);
  EXPECT_NE(error_of("pcmo", "pulses_p = 1\n").find("device.pulses_p"), std::string::npos);
  EXPECT_NE(error_of("pcmo", "nu_p = nan\n").find("device.nu_p"), std::string::npos);
  EXPECT_NE(error_of("pcmo", "a_p = 0.1\n").find("unknown key device.a_p"), std::string::npos);
}

TEST(Exponential, ADeviceWithoutAPublishedCurveAsksForIt) {
  for (const char* name : {"taox_hfalo", "hfox_tiox", "hfo2_exponential"}) {
    EXPECT_NE(DeviceParameters{name}.kind->needs(), nullptr);
    EXPECT_EQ(error_of(name, "nu_p = 1\n"),
              std::string{"device.model = \""} + name +
                  "\": expected device.nu_p, nu_d, pulses_p and pulses_d beside it: none are "
                  "published");
    EXPECT_EQ(error_of(name, "nu_p = 1\nnu_d = 2\npulses_p = 50\npulses_d = 60\n"), "accepted");
  }
}

}  // namespace
}  // namespace softbound
