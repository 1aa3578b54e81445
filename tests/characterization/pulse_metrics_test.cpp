// SPDX-License-Identifier: Apache-2.0
#include "characterization/pulse_metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device/exponential.h"
#include "device/nonlinearity.h"

namespace softbound {
namespace {

struct Measured {
  PulseExperiment experiment;
  PulseMetrics metrics;
};

Measured measure(const DeviceParameters& device, std::size_t devices = 1, std::size_t cycles = 1) {
  Measured result;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    const auto pulse = *device.kind->nominal_pulse(kind);
    result.experiment.pulses[static_cast<std::size_t>(kind)] = pulse;
    result.experiment.trains.push_back({kind, pulses_to_saturation(device, kind, pulse, 2000)});
  }
  result.experiment.devices = devices;
  result.experiment.cycles = cycles;
  result.metrics = metrics_of(result.experiment, measure_pulses(device, result.experiment));
  return result;
}

// Every exponential preset of the ledger: the nonlinearity that went in comes out.
class ExponentialPresets : public testing::TestWithParam<const char*> {};

TEST_P(ExponentialPresets, D1_NuAndLabelAreMeasuredBack) {
  DeviceParameters device{GetParam()};
  device.sigma = 0;
  const auto& parameters = dynamic_cast<const Exponential&>(*device.kind).parameters();
  const auto metrics = measure(device).metrics;
  const auto& [p, d] = metrics.directions;
  EXPECT_NEAR(*p.nu / parameters.ltp.nu, 1, 0.01);
  EXPECT_NEAR(*d.nu / parameters.ltd.nu, 1, 0.01);
  // Read off at whole pulses, the largest distance is missed by a little.
  EXPECT_NEAR(*p.label, label_of_nu(parameters.ltp.nu), 0.03);
  EXPECT_NEAR(*d.label, -label_of_nu(parameters.ltd.nu), 0.05);
  EXPECT_NEAR(*metrics.window_ratio, device.g_max_s / device.g_min_s, 1e-9);
  EXPECT_NEAR(metrics.on_off_ratio, *metrics.window_ratio, 1e-6 * *metrics.window_ratio);
}

INSTANTIATE_TEST_SUITE_P(, ExponentialPresets,
                         testing::Values("taox_tio2", "pcmo", "ag_asi", "alox_hfo2", "taox_hfox",
                                         "epiram"),
                         [](const auto& test) { return std::string{test.param}; });

TEST(PulseMetrics, D1b_4_SymmetryPointIsTheZeroOfTheMeanDrift) {
  EXPECT_NEAR(*measure(DeviceParameters{"hfo2"}).metrics.symmetry_point, 0.52479, 1e-3);
}

TEST(PulseMetrics, D1b_EffectiveLevelsAreOneOverTheFirstStep) {
  const auto metrics = measure(DeviceParameters{"hfo2"}).metrics;
  EXPECT_NEAR(*metrics.directions[0].effective_levels, 1 / 0.0064, 1e-6);
}

TEST(PulseMetrics, ALinearDeviceHasNoNonlinearityAndNoSymmetryPoint) {
  const auto metrics = measure(DeviceParameters{"linear"}).metrics;
  EXPECT_NEAR(*metrics.directions[0].nu, 0, 1e-6);
  EXPECT_NEAR(*metrics.directions[0].label, 0, 1e-9);
  EXPECT_NEAR(*metrics.directions[1].effective_levels, 100, 1e-6);
  EXPECT_FALSE(metrics.symmetry_point);
}

TEST(PulseMetrics, CycleToCycleSigmaIsTheDevicesOwn) {
  DeviceParameters device{"hfo2"};
  device.sigma = 0.005;
  const auto metrics = measure(device, 50).metrics;
  EXPECT_NEAR(*metrics.directions[0].cycle_to_cycle_sigma, 0.005, 0.0002);
}

TEST(PulseMetrics, DeviceToDeviceSigmaIsNoneBetweenEqualDevicesWithNoise) {
  DeviceParameters device{"hfo2"};
  device.sigma = 0.005;
  const auto metrics = measure(device, 100, 4).metrics;
  // The first cycle begins elsewhere than the others, in every device alike.
  EXPECT_LT(*metrics.directions[1].device_to_device_sigma, 0.05);
  EXPECT_FALSE(measure(device, 1, 4).metrics.directions[0].device_to_device_sigma);
  EXPECT_FALSE(measure(device, 4, 1).metrics.directions[0].device_to_device_sigma);
}

TEST(PulseMetrics, DeviceToDeviceSigmaIsThatOfTheSwings) {
  PulseExperiment experiment;
  experiment.devices = 4;
  experiment.cycles = 2;
  experiment.trains = {{WriteKind::ltp, 3}};
  experiment.pulses[0] = *DeviceParameters{"hfo2"}.kind->nominal_pulse(WriteKind::ltp);
  auto measurement = measure_pulses(DeviceParameters{"hfo2"}, experiment);
  measurement.swings[0] = {1, 1, 2, 2, 3, 3, 4, 4};
  // Variance of 1, 2, 3, 4 is 5/3, their mean 2.5.
  EXPECT_NEAR(*metrics_of(experiment, measurement).directions[0].device_to_device_sigma,
              std::sqrt(5.0 / 3) / 2.5, 1e-12);
}

TEST(NuOfCurve, KnowsItsSignAndItsLimits) {
  std::vector<double> concave, convex;
  for (int n = 1; n <= 20; ++n) {
    concave.push_back(std::expm1(-2 * n / 20.0) / std::expm1(-2));
    convex.push_back(std::expm1(2 * n / 20.0) / std::expm1(2));
  }
  EXPECT_NEAR(*nu_of_curve(concave), 2, 1e-6);
  EXPECT_NEAR(*nu_of_curve(convex), -2, 1e-6);
  EXPECT_FALSE(nu_of_curve({1, 1}));
}

}  // namespace
}  // namespace softbound
