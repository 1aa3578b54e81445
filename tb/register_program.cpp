// SPDX-License-Identifier: Apache-2.0
#include "register_program.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/control_registers.h"

namespace softbound {

namespace reg = control_register;

namespace {

using Writes = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

void add_mask(Writes& writes, std::uint32_t base, const Bits& mask, std::size_t built_columns) {
  for (std::size_t k = 0; 32 * k < built_columns; ++k) {
    const std::size_t word = k / 2;
    const Bits::Word bits = word < mask.words().size() ? mask.words()[word] : 0;
    writes.emplace_back(base + static_cast<std::uint32_t>(4 * k),
                        static_cast<std::uint32_t>(bits >> (k % 2 == 0 ? 0 : 32)));
  }
}

}  // namespace

Writes register_program(const RunSetup& setup, std::size_t built_columns) {
  const ControlTiming& timing = setup.chip.timing;
  Writes writes;
  if (timing.clocked()) {
    const auto cycles = timing.cycles();
    writes = {{reg::kTRead, static_cast<std::uint32_t>(cycles.read)},
              {reg::kTGap, static_cast<std::uint32_t>(cycles.gap)},
              {reg::kTWrite, static_cast<std::uint32_t>(cycles.write)},
              {reg::kTRecover, static_cast<std::uint32_t>(cycles.recover)}};
  }
  const auto in_use = std::min<std::size_t>(setup.chip.array.slot_count(timing), 0xff);
  writes.emplace_back(reg::kPolicy, static_cast<std::uint32_t>(timing.busy_policy) |
                                        static_cast<std::uint32_t>(timing.latch) << 2 |
                                        static_cast<std::uint32_t>(timing.arbitration) << 4 |
                                        static_cast<std::uint32_t>(in_use << 8));
  const ControlParameters& control = setup.chip.control;
  const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
  const auto add = [&](std::uint32_t base, const std::string& text, const char* key) {
    add_mask(writes, base, parse_columns(text, columns, key), built_columns);
  };
  add(reg::kColumnMask, control.enabled_columns, "control.enabled_columns");
  add(reg::kPosMask, control.pos_columns, "control.pos_columns");
  add(reg::kNegMask, control.neg_columns, "control.neg_columns");
  writes.insert(writes.end(), setup.registers.begin(), setup.registers.end());
  writes.emplace_back(reg::kControl,
                      reg::kControlEnable | (control.write_enable ? reg::kControlWriteEnable : 0));
  return writes;
}

std::vector<std::string> broken_conservation(const RunResult& result) {
  const auto counted = [&](ControlCounter counter) {
    return result.counters[static_cast<std::size_t>(counter)];
  };
  std::vector<std::string> broken;
  const auto require = [&](bool holds, std::string sentence) {
    if (!holds) broken.push_back(std::move(sentence));
  };
  const auto taken = counted(ControlCounter::accepted) + counted(ControlCounter::dropped) +
                     counted(ControlCounter::bad_address);
  require(taken + result.not_accepted == result.offered,
          fmt::format("I15: {} spikes offered, but {} accepted, dropped or of a bad address and {} "
                      "waiting",
                      result.offered, taken, result.not_accepted));
  const auto decided = counted(ControlCounter::ltp) + counted(ControlCounter::ltd) +
                       counted(ControlCounter::no_write) + counted(ControlCounter::illegal_updn);
  require(
      decided == counted(ControlCounter::reads),
      fmt::format("I15: {} cells read, but {} decided", counted(ControlCounter::reads), decided));
  require(result.array.cells_read == counted(ControlCounter::reads),
          fmt::format("I15: the control counts {} cells read, the array saw {}",
                      counted(ControlCounter::reads), result.array.cells_read));
  require(result.array.ltp == counted(ControlCounter::ltp) &&
              result.array.ltd == counted(ControlCounter::ltd),
          fmt::format("I15: the control counts {} LTP and {} LTD, the array saw {} and {}",
                      counted(ControlCounter::ltp), counted(ControlCounter::ltd), result.array.ltp,
                      result.array.ltd));
  return broken;
}

}  // namespace softbound
