// SPDX-License-Identifier: Apache-2.0
#include "self_timed_twins.h"

#include <fmt/format.h>

#include "chip/sim_time.h"
#include "core/control_registers.h"

namespace softbound::test {

namespace reg = control_register;

namespace {

// More delta cycles than any instant of the two takes, a register write included.
constexpr int kInstantDeltas = 80;

/// What a row's cells see.
struct RowWires {
  bool read = false, wr = false;
  Bits ltp, ltd;
};

std::vector<RowWires> by_row(const ControlSignals& pins) {
  const RowWires off{false, false, Bits(pins.columns), Bits(pins.columns)};
  std::vector<RowWires> rows(pins.rows, off);
  for (const auto& slot : pins.slots) {
    if (!slot->read.read() && !slot->wr.read() && !slot->ltp.read().any() &&
        !slot->ltd.read().any()) {
      continue;
    }
    rows[slot->row.read()] = {slot->read.read(), slot->wr.read(), slot->ltp.read(),
                              slot->ltd.read()};
  }
  return rows;
}

}  // namespace

ControlTiming SelfTimedTwins::random_timing(std::mt19937& random) {
  const auto below = [&](unsigned n) {
    return static_cast<TimePs>(std::uniform_int_distribution<unsigned>{0, n - 1}(random));
  };
  const auto delay = [&](TimePs least_ns, TimePs most_ns) {
    const TimePs whole_ps =
        (least_ns + below(static_cast<unsigned>(most_ns - least_ns + 1))) * kPsPerNs;
    return std::max<TimePs>(least_ns * kPsPerNs, whole_ps + (below(4) == 0 ? below(3) - 1 : 0));
  };
  ControlTiming timing;
  timing.t_request_ps = below(4) == 0 ? below(2) : delay(0, 4);
  timing.t_cycle_ps = below(4) == 0 ? 1 : delay(1, 12);
  timing.t_read_ps = below(8) == 0 ? 1 : delay(1, 40);
  timing.t_gap_ps = below(4) == 0 ? below(2) : delay(0, 6);
  timing.t_write_ps = below(8) == 0 ? 1 : delay(1, 60);
  timing.t_edge_ps = below(4) == 0 ? below(2) : delay(0, 3);
  timing.t_recover_ps = below(4) == 0 ? below(2) : delay(0, 6);
  return timing;
}

SelfTimedTwins::SelfTimedTwins(const sc_core::sc_module_name& name, const Setup& setup)
    : sc_module{name},
      setup_{setup},
      pin_pins_{"pin_pins", setup.rows, setup.columns, setup.rows},
      rtl_pins_{"rtl_pins", setup.rows, setup.columns, setup.rows},
      pin_{"pin", setup.timing, pin_pins_},
      rtl_{"rtl", context_, setup.timing, setup.seed, rtl_pins_},
      stimulus_{setup.seed, pin_pins_, rtl_pins_},
      row_sel_before_(setup.rows) {
  const auto phases = setup.timing.phases();
  steps_ = {
      phases.read_ps,    phases.gap_ps,     phases.write_ps,         phases.recover_ps,
      phases.latch_ps(), phases.total_ps(), setup.timing.t_cycle_ps, setup.timing.t_request_ps,
      kAerResponsePs};
  SC_HAS_PROCESS(SelfTimedTwins);
  SC_METHOD(on_output);
  sensitive << settle_;
  for (const ControlSignals* pins : {&pin_pins_, &rtl_pins_}) {
    sensitive << pins->ack << pins->row_sel << pins->col_sel << pins->out_req << pins->out_addr
              << pins->prdata << pins->pslverr << pins->irq << pins->idle;
    for (const auto& slot : pins->slots) {
      sensitive << slot->read << slot->wr << slot->ltp << slot->ltd;
    }
  }
  dont_initialize();
  end_module();
  // A reset that begins and ends on time.
  stimulus_.drive(&ControlSignals::rst_n, true);
  run_for(1000);
  stimulus_.drive(&ControlSignals::rst_n, false);
  run_for(1000);
  stimulus_.drive(&ControlSignals::rst_n, true);
  run_for(1000);
}

void SelfTimedTwins::run_for(TimePs duration_ps) { sc_core::sc_start(sim_time(duration_ps)); }

void SelfTimedTwins::on_output() {
  if (instant_ps_ != now_ps()) {
    instant_ps_ = now_ps();
    deltas_ = 0;
  }
  if (++deltas_ < kInstantDeltas) {
    settle_.notify(sc_core::SC_ZERO_TIME);
  } else if (deltas_ == kInstantDeltas) {
    compare();
  }
}

void SelfTimedTwins::compare() {
  Bits rising = pin_pins_.row_sel.read();
  reads_seen_ += rising.subtract(row_sel_before_).any();
  row_sel_before_ = pin_pins_.row_sel.read();
  std::string text;
  const auto equal = [&](const std::string& signal, const auto& pin, const auto& rtl) {
    if (!(pin == rtl)) text += fmt::format(" {}: pin {}, rtl {};", signal, pin, rtl);
  };
  equal("ack", pin_pins_.ack.read(), rtl_pins_.ack.read());
  equal("row_sel", pin_pins_.row_sel.read().to_string(), rtl_pins_.row_sel.read().to_string());
  equal("col_sel", pin_pins_.col_sel.read().to_string(), rtl_pins_.col_sel.read().to_string());
  const auto pin_rows = by_row(pin_pins_), rtl_rows = by_row(rtl_pins_);
  for (std::size_t i = 0; i < pin_rows.size(); ++i) {
    const RowWires &pin = pin_rows[i], &rtl = rtl_rows[i];
    equal(fmt::format("row {} read", i), pin.read, rtl.read);
    equal(fmt::format("row {} wr", i), pin.wr, rtl.wr);
    equal(fmt::format("row {} ltp", i), pin.ltp.to_string(), rtl.ltp.to_string());
    equal(fmt::format("row {} ltd", i), pin.ltd.to_string(), rtl.ltd.to_string());
  }
  equal("out_req", pin_pins_.out_req.read(), rtl_pins_.out_req.read());
  equal("out_addr", pin_pins_.out_addr.read(), rtl_pins_.out_addr.read());
  // STATUS shows busy slots by their number.
  const std::uint32_t shown = pin_pins_.paddr.read() == reg::kStatus ? ~0xffu : ~0u;
  equal(fmt::format("prdata of 0x{:03x}", pin_pins_.paddr.read()), pin_pins_.prdata.read() & shown,
        rtl_pins_.prdata.read() & shown);
  equal("pslverr", pin_pins_.pslverr.read(), rtl_pins_.pslverr.read());
  equal("irq", pin_pins_.irq.read(), rtl_pins_.irq.read());
  equal("idle", pin_pins_.idle.read(), rtl_pins_.idle.read());
  if (!text.empty() && difference_.empty()) {
    difference_ = fmt::format("{} ps:{}", now_ps(), text);
    sc_core::sc_stop();
  }
}

void SelfTimedTwins::select(const ControlStimulus::Access& access) {
  access_alone_ = !access.write || RegisterBank::clears(access.address) ||
                  RegisterBank::soft_resets(access.address, access.data);
  stimulus_.select(access);
}

void SelfTimedTwins::enable() {
  select({true, reg::kControl, reg::kControlEnable | reg::kControlWriteEnable});
  do {
    run_for(1000);
  } while (!stimulus_.step_access());
  run_for(1000);
}

std::string SelfTimedTwins::run(long changes) {
  for (long k = 0; k < changes && difference_.empty(); ++k) {
    stimulate();
    run_for(random_step());
    if (stimulus_.below(2000) == 0) stimulus_.change_mood();
  }
  return difference_;
}

TimePs SelfTimedTwins::random_step() {
  switch (stimulus_.below(4)) {
    case 0:
      return 1000;
    case 1:
      return 1 + stimulus_.below(2000);
    case 2:
      return 1000 * (1 + static_cast<TimePs>(stimulus_.below(8)));
    default:
      return std::max<TimePs>(
          1, steps_[stimulus_.below(static_cast<unsigned>(steps_.size()))] +
                 (stimulus_.below(4) == 0 ? static_cast<TimePs>(stimulus_.below(3)) - 1 : 0));
  }
}

// Most changes may fall together with anything, so that ties are put to the test. These have
// instants of their own, since no rule says what comes first: a reset, soft or hard, what a read
// finds or a write clears as a control counts, and a request that is withdrawn.
void SelfTimedTwins::stimulate() {
  const bool alone = rtl_.rtl().next_ps() > now_ps();
  if (setup_.resets && alone && stimulus_.below(stimulus_.in_reset() ? 3 : 1000) == 0) {
    return stimulus_.toggle_reset();
  }
  if (setup_.runts && alone && stimulus_.request() && !pin_pins_.ack.read() &&
      stimulus_.chance(10)) {
    return stimulus_.withdraw_request();
  }
  if (stimulus_.selected() && access_alone_) {
    if (alone) change_bus();
    return;
  }
  // Now and then a row that does not exist.
  stimulus_.change_spikes({3, static_cast<unsigned>(setup_.rows) + 3, 15});
  stimulus_.change_neurons(20);
  change_bus();
}

void SelfTimedTwins::change_bus() {
  if (!stimulus_.step_access() || !setup_.registers_at_random || !stimulus_.chance(6)) return;
  static const std::vector<std::uint32_t> kOften{
      reg::kControl,   reg::kStatus,  reg::kTRead,      reg::kPolicy,  reg::kPolicy,
      reg::kIrqStatus, reg::kIrqMask, reg::kColumnMask, reg::kPosMask, reg::kNegMask};
  auto access = stimulus_.random_access(kOften);
  if (access.address == reg::kPolicy) {
    access.data = (access.data & 0x1f) | static_cast<std::uint32_t>(setup_.rows) << 8;
  }
  select(access);
}

}  // namespace softbound::test
