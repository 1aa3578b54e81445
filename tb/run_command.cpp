// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "chip_bench.h"
#include "command.h"
#include "core/error.h"
#include "digit_source.h"
#include "event_run.h"
#include "interrupt.h"
#include "learning/network_stimuli.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"
#include "network/weight_file.h"
#include "run_directory.h"

namespace softbound {

namespace {

struct Arguments {
  std::string level = "rtl";
  std::string spikes, stimuli, dataset, weights, waves, out;
  std::uint64_t digit = 0;
  bool no_teacher = false, freeze = false, writes = false, force = false;
  bool record_inputs = false;
  bool free_running_clock = false;
  double duration_s = 0;
  std::vector<std::string> probes, registers;
  CLI::Option *digit_given = nullptr, *spikes_given = nullptr, *duration_given = nullptr;
};

// After the last spike there is time for its event.
constexpr TimePs kAfterLastSpikePs = 20 * kPsPerUs;

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

/// NAME=VALUE of a register that software may write.
std::pair<std::uint32_t, std::uint32_t> parse_register(const std::string& text) {
  namespace reg = control_register;
  static const std::vector<std::pair<std::string, std::uint32_t>> kRegisters{
      {"T_READ", reg::kTRead},
      {"T_GAP", reg::kTGap},
      {"T_WRITE", reg::kTWrite},
      {"T_RECOVER", reg::kTRecover},
      {"POLICY", reg::kPolicy},
      {"IRQ_MASK", reg::kIrqMask},
      {"COLUMN_MASK0", reg::kColumnMask},
      {"POS_MASK0", reg::kPosMask},
      {"NEG_MASK0", reg::kNegMask}};
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  std::vector<std::string> names;
  for (const auto& [known, address] : kRegisters) {
    names.push_back(known);
    if (known != name || equals == std::string::npos) continue;
    std::string digits = text.substr(equals + 1);
    const bool hexadecimal = digits.rfind("0x", 0) == 0;
    if (hexadecimal) digits = digits.substr(2);
    std::uint32_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
      throw InputError{
          fmt::format("--register {}: expected a 32-bit number, decimal or 0x...", text)};
    }
    return {address, value};
  }
  throw InputError{fmt::format("--register {}: expected NAME=VALUE; did you mean {}?", text,
                               nearest_word(name, names))};
}

Level parse_level(const std::string& text) {
  if (text == "event") return Level::event;
  if (text == "pin") return Level::pin;
  if (text == "rtl") return Level::rtl;
  throw InputError{fmt::format("--level {}: expected event, pin or rtl", text)};
}

EventEngine::StimulusArea stimulus_area(const Configuration& configuration,
                                        std::shared_ptr<const InhibitoryPopulation> inhibition) {
  return network_stimulus_area(configuration.teacher, std::move(inhibition),
                               configuration.chip.neuron.jump,
                               static_cast<std::size_t>(configuration.chip.array.columns));
}

/// The whole network around the chip for one training digit: input trains, teacher, inhibition.
void set_up_digit(const Arguments& arguments, const Configuration& configuration, RunSetup& setup,
                  RunDescription& description) {
  const DigitSource place{arguments.dataset};
  const std::string source = place.name();
  const DigitSet digits = place.load(DigitSplit::train);
  if (arguments.digit >= digits.size()) {
    throw InputError{
        fmt::format("--digit {}: expected a number below {}, the training digits of {}",
                    arguments.digit, digits.size(), source)};
  }
  const auto index = static_cast<std::size_t>(arguments.digit);
  const auto rows = static_cast<std::size_t>(configuration.chip.array.rows);
  const auto columns = static_cast<std::size_t>(configuration.chip.array.columns);
  if (rows != digits.images.pixels_per_image()) {
    throw InputError{
        fmt::format("array.rows = {}: expected {}, one row for each pixel of the digit", rows,
                    digits.images.pixels_per_image())};
  }
  const auto presentation = static_cast<std::uint32_t>(arguments.digit);
  const std::uint8_t label = digits.labels[index];
  description.source = fmt::format("digit {} of {}", arguments.digit, source);
  description.label = label;
  description.glyphs = place.glyphs();
  setup.duration_ps = ps_from_s(configuration.input.presentation_s);
  setup.spikes =
      encode_digit(digits.images.image(index), rows, configuration.input, setup.seed, presentation);
  std::vector<TimePs> teacher;
  if (!arguments.no_teacher) {
    teacher = teacher_spikes(label, configuration.teacher, configuration.input.presentation_s,
                             setup.seed, presentation);
  }
  const auto inhibition =
      std::make_shared<InhibitoryPopulation>(configuration.inhibition, rows, columns, setup.seed);
  setup.stimuli = merge_stimuli(label, teacher, inhibition->spikes(setup.spikes));
  setup.stimulus_area = stimulus_area(configuration, inhibition);
}

void set_up_spikes(const Arguments& arguments, const Configuration& configuration, RunSetup& setup,
                   RunDescription& description) {
  const auto rows = static_cast<std::uint32_t>(configuration.chip.array.rows);
  const auto columns = static_cast<std::size_t>(configuration.chip.array.columns);
  description.source = "spikes " + arguments.spikes;
  setup.spikes = read_spikes(arguments.spikes, rows);
  TimePs last_ps = setup.spikes.empty() ? 0 : setup.spikes.back().time_ps;
  if (!arguments.stimuli.empty()) {
    StimulusSources sources;
    sources.teachers = kDigitClasses;
    sources.inhibitory = static_cast<std::uint32_t>(configuration.inhibition.neurons);
    setup.stimuli = read_stimuli(arguments.stimuli, sources);
    if (!setup.stimuli.empty()) last_ps = std::max(last_ps, setup.stimuli.back().time_ps);
    const auto inhibition =
        std::make_shared<InhibitoryPopulation>(configuration.inhibition, rows, columns, setup.seed);
    setup.stimulus_area = stimulus_area(configuration, inhibition);
  }
  setup.duration_ps = last_ps + kAfterLastSpikePs;
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
  std::printf("%s\n", result.timing.to_text(result.pre_roll_ps).c_str());
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    std::printf("%s %llu%s", kControlCounterNames[k],
                static_cast<unsigned long long>(result.counters[k]),
                k + 1 == kControlCounters ? "\n" : ", ");
  }
  for (const auto& violation : result.violations) std::printf("FAIL %s\n", violation.c_str());
  std::printf("%s\n%s\n", result.passed() ? "pass" : "FAIL", directory.c_str());
}

int run_command(const Arguments& arguments, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  RunSetup setup;
  setup.level = parse_level(arguments.level);
  Configuration configuration = options.configuration();
  if (setup.level == Level::rtl && !configuration.control_given) {
    configuration.chip.timing.control = ControlKind::clocked;
  }
  if (arguments.freeze) configuration.chip.control.write_enable = false;
  configuration.check();
  setup.chip = configuration.chip;
  setup.limits = configuration.limits;
  setup.seed = options.seed;
  setup.record_writes = arguments.writes;
  setup.record_inputs = arguments.record_inputs;
  setup.free_running_clock = arguments.free_running_clock;
  for (const auto& probe : arguments.probes) add_probes(probe, setup.chip.array, setup);
  for (const auto& text : arguments.registers) setup.registers.push_back(parse_register(text));

  RunDescription description;
  if (*arguments.spikes_given) {
    set_up_spikes(arguments, configuration, setup, description);
  } else {
    set_up_digit(arguments, configuration, setup, description);
  }
  if (*arguments.duration_given) {
    if (!(arguments.duration_s > 0) || arguments.duration_s > kLongestTimeS) {
      throw InputError{fmt::format("--duration {}: expected a time above 0 and at most {} s",
                                   arguments.duration_s, kLongestTimeS)};
    }
    setup.duration_ps = ps_from_s(arguments.duration_s);
  }
  if (!arguments.weights.empty()) {
    setup.weights = read_weights(arguments.weights, static_cast<std::size_t>(setup.chip.array.rows),
                                 static_cast<std::size_t>(setup.chip.array.columns))
                        .values;
  }
  setup.interrupted = [] { return InterruptGuard::signal_number() != 0; };
  show_progress(setup, options);

  if (!arguments.waves.empty()) {
    // A bare name belongs into the run directory; a path is taken as it is.
    setup.waves_path = arguments.waves.find('/') == std::string::npos
                           ? arguments.out + '/' + arguments.waves
                           : arguments.waves;
    description.waves = std::filesystem::proximate(setup.waves_path, arguments.out).string();
  }

  const bool event = setup.level == Level::event;
  event ? check_event_run(setup) : check_run(setup);
  RunDirectory directory = RunDirectory::create(arguments.out, arguments.force);
  if (description.glyphs && !options.quiet && !options.json) tell_of_glyphs();
  const auto wall = std::chrono::steady_clock::now();
  const auto cpu = std::clock();
  const RunResult result = event ? run_event(setup) : run_chip(setup);
  description.wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  description.cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  if (result.was_interrupted) description.interrupted_by = InterruptGuard::signal_name();

  const auto summary = summary_of(configuration, setup, result, description);
  directory.write(setup, result, summary);
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
                   "event (no wires, for many runs), pin (SystemC control, self-timed unless "
                   "timing.control says clocked) or rtl "
                   "(Verilated control, clocked)")
      ->capture_default_str()
      ->type_name("event|pin|rtl");
  a->spikes_given = command
                        ->add_option("--spikes", a->spikes,
                                     "input spikes: CSV with the header time_s,row, plain or gzip")
                        ->type_name("FILE");
  a->digit_given =
      command
          ->add_option("--digit", a->digit,
                       "a training digit, 0 the first, as Poisson trains, with teacher and "
                       "inhibitory neurons")
          ->type_name("N")
          ->check(whole_number());
  command
      ->add_option("--stimuli", a->stimuli,
                   "teacher and inhibitory spikes beside --spikes: CSV with the header "
                   "time_s,kind,index")
      ->type_name("FILE")
      ->needs(a->spikes_given);
  a->digit_given->excludes(a->spikes_given);
  command
      ->add_option("--dataset", a->dataset,
                   "directory with digits in MNIST's format (default: data/digits if it is "
                   "there, else built-in glyphs)")
      ->type_name("DIR")
      ->excludes(a->spikes_given);
  command->add_flag("--no-teacher", a->no_teacher, "show the digit without its teacher")
      ->excludes(a->spikes_given);
  command
      ->add_option("--weights", a->weights,
                   "weights at the start, rows x columns, .csv or .npy (default: U[0,1] from "
                   "the seed)")
      ->type_name("FILE");
  command->add_flag("--freeze", a->freeze, "read without writing (CONTROL write enable off)");
  a->duration_given = command
                          ->add_option("--duration", a->duration_s,
                                       "spikes are accepted for this many seconds (default: the "
                                       "presentation, or the last spike + 20 us)")
                          ->type_name("S");
  command
      ->add_option("--waves", a->waves,
                   "waveform, .fst or .vcd, and a .gtkw beside it; a bare name is put into the "
                   "run directory")
      ->type_name("FILE");
  command
      ->add_option("--probe", a->probes,
                   "a cell whose switches, voltages, current and weight the waveform shows; "
                   "repeatable; ROW,* and *,COLUMN show many")
      ->type_name("ROW,COLUMN");
  command->add_flag("--writes", a->writes, "list every write in writes.csv");
  command->add_flag("--record-inputs", a->record_inputs,
                    "keep what was played in input_spikes.csv and stimuli.csv, as --spikes and "
                    "--stimuli take it");
  command
      ->add_option("--register", a->registers,
                   "write a control register after programming, for example T_READ=299; "
                   "repeatable")
      ->type_name("NAME=VALUE");
  command->add_flag("--free-running-clock", a->free_running_clock,
                    "never stop the RTL's clock; the results are the same, later");
  command->add_option("--out", a->out, "run directory to make")->required()->type_name("DIR");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback([a, &options, &action] {
    action = [a, &options] {
      if (!*a->spikes_given && !*a->digit_given) {
        throw InputError{"run: found neither --spikes nor --digit, expected one of them"};
      }
      return run_command(*a, options);
    };
  });
}

}  // namespace softbound
