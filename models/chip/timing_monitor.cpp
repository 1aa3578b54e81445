// SPDX-License-Identifier: Apache-2.0
#include "chip/timing_monitor.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "core/control_registers.h"

namespace softbound {

namespace {

// More delta cycles than a Read takes to end.
constexpr int kInstantDeltas = 12;

template <class F>
void spawn(F&& process, const std::string& name, const sc_core::sc_event& event) {
  sc_core::sc_spawn_options options;
  options.spawn_method();
  options.dont_initialize();
  options.set_sensitivity(&event);
  sc_core::sc_spawn(std::forward<F>(process), name.c_str(), &options);
}

}  // namespace

TimingMonitor::TimingMonitor(const sc_core::sc_module_name& name, ControlSignals& pins,
                             const ControlTiming& timing, TimingTable& table)
    : sc_module{name},
      pins_{pins},
      timing_{timing},
      table_{table},
      slots_(pins.slots.size()),
      columns_(pins.columns),
      selected_(pins.columns),
      up_(pins.columns),
      dn_(pins.columns),
      fire_(pins.columns) {
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    SlotState& slot = slots_[s];
    slot.columns = slot.ltp = slot.ltd = Bits(pins.columns);
    slot.ltp_rise_ps.resize(pins.columns);
    slot.ltd_rise_ps.resize(pins.columns);
    slot.disturbed_ps.resize(pins.columns);
    SlotSignals& wires = *pins.slots[s];
    spawn([this, s] { on_read(s); }, fmt::format("on_read{}", s), wires.read.default_event());
    spawn([this, s] { on_wr(s); }, fmt::format("on_wr{}", s), wires.wr.default_event());
    spawn([this, s] { on_pulses(s); }, fmt::format("on_ltp{}", s), wires.ltp.default_event());
    spawn([this, s] { on_pulses(s); }, fmt::format("on_ltd{}", s), wires.ltd.default_event());
  }
  SC_HAS_PROCESS(TimingMonitor);
  SC_METHOD(on_request);
  sensitive << pins.req.posedge_event();
  dont_initialize();
  SC_METHOD(on_acknowledge);
  sensitive << pins.ack.posedge_event();
  dont_initialize();
  SC_METHOD(on_acknowledge_settled);
  sensitive << acknowledge_settled_;
  dont_initialize();
  SC_METHOD(on_pulse_ends_settled);
  sensitive << pulse_ends_settled_;
  dont_initialize();
  SC_METHOD(on_columns);
  sensitive << pins.col_sel;
  dont_initialize();
  SC_METHOD(on_up_dn);
  sensitive << pins.up << pins.dn;
  dont_initialize();
  SC_METHOD(on_fire);
  sensitive << pins.fire;
  dont_initialize();
  SC_METHOD(on_out_acknowledge);
  sensitive << pins.out_ack.posedge_event();
  dont_initialize();
}

void TimingMonitor::on_request() { request_ps_ = now_ps(); }

void TimingMonitor::on_acknowledge() {
  acknowledged_ps_ = now_ps();
  table_.record(TimingQuantity::request_to_acknowledge, now_ps() - request_ps_, now_ps(),
                [] { return "ack"; });
  if (timing_.busy_policy == BusyPolicy::hold || timing_.busy_policy == BusyPolicy::drop) return;
  deltas_ = 0;
  acknowledge_settled_.notify(sc_core::SC_ZERO_TIME);
}

// An accepted spike can start a Read anew that does not fall at this instant: it begins here.
void TimingMonitor::on_acknowledge_settled() {
  if (++deltas_ < kInstantDeltas) {
    acknowledge_settled_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    if (!pins_.slots[s]->read.read() || pins_.slots[s]->row.read() != pins_.addr.read()) continue;
    if (slots_[s].read_rise_ps == now_ps()) continue;
    slots_[s].read_rise_ps = now_ps();
    table_.record(TimingQuantity::request_to_read, now_ps() - request_ps_, now_ps(),
                  [s] { return fmt::format("slot{}.read", s); });
  }
}

// What looks wrong may have been cut short on purpose; that shows within the instant.
template <class SignalName>
void TimingMonitor::record_width(std::size_t s, TimingQuantity quantity, TimePs width_ps,
                                 SignalName&& signal) {
  if (table_.within(quantity, width_ps)) {
    table_.record(quantity, width_ps, now_ps(), signal);
    return;
  }
  suspects_.push_back({quantity, width_ps, pins_.slots[s]->row.read(), signal()});
  suspect_deltas_ = 0;
  pulse_ends_settled_.notify(sc_core::SC_ZERO_TIME);
}

void TimingMonitor::on_read(std::size_t s) {
  SlotState& slot = slots_[s];
  slot.reading = pins_.slots[s]->read.read();
  if (slot.reading) {
    slot.read_rise_ps = now_ps();
    table_.record(TimingQuantity::request_to_read, now_ps() - request_ps_, now_ps(),
                  [s] { return fmt::format("slot{}.read", s); });
  } else {
    slot.columns = selected_;
    slot.read_fall_ps = now_ps();
    record_width(s, TimingQuantity::read_width, now_ps() - slot.read_rise_ps,
                 [s] { return fmt::format("slot{}.read", s); });
    if (slot.wr_before_read_fell) record_gap(s);
    slot.wr_before_read_fell = false;
  }
}

// sy may fall together with the last Read; what it was while cells were read is what counts.
void TimingMonitor::on_columns() {
  if (pins_.col_sel.read().any()) selected_ = pins_.col_sel.read();
}

void TimingMonitor::on_wr(std::size_t s) {
  SlotState& slot = slots_[s];
  if (!pins_.slots[s]->wr.read()) {
    slot.columns.for_each([&](std::size_t j) {
      const TimePs until_ps = std::min(slot.disturbed_ps[j], now_ps());
      table_.record(TimingQuantity::up_dn_stability, until_ps - slot.latch_ps, now_ps(),
                    [j] { return fmt::format("up[{0}], dn[{0}]", j); });
    });
    slot.writing = false;
    writing_.erase(std::remove(writing_.begin(), writing_.end(), s), writing_.end());
    return;
  }
  slot.latch_ps = now_ps();
  slot.writing = true;
  writing_.push_back(s);
  std::fill(slot.disturbed_ps.begin(), slot.disturbed_ps.end(), kNever);
  slot.wr_before_read_fell = slot.reading;
  if (!slot.reading) record_gap(s);
  TimePs sampled_ps = timing_.latch == LatchInstant::arrival ? slot.read_rise_ps : now_ps();
  if (timing_.clocked()) sampled_ps -= 2 * timing_.clock_period_ps;
  slot.columns.for_each([&](std::size_t j) {
    const ColumnState& column = columns_[j];
    const TimePs changed_ps =
        column.last_change_ps <= sampled_ps ? column.last_change_ps : column.change_before_ps;
    if (changed_ps > sampled_ps) return;
    table_.record(TimingQuantity::up_dn_setup, sampled_ps - changed_ps, now_ps(),
                  [j] { return fmt::format("up[{0}], dn[{0}]", j); });
  });
}

// Below 0 if Wr rose before Read fell.
void TimingMonitor::record_gap(std::size_t s) {
  table_.record(TimingQuantity::read_to_write_gap, slots_[s].latch_ps - slots_[s].read_fall_ps,
                now_ps(), [s] { return fmt::format("slot{}.wr", s); });
}

void TimingMonitor::on_pulses(std::size_t s) {
  SlotState& slot = slots_[s];
  measure_edges(s, pins_.slots[s]->ltp.read(), slot.ltp, slot.ltp_rise_ps,
                TimingQuantity::ltp_width, "ltp");
  measure_edges(s, pins_.slots[s]->ltd.read(), slot.ltd, slot.ltd_rise_ps,
                TimingQuantity::ltd_width, "ltd");
}

void TimingMonitor::measure_edges(std::size_t s, const Bits& is, Bits& was,
                                  std::vector<TimePs>& rise_ps, TimingQuantity quantity,
                                  const char* name) {
  const Bits changed = is ^ was;
  changed.for_each([&](std::size_t j) {
    if (is.test(j)) {
      rise_ps[j] = now_ps();
    } else {
      record_width(s, quantity, now_ps() - rise_ps[j],
                   [&] { return fmt::format("slot{}.{}[{}]", s, name, j); });
    }
  });
  was = is;
}

void TimingMonitor::on_pulse_ends_settled() {
  if (++suspect_deltas_ < kInstantDeltas) {
    pulse_ends_settled_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  for (const SuspectPulse& pulse : suspects_) {
    if (cut_at_this_instant(pulse.row)) {
      table_.count_cut(pulse.quantity);
    } else {
      table_.record(pulse.quantity, pulse.width_ps, now_ps(), [&] { return pulse.signal; });
    }
  }
  suspects_.clear();
}

// By reset, by a soft reset, or by a spike that aborts its row's event: other policies let what is
// under way end by itself, perhaps at the very instant of an acknowledge.
bool TimingMonitor::cut_at_this_instant(std::uint32_t row) const {
  namespace reg = control_register;
  const bool soft_reset = pins_.psel.read() && pins_.penable.read() && pins_.pwrite.read() &&
                          pins_.paddr.read() == reg::kControl &&
                          (pins_.pwdata.read() & reg::kControlSoftReset) != 0;
  return !pins_.rst_n.read() || soft_reset ||
         (timing_.busy_policy == BusyPolicy::abort && acknowledged_ps_ == now_ps() &&
          pins_.addr.read() == row);
}

void TimingMonitor::on_up_dn() {
  const Bits changed = (pins_.up.read() ^ up_) | (pins_.dn.read() ^ dn_);
  up_ = pins_.up.read();
  dn_ = pins_.dn.read();
  changed.for_each([&](std::size_t j) {
    ColumnState& column = columns_[j];
    if (column.last_change_ps != now_ps()) column.change_before_ps = column.last_change_ps;
    column.last_change_ps = now_ps();
    for (const auto s : writing_) {
      slots_[s].disturbed_ps[j] = std::min(slots_[s].disturbed_ps[j], now_ps());
    }
  });
}

void TimingMonitor::on_fire() {
  Bits rising = pins_.fire.read();
  rising.subtract(fire_);
  fire_ = pins_.fire.read();
  rising.for_each([&](std::size_t j) {
    auto& waiting = columns_[j].unacknowledged_ps;
    const bool sending = pins_.out_req.read() && pins_.out_addr.read() == j;
    // One spike may wait beside the one that is being sent; the arbiter drops a further one.
    if (waiting.size() < (sending ? 2u : 1u)) waiting.push_back(now_ps());
  });
}

void TimingMonitor::on_out_acknowledge() {
  const auto j = pins_.out_addr.read();
  if (j >= columns_.size() || columns_[j].unacknowledged_ps.empty()) return;
  table_.record(TimingQuantity::output_spike_to_acknowledge,
                now_ps() - columns_[j].unacknowledged_ps.front(), now_ps(),
                [j] { return fmt::format("fire[{}]", j); });
  columns_[j].unacknowledged_ps.pop_front();
}

}  // namespace softbound
