// SPDX-License-Identifier: Apache-2.0
//
// What comes from outside: handshakes on the AER bus, and registers.
#include <algorithm>

#include "chip/chip_tlm.h"
#include "chip/sim_time.h"

namespace softbound {

namespace {

TimePs time_of(const sc_core::sc_time& delay) {
  return now_ps() + static_cast<TimePs>(delay.value());
}

}  // namespace

TimePs ChipTlm::ready_ps(TimePs request_ps) const {
  return std::max(timing_.undelayed_acceptance_ps(request_ps),
                  previous_ps_ + timing_.acceptance_interval_ps());
}

tlm::tlm_sync_enum ChipTlm::nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                            sc_core::sc_time& delay) {
  const TimePs time_ps = time_of(delay);
  if (phase == AerPhase::req_rise) {
    head_ = {};
    head_.payload = &payload;
    head_.ready_ps = head_.evaluate_ps = ready_ps(time_ps);
    head_.request_ps = time_ps;
    if (registers_.enabled()) {
      const TimePs free_ps = head_free_ps();
      sample_for(free_ps);
      wake_.notify(sim_time(free_ps - now_ps()));
    }
    return tlm::TLM_ACCEPTED;
  }
  if (!head_.taken) {
    head_.fallen_ps = time_ps;
    if (head_.evaluate_ps < request_seen_until_ps()) return tlm::TLM_ACCEPTED;
    head_ = {};
    return tlm::TLM_COMPLETED;
  }
  phase = AerPhase::ack_fall;
  delay = sim_time(timing_.acknowledge_fall_ps(time_ps) - now_ps());
  head_ = {};
  tell_blocked();
  return tlm::TLM_COMPLETED;
}

// From then on the control knows that the request has fallen.
TimePs ChipTlm::request_seen_until_ps() const {
  if (head_.fallen_ps == kNever || !timing_.clocked()) return head_.fallen_ps;
  return timing_.grid().edge_after(head_.fallen_ps) + 2 * timing_.clock_period_ps;
}

// When the spike at the head need not wait any more, as far as is known now.
TimePs ChipTlm::head_free_ps() const {
  if (head_.evaluate_ps == kNever || head_.payload->address >= rows_) return head_.evaluate_ps;
  return schedule_.free_from(head_.evaluate_ps, head_.payload->address);
}

void ChipTlm::look_at_head_from(TimePs time_ps) {
  if (head_.payload == nullptr || head_.taken) return;
  head_.evaluate_ps = std::min(head_.evaluate_ps, std::max(head_.ready_ps, time_ps));
}

// A clocked control that is to decide at an edge, by what UP and DN were as the spike arrived, has
// to look at them before.
void ChipTlm::sample_for(TimePs edge_ps) {
  if (!timing_.clocked() || registers_.latch() != LatchInstant::arrival) return;
  const TimePs time_ps = sampled_ps(edge_ps);
  auto at = early_samples_.end();
  while (at != early_samples_.begin() && std::prev(at)->edge_ps >= edge_ps) --at;
  if (at != early_samples_.end() && at->edge_ps == edge_ps) return;
  early_samples_.insert(at,
                        {time_ps, edge_ps, false, Bits(neurons_.size()), Bits(neurons_.size())});
}

void ChipTlm::evaluate(TimePs time_ps) {
  head_.evaluate_ps = kNever;
  if (time_ps >= request_seen_until_ps()) {
    head_ = {};
    tell_blocked();
    return;
  }
  if (!registers_.enabled()) return;
  const std::uint32_t row = head_.payload->address;
  if (timing_.clocked() && soft_reset_ps_ == time_ps) {
    if (blocked_at_soft_reset_) hold_head();
    return;
  }
  if (row < rows_) {
    const TimePs free_ps = schedule_.free_from(time_ps, row);
    if (free_ps > time_ps) {
      hold_head();
      head_.evaluate_ps = free_ps;
      return;
    }
  }
  take(time_ps, row, false);
  head_.taken = true;
  acknowledge();
}

void ChipTlm::hold_head() {
  if (!head_.held) registers_.count(ControlCounter::held);
  head_.held = true;
}

void ChipTlm::take(TimePs time_ps, std::uint32_t row, bool held) {
  Taken taken{{}, schedule_.phases(), held, row >= rows_};
  taken.event.time_ps = time_ps;
  if (!taken.bad_address) schedule_.take(row, time_ps, taken.event);
  taken_.push_back(taken);
  previous_ps_ = time_ps;
}

// A request that is withdrawn within the two cycles that a clocked control takes to see it fall has
// fallen already.
void ChipTlm::acknowledge() {
  AerPayload& payload = *head_.payload;
  AerPhase phase = AerPhase::ack_rise;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  const auto status = aer_i->nb_transport_bw(payload, phase, delay);
  if (head_.fallen_ps == kNever) {
    if (status == tlm::TLM_ACCEPTED) return;
    head_.fallen_ps = time_of(delay);
  }
  const TimePs fall_ps = timing_.acknowledge_fall_ps(head_.fallen_ps);
  head_ = {};
  tell_blocked();
  phase = AerPhase::ack_fall;
  delay = sim_time(fall_ps - now_ps());
  aer_i->nb_transport_bw(payload, phase, delay);
}

// The kernel's time is waited for only while the control is disabled or the bus is in use.
void ChipTlm::b_transport(AerPayload& payload, sc_core::sc_time& delay) {
  const TimePs request_ps = time_of(delay);
  const TimePs deadline_ps = payload.deadline_ps;
  payload.acknowledged = false;
  TimePs earliest_ps = 0;
  while ((head_.payload != nullptr || !registers_.enabled()) && now_ps() < deadline_ps) {
    ++blocked_;
    if (deadline_ps == kNever) {
      wait(free_);
    } else {
      wait(sim_time(deadline_ps - now_ps()), free_);
    }
    --blocked_;
    earliest_ps = now_ps() + (timing_.clocked() ? timing_.clock_period_ps : 0);
  }
  const TimePs ready_ps = std::max(this->ready_ps(request_ps), earliest_ps);
  const TimePs free_ps =
      payload.address < rows_ ? schedule_.free_from(ready_ps, payload.address) : ready_ps;
  const bool held = free_ps > ready_ps;
  if (free_ps >= deadline_ps) {
    if (held && ready_ps < deadline_ps) registers_.count(ControlCounter::held);
    delay = sim_time(std::max<TimePs>(deadline_ps - now_ps(), 0));
    return;
  }
  sample_for(free_ps);
  take(free_ps, payload.address, held);
  wake_.notify(sim_time(free_ps - now_ps()));
  payload.acknowledged = true;
  payload.acknowledged_ps = free_ps;
  delay =
      sim_time(timing_.acknowledge_fall_ps(free_ps + kAerResponsePs) + kAerResponsePs - now_ps());
}

void ChipTlm::tell_blocked() {
  if (blocked_ > 0) free_.notify(sc_core::SC_ZERO_TIME);
}

bool ChipTlm::accepts(std::uint32_t address, std::uint32_t data) const {
  return registers_.accepts(address, data);
}

void ChipTlm::write_at(TimePs time_ps, std::uint32_t address, std::uint32_t data) {
  writes_.push_back({time_ps, address, data, false});
  wake_.notify(sim_time(time_ps - now_ps()));
  if (head_.payload != nullptr && !head_.taken) sample_for(time_ps + timing_.clock_period_ps);
}

std::optional<std::uint32_t> ChipTlm::read_register(std::uint32_t address) {
  catch_up();
  if (address == control_register::kStatus) {
    const Bits busy = schedule_.busy_at(now_ps());
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      registers_.set_busy(slot, busy.test(slot));
    }
    registers_.idle = !busy.any() && head_.payload == nullptr && taken_.empty() && sender_.quiet();
    registers_.request_waiting = head_.payload != nullptr && !head_.taken;
  }
  return registers_.read(address);
}

void ChipTlm::write_now(std::uint32_t address, std::uint32_t data) {
  catch_up();
  registers_.write(address, data);
  on_registers();
  look_at_head_from(now_ps());
  arm();
}

// What a write clears it clears before all else that happens then.
void ChipTlm::begin_write(RegisterWrite& write) {
  if (RegisterBank::clears(write.address)) {
    registers_.write(write.address, write.data);
    writes_.pop_front();
    return;
  }
  write.begun = true;
  if (RegisterBank::soft_resets(write.address, write.data)) soft_reset(write.time_ps);
}

// All events end at once. A clocked control has this instant to itself: nothing is accepted, no
// output spike leaves.
void ChipTlm::soft_reset(TimePs time_ps) {
  soft_reset_ps_ = time_ps;
  blocked_at_soft_reset_ = head_.payload != nullptr && head_.payload->address < rows_ &&
                           schedule_.free_from(time_ps, head_.payload->address) > time_ps;
  for (SlotState& slot : slots_) give_up(slot, time_ps);
  schedule_.free_all(time_ps);
  sender_.hold_back(time_ps);
  look_at_head_from(time_ps);
}

// What was set counts from now on; clocked logic acts on it at the next edge.
void ChipTlm::end_write(const RegisterWrite& write) {
  registers_.write(write.address, write.data);
  if (soft_reset_ps_ == write.time_ps) sender_.soft_reset();
  on_registers();
  look_at_head_from(write.time_ps + (timing_.clocked() ? timing_.clock_period_ps : 0));
}

void ChipTlm::on_registers() {
  array_.enable(registers_.column_mask());
  schedule_.set_phases(registers_.phases());
  schedule_.set_busy_policy(registers_.busy_policy());
  schedule_.set_slots_in_use(registers_.slots_in_use());
  if (registers_.enabled()) tell_blocked();
}

}  // namespace softbound
