// SPDX-License-Identifier: Apache-2.0
#include "chip/aer_receiver.h"

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

AerReceiver::AerReceiver(const sc_core::sc_module_name& name, const ControlTiming& timing)
    : sc_module{name}, timing_{timing}, request_{false, 4 * timing.clock_period_ps} {
  SC_HAS_PROCESS(AerReceiver);
  SC_METHOD(on_request);
  sensitive << req_i;
  dont_initialize();
  SC_METHOD(on_synchronised);
  sensitive << synchronised_;
  dont_initialize();
  SC_METHOD(on_ripe);
  sensitive << ripe_event_;
  dont_initialize();
  SC_METHOD(on_taken);
  sensitive << taken_i;
  dont_initialize();
  SC_METHOD(on_ack_fall);
  sensitive << ack_fall_;
  dont_initialize();
}

void AerReceiver::on_request() {
  if (in_reset_) return;
  if (timing_.clocked()) {
    // Two flip-flops: logic sees the change at the second edge after the first one past it.
    request_.record(now_ps(), req_i->read());
    synchronised_.notify(
        sim_time(timing_.grid().edge_after(now_ps()) + 2 * timing_.clock_period_ps - now_ps()));
  } else if (req_i->read()) {
    const TimePs ripe_ps =
        std::max(now_ps() + timing_.t_request_ps, accepted_ps_ + timing_.t_cycle_ps);
    ripe_event_.cancel();
    ripe_event_.notify(sim_time(ripe_ps - now_ps()));
  } else {
    ripe_event_.cancel();
    ripe_ = false;
    valid_o->write(false);
    if (ack_o->read()) ack_fall_.notify(sim_time(kAerResponsePs));
  }
}

void AerReceiver::on_synchronised() {
  const bool request = request_.before(now_ps() - 2 * timing_.clock_period_ps);
  if (!request) ack_o->write(false);
  if (request && !ack_o->read() && !ripe_) {
    ripe_ = true;
    valid_o->write(true);
  } else if (!request) {
    ripe_ = false;
    valid_o->write(false);
  }
}

void AerReceiver::on_ripe() {
  ripe_ = true;
  valid_o->write(true);
}

void AerReceiver::on_taken() {
  accepted_ps_ = now_ps();
  ripe_ = false;
  valid_o->write(false);
  ack_o->write(true);
  // A request that is withdrawn as it is taken has fallen already.
  if (!timing_.clocked() && !req_i->read()) ack_fall_.notify(sim_time(kAerResponsePs));
}

void AerReceiver::on_ack_fall() { ack_o->write(false); }

void AerReceiver::reset() {
  in_reset_ = true;
  request_.reset(false);
  synchronised_.cancel_all();
  ripe_event_.cancel();
  ack_fall_.cancel();
  ripe_ = false;
  accepted_ps_ = -kNever / 2;
  valid_o->write(false);
  ack_o->write(false);
}

void AerReceiver::release() {
  in_reset_ = false;
  if (req_i->read()) on_request();
}

bool AerReceiver::waiting() const {
  if (!timing_.clocked()) return req_i->read() && !ack_o->read();
  return request_.before(latest_edge_ps(timing_) - timing_.clock_period_ps) && !ack_o->read();
}

bool AerReceiver::quiet() const {
  if (!timing_.clocked()) return !req_i->read() && !ack_o->read();
  const TimePs edge_ps = latest_edge_ps(timing_);
  return !request_.before(edge_ps) && !request_.before(edge_ps - timing_.clock_period_ps) &&
         !ack_o->read();
}

}  // namespace softbound
