// SPDX-License-Identifier: Apache-2.0
//
// What one digit costs at level event, learning on, and how much of it goes into making spikes.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>

#include "network/event_engine.h"
#include "network/glyphs.h"
#include "network/idx.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"

namespace softbound {
namespace {

constexpr std::size_t kRows = 784;
constexpr std::uint64_t kSeed = 1;

/// Handwritten digits if SOFTBOUND_MNIST names a data set, else built-in glyphs.
const DigitSet& digits() {
  static const DigitSet kSet = [] {
    const char* directory = std::getenv("SOFTBOUND_MNIST");
    return directory ? load_digits(directory, DigitSplit::train) : glyph_digits(DigitSplit::train);
  }();
  return kSet;
}

struct Presentation {
  std::vector<Spike> spikes;
  std::vector<Stimulus> stimuli;
};

/// The network of the default preset with `columns` output neurons in ten classes.
struct Network {
  InputParameters input;
  TeacherParameters teacher;
  std::shared_ptr<InhibitoryPopulation> inhibition;
  EventEngine engine;

  explicit Network(std::size_t columns)
      : inhibition{std::make_shared<InhibitoryPopulation>(InhibitionParameters{}, kRows, columns,
                                                          kSeed)},
        engine{chip(columns), kSeed,
               [inhibition = inhibition, columns, jump = OutputNeuronParameters{}.jump,
                area = teacher.area](const Stimulus& stimulus, std::size_t column) {
                 if (stimulus.kind == StimulusKind::inhibitory) {
                   return -inhibition->area(stimulus.index, column, jump);
                 }
                 return column * kDigitClasses / columns == stimulus.index ? area : 0.0;
               }} {
    engine.randomize_weights();
  }

  static ChipParameters chip(std::size_t columns) {
    ChipParameters chip;
    chip.array.rows = kRows;
    chip.array.columns = static_cast<std::int64_t>(columns);
    return chip;
  }

  Presentation digit(std::uint32_t number) const {
    const std::size_t index = number % digits().size();
    Presentation p;
    p.spikes = encode_digit(digits().images.image(index), kRows, input, kSeed, number);
    const std::uint32_t label = digits().labels[index];
    p.stimuli =
        merge_stimuli(label, teacher_spikes(label, teacher, input.presentation_s, kSeed, number),
                      inhibition->spikes(p.spikes));
    return p;
  }
  void present(const Presentation& p) {
    engine.present(p.spikes, p.stimuli, ps_from_s(input.presentation_s));
  }
};

constexpr std::uint32_t kDigits = 50;

void spikes_of_a_digit(benchmark::State& state) {
  const Network network{10};
  std::uint32_t number = 0;
  for (auto _ : state) benchmark::DoNotOptimize(network.digit(number++ % kDigits));
}

/// The engine alone: spikes are made beforehand.
void digit_at_event(benchmark::State& state, bool learning) {
  const auto columns = static_cast<std::size_t>(state.range(0));
  Network network{columns};
  network.engine.set_write_enable(learning);
  std::vector<Presentation> shown;
  for (std::uint32_t number = 0; number < kDigits; ++number) shown.push_back(network.digit(number));
  for (const auto& presentation : shown) network.present(presentation);
  std::uint32_t number = 0;
  double reads = 0, writes = 0, spikes_out = 0;
  const auto counted = [&](ControlCounter counter) {
    return static_cast<double>(network.engine.counters()[static_cast<std::size_t>(counter)]);
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
  Network network{static_cast<std::size_t>(state.range(0))};
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
