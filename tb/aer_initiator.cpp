// SPDX-License-Identifier: Apache-2.0
#include "aer_initiator.h"

#include <tlm_utils/tlm_quantumkeeper.h>

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

AerInitiator::AerInitiator(const sc_core::sc_module_name& name, const std::vector<Spike>& spikes,
                           TimePs origin_ps, const ControlTiming& timing, TimingTable& table)
    : sc_module{name}, spikes_{spikes}, origin_ps_{origin_ps}, timing_{timing}, table_{table} {
  aer_o.bind(*this);
  SC_HAS_PROCESS(AerInitiator);
  SC_METHOD(offer);
  sensitive << offer_;
  dont_initialize();
}

void AerInitiator::arm(TimePs earliest_ps) {
  if (next_ == spikes_.size()) return;
  const TimePs next_ps = std::max(due_ps(), earliest_ps);
  if (next_ps < stop_ps_) offer_.notify(sim_time(next_ps - now_ps()));
}

void AerInitiator::offer() {
  if (now_ps() >= stop_ps_) return;
  request_ps_ = now_ps();
  payload_.address = spikes_[next_++].row;
  AerPhase phase = AerPhase::req_rise;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  if (aer_o->nb_transport_fw(payload_, phase, delay) == tlm::TLM_ACCEPTED) return;
  on_acknowledge(now_ps() + static_cast<TimePs>(delay.value()));
  phase = AerPhase::req_fall;
  delay += sim_time(kAerResponsePs);
  if (aer_o->nb_transport_fw(payload_, phase, delay) == tlm::TLM_ACCEPTED) return;
  end(now_ps() + static_cast<TimePs>(delay.value()));
}

tlm::tlm_sync_enum AerInitiator::nb_transport_bw(AerPayload&, AerPhase& phase,
                                                 sc_core::sc_time& delay) {
  const TimePs time_ps = now_ps() + static_cast<TimePs>(delay.value());
  if (phase == AerPhase::ack_rise) {
    on_acknowledge(time_ps);
    phase = AerPhase::req_fall;
    delay += sim_time(kAerResponsePs);
    return tlm::TLM_UPDATED;
  }
  end(time_ps);
  return tlm::TLM_COMPLETED;
}

void AerInitiator::on_acknowledge(TimePs time_ps) {
  ++acknowledged_;
  const auto signal = [] { return "aer_o"; };
  table_.record(TimingQuantity::request_to_acknowledge, time_ps - request_ps_, time_ps, signal);
  const TimePs spike_ps = origin_ps_ + spikes_[next_ - 1].time_ps;
  const TimePs hold_ps = time_ps - timing_.undelayed_acceptance_ps(spike_ps);
  if (hold_ps > 0) table_.record(TimingQuantity::hold_time, hold_ps, time_ps, signal);
  if (listener_) {
    listener_({spikes_[next_ - 1].row, request_ps_ - origin_ps_, time_ps - origin_ps_, hold_ps});
  }
}

void AerInitiator::end(TimePs time_ps) { arm(time_ps + kAerResponsePs); }

void AerInitiator::play_loosely(TimePs quantum_ps, const std::function<void()>& on_sync) {
  tlm::tlm_global_quantum::instance().set(sim_time(quantum_ps));
  tlm_utils::tlm_quantumkeeper keeper;
  keeper.reset();
  const auto sync_if_needed = [&] {
    if (!keeper.need_sync()) return;
    keeper.sync();
    on_sync();
  };
  while (next_ < spikes_.size()) {
    const TimePs free_ps = static_cast<TimePs>(keeper.get_current_time().value());
    keeper.set(sim_time(std::max(due_ps(), free_ps) - now_ps()));
    sync_if_needed();
    request_ps_ = static_cast<TimePs>(keeper.get_current_time().value());
    if (request_ps_ >= stop_ps_) return;
    payload_.address = spikes_[next_++].row;
    payload_.deadline_ps = stop_ps_;
    sc_core::sc_time delay = keeper.get_local_time();
    aer_o->b_transport(payload_, delay);
    keeper.set(delay);
    if (!payload_.acknowledged) return;
    on_acknowledge(payload_.acknowledged_ps);
  }
  keeper.sync();
}

tlm::tlm_sync_enum AerSink::nb_transport_fw(AerPayload&, AerPhase& phase, sc_core::sc_time&) {
  const bool rises = phase == AerPhase::req_rise;
  phase = rises ? AerPhase::ack_rise : AerPhase::ack_fall;
  return rises ? tlm::TLM_UPDATED : tlm::TLM_COMPLETED;
}

void AerSink::b_transport(AerPayload& payload, sc_core::sc_time& delay) {
  payload.acknowledged = true;
  payload.acknowledged_ps = now_ps() + static_cast<TimePs>(delay.value());
}

}  // namespace softbound
