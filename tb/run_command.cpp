// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>

#include "chip_bench.h"
#include "chip_inputs.h"
#include "command.h"
#include "core/error.h"
#include "digit_source.h"
#include "event_run.h"
#include "interrupt.h"
#include "junit.h"
#include "network/output_file.h"
#include "run_directory.h"
#include "stdout_aside.h"
#include "tlm_run.h"
#include "wave_options.h"

namespace softbound {

namespace {

struct Arguments {
  ChipInputs inputs;
  std::string level = "rtl";
  std::string out, junit;
  WaveOptions waves;
  bool writes = false, force = false;
  bool record_inputs = false;
  bool free_running_clock = false;
  std::vector<std::string> probes;
  double quantum_ns = 0;
  CLI::Option* quantum_given = nullptr;
};

std::pair<std::uint32_t, std::uint32_t> parse_pair(const std::string& text, char between,
                                                   const std::string& option,
                                                   const std::string& expected) {
  const auto at = text.find(between);
  std::uint32_t first = 0, second = 0;
  const auto number = [](const std::string& digits, std::uint32_t& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (at == std::string::npos || !number(text.substr(0, at), first) ||
      !number(text.substr(at + 1), second)) {
    throw InputError{fmt::format("{} {}: expected {}", option, text, expected)};
  }
  return {first, second};
}

/// ROW,COLUMN with `*` for all of either.
void add_probes(const std::string& text, const ArrayParameters& array, RunSetup& setup) {
  const auto comma = text.find(',');
  const std::string row = text.substr(0, comma);
  const std::string column = comma == std::string::npos ? "" : text.substr(comma + 1);
  const auto rows = static_cast<std::uint32_t>(array.rows);
  const auto columns = static_cast<std::uint32_t>(array.columns);
  const std::string numbers = (row == "*" ? "0" : row) + ',' + (column == "*" ? "0" : column);
  const auto [r, c] =
      parse_pair(numbers, ',', "--probe", "ROW,COLUMN, with * for all of either, in it");
  if (r >= rows || c >= columns || (row == "*" && column == "*")) {
    throw InputError{
        fmt::format("--probe {}: expected cells of the {} x {} array, a row or a column "
                    "at most",
                    text, rows, columns)};
  }
  if (row == "*") {
    for (std::uint32_t i = 0; i < rows; ++i) setup.probes.emplace_back(i, c);
  } else if (column == "*") {
    for (std::uint32_t j = 0; j < columns; ++j) setup.probes.emplace_back(r, j);
  } else {
    setup.probes.emplace_back(r, c);
  }
}

Level parse_level(const std::string& text) {
  if (text == "event") return Level::event;
  if (text == "tlm") return Level::tlm;
  if (text == "pin") return Level::pin;
  if (text == "rtl") return Level::rtl;
  throw InputError{fmt::format("--level {}: expected event, tlm, pin or rtl", text)};
}

TimePs parse_quantum(const Arguments& arguments, Level level) {
  if (level != Level::tlm) {
    throw InputError{fmt::format("--quantum: expected --level tlm, found {}", arguments.level)};
  }
  if (!(arguments.quantum_ns >= 0) || arguments.quantum_ns > kLongestTimeS * 1e9) {
    throw InputError{fmt::format("--quantum {}: expected a time of at least 0 and at most {:g} ns",
                                 arguments.quantum_ns, kLongestTimeS * 1e9)};
  }
  return ps_from_ns(arguments.quantum_ns);
}

/// What plays a setup at its level.
struct Player {
  void (*check)(const RunSetup&);
  RunResult (*run)(const RunSetup&);
};
Player player_of(Level level) {
  if (level == Level::event) return {check_event_run, run_event};
  if (level == Level::tlm) return {check_tlm_run, run_tlm};
  return {check_run, run_chip};
}

void show_progress(RunSetup& setup, const GlobalOptions& options) {
  if (options.quiet || options.json || isatty(STDERR_FILENO) == 0) return;
  setup.progress = [](double part) {
    std::fprintf(stderr, "\r%5.1f %%", 100 * part);
    if (part >= 1) std::fprintf(stderr, "\r       \r");
    std::fflush(stderr);
  };
}

void print_report(const RunSetup& setup, const RunResult& result, const RunDescription& description,
                  const std::string& directory) {
  std::printf("%s at level %s, %lld x %lld, seed %llu: %.6f s in %.3f s of CPU\n\n",
              description.source.c_str(), level_name(setup.level),
              static_cast<long long>(setup.chip.array.rows),
              static_cast<long long>(setup.chip.array.columns),
              static_cast<unsigned long long>(setup.seed), s_from_ps(result.duration_ps),
              description.cpu_s);
  std::printf("%s\n%s", result.timing.to_text(result.pre_roll_ps).c_str(),
              totals_text(result).c_str());
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    std::printf("%s %llu%s", kControlCounterNames[k],
                static_cast<unsigned long long>(result.counters[k]),
                k + 1 == kControlCounters ? "\n" : ", ");
  }
  for (const auto& violation : result.violations) std::printf("FAIL %s\n", violation.c_str());
  std::printf("%s%s", hazards_text(result).c_str(), faults_text(result).c_str());
  std::printf("%s\n%s\n", result.passed() ? "pass" : "FAIL", directory.c_str());
}

int run_command(const Arguments& arguments, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  Configuration configuration = options.configuration();
  RunDescription description;
  RunSetup setup = arguments.inputs.setup(parse_level(arguments.level), configuration, options.seed,
                                          description);
  setup.record_writes = arguments.writes;
  setup.record_inputs = arguments.record_inputs;
  setup.free_running_clock = arguments.free_running_clock;
  if (*arguments.quantum_given) setup.quantum_ps = parse_quantum(arguments, setup.level);
  for (const auto& probe : arguments.probes) add_probes(probe, setup.chip.array, setup);
  setup.interrupted = [] { return InterruptGuard::signal_number() != 0; };
  show_progress(setup, options);

  WaveCapture waves{arguments.waves, setup, arguments.out};
  const Player player = player_of(setup.level);
  player.check(setup);
  RunDirectory directory = RunDirectory::create(arguments.out, arguments.force);
  if (description.glyphs && !options.quiet && !options.json) tell_of_glyphs();
  waves.prepare(setup);
  const auto wall = std::chrono::steady_clock::now();
  const auto cpu = std::clock();
  const RunResult result = [&] {
    const StdoutAside aside;
    return player.run(setup);
  }();
  waves.finish(setup, result, description);
  description.wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  description.cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  if (result.was_interrupted) description.interrupted_by = InterruptGuard::signal_name();

  const auto summary = summary_of(configuration, setup, result, description);
  directory.write(setup, result, summary);
  if (!arguments.junit.empty()) {
    write_file(arguments.junit, junit_xml("softbound run", setup, result, description.cpu_s));
  }
  if (options.json) {
    std::printf("%s\n", summary.dump(2).c_str());
  } else if (!options.quiet) {
    print_report(setup, result, description, directory.path());
  }
  if (result.was_interrupted) {
    std::fprintf(stderr, "softbound: %s: stopped after %.6f s; what was simulated is in %s\n",
                 description.interrupted_by.c_str(), s_from_ps(result.duration_ps),
                 directory.path().c_str());
    return InterruptGuard::exit_status();
  }
  return result.passed() ? kStatusOk : kStatusCheckFailed;
}

}  // namespace

void add_run_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "run",
      "Play spikes or a handwritten digit on the chip and leave a run directory: summary.json, "
      "output_spikes.csv, weights.npy, and writes.csv, the inputs and the waveform on request. "
      "Prints the "
      "timing table. Status 1 if a limit or an invariant does not hold.");
  command
      ->add_option("--level", a->level,
                   "event (no wires, for many runs), tlm (transactions), pin (SystemC control, "
                   "self-timed unless "
                   "timing.control says clocked) or rtl "
                   "(Verilated control, clocked)")
      ->capture_default_str()
      ->type_name("event|tlm|pin|rtl");
  a->quantum_given =
      command
          ->add_option("--quantum", a->quantum_ns,
                       "level tlm, loosely timed: the sender of spikes runs ahead of the kernel by "
                       "so many nanoseconds; the results are the same for any (default: not at "
                       "all, every edge of a handshake at its time)")
          ->type_name("NS");
  a->inputs.add_to(*command);
  a->waves.add_to(*command);
  command
      ->add_option("--probe", a->probes,
                   "a cell whose switches, voltages, current and weight the waveform shows; "
                   "repeatable; ROW,* and *,COLUMN show many")
      ->type_name("ROW,COLUMN");
  command->add_flag("--writes", a->writes, "list every write in writes.csv");
  command->add_flag("--record-inputs", a->record_inputs,
                    "keep what was played in input_spikes.csv and stimuli.csv, as --spikes and "
                    "--stimuli take it");
  command->add_flag("--free-running-clock", a->free_running_clock,
                    "never stop the RTL's clock; the results are the same, later");
  command->add_option("--junit", a->junit, "what every check says, as JUnit XML")
      ->type_name("FILE");
  command->add_option("--out", a->out, "run directory to make")->required()->type_name("DIR");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback(
      [a, &options, &action] { action = [a, &options] { return run_command(*a, options); }; });
}

}  // namespace softbound
