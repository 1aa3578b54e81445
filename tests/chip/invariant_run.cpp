// SPDX-License-Identifier: Apache-2.0
#include "invariant_run.h"

#include <gtest/gtest.h>

#include <memory>

#include "chip/invariant_monitor.h"
#include "chip/run_record.h"

namespace softbound::test {

const char* name_of(WatchedControl control) {
  constexpr const char* kNames[] = {"pin_self_timed", "pin_clocked", "rtl", "rtl_self_timed"};
  return kNames[static_cast<std::size_t>(control)];
}

void expect_all_invariants(WatchedControl control, ChipKind kind, std::uint64_t seed, int tested) {
  const bool self_timed =
      control == WatchedControl::pin_self_timed || control == WatchedControl::rtl_self_timed;
  const bool rtl =
      control == WatchedControl::rtl_clocked || control == WatchedControl::rtl_self_timed;
  kind.control = self_timed ? ControlKind::self_timed : ControlKind::clocked;
  // There, a row is a slot.
  if (control == WatchedControl::rtl_self_timed) kind.few_slots = false;
  OracleInput input = random_input(kind, seed);
  input.stimuli.clear();  // they charge neurons without a Read
  SCOPED_TRACE(describe(input));
  RunSetup setup = setup_of(input, rtl ? Level::rtl : Level::pin);
  const auto last = [](std::int64_t count) { return static_cast<std::uint32_t>(count - 1); };
  setup.probes = {{0, 0}, {1, last(input.chip.array.columns)}, {last(input.chip.array.rows), 0}};
  std::unique_ptr<InvariantMonitor> monitor;
  setup.observe = [&](Chip& chip) {
    monitor = std::make_unique<InvariantMonitor>("invariants", chip);
  };
  const RunResult result = run_chip(setup);
  CellEnergy energy;
  for (const auto& row : result.array.row_energy) energy += row;
  monitor->checker().finish(result.counters, energy);
  EXPECT_EQ(monitor->checker().violations(), "");
  if (tested != 0) {
    EXPECT_GT(monitor->checker().verdict(tested).checks, 0u) << "never put to the test";
  }
  for (const auto& violation : result.violations) ADD_FAILURE() << violation;
}

}  // namespace softbound::test
