// SPDX-License-Identifier: Apache-2.0
//
// What an input spike costs at level tlm on 64 x 64, in CPU time of a run of the kernel, which is a
// forked child. `written` is the share of reads that were writes.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <systemc>

#include "core/random.h"
#include "tlm_run.h"

namespace softbound {
namespace {

enum class Load {
  sparse,  ///< 5 % of the slots are busy
  full,    ///< offered as fast as the bus takes them
};

struct Case {
  ControlKind control;
  Load load;
  bool learning;
  std::optional<TimePs> quantum_ps;
};

/// A million Poisson spikes.
RunSetup poisson(const Case& c) {
  constexpr std::size_t kSpikes = 1'000'000;
  RunSetup setup;
  setup.level = Level::tlm;
  setup.chip.array.rows = setup.chip.array.columns = 64;
  setup.chip.timing.control = c.control;
  setup.chip.control.write_enable = c.learning;
  setup.quantum_ps = c.quantum_ps;
  const double slots = static_cast<double>(setup.chip.array.slot_count(setup.chip.timing));
  const double event_s = s_from_ps(setup.chip.timing.phases().total_ps());
  const double rate_hz = (c.load == Load::full ? 2.0 : 0.05) * slots / event_s;
  // A neuron that fires now and then at this rate. Its calcium windows are always open, and UP and
  // DN count in a fifth of the columns.
  const double reads_per_s = std::min(rate_hz, 0.8e6);
  auto& neuron = setup.chip.neuron;
  neuron.jump = 0.02;
  neuron.tau_s_s = 20 / reads_per_s;
  neuron.leak_per_s = 0.3 * neuron.jump * reads_per_s;
  neuron.t_refractory_s = 20 / reads_per_s;
  neuron.ltp_low = neuron.ltd_low = 0;
  neuron.ltp_high = neuron.ltd_high = 1e9;
  setup.chip.control.pos_columns = setup.chip.control.neg_columns = "0-12";
  const CounterRandom random{1, RandomStream::stimulus};
  double time_s = 0;
  for (std::uint64_t k = 0; k < kSpikes; ++k) {
    time_s -= std::log(random.uniform(0, k)) / rate_hz;
    setup.spikes.push_back({ps_from_s(time_s), static_cast<std::uint32_t>(random.bits(1, k) % 64)});
  }
  setup.duration_ps = ps_from_s(time_s * (c.load == Load::full ? 100 : 1) + 1e-3);
  return setup;
}

struct Played {
  double cpu_s;
  double written;
};

Played play(const RunSetup& setup) {
  int channel[2];
  if (pipe(channel) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    const std::clock_t start = std::clock();
    const RunResult result = run_tlm(setup);
    const double cpu_s = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const auto counted = [&](ControlCounter counter) {
      return static_cast<double>(result.counters[static_cast<std::size_t>(counter)]);
    };
    if (result.not_accepted != 0) std::abort();
    const Played played{cpu_s, (counted(ControlCounter::ltp) + counted(ControlCounter::ltd)) /
                                   counted(ControlCounter::reads)};
    if (write(channel[1], &played, sizeof played) != sizeof played) std::abort();
    _exit(0);
  }
  Played played{};
  if (read(channel[0], &played, sizeof played) != sizeof played) std::abort();
  close(channel[0]);
  close(channel[1]);
  waitpid(child, nullptr, 0);
  return played;
}

void report(benchmark::State& state, const Case& c) {
  const RunSetup setup = poisson(c);
  Played played{};
  for (auto _ : state) {
    played = play(setup);
    state.SetIterationTime(played.cpu_s);
  }
  state.counters["written"] = played.written;
  state.counters["spikes/s"] = benchmark::Counter(static_cast<double>(setup.spikes.size()),
                                                  benchmark::Counter::kIsIterationInvariantRate);
}

constexpr TimePs kQuantumPs = 10 * kPsPerUs;
constexpr ControlKind kSelfTimed = ControlKind::self_timed, kClocked = ControlKind::clocked;

#define TLM_BENCHMARK(name, ...)                                           \
  void name(benchmark::State& state) { report(state, Case{__VA_ARGS__}); } \
  BENCHMARK(name)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(1)->Repetitions(3)

TLM_BENCHMARK(frozen_full, kSelfTimed, Load::full, false, {});
TLM_BENCHMARK(frozen_sparse, kSelfTimed, Load::sparse, false, {});
TLM_BENCHMARK(frozen_full_clocked, kClocked, Load::full, false, {});
TLM_BENCHMARK(frozen_sparse_clocked, kClocked, Load::sparse, false, {});
TLM_BENCHMARK(frozen_full_quantum, kSelfTimed, Load::full, false, kQuantumPs);
TLM_BENCHMARK(frozen_sparse_quantum, kSelfTimed, Load::sparse, false, kQuantumPs);
TLM_BENCHMARK(learning_full, kSelfTimed, Load::full, true, {});
TLM_BENCHMARK(learning_sparse, kSelfTimed, Load::sparse, true, {});
TLM_BENCHMARK(learning_full_clocked, kClocked, Load::full, true, {});
TLM_BENCHMARK(learning_sparse_clocked, kClocked, Load::sparse, true, {});
TLM_BENCHMARK(learning_full_quantum, kSelfTimed, Load::full, true, kQuantumPs);
TLM_BENCHMARK(learning_sparse_quantum, kSelfTimed, Load::sparse, true, kQuantumPs);

}  // namespace
}  // namespace softbound

// The SystemC library brings main(), which calls this.
int sc_main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
