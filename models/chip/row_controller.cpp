// SPDX-License-Identifier: Apache-2.0
#include "chip/row_controller.h"

#include "chip/sim_time.h"

namespace softbound {

namespace {

// Delta cycles from a soft reset to the last wire of an event that it ends: clear, Read, sx, sel.
constexpr unsigned kSoftResetDeltas = 4;

}  // namespace

Slot::Slot(const sc_core::sc_module_name& name, const ControlTiming& timing,
           RegisterBank& registers, const UpDnSampler& up_dn, SlotSignals& pins)
    : sc_module{name},
      read_extender{
          "read_extender", timing.phases().read_ps, {PulseExtender::WhileBusy::retrigger, false}},
      interface {
  "interface", registers, up_dn, pins.ltp.read().width()
}, write_extender{
       "write_extender", timing.phases().write_ps, {PulseExtender::WhileBusy::ignore, false}} {
  read_extender.in_i(sel);
  read_extender.clear_i(clear_read);
  read_extender.out_o(pins.read);
  interface.sel_i(sel);
  interface.read_i(pins.read);
  interface.wr_i(pins.wr);
  interface.clear_i(clear);
  interface.write_o(write);
  interface.ltp_o(pins.ltp);
  interface.ltd_o(pins.ltd);
  write_extender.in_i(write);
  write_extender.clear_i(clear);
  write_extender.out_o(pins.wr);
}

RowController::RowController(const sc_core::sc_module_name& name, const ControlTiming& timing,
                             RegisterBank& registers, const UpDnSampler& up_dn,
                             ControlSignals& pins)
    : sc_module{name},
      timing_{timing},
      registers_{registers},
      pins_{pins},
      states_(pins.slots.size()),
      slot_of_row_(pins.rows, -1),
      available_(pins.slots.size(), true),
      row_sel_(pins.rows) {
  for (std::size_t s = 0; s < pins.slots.size(); ++s) {
    slots_.push_back(std::make_unique<Slot>(("slot" + std::to_string(s)).c_str(), timing, registers,
                                            up_dn, *pins.slots[s]));
  }
  SC_HAS_PROCESS(RowController);
  SC_METHOD(evaluate);
  sensitive << valid_i << evaluate_;
  dont_initialize();
  if (timing.clocked()) {
    SC_METHOD(on_address_seen);
    sensitive << address_seen_;
    dont_initialize();
    SC_METHOD(on_address);
    sensitive << addr_i;
    dont_initialize();
  }
  SC_METHOD(on_release);
  sensitive << release_;
  dont_initialize();
  SC_METHOD(on_up_dn);
  sensitive << up_dn.changed();
  dont_initialize();
  SC_METHOD(on_restart);
  sensitive << restart_;
  dont_initialize();
  SC_METHOD(on_read_end);
  for (auto& slot : pins.slots) sensitive << slot->read.negedge_event();
  dont_initialize();
}

std::size_t RowController::free_slot_index() const {
  const std::size_t limit = registers_.slots_in_use();
  for (std::size_t k = 0; k < available_.words().size(); ++k) {
    if (const auto word = available_.words()[k]) {
      const auto slot = k * Bits::kWordBits + static_cast<std::size_t>(__builtin_ctzll(word));
      return slot < limit ? slot : slots_.size();
    }
  }
  return slots_.size();
}

// Read falls somewhere in the last instant of it: with flip-flops an edge at that instant still
// sees it high, a self-timed spike sees it low.
bool RowController::in_read(std::size_t slot) const {
  const TimePs read_end_ps = states_[slot].read_end_ps;
  return timing_.clocked() ? now_ps() <= read_end_ps : now_ps() < read_end_ps;
}

// An address must not change while it waits; if it does, the next edge looks at what it is then.
void RowController::on_address() {
  if (address_changed_ps_ != now_ps()) address_before_ = address_;
  address_ = addr_i->read();
  address_changed_ps_ = now_ps();
  if (!valid_i->read()) return;
  address_seen_.cancel();
  address_seen_.notify(sim_time(timing_.grid().edge_after(now_ps()) - now_ps()));
}

// A clock edge sees what was there before its instant.
std::uint32_t RowController::address() const {
  if (!timing_.clocked()) return addr_i->read();
  if (address_changed_ps_ == now_ps()) return address_before_;
  return addr_i->event() ? address_ : addr_i->read();
}

void RowController::evaluate() {
  if (!valid_i->read()) {
    head_held_ = false;
    head_taken_ = false;
    return;
  }
  if (head_taken_) return;  // the receiver withdraws valid one delta cycle after the taking
  if (!registers_.enabled()) return;
  if (timing_.clocked() && registers_.soft_reset_ps == now_ps()) {
    if (blocked_at_soft_reset_) hold_head();
    return;
  }
  // A spike that has waited takes a slot that has come to rest.
  if (!timing_.clocked() && sc_core::sc_delta_count() < reset_delta_) return retry();
  const std::uint32_t row = address();
  if (row >= slot_of_row_.size()) {
    registers_.count(ControlCounter::bad_address);
    return take();
  }
  if (blocked(row)) return hold_head();
  const std::int32_t own = slot_of_row_[row];
  if (own < 0) {
    registers_.count(ControlCounter::accepted);
    start(free_slot_index(), row);
    return take();
  }
  const auto own_slot = static_cast<std::size_t>(own);
  if (registers_.busy_policy() == BusyPolicy::abort ||
      (registers_.busy_policy() == BusyPolicy::retrigger && in_read(own_slot))) {
    registers_.count(ControlCounter::accepted);
    give_up(own_slot);
    restarting_.push_back(own_slot);
    restart_.notify(sc_core::SC_ZERO_TIME);
  } else {
    registers_.count(ControlCounter::dropped);
  }
  take();
}

// No slot is free, or the row is busy and the policy is to wait.
bool RowController::blocked(std::uint32_t row) const {
  if (row >= slot_of_row_.size()) return false;
  return free_slot_index() == slots_.size() ||
         (slot_of_row_[row] >= 0 && registers_.busy_policy() == BusyPolicy::hold);
}

void RowController::hold_head() {
  if (!head_held_) registers_.count(ControlCounter::held);
  head_held_ = true;
}

void RowController::take() {
  head_held_ = false;
  head_taken_ = true;
  taken_o->write(++taken_);
}

// Only a Read that may start anew has to wait at its end whether it does.
void RowController::expect_restarts(Slot& slot) {
  slot.read_extender.set_while_busy(restarts_read(registers_.busy_policy())
                                        ? PulseExtender::WhileBusy::retrigger
                                        : PulseExtender::WhileBusy::ignore);
}

void RowController::start(std::size_t s, std::uint32_t row) {
  const auto phases = registers_.phases();
  SlotState& state = states_[s];
  state.busy = true;
  state.reading = true;
  state.row = row;
  state.read_end_ps = now_ps() + phases.read_ps;
  ++state.event;
  slot_of_row_[row] = static_cast<std::int32_t>(s);
  available_.set(s, false);
  registers_.set_busy(s, true);
  registers_.count(ControlCounter::reads, registers_.column_mask().count());

  Slot& slot = *slots_[s];
  slot.read_extender.set_width_ps(phases.read_ps);
  expect_restarts(slot);
  slot.interface.set_gap_ps(phases.gap_ps);
  slot.write_extender.set_width_ps(phases.write_ps);
  slot.clear.write(false);
  slot.clear_read.write(false);
  slot.sel.write(true);
  pins_.slots[s]->row.write(row);
  row_sel_.set(row);
  row_sel_o->write(row_sel_);

  releases_.push({now_ps() + phases.total_ps(), s, state.event});
  arm_release();
}

// The event in this slot ends here: what it had not decided stays undecided.
void RowController::give_up(std::size_t s) {
  slots_[s]->clear.write(true);
  slots_[s]->sel.write(false);
}

void RowController::on_restart() {
  for (const auto s : restarting_) start(s, states_[s].row);
  restarting_.clear();
}

void RowController::on_read_end() {
  for (std::size_t s = 0; s < states_.size(); ++s) {
    if (!states_[s].reading || pins_.slots[s]->read.read()) continue;
    if (!pins_.slots[s]->read.negedge()) continue;  // Read has not risen yet
    states_[s].reading = false;
    slots_[s]->sel.write(false);
    row_sel_.set(states_[s].row, false);
  }
  row_sel_o->write(row_sel_);
}

// The busy flag of a slot falls at the end of its event. Clocked control sees that one edge later.
void RowController::on_release() {
  const TimePs seen_late_ps = timing_.clocked() ? timing_.clock_period_ps : 0;
  while (!releases_.empty() && releases_.top().time_ps <= now_ps()) {
    const Release release = releases_.top();
    releases_.pop();
    SlotState& state = states_[release.slot];
    if (state.event != release.event) continue;
    if (state.busy) {
      state.busy = false;
      registers_.set_busy(release.slot, false);
      if (seen_late_ps > 0) {
        releases_.push({release.time_ps + seen_late_ps, release.slot, release.event});
        continue;
      }
    }
    free_slot(release.slot);
  }
  arm_release();
}

void RowController::free_slot(std::size_t s) {
  slot_of_row_[states_[s].row] = -1;
  available_.set(s);
  retry();
}

void RowController::arm_release() {
  release_.cancel();
  if (!releases_.empty()) release_.notify(sim_time(releases_.top().time_ps - now_ps()));
}

// One process for all slots: UP and DN change far more often than a latch minds.
void RowController::on_up_dn() {
  if (registers_.latch() != LatchInstant::transparent) return;
  for (auto& slot : slots_) slot->interface.on_up_dn();
}

void RowController::on_registers() {
  for (auto& slot : slots_) expect_restarts(*slot);
  on_up_dn();
  retry();
}

void RowController::soft_reset() {
  // A spike that comes at this very instant finds the slots as they were.
  blocked_at_soft_reset_ = blocked(address());
  reset_delta_ = sc_core::sc_delta_count() + kSoftResetDeltas;
  for (std::size_t s = 0; s < states_.size(); ++s) {
    if (available_.test(s)) continue;
    give_up(s);
    slots_[s]->clear_read.write(true);
    if (states_[s].reading) row_sel_.set(states_[s].row, false);
    states_[s].reading = false;
    states_[s].busy = false;
    ++states_[s].event;
    registers_.set_busy(s, false);
    free_slot(s);
  }
  row_sel_o->write(row_sel_);
}

}  // namespace softbound
