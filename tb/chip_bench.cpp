// SPDX-License-Identifier: Apache-2.0
#include "chip_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "bench.h"
#include "chip/register_bank.h"
#include "core/error.h"
#include "wave_file.h"

namespace softbound {

const char* level_name(Level level) {
  constexpr const char* kNames[] = {"event", "tlm", "pin", "rtl"};
  return kNames[static_cast<std::size_t>(level)];
}

ControlSize rtl_size_for(const RunSetup& setup) {
  if (setup.level != Level::rtl) {
    if (setup.lock_step) throw std::logic_error{"lock-step at another level than rtl"};
    return {};
  }
  const auto rows = static_cast<std::size_t>(setup.chip.array.rows);
  const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
  if (!setup.chip.timing.clocked()) return SelfTimedControl::size_for(setup.chip);
  ControlSize size{rows, columns, 8};
  if (!setup.make_rtl) {
    RtlContext context;
    size = ControlRtl::create(context, "probe", rows, columns)->size();
  }
  if (setup.chip.array.slot_count(setup.chip.timing) > size.slots) {
    throw InputError{fmt::format(
        "array.slots = {}: {} slots, expected at most {}, what the RTL was built with",
        setup.chip.array.slots, setup.chip.array.slot_count(setup.chip.timing), size.slots)};
  }
  return size;
}

// Addresses from this row on are out of range, those after the last one cannot be on the wires.
FaultScope fault_scope(const RunSetup& setup, const ControlSize& rtl_size) {
  FaultScope scope;
  scope.timing = setup.chip.timing;
  scope.rows = static_cast<std::size_t>(setup.chip.array.rows);
  scope.columns = static_cast<std::size_t>(setup.chip.array.columns);
  scope.duration_ps = setup.duration_ps;
  const bool rtl = setup.level == Level::rtl;
  scope.bad_address = rtl ? rtl_size.rows : scope.rows;
  scope.last_address = 1;
  while (scope.last_address < (rtl ? rtl_size.rows - 1 : 0xffff)) {
    scope.last_address = 2 * scope.last_address + 1;
  }
  return scope;
}

namespace {

namespace reg = control_register;

// The array takes from the configuration whether an acknowledge may mean that a Read starts anew.
void check_policy(std::uint32_t address, std::uint32_t data, BusyPolicy built) {
  const auto written = static_cast<BusyPolicy>(data & 3u);
  if (address != reg::kPolicy || restarts_read(written) == restarts_read(built)) return;
  throw InputError{fmt::format(
      "register 0x{:03x} = {}: a busy policy that {} Reads under way, unlike timing.busy_policy; "
      "expected one like it, or that key set to it",
      address, data, restarts_read(written) ? "restarts" : "does not restart")};
}

}  // namespace

void check_run(const RunSetup& setup) {
  setup.chip.check();
  setup.limits.check();
  const ControlTiming& timing = setup.chip.timing;
  const bool self_timed_rtl = setup.level == Level::rtl && !timing.clocked();
  if (!self_timed_rtl) timing.refuse_mismatch(level_name(setup.level));
  const ControlSize size = rtl_size_for(setup);
  check_faults(setup.faults, fault_scope(setup, size));
  const RegisterBank registers{
      timing, static_cast<std::size_t>(setup.chip.array.columns),
      std::max(size.slots, setup.chip.array.slot_count(timing)),
      self_timed_rtl ? RegisterBank::Slots::all : RegisterBank::Slots::any};
  for (const auto& [address, data] : setup.registers) {
    if (!registers.accepts(address, data)) RegisterPort::refuse(address, data);
    check_policy(address, data, timing.busy_policy);
  }
  if (!setup.waves_path.empty()) WaveFile{setup.waves_path};  // knows the formats
}

RunResult run_chip(const RunSetup& setup) {
  check_run(setup);
  if (sc_core::sc_get_time_resolution() != sc_core::sc_time(1, sc_core::SC_PS)) {
    sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  }
  Bench bench{setup};
  RunResult result = bench.run();
  judge_totals(setup, result);
  return result;
}

}  // namespace softbound
