// SPDX-License-Identifier: Apache-2.0
//
// What one digit costs at level event, learning on, and how much of it goes into making spikes.
#include <benchmark/benchmark.h>

#include "digit_network.h"

namespace softbound {
namespace {

constexpr std::uint32_t kDigits = 50;

void spikes_of_a_digit(benchmark::State& state) {
  const DigitNetwork network{10};
  std::uint32_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(network.digit(number++ % kDigits));
}

/// The engine alone: spikes are made beforehand.
void digit_at_event(benchmark::State& state, bool learning) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  DigitNetwork network{columns};
  network.engine.set_write_enable(learning);
  std::vector<Presentation> shown;
  for (std::uint32_t number = 0; number < kDigits; ++number) shown.push_back(network.digit(number));
  for (const auto& presentation : shown) network.present(presentation);
  std::uint32_t number = 0;
  double reads = 0, writes = 0, spikes_out = 0;
  const auto counted = [&](ControlCounter counter) {
    return static_cast<double>(network.counted(counter));
  };
  for (auto _ : state) {
    network.present(shown[number++ % kDigits]);
    reads += counted(ControlCounter::reads);
    writes += counted(ControlCounter::ltp) + counted(ControlCounter::ltd);
    spikes_out += counted(ControlCounter::out_spikes);
  }
  using benchmark::Counter;
  state.counters["synaptic_events/s"] = Counter(reads, Counter::kIsRate);
  state.counters["writes"] = Counter(writes, Counter::kAvgIterations);
  state.counters["output_spikes"] = Counter(spikes_out, Counter::kAvgIterations);
}
void digit_learning(benchmark::State& state) { digit_at_event(state, true); }
void digit_frozen(benchmark::State& state) { digit_at_event(state, false); }

void digit_with_spikes(benchmark::State& state) {
  DigitNetwork network{static_cast<std::size_t>(state.range(0))};
  std::uint32_t number = 0;
  for (auto _ : state) network.present(network.digit(number++ % kDigits));
}

BENCHMARK(spikes_of_a_digit)->Unit(benchmark::kMicrosecond);
BENCHMARK(digit_learning)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(digit_frozen)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMicrosecond);
BENCHMARK(digit_with_spikes)->Arg(10)->Arg(100)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace softbound

BENCHMARK_MAIN();
