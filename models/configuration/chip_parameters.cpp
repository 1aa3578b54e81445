// SPDX-License-Identifier: Apache-2.0
#include "configuration/chip_parameters.h"

#include <fmt/format.h>

#include <charconv>

#include "core/error.h"

namespace softbound {

namespace {

// Columns have 32 mask bits a register and 32 registers of each kind.
constexpr double kMostColumns = 1024;
constexpr double kMostRows = 65536;
constexpr std::int64_t kClockedSlots = 8;

}  // namespace

void ArrayParameters::describe(ParameterVisitor& v) {
  v.whole({"rows", "", "input neurons", "[B] 784"}, rows, from_to(1, kMostRows));
  v.whole({"columns", "", "output neurons", "[B] 10 or 100"}, columns, from_to(1, kMostColumns));
  v.whole({"slots", "", "rows served at once; 0: one per row if self-timed, 8 if clocked", "[A]"},
          slots, from_to(0, kMostRows));
  v.choice({"wire_model", "", "column wire in reports", "[A]"}, wire_model,
           {"lumped", "ladder", "ideal"});
}

void ArrayParameters::check() const { check_bounds(*this, "array"); }

std::size_t ArrayParameters::slot_count(const ControlTiming& timing) const {
  if (slots != 0) return static_cast<std::size_t>(slots);
  return static_cast<std::size_t>(timing.clocked() ? kClockedSlots : rows);
}

void ControlParameters::describe(ParameterVisitor& v) {
  v.flag({"write_enable", "", "without it a latch decides to write nothing", ""}, write_enable);
  v.text({"enabled_columns", "", "others are neither read nor written", ""}, enabled_columns);
  v.text({"pos_columns", "", "columns whose UP counts", ""}, pos_columns);
  v.text({"neg_columns", "", "columns whose DN counts", ""}, neg_columns);
}

Bits parse_columns(const std::string& text, std::size_t columns, const std::string& key) {
  if (text == "all") return Bits(columns, true);
  Bits bits(columns);
  if (text == "none") return bits;
  const auto fail = [&](const std::string& found) {
    throw InputError{
        fmt::format("{} = \"{}\": found {}: expected \"all\", \"none\" or columns below {} such as "
                    "\"0,3,8-11\"",
                    key, text, found, columns)};
  };
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&] {
    std::size_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{}) fail(at == end ? "the end" : fmt::format("\"{}\"", at));
    if (value >= columns) fail(std::to_string(value));
    at = next;
    return value;
  };
  while (true) {
    const std::size_t first = number();
    std::size_t last = first;
    if (at != end && *at == '-') {
      ++at;
      last = number();
      if (last < first) fail(fmt::format("{}-{}", first, last));
    }
    for (std::size_t column = first; column <= last; ++column) bits.set(column);
    if (at == end) return bits;
    if (*at != ',') fail(fmt::format("\"{}\"", at));
    ++at;
  }
}

void ChipParameters::read(TomlSource& source) {
  source.read(array, "array");
  source.read(timing, "timing");
  source.read(control, "control");
  source.read(cell, "cell");
  source.read(device, "device");
  if (std::string preset; source.text("neuron", "preset", preset)) {
    try {
      neuron = OutputNeuronParameters::from_preset(preset);
    } catch (const InputError& error) {
      throw InputError{source.origin("neuron", "preset") + ": " + error.what()};
    }
  }
  source.read(neuron, "neuron");
}

void ChipParameters::write(TomlWriter& writer) const {
  writer.write(array, "array", "The pseudo-crossbar.");
  writer.write(timing, "timing", "The control: how long everything takes, and its policies.");
  writer.write(control, "control", "What software may change in the control's registers.");
  writer.write(cell, "cell", "The 6T-1M cell; a preset sets all values, keys beside it win.");
  writer.write(device, "device", "The memristor; keys below endurance_writes are the model's own.");
  writer.write(neuron, "neuron",
               "The output neuron; a preset sets all values, keys beside it win.");
}

void ChipParameters::check() const {
  array.check();
  timing.check();
  cell.check();
  device.check();
  cell.check_against(device);
  neuron.check();
  const auto columns = static_cast<std::size_t>(array.columns);
  parse_columns(control.enabled_columns, columns, "control.enabled_columns");
  parse_columns(control.pos_columns, columns, "control.pos_columns");
  parse_columns(control.neg_columns, columns, "control.neg_columns");
  if (timing.clocked() && array.slots > 255) {
    throw InputError{fmt::format(
        "array.slots = {}: expected at most 255 with clocked control, what POLICY can name",
        array.slots)};
  }
}

}  // namespace softbound
