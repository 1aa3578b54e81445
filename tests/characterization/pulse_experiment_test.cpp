// SPDX-License-Identifier: Apache-2.0
#include "characterization/pulse_experiment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "device/device_array.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

PulseExperiment experiment_of(const DeviceParameters& device, std::vector<PulseTrain> trains) {
  PulseExperiment experiment;
  experiment.trains = std::move(trains);
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    experiment.pulses[static_cast<std::size_t>(kind)] = *device.kind->nominal_pulse(kind);
  }
  return experiment;
}

TEST(PulseExperiment, D1b_1_2_WeightsOfTheLedgerAfterPulses) {
  const DeviceParameters device{"hfo2"};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 2000}});
  const auto up = measure_pulses(device, experiment).weight.mean;
  EXPECT_NEAR(up[0], 0.006400, 1e-6);
  EXPECT_NEAR(up[99], 0.330459, 1e-6);
  EXPECT_NEAR(up[1999], 0.784249, 1e-6);
  experiment.trains = {{WriteKind::ltd, 2000}};
  experiment.initial_weight = 1;
  const auto down = measure_pulses(device, experiment).weight.mean;
  EXPECT_NEAR(down[0], 0.994700, 1e-6);
  EXPECT_NEAR(down[1999], 0.255381, 1e-6);
}

TEST(PulseExperiment, D1b_3_ClosedLoops) {
  const DeviceParameters device{"hfo2"};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 2000}, {WriteKind::ltd, 2000}});
  experiment.cycles = 5;
  const auto w = measure_pulses(device, experiment).weight.mean;
  ASSERT_EQ(w.size(), 20000U);
  EXPECT_NEAR(w[17999], 0.787173, 1e-6);
  EXPECT_NEAR(w[19999], 0.252344, 1e-6);
}

// Whatever the block a device falls into, it is the device of an array: same weights, bit by bit.
class LikeAnArray : public testing::TestWithParam<const char*> {};

TEST_P(LikeAnArray, EveryDeviceGetsTheWeightsOfACell) {
  DeviceParameters device{GetParam()};
  device.sigma = 0.01;
  device.write_driver = WriteDriver::cell;  // pulses as they are
  device.options = {};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 30}, {WriteKind::ltd, 20}});
  experiment.devices = 700;
  experiment.traced_devices = 700;
  experiment.cycles = 2;
  experiment.seed = 11;
  const auto result = measure_pulses(device, experiment);
  DeviceArray array{device, experiment.devices, experiment.seed};
  array.set_weights(std::vector<double>(experiment.devices, 0.0));
  for (std::size_t n = 0; n < result.kinds.size(); ++n) {
    const auto& pulse = experiment.pulses[static_cast<std::size_t>(result.kinds[n])].pulse;
    double sum = 0;
    for (std::size_t cell = 0; cell < array.size(); ++cell) {
      array.write(cell, {result.kinds[n], pulse.width_s, std::abs(pulse.amplitude_v)});
      ASSERT_EQ(result.traces[cell][n + 1], array.weight(cell)) << cell << ' ' << n;
      sum += array.weight(cell);
    }
    EXPECT_NEAR(result.weight.mean[n], sum / 700, 1e-12);
  }
}

INSTANTIATE_TEST_SUITE_P(, LikeAnArray, testing::Values("hfo2", "linear", "ag_asi", "reram_es"),
                         [](const auto& test) { return std::string{test.param}; });

TEST(PulseExperiment, SpreadIsZeroBetweenEqualDevices) {
  const DeviceParameters device{"hfo2"};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 100}});
  experiment.devices = 1000;
  for (const double sd : measure_pulses(device, experiment).weight.sd) EXPECT_LT(sd, 1e-15);
}

TEST(PulseExperiment, NoiseOfAPulseIsFoundWhateverTheWeight) {
  DeviceParameters device{"hfo2"};
  device.sigma = 0.004;
  auto experiment = experiment_of(device, {{WriteKind::ltp, 500}, {WriteKind::ltd, 500}});
  experiment.devices = 200;
  const auto result = measure_pulses(device, experiment);
  EXPECT_NEAR(result.pulse_noise[0], 0.004, 0.0001);
  EXPECT_NEAR(result.pulse_noise[1], 0.004, 0.0001);
}

TEST(PulseExperiment, D1b_EnergyIsVoltageSquaredTimesMeanConductanceTimesWidth) {
  const DeviceParameters device{"hfo2"};
  const auto experiment = experiment_of(device, {{WriteKind::ltp, 3}});
  const auto result = measure_pulses(device, experiment);
  const double g_s = 0.5 * (result.conductance_s.mean[0] + result.conductance_s.mean[1]);
  EXPECT_NEAR(result.energy_j[1], 0.45 * 0.45 * g_s * 10e-6, 1e-18);
}

TEST(PulseExperiment, PulsesOfTheWrongSignOrInTheDeadZoneDoNothing) {
  const DeviceParameters device{"hfo2"};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 3}});
  experiment.initial_weight = 0.5;
  experiment.pulses[0].pulse.amplitude_v *= -1;
  EXPECT_EQ(measure_pulses(device, experiment).weight.mean.back(), 0.5);
  experiment.pulses[0].pulse.amplitude_v = -0.1;
  EXPECT_EQ(measure_pulses(device, experiment).weight.mean.back(), 0.5);
}

TEST(PulseExperiment, RefusedPulsesAreCounted) {
  const DeviceParameters device{"hfo2"};
  auto experiment = experiment_of(device, {{WriteKind::ltp, 3}});
  experiment.devices = 2;
  experiment.pulses[0].pulse.amplitude_v = -5;
  EXPECT_EQ(measure_pulses(device, experiment).refused, 6U);
}

TEST(PulsesToSaturation, IsThatOfTheCurve) {
  for (const auto& [name, up, down] : {std::tuple{"ag_asi", 97U, 100U},
                                       {"pcmo", 50U, 50U},
                                       {"linear", 100U, 100U},
                                       {"hfo2", 2000U, 2000U}}) {
    const DeviceParameters device{name};
    EXPECT_EQ(pulses_to_saturation(device, WriteKind::ltp,
                                   *device.kind->nominal_pulse(WriteKind::ltp), 2000),
              up)
        << name;
    EXPECT_EQ(pulses_to_saturation(device, WriteKind::ltd,
                                   *device.kind->nominal_pulse(WriteKind::ltd), 2000),
              down)
        << name;
  }
}

TEST(Trains, AreReadInTheirOrder) {
  const auto trains = parse_trains("ltp:3,ltd:20,ltp:1", "--pulses");
  ASSERT_EQ(trains.size(), 3U);
  EXPECT_EQ(trains[1].kind, WriteKind::ltd);
  EXPECT_EQ(trains[1].pulses, 20U);
}

TEST(Trains, OfAnotherFormAreRefused) {
  for (const char* text : {"", "ltp", "ltp:", "ltp:-1", "ltp:1.5", "up:3", "ltp:3,", "ltp:0",
                           "ltp:1,ltd", "ltp:99999999999999999999", "ltp: 3", "ltp:100000001"}) {
    EXPECT_THROW(parse_trains(text, "--pulses"), InputError) << text;
  }
}

}  // namespace
}  // namespace softbound
