// SPDX-License-Identifier: Apache-2.0
//
// What a pulse costs when many devices get the same trains, and against one virtual call each.
#include <benchmark/benchmark.h>

#include <cmath>

#include "characterization/pulse_experiment.h"
#include "device/device_law.h"

namespace softbound {
namespace {

constexpr std::size_t kDevices = 10'000;
constexpr std::size_t kPulses = 400;

DeviceParameters device_of(const char* name, double sigma) {
  DeviceParameters device{name};
  device.sigma = sigma;
  return device;
}

PulseExperiment experiment_of(const DeviceParameters& device) {
  PulseExperiment experiment;
  experiment.trains = {{WriteKind::ltp, kPulses / 2}, {WriteKind::ltd, kPulses / 2}};
  experiment.devices = kDevices;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    experiment.pulses[static_cast<std::size_t>(kind)] = *device.kind->nominal_pulse(kind);
  }
  return experiment;
}

void measure(benchmark::State& state, const char* name, double sigma) {
  const auto device = device_of(name, sigma);
  const auto experiment = experiment_of(device);
  for (auto _ : state) {
    benchmark::DoNotOptimize(measure_pulses(device, experiment).weight.mean.back());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDevices * kPulses));
}

/// The law alone, device by device, without noise, statistics or a block: what a loop over devices
/// would cost.
void one_by_one(benchmark::State& state) {
  const auto device = device_of("hfo2", 0);
  const auto pulse = device.kind->nominal_pulse(WriteKind::ltp)->pulse;
  const WritePulse write{WriteKind::ltp, pulse.width_s, std::abs(pulse.amplitude_v)};
  const DeviceLaw& law = *device.law();
  std::vector<double> weights(kDevices, 0.1);
  for (auto _ : state) {
    for (double& weight : weights) weight = law.weight_after(write, weight, 0);
    benchmark::DoNotOptimize(weights.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDevices));
}

BENCHMARK_CAPTURE(measure, hfo2, "hfo2", 0.0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, hfo2_noise, "hfo2", 0.005)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, exponential_noise, "ag_asi", 0.035)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, linear_noise, "linear", 0.005)->Unit(benchmark::kMillisecond);
BENCHMARK(one_by_one);

}  // namespace
}  // namespace softbound

BENCHMARK_MAIN();
