// SPDX-License-Identifier: Apache-2.0
//
// What one nominal pulse costs, alternately LTP and LTD, and for the two laws that are integrated
// the same pulses by fixed steps of RK4: as few (doubling) as give the change of the weight within
// 1 %.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <vector>

#include "device/device_parameters.h"
#include "device/device_registry.h"

namespace softbound {
namespace {

std::unique_ptr<Device> make(const DeviceParameters& parameters) {
  return parameters.kind->make(parameters.window());
}

void pulse(benchmark::State& state, const char* name) {
  const DeviceParameters parameters{name};
  std::array<PortPulse, 2> pulses;
  const auto ltp = parameters.kind->nominal_pulse(WriteKind::ltp);
  const auto ltd = parameters.kind->nominal_pulse(WriteKind::ltd);
  pulses[0] = ltp ? *ltp : *ltd;
  pulses[1] = ltd ? *ltd : *ltp;
  const auto device = make(parameters);
  DrawSequence random{1, RandomStream::write_noise, 0};
  std::size_t n = 0;
  for (auto _ : state) {
    const PortPulse& next = pulses[n++ % 2];
    device->apply(next.pulse, next.port, random);
    device->relax(10e-6, random);
    benchmark::DoNotOptimize(device->conductance());
  }
}

using State = std::array<double, 2>;

template <class Rates>
State by_rk4(const Rates& rates, State y, double duration_s, int steps) {
  const double h = duration_s / steps;
  const auto moved = [](const State& from, const State& rate, double by) {
    return State{from[0] + by * rate[0], from[1] + by * rate[1]};
  };
  for (int n = 0; n < steps; ++n) {
    const State k1 = rates(y);
    const State k2 = rates(moved(y, k1, h / 2));
    const State k3 = rates(moved(y, k2, h / 2));
    const State k4 = rates(moved(y, k3, h));
    for (std::size_t k = 0; k < 2; ++k) y[k] += h / 6 * (k1[k] + 2 * k2[k] + 2 * k3[k] + k4[k]);
  }
  return y;
}

/// Variant A of the filament at -1.3 V, without a limit.
State filament_rates(const State& y) {
  const double gap = std::min(1.7, std::max(0.1, y[0]));
  const double scale = 61.4e-6 * std::exp(-gap / 0.27505);
  const double v = -1.3;
  const double i = scale * std::sinh(v / 0.43);
  const double drop = (16.5 - 1.25 * gap * gap * gap) * 0.05 * v, kt = 8.617333e-5 * y[1];
  return {-150e9 * (std::exp((drop - 1.501) / kt) - std::exp((-drop - 1.500) / kt)),
          v * i / 3.1825e-16 - (y[1] - 298) / 0.23e-9};
}

/// Second-order memristor at 1.1 V.
State heated_rates(const State& y) {
  const double g = 200e-6 + 400e-6 * y[0];
  return {1.8e12 * std::exp(-0.85 / (8.617333e-5 * y[1])) * std::sinh(1.1 / 0.25) * (1 - y[0]),
          (1.1 * 1.1 * g * 1.5e6 - (y[1] - 300)) / 500e-9};
}

/// The adaptive method and RK4 on the same pulse from the same state.
struct Comparison {
  const char* name;
  WriteKind kind;
  double weight;  ///< before the pulse
  State (*rates)(const State&);
  double ambient_k;
  double (*state_of)(double weight);
  double (*weight_of)(double state);

  PortPulse pulse() const { return *DeviceParameters{name}.kind->nominal_pulse(kind); }
  State start() const { return {state_of(weight), ambient_k}; }
  /// The fewest steps, a power of two, whose change of the weight is right within 1 %.
  int fewest_steps() const {
    const double duration_s = pulse().pulse.width_s;
    const auto change = [&](int steps) {
      return weight_of(by_rk4(rates, start(), duration_s, steps)[0]) - weight;
    };
    constexpr int kMost = 1 << 18;
    const double exact = change(kMost);
    int steps = kMost;
    while (steps > 1 && std::abs(change(steps / 2) - exact) <= 0.01 * std::abs(exact)) steps /= 2;
    return steps;
  }
};

double gap_conductance_s(double gap_nm) {
  return 61.4e-6 * std::exp(-gap_nm / 0.27505) * std::sinh(0.1 / 0.43) / 0.1;
}

const Comparison kFilament{
    "rram_filament_a",
    WriteKind::ltd,
    0.3,
    filament_rates,
    298,
    [](double w) {
      const double low = gap_conductance_s(1.7), high = gap_conductance_s(0.1);
      return 0.1 - 0.27505 * std::log((low + w * (high - low)) / high);
    },
    [](double gap_nm) {
      const double low = gap_conductance_s(1.7), high = gap_conductance_s(0.1);
      return (gap_conductance_s(gap_nm) - low) / (high - low);
    }};
const Comparison kHeated{"second_order",
                         WriteKind::ltp,
                         0.2,
                         heated_rates,
                         300,
                         [](double w) { return w; },
                         [](double w) { return w; }};

void same_pulse_adaptive(benchmark::State& state, const Comparison& comparison) {
  const PortPulse pulse = comparison.pulse();
  const auto device = make(DeviceParameters{comparison.name});
  DrawSequence random{1, RandomStream::write_noise, 0};
  for (auto _ : state) {
    device->set_weight(comparison.weight);
    device->apply(pulse.pulse, pulse.port, random);
  }
}

/// The dearest pulse: a set from the fully open filament, which waits, runs away and is caught.
void first_set(benchmark::State& state) {
  const DeviceParameters parameters{"rram_filament_a"};
  const PortPulse pulse = *parameters.kind->nominal_pulse(WriteKind::ltp);
  const auto device = make(parameters);
  DrawSequence random{1, RandomStream::write_noise, 0};
  for (auto _ : state) {
    device->set_weight(0);
    device->apply(pulse.pulse, pulse.port, random);
  }
}
BENCHMARK(first_set);

/// Of any voltage up to 3 V, width from 1 ns to 1 ms, with edges, every third one with a limit.
void random_pulses(benchmark::State& state, const char* name) {
  const CounterRandom dice{1, RandomStream::stimulus};
  std::vector<Pulse> pulses;
  for (std::uint64_t n = 0; n < 1000; ++n) {
    Pulse pulse{6 * dice.uniform(n, 0) - 3, std::pow(10, -9 + 6 * dice.uniform(n, 1))};
    pulse.rise_s = pulse.fall_s = 0.3 * pulse.width_s * dice.uniform(n, 2);
    if (n % 3 == 0) pulse.limit_a = std::pow(10, -6 + 3 * dice.uniform(n, 3));
    pulses.push_back(pulse);
  }
  const auto device = make(DeviceParameters{name});
  DrawSequence random{1, RandomStream::write_noise, 0};
  std::size_t n = 0;
  for (auto _ : state) {
    device->apply(pulses[n++ % pulses.size()], Port::main, random);
    device->relax(1e-6, random);
  }
}
BENCHMARK_CAPTURE(random_pulses, rram_filament_a, "rram_filament_a");
BENCHMARK_CAPTURE(random_pulses, rram_filament_b, "rram_filament_b");

void same_pulse_rk4(benchmark::State& state, const Comparison& comparison) {
  const double duration_s = comparison.pulse().pulse.width_s;
  const int steps = comparison.fewest_steps();
  for (auto _ : state) {
    benchmark::DoNotOptimize(by_rk4(comparison.rates, comparison.start(), duration_s, steps));
  }
  state.counters["steps"] = steps;
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const char* name : device_names()) {
    const std::string title = std::string{"pulse/"} + name;
    const DeviceParameters parameters{name};
    if (!parameters.kind->nominal_pulse(WriteKind::ltp)) continue;
    benchmark::RegisterBenchmark(title.c_str(), pulse, name);
  }
  for (const Comparison* comparison : {&kFilament, &kHeated}) {
    const std::string name = comparison->name;
    benchmark::RegisterBenchmark((name + "/adaptive").c_str(), same_pulse_adaptive, *comparison);
    benchmark::RegisterBenchmark((name + "/rk4").c_str(), same_pulse_rk4, *comparison);
  }
  return true;
}();

}  // namespace
}  // namespace softbound

BENCHMARK_MAIN();
