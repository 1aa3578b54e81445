// SPDX-License-Identifier: Apache-2.0
#include "chip_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "command.h"
#include "core/control_registers.h"
#include "core/error.h"
#include "digit_source.h"
#include "learning/network_stimuli.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"
#include "network/weight_file.h"

namespace softbound {

namespace {

// After the last spike there is time for its event.
constexpr TimePs kAfterLastSpikePs = 20 * kPsPerUs;

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

auto stimulus_area(const Configuration& configuration,
                   std::shared_ptr<const InhibitoryPopulation> inhibition) {
  return network_stimulus_area(configuration.teacher, std::move(inhibition),
                               configuration.chip.neuron.jump,
                               static_cast<std::size_t>(configuration.chip.array.columns));
}

/// The whole network around the chip for one training digit: input trains, teacher, inhibition.
void set_up_digit(const ChipInputs& inputs, const Configuration& configuration, RunSetup& setup,
                  RunDescription& description) {
  const DigitSource place{inputs.dataset};
  const std::string source = place.name();
  const DigitSet digits = place.load(DigitSplit::train);
  if (inputs.digit >= digits.size()) {
    throw InputError{
        fmt::format("--digit {}: expected a number below {}, the training digits of {}",
                    inputs.digit, digits.size(), source)};
  }
  const auto index = static_cast<std::size_t>(inputs.digit);
  const auto rows = static_cast<std::size_t>(configuration.chip.array.rows);
  const auto columns = static_cast<std::size_t>(configuration.chip.array.columns);
  if (rows != digits.images.pixels_per_image()) {
    throw InputError{
        fmt::format("array.rows = {}: expected {}, one row for each pixel of the digit", rows,
                    digits.images.pixels_per_image())};
  }
  const auto presentation = static_cast<std::uint32_t>(inputs.digit);
  const std::uint8_t label = digits.labels[index];
  description.source = fmt::format("digit {} of {}", inputs.digit, source);
  description.label = label;
  description.glyphs = place.glyphs();
  setup.duration_ps = ps_from_s(configuration.input.presentation_s);
  setup.spikes =
      encode_digit(digits.images.image(index), rows, configuration.input, setup.seed, presentation);
  std::vector<TimePs> teacher;
  if (!inputs.no_teacher) {
    teacher = teacher_spikes(label, configuration.teacher, configuration.input.presentation_s,
                             setup.seed, presentation);
  }
  const auto inhibition =
      std::make_shared<InhibitoryPopulation>(configuration.inhibition, rows, columns, setup.seed);
  setup.stimuli = merge_stimuli(label, teacher, inhibition->spikes(setup.spikes));
  setup.stimulus_area = stimulus_area(configuration, inhibition);
}

void set_up_spikes(const ChipInputs& inputs, const Configuration& configuration, RunSetup& setup,
                   RunDescription& description) {
  const auto rows = static_cast<std::uint32_t>(configuration.chip.array.rows);
  const auto columns = static_cast<std::size_t>(configuration.chip.array.columns);
  description.source = "spikes " + inputs.spikes;
  setup.spikes = read_spikes(inputs.spikes, rows);
  TimePs last_ps = setup.spikes.empty() ? 0 : setup.spikes.back().time_ps;
  if (!inputs.stimuli.empty()) {
    StimulusSources sources;
    sources.teachers = kDigitClasses;
    sources.inhibitory = static_cast<std::uint32_t>(configuration.inhibition.neurons);
    setup.stimuli = read_stimuli(inputs.stimuli, sources);
    if (!setup.stimuli.empty()) last_ps = std::max(last_ps, setup.stimuli.back().time_ps);
    const auto inhibition =
        std::make_shared<InhibitoryPopulation>(configuration.inhibition, rows, columns, setup.seed);
    setup.stimulus_area = stimulus_area(configuration, inhibition);
  }
  setup.duration_ps = last_ps + kAfterLastSpikePs;
}

}  // namespace

RunSetup ChipInputs::setup(Level level, Configuration& configuration, std::uint64_t seed,
                           RunDescription& description) const {
  if (!*spikes_given && !*digit_given) {
    throw InputError{"found neither --spikes nor --digit, expected one of them"};
  }
  if (level == Level::rtl && !configuration.control_given) {
    configuration.chip.timing.control = ControlKind::clocked;
  }
  if (freeze) configuration.chip.control.write_enable = false;
  configuration.check();
  RunSetup setup;
  setup.level = level;
  setup.chip = configuration.chip;
  setup.limits = configuration.limits;
  setup.seed = seed;
  for (const auto& text : faults) setup.faults.push_back(parse_fault(text));
  for (const auto& text : registers) setup.registers.push_back(parse_register(text));
  if (*spikes_given) {
    set_up_spikes(*this, configuration, setup, description);
  } else {
    set_up_digit(*this, configuration, setup, description);
  }
  if (*duration_given) {
    if (!(duration_s > 0) || duration_s > kLongestTimeS) {
      throw InputError{fmt::format("--duration {}: expected a time above 0 and at most {} s",
                                   duration_s, kLongestTimeS)};
    }
    setup.duration_ps = ps_from_s(duration_s);
  }
  if (!weights.empty()) {
    setup.weights = read_weights(weights, static_cast<std::size_t>(setup.chip.array.rows),
                                 static_cast<std::size_t>(setup.chip.array.columns))
                        .values;
  }
  return setup;
}

void ChipInputs::add_to(CLI::App& command) {
  spikes_given = command
                     .add_option("--spikes", spikes,
                                 "input spikes: CSV with the header time_s,row, plain or gzip")
                     ->type_name("FILE");
  digit_given =
      command
          .add_option("--digit", digit,
                      "a training digit, 0 the first, as Poisson trains, with teacher and "
                      "inhibitory neurons")
          ->type_name("N")
          ->check(whole_number());
  command
      .add_option("--stimuli", stimuli,
                  "teacher and inhibitory spikes beside --spikes: CSV with the header "
                  "time_s,kind,index")
      ->type_name("FILE")
      ->needs(spikes_given);
  digit_given->excludes(spikes_given);
  command
      .add_option("--dataset", dataset,
                  "directory with digits in MNIST's format (default: data/digits if it is "
                  "there, else built-in glyphs)")
      ->type_name("DIR")
      ->excludes(spikes_given);
  command.add_flag("--no-teacher", no_teacher, "show the digit without its teacher")
      ->excludes(spikes_given);
  command
      .add_option("--weights", weights,
                  "weights at the start, rows x columns, .csv or .npy (default: U[0,1] from "
                  "the seed)")
      ->type_name("FILE");
  command.add_flag("--freeze", freeze, "read without writing (CONTROL write enable off)");
  duration_given = command
                       .add_option("--duration", duration_s,
                                   "spikes are accepted for this many seconds (default: the "
                                   "presentation, or the last spike + 20 us)")
                       ->type_name("S");
  command
      .add_option("--inject", faults,
                  "a fault on the wires, NAME[=ARGUMENTS]@TIME as in runt-request@12.5us; "
                  "repeatable; `softbound check --help` lists them")
      ->type_name("FAULT@TIME");
  command
      .add_option("--register", registers,
                  "write a control register after programming, for example T_READ=299; "
                  "repeatable")
      ->type_name("NAME=VALUE");
}

}  // namespace softbound
