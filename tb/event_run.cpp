// SPDX-License-Identifier: Apache-2.0
#include "event_run.h"

#include <algorithm>

#include "core/error.h"
#include "network/event_engine.h"

namespace softbound {

namespace {

TimingTable measured_timing(const RunSetup& setup, TimePs duration_ps) {
  TimingTable table{setup.limits.resolve(setup.chip.timing)};
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const auto quantity = static_cast<TimingQuantity>(k);
    if (quantity != TimingQuantity::hold_time) table.leave_out(quantity);
  }
  // The bus does not depend on what the array does: it is asked once more.
  const ChipParameters& chip = setup.chip;
  BusSchedule bus{chip.timing, chip.array.slot_count(chip.timing),
                  static_cast<std::size_t>(chip.array.rows)};
  bus.restart(duration_ps);
  BusEvent event;
  for (const Spike& spike : setup.spikes) {
    if (!bus.offer(spike, event)) break;
    const TimePs hold_ps = event.time_ps - bus.undelayed_ps(spike.time_ps);
    if (hold_ps > 0) {
      table.record(TimingQuantity::hold_time, hold_ps, event.time_ps, [] { return "req"; });
    }
  }
  return table;
}

void collect_array(const EventEngine& engine, ArrayStatistics& array) {
  const auto counted = [&](ControlCounter counter) {
    return engine.counters()[static_cast<std::size_t>(counter)];
  };
  array.cells_read = counted(ControlCounter::reads);
  array.ltp = counted(ControlCounter::ltp);
  array.ltd = counted(ControlCounter::ltd);
  array.row_energy = engine.row_energy();
  array.amended_writes = engine.amended_writes();
  array.overstressed_writes = engine.overstressed_writes();
}

}  // namespace

void check_event_run(const RunSetup& setup) {
  setup.chip.check();
  setup.limits.check();
  setup.chip.timing.refuse_mismatch(level_name(Level::event));
  const auto need_wires = [](bool asked, const char* what) {
    if (asked) {
      throw InputError{std::string{what} +
                       ": level event has no wires; expected --level pin or --level rtl"};
    }
  };
  need_wires(!setup.waves_path.empty(), "--waves");
  need_wires(!setup.probes.empty(), "--probe");
  need_wires(!setup.registers.empty(), "--register");
  need_wires(!setup.faults.empty(), "--inject");
  need_wires(setup.chip.timing.latch == LatchInstant::transparent,
             "timing.latch = \"transparent\"");
}

RunResult run_event(const RunSetup& setup) {
  check_event_run(setup);
  RunResult result;
  EventEngine engine{setup.chip, setup.seed, setup.stimulus_area};
  if (setup.weights.empty()) {
    engine.randomize_weights();
  } else {
    engine.set_weights(setup.weights);
  }
  engine.record_writes(setup.record_writes);
  engine.measure_energy(true);
  engine.ask_to_go_on([&](TimePs time_ps) {
    if (setup.progress && setup.duration_ps > 0) {
      setup.progress(
          std::min(1.0, static_cast<double>(time_ps) / static_cast<double>(setup.duration_ps)));
    }
    result.was_interrupted = result.was_interrupted || (setup.interrupted && setup.interrupted());
    return !result.was_interrupted;
  });
  result.weights_before = engine.devices().weights();
  engine.present(setup.spikes, setup.stimuli, setup.duration_ps);
  result.duration_ps = engine.bus().duration_ps();
  result.offered = engine.bus().offered();
  result.not_accepted = engine.bus().waiting();
  result.counters = engine.counters();
  result.timing = measured_timing(setup, result.duration_ps);
  collect_array(engine, result.array);
  for (const auto& w : engine.writes()) {
    result.writes.push_back({w.latch_ps, w.row, w.column, w.kind, w.weight_before, w.weight_after});
  }
  result.output_spikes = engine.output_spikes();
  result.weights_after = engine.devices().weights();
  judge_totals(setup, result);
  return result;
}

}  // namespace softbound
