// SPDX-License-Identifier: Apache-2.0
#include "aer_source.h"

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

AerSource::AerSource(const sc_core::sc_module_name& name, const std::vector<Spike>& spikes,
                     TimePs origin_ps, const ControlTiming& timing, TimingTable& table)
    : sc_module{name}, spikes_{spikes}, origin_ps_{origin_ps}, timing_{timing}, table_{table} {
  SC_HAS_PROCESS(AerSource);
  SC_METHOD(offer);
  sensitive << offer_;
  dont_initialize();
  SC_METHOD(on_acknowledge);
  sensitive << ack_i;
  dont_initialize();
  SC_METHOD(withdraw);
  sensitive << withdraw_;
  dont_initialize();
  arm(0);
}

void AerSource::arm(TimePs earliest_ps) {
  if (next_ == spikes_.size()) return;
  const TimePs due_ps = std::max(origin_ps_ + spikes_[next_].time_ps, earliest_ps);
  if (due_ps < stop_ps_) offer_.notify(sim_time(due_ps - now_ps()));
}

void AerSource::offer() {
  // An acknowledge that nobody asked for, of a glitch: the bus is not free before it has fallen.
  if (now_ps() >= stop_ps_ || up_ || ack_i->read()) return;
  addr_o->write(spikes_[next_].row);
  req_o->write(true);
  request_ps_ = now_ps();
  up_ = true;
  ++next_;
}

void AerSource::on_acknowledge() {
  if (!ack_i->read()) {
    if (!up_) arm(now_ps() + kAerResponsePs);
    return;
  }
  if (!up_ || acknowledged_up_) return;
  acknowledged_up_ = true;
  ++acknowledged_;
  const TimePs spike_ps = origin_ps_ + spikes_[next_ - 1].time_ps;
  const TimePs hold_ps = now_ps() - timing_.undelayed_acceptance_ps(spike_ps);
  if (hold_ps > 0) {
    table_.record(TimingQuantity::hold_time, hold_ps, now_ps(), [] { return "req"; });
  }
  if (listener_) {
    listener_({spikes_[next_ - 1].row, request_ps_ - origin_ps_, now_ps() - origin_ps_, hold_ps});
  }
  withdraw_.notify(sim_time(kAerResponsePs));
}

void AerSource::withdraw() {
  req_o->write(false);
  up_ = acknowledged_up_ = false;
  if (!ack_i->read()) arm(now_ps() + kAerResponsePs);
}

}  // namespace softbound
