// SPDX-License-Identifier: Apache-2.0
//
// How a bench is put together; bench_run.cpp is what it does.
#include "bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "register_program.h"
#include "wave_file.h"

namespace softbound {

std::size_t Bench::slot_count() const {
  const auto slots = setup_.chip.array.slot_count(setup_.chip.timing);
  return setup_.level == Level::rtl ? std::max(slots, rtl_size_.slots) : slots;
}

Chip::ControlFactory Bench::control_factory() {
  return [this](ControlSignals& pins) -> std::unique_ptr<sc_core::sc_module> {
    const ControlTiming& timing = setup_.chip.timing;
    if (setup_.level == Level::pin) {
      return std::make_unique<PinControl>("control", timing, pins);
    }
    if (!timing.clocked()) {
      auto control =
          std::make_unique<SelfTimedControl>("control", rtl_context_, timing, setup_.seed, pins);
      self_timed_ = control.get();
      return control;
    }
    auto rtl = setup_.make_rtl
                   ? setup_.make_rtl(rtl_context_)
                   : ControlRtl::create(rtl_context_, "softbound.rtl", pins.rows, pins.columns);
    RtlControl::Options options;
    options.free_running_clock = setup_.free_running_clock;
    if (!setup_.waves_path.empty()) {
      options.record = [this](TimePs time_ps) { waves_->file().dump(time_ps); };
      options.recording = [this] { return waves_->recording(); };
    }
    auto control = std::make_unique<RtlControl>("control", timing, pins, std::move(rtl), options);
    rtl_ = control.get();
    return control;
  };
}

ProtocolMonitor::Options Bench::protocol_options() {
  const double ns = setup_.limits.watchdog_ns;
  return {ns <= kLongestTimeS * 1e9 ? ps_from_ns(ns) : kNever, origin_ps_, [this] { stop(); },
          [this](const IllegalLatch& latch) { note_illegal(latch); }};
}

Bench::Bench(const RunSetup& setup)
    : setup_{setup},
      period_ps_{setup.chip.timing.clock_period_ps},
      origin_ps_{kPreRollCycles * period_ps_},
      table_{setup.limits.resolve(setup.chip.timing)},
      rtl_size_{rtl_size_for(setup)},
      chip_{"chip", setup.chip, setup.seed, slot_count(), control_factory(), !setup.faults.empty()},
      aer_source_{"aer_source", setup.spikes, origin_ps_, setup.chip.timing, table_},
      stimulus_source_{"stimulus_source", setup.stimuli, origin_ps_, setup.stimulus_area,
                       chip_.pins.columns},
      monitor_{"timing_monitor", chip_.pins, setup.chip.timing, table_},
      protocol_{"protocol_monitor", chip_.pins, chip_.environment(), setup.chip.timing,
                setup.chip.cell,    log_,       protocol_options()},
      registers_{chip_.environment(), period_ps_,
                 [this](TimePs duration_ps) { advance(duration_ps); }} {
  aer_source_.req_o(chip_.environment().req);
  aer_source_.addr_o(chip_.environment().addr);
  aer_source_.ack_i(chip_.pins.ack);
  if (setup.on_acknowledge) aer_source_.tell(setup.on_acknowledge);
  stimulus_source_.charges_o(chip_.neurons.charges_i);

  // The default receiver of output spikes acknowledges at once.
  sc_core::sc_spawn_options receive;
  receive.spawn_method();
  receive.dont_initialize();
  receive.set_sensitivity(&chip_.pins.out_req);
  sc_core::sc_spawn([this] { chip_.environment().out_ack.write(chip_.pins.out_req.read()); },
                    "receive", &receive);

  for (const auto& [row, column] : setup.probes) chip_.crossbar.probe(row, column);
  if (setup.record_writes) chip_.crossbar.record_writes();
  if (setup.weights.empty()) {
    chip_.devices.randomize_weights();
  } else {
    chip_.devices.set_weights(setup.weights);
  }
  table_.announce_to(&log_);
  chip_.crossbar.on_violation = [this](const std::string& what) {
    log_.announce({CheckKind::invariant, "cells", now_ps(), "", what});
  };
  if (setup.on_violation) log_.listen(setup.on_violation);
  if (!setup.faults.empty()) add_injector();
  if (setup.lock_step) add_lock_step();
  if (setup.invariants) add_invariants();
  if (!setup.waves_path.empty()) {
    waves_.emplace(setup.waves_path, chip_);
    if (rtl_) rtl_->rtl().trace(waves_->file());
    if (self_timed_) self_timed_->trace_played(waves_->file(), setup.spikes);
    setup.waves_window ? waves_->open_window(*setup.waves_window, origin_ps_, rtl_ ? period_ps_ : 0)
                       : waves_->open();
  }
  if (setup.observe) setup.observe(chip_);
}

// The SystemC control as large as the Verilated one is built, so that addresses and registers mean
// the same to both.
void Bench::add_lock_step() {
  following_pins_ = std::make_unique<ControlSignals>("following_pins", rtl_size_.rows,
                                                     rtl_size_.columns, slot_count());
  following_ =
      std::make_unique<PinControl>("following_control", setup_.chip.timing, *following_pins_);
  LockStep::Options options;
  options.origin_ps = origin_ps_;
  options.clock_period_ps = setup_.chip.timing.clocked() ? period_ps_ : 0;
  options.busy = [this](std::size_t slot) {
    return following_->registers().busy_slots().test(slot);
  };
  options.slots_are_rows = self_timed_ != nullptr;
  options.on_difference = [this] { stop(); };
  lock_step_ = std::make_unique<LockStep>("lock_step", chip_.pins, chip_.control_pins(),
                                          *following_pins_, log_, options);
}

void Bench::add_injector() {
  FaultInjector::Options options;
  options.timing = setup_.chip.timing;
  options.origin_ps = origin_ps_;
  options.seed = setup_.seed;
  options.bad_address = static_cast<std::uint32_t>(fault_scope(setup_, rtl_size_).bad_address);
  injector_ = std::make_unique<FaultInjector>("fault_injector", setup_.faults, chip_.environment(),
                                              chip_.pins, chip_.control_pins(), options);
}

void Bench::add_invariants() {
  // What only a cell's own switches and voltages show, one of them shows.
  if (setup_.probes.empty()) chip_.crossbar.probe(0, 0);
  invariants_ = std::make_unique<InvariantMonitor>(
      "invariants", chip_, setup_.stimuli.empty(),
      [this](int invariant, TimePs time_ps, const std::string& text) {
        log_.announce({CheckKind::invariant, fmt::format("I{}", invariant), time_ps, "", text});
        result_.violations.push_back(
            fmt::format("I{}: at {:.12f} s {}", invariant, s_from_ps(time_ps - origin_ps_), text));
      });
}

}  // namespace softbound
