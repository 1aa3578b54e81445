// SPDX-License-Identifier: Apache-2.0
//
// The runs whose instructions scripts/guard.sh counts, one a process:
//
//     guard_workload learning_10 | learning_100 | variability_100 | pin | rtl
//
// The same every time and everywhere: built-in glyphs, no clock, no files, one thread. The last
// line says what the run did, so that a change of behaviour is not taken for one of cost.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <systemc>

#include "chip_bench.h"
#include "core/error.h"
#include "core/random.h"
#include "digit_network.h"

namespace softbound {
namespace {

/// A piece of a training run, spikes made on the way.
std::string learn(std::size_t columns, double sigma) {
  constexpr std::uint32_t kDigits = 30;
  DigitNetwork network{columns, sigma};
  std::uint64_t writes = 0, spikes_out = 0;
  for (std::uint32_t number = 0; number < kDigits; ++number) {
    network.present(network.digit(number));
    writes += network.counted(ControlCounter::ltp) + network.counted(ControlCounter::ltd);
    spikes_out += network.counted(ControlCounter::out_spikes);
  }
  return fmt::format("{} writes, {} output spikes", writes, spikes_out);
}

/// Poisson spikes on 64 x 64, 100,000 a second.
std::string run(Level level) {
  constexpr double kRateHz = 1e5;
  constexpr std::uint64_t kSpikes = 200;
  RunSetup setup;
  setup.level = level;
  setup.chip.array.rows = setup.chip.array.columns = 64;
  setup.chip.timing.control = level == Level::rtl ? ControlKind::clocked : ControlKind::self_timed;
  // Enough charge for output spikes and writes within a few milliseconds.
  setup.chip.neuron.jump = 0.2;
  const CounterRandom random{1, RandomStream::stimulus};
  double time_s = 0;
  for (std::uint64_t k = 0; k < kSpikes; ++k) {
    time_s -= std::log(random.uniform(0, k)) / kRateHz;
    setup.spikes.push_back({ps_from_s(time_s), static_cast<std::uint32_t>(random.bits(1, k) % 64)});
  }
  setup.duration_ps = setup.spikes.back().time_ps + 20 * kPsPerUs;
  const RunResult result = run_chip(setup);
  const auto counted = [&](ControlCounter counter) {
    return result.counters[static_cast<std::size_t>(counter)];
  };
  return fmt::format("{} writes, {} output spikes",
                     counted(ControlCounter::ltp) + counted(ControlCounter::ltd),
                     counted(ControlCounter::out_spikes));
}

std::string workload(const std::string& name) {
  if (name == "learning_10") return learn(10, 0.0);
  if (name == "learning_100") return learn(100, 0.0);
  if (name == "variability_100") return learn(100, 0.003);
  if (name == "pin") return run(Level::pin);
  if (name == "rtl") return run(Level::rtl);
  throw InputError{fmt::format(
      "found \"{}\", expected learning_10, learning_100, variability_100, pin or rtl", name)};
}

}  // namespace
}  // namespace softbound

// The SystemC library brings main(), which calls this.
int sc_main(int argc, char** argv) {
  try {
    std::printf("%s\n", softbound::workload(argc == 2 ? argv[1] : "").c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "guard_workload: %s\n", error.what());
    return 2;
  }
}
