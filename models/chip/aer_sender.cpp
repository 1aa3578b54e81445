// SPDX-License-Identifier: Apache-2.0
#include "chip/aer_sender.h"

#include "chip/sim_time.h"

namespace softbound {

AerSender::AerSender(const sc_core::sc_module_name& name, const ControlTiming& timing)
    : sc_module{name}, timing_{timing}, acknowledge_{false, 4 * timing.clock_period_ps} {
  SC_HAS_PROCESS(AerSender);
  SC_METHOD(on_acknowledge);
  sensitive << ack_i;
  dont_initialize();
}

void AerSender::end_of_elaboration() {
  SC_HAS_PROCESS(AerSender);
  SC_METHOD(step);
  sensitive << step_ << spikes_i->arrived();
  dont_initialize();
}

void AerSender::on_acknowledge() {
  if (in_reset_) return;
  acknowledge_.record(now_ps(), ack_i->read());
  if (timing_.clocked()) {
    step_.notify(
        sim_time(timing_.grid().edge_after(now_ps()) + 2 * timing_.clock_period_ps - now_ps()));
  } else {
    ready_ps_ = now_ps() + kAerResponsePs;
    step_.notify(sim_time(kAerResponsePs));
  }
}

bool AerSender::acknowledged() const {
  if (!timing_.clocked()) return acknowledge_.latest();
  return acknowledge_.before(now_ps() - 2 * timing_.clock_period_ps);
}

void AerSender::reset() {
  in_reset_ = true;
  acknowledge_.reset(false);
  step_.cancel_all();
  ready_ps_ = 0;
  request_ = false;
  req_o->write(false);
  addr_o->write(0);
}

void AerSender::release() {
  in_reset_ = false;
  if (ack_i->read()) on_acknowledge();
}

bool AerSender::quiet() const {
  if (!timing_.clocked()) return !request_ && !ack_i->read();
  const TimePs edge_ps = latest_edge_ps(timing_);
  return !request_ && !acknowledge_.before(edge_ps) &&
         !acknowledge_.before(edge_ps - timing_.clock_period_ps);
}

void AerSender::step() {
  if (in_reset_) return;
  if (!timing_.clocked() && now_ps() < ready_ps_) return;
  const bool acknowledge = acknowledged();
  if (request_ && acknowledge) {
    request_ = false;
    req_o->write(false);
  } else if (!request_ && !acknowledge) {
    if (const auto column = spikes_i->take()) {
      request_ = true;
      addr_o->write(*column);
      req_o->write(true);
    }
  }
}

}  // namespace softbound
