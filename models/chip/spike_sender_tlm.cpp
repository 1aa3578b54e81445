// SPDX-License-Identifier: Apache-2.0
#include "chip/spike_sender_tlm.h"

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

SpikeSenderTlm::SpikeSenderTlm(const ControlTiming& timing, RegisterBank& registers,
                               std::size_t columns, sc_core::sc_event& freed)
    : timing_{timing},
      registers_{registers},
      freed_{freed},
      waiting_(columns),
      since_ps_(columns, 0),
      fire_free_ps_(columns, 0),
      last_{static_cast<std::uint32_t>(columns - 1)} {
  aer_o.bind(*this);
}

// A pulse that would run into the last one cannot be told from it, see OutputNeuronModule.
void SpikeSenderTlm::fire(std::size_t column, TimePs time_ps) {
  if (time_ps < fire_free_ps_[column]) return;
  fire_free_ps_[column] = time_ps + 2 * fire_pulse_ps(timing_);
  const auto index = static_cast<std::uint32_t>(column);
  if (timing_.clocked()) {
    arrivals_.push_back({timing_.grid().edge_after(time_ps) + 2 * timing_.clock_period_ps, index});
  } else {
    arrive(index, time_ps);
  }
}

void SpikeSenderTlm::arrive(std::uint32_t column, TimePs time_ps) {
  if (waiting_.test(column)) {
    registers_.count(ControlCounter::out_dropped);
    return;
  }
  if (!waiting_.any()) oldest_ps_ = time_ps;
  waiting_.set(column);
  since_ps_[column] = time_ps;
  registers_.count(ControlCounter::out_spikes);
}

// A clocked sender sees what arrived before the edge.
TimePs SpikeSenderTlm::step_ps() const {
  if (busy_ || !waiting_.any()) return kNever;
  return std::max(ready_ps_, oldest_ps_ + (timing_.clocked() ? timing_.clock_period_ps : 0));
}

TimePs SpikeSenderTlm::next_ps() const {
  return std::min(step_ps(), arrivals_.empty() ? kNever : arrivals_.front().time_ps);
}

// A spike that leaves at an edge makes room for one that arrives at it.
void SpikeSenderTlm::play(TimePs time_ps) {
  if (step_ps() <= time_ps) send(time_ps);
  while (!arrivals_.empty() && arrivals_.front().time_ps <= time_ps) {
    arrive(arrivals_.front().column, time_ps);
    arrivals_.pop_front();
  }
}

void SpikeSenderTlm::hold_back(TimePs time_ps) {
  if (timing_.clocked()) ready_ps_ = std::max(ready_ps_, time_ps + timing_.clock_period_ps);
}

std::uint32_t SpikeSenderTlm::next_column(TimePs time_ps) const {
  const auto columns = static_cast<std::uint32_t>(waiting_.width());
  std::uint32_t column =
      registers_.arbitration() == Arbitration::round_robin ? (last_ + 1) % columns : 0;
  const TimePs latest_ps = timing_.clocked() ? time_ps - 1 : time_ps;
  while (!waiting_.test(column) || since_ps_[column] > latest_ps) column = (column + 1) % columns;
  return column;
}

void SpikeSenderTlm::send(TimePs time_ps) {
  last_ = next_column(time_ps);
  waiting_.set(last_, false);
  oldest_ps_ = kNever;
  waiting_.for_each(
      [this](std::size_t column) { oldest_ps_ = std::min(oldest_ps_, since_ps_[column]); });
  busy_ = true;
  payload_.address = last_;
  call(AerPhase::req_rise, time_ps);
}

void SpikeSenderTlm::call(AerPhase phase, TimePs time_ps) {
  sc_core::sc_time delay = sim_time(time_ps - now_ps());
  if (aer_o->nb_transport_fw(payload_, phase, delay) != tlm::TLM_ACCEPTED) {
    on_answer(phase, now_ps() + static_cast<TimePs>(delay.value()));
  }
}

tlm::tlm_sync_enum SpikeSenderTlm::nb_transport_bw(AerPayload&, AerPhase& phase,
                                                   sc_core::sc_time& delay) {
  const TimePs time_ps = now_ps() + static_cast<TimePs>(delay.value());
  if (phase == AerPhase::ack_rise) {
    phase = AerPhase::req_fall;
    delay = sim_time(seen_ps(time_ps) - now_ps());
    return tlm::TLM_UPDATED;
  }
  on_answer(phase, time_ps);
  freed_.notify(sc_core::SC_ZERO_TIME);
  return tlm::TLM_COMPLETED;
}

void SpikeSenderTlm::on_answer(AerPhase phase, TimePs time_ps) {
  if (phase == AerPhase::ack_rise) return call(AerPhase::req_fall, seen_ps(time_ps));
  busy_ = false;
  ready_ps_ = seen_ps(time_ps);
}

// When the sender acts on an edge of the acknowledge.
TimePs SpikeSenderTlm::seen_ps(TimePs acknowledge_ps) const {
  if (!timing_.clocked()) return acknowledge_ps + kAerResponsePs;
  return timing_.grid().edge_after(acknowledge_ps) + 2 * timing_.clock_period_ps;
}

}  // namespace softbound
