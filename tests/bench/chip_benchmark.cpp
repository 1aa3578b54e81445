// SPDX-License-Identifier: Apache-2.0
//
// What one run of the chip costs, in CPU time and peak memory, and as ratios of two runs in one
// benchmark. SystemC has one kernel a process, so every run is a forked child.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <systemc>

#include "chip_bench.h"
#include "core/random.h"
#include "network/bus_schedule.h"
#include "network/glyphs.h"
#include "network/idx.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"

namespace softbound {
namespace {

struct Cost {
  double cpu_s = 0;
  double peak_mb = 0;
};

Cost run_in_child(const RunSetup& setup) {
  const pid_t child = fork();
  if (child == 0) {
    const RunResult result = run_chip(setup);
    benchmark::DoNotOptimize(result.weights_after.data());
    _exit(0);
  }
  int status = 0;
  struct rusage usage {};
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::abort();
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

/// Digit 0 on 784 x 10 with its teacher: about 3,200 spikes in 0.24 s. Handwritten if
/// SOFTBOUND_MNIST names a data set, else a built-in glyph.
RunSetup digit(Level level, ControlKind control) {
  const char* directory = std::getenv("SOFTBOUND_MNIST");
  const DigitSet digits =
      directory ? load_digits(directory, DigitSplit::train) : glyph_digits(DigitSplit::train);
  RunSetup setup;
  setup.level = level;
  setup.chip.timing.control = control;
  const InputParameters input;
  const TeacherParameters teacher;
  setup.duration_ps = ps_from_s(input.presentation_s);
  setup.spikes = encode_digit(digits.images.image(0), 784, input, setup.seed, 0);
  const auto inhibition =
      std::make_shared<InhibitoryPopulation>(InhibitionParameters{}, 784, 10, setup.seed);
  setup.stimuli =
      merge_stimuli(digits.labels[0],
                    teacher_spikes(digits.labels[0], teacher, input.presentation_s, setup.seed, 0),
                    inhibition->spikes(setup.spikes));
  setup.stimulus_area = [inhibition, teacher, jump = setup.chip.neuron.jump](
                            const Stimulus& stimulus, std::size_t column) {
    if (stimulus.kind == StimulusKind::inhibitory) {
      return -inhibition->area(stimulus.index, column, jump);
    }
    return stimulus.index == column ? teacher.area : 0.0;
  };
  return setup;
}

/// Poisson spikes on 64 x 64 at a rate, for a time; one read in five is written: 13 columns whose
/// neurons want a write whatever they do.
RunSetup poisson(Level level, ControlKind control, double rate_hz, double duration_s) {
  RunSetup setup;
  setup.level = level;
  setup.chip.array.rows = 64;
  setup.chip.array.columns = 64;
  setup.chip.timing.control = control;
  OutputNeuronParameters& neuron = setup.chip.neuron;
  neuron.ltp_low = neuron.ltd_low = 0;
  neuron.ltp_high = neuron.ltd_high = 1e9;
  setup.chip.control.pos_columns = setup.chip.control.neg_columns = "0-12";
  setup.duration_ps = ps_from_s(duration_s);
  const CounterRandom random{1, RandomStream::stimulus};
  double time_s = 0;
  for (std::uint64_t k = 0;; ++k) {
    time_s -= std::log(random.uniform(0, k)) / rate_hz;
    if (time_s >= duration_s) break;
    setup.spikes.push_back(
        {ps_from_s(time_s), static_cast<std::uint32_t>(random.bits(1, k) % setup.chip.array.rows)});
  }
  return setup;
}

/// Spikes that the chip accepts within the run; at full load some still wait at its end.
double accepted(const RunSetup& setup) {
  BusSchedule bus{setup.chip.timing, setup.chip.array.slot_count(setup.chip.timing),
                  static_cast<std::size_t>(setup.chip.array.rows)};
  bus.restart(setup.duration_ps);
  BusEvent event;
  for (const Spike& spike : setup.spikes) {
    if (!bus.offer(spike, event)) break;
  }
  return static_cast<double>(bus.accepted());
}

void report(benchmark::State& state, const RunSetup& setup) {
  Cost cost;
  for (auto _ : state) {
    cost = run_in_child(setup);
    state.SetIterationTime(cost.cpu_s);
  }
  state.counters["peak_MB"] = cost.peak_mb;
  state.counters["spikes/s"] =
      benchmark::Counter(accepted(setup), benchmark::Counter::kIsIterationInvariantRate);
}

void ratio(benchmark::State& state, const RunSetup& setup, const RunSetup& baseline,
           const char* name) {
  double cpu_s = 0, baseline_cpu_s = 0;
  for (auto _ : state) {
    const Cost cost = run_in_child(setup);
    cpu_s += cost.cpu_s;
    baseline_cpu_s += run_in_child(baseline).cpu_s;
    state.SetIterationTime(cost.cpu_s);
  }
  state.counters[name] = baseline_cpu_s / cpu_s;
}

void digit_pin_self_timed(benchmark::State& state) {
  report(state, digit(Level::pin, ControlKind::self_timed));
}
void digit_pin_clocked(benchmark::State& state) {
  report(state, digit(Level::pin, ControlKind::clocked));
}
void digit_rtl(benchmark::State& state) { report(state, digit(Level::rtl, ControlKind::clocked)); }

void digit_rtl_self_timed(benchmark::State& state) {
  report(state, digit(Level::rtl, ControlKind::self_timed));
}

void digit_rtl_with_waveform(benchmark::State& state) {
  RunSetup setup = digit(Level::rtl, ControlKind::clocked);
  const RunSetup without = setup;
  setup.waves_path = "chip_benchmark.fst";
  for (std::uint32_t column = 0; column < 10; ++column) setup.probes.emplace_back(402, column);
  double cpu_s = 0, without_cpu_s = 0;
  for (auto _ : state) {
    const Cost cost = run_in_child(setup);
    cpu_s += cost.cpu_s;
    without_cpu_s += run_in_child(without).cpu_s;
    state.SetIterationTime(cost.cpu_s);
  }
  state.counters["times_without"] = cpu_s / without_cpu_s;
  std::remove("chip_benchmark.fst");
  std::remove("chip_benchmark.gtkw");
}

/// Lock-step against its two controls, each alone.
void lock_step(benchmark::State& state, const RunSetup& rtl) {
  RunSetup both = rtl, pin = rtl;
  both.lock_step = true;
  pin.level = Level::pin;
  double cpu_s = 0, alone_cpu_s = 0;
  for (auto _ : state) {
    const Cost cost = run_in_child(both);
    cpu_s += cost.cpu_s;
    alone_cpu_s += run_in_child(rtl).cpu_s + run_in_child(pin).cpu_s;
    state.SetIterationTime(cost.cpu_s);
  }
  state.counters["times_rtl_plus_pin"] = cpu_s / alone_cpu_s;
}
void lock_step_digit(benchmark::State& state) {
  lock_step(state, digit(Level::rtl, ControlKind::clocked));
}
void lock_step_full_load(benchmark::State& state) {
  lock_step(state, poisson(Level::rtl, ControlKind::clocked, 600e3, 0.05));
}
void lock_step_sparse(benchmark::State& state) {
  lock_step(state, poisson(Level::rtl, ControlKind::clocked, 30e3, 0.1));
}

RunSetup free_running(RunSetup setup) {
  setup.free_running_clock = true;
  return setup;
}
void idle_clock_digit(benchmark::State& state) {
  const RunSetup setup = digit(Level::rtl, ControlKind::clocked);
  ratio(state, setup, free_running(setup), "faster_than_free_running");
}
void idle_clock_1000_spikes_per_s(benchmark::State& state) {
  const RunSetup setup = poisson(Level::rtl, ControlKind::clocked, 1000, 1.0);
  ratio(state, setup, free_running(setup), "faster_than_free_running");
}

void poisson_full_load_pin(benchmark::State& state) {
  report(state, poisson(Level::pin, ControlKind::self_timed, 600e3, 0.1));
}
/// All 64 slots: more spikes than 64 rows can take.
void poisson_saturated_pin(benchmark::State& state) {
  report(state, poisson(Level::pin, ControlKind::self_timed, 4.6e6, 0.05));
}
void poisson_full_load_rtl(benchmark::State& state) {
  report(state, poisson(Level::rtl, ControlKind::clocked, 600e3, 0.05));
}
void poisson_full_load_rtl_self_timed(benchmark::State& state) {
  report(state, poisson(Level::rtl, ControlKind::self_timed, 600e3, 0.1));
}
void poisson_sparse_rtl_self_timed(benchmark::State& state) {
  report(state, poisson(Level::rtl, ControlKind::self_timed, 30e3, 0.5));
}
void poisson_sparse_rtl(benchmark::State& state) {
  report(state, poisson(Level::rtl, ControlKind::clocked, 30e3, 0.1));
}

BENCHMARK(digit_pin_self_timed)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(digit_pin_clocked)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(digit_rtl)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(digit_rtl_self_timed)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(digit_rtl_with_waveform)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK(idle_clock_digit)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK(idle_clock_1000_spikes_per_s)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
BENCHMARK(lock_step_digit)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(lock_step_full_load)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(lock_step_sparse)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(poisson_full_load_pin)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(poisson_saturated_pin)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(poisson_full_load_rtl)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK(poisson_full_load_rtl_self_timed)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(poisson_sparse_rtl_self_timed)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(poisson_sparse_rtl)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
}  // namespace softbound

// The SystemC library brings main(), which calls this.
int sc_main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
