// SPDX-License-Identifier: Apache-2.0
#include "chip/aer_to_pins.h"

#include <algorithm>

#include "core/control_timing.h"

namespace softbound {

AerToPins::AerToPins(const sc_core::sc_module_name& name) : sc_module{name} {
  aer_i.bind(*this);
  SC_HAS_PROCESS(AerToPins);
  SC_METHOD(drive);
  sensitive << requests_.due();
  dont_initialize();
  SC_METHOD(on_acknowledge);
  sensitive << ack_i;
  dont_initialize();
}

void AerToPins::drive() {
  requests_.write_due([this](const Request& request) {
    addr_o->write(request.address);
    req_o->write(request.up);
  });
}

// Whether a withdrawn request is still answered, the control alone knows.
tlm::tlm_sync_enum AerToPins::nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                              sc_core::sc_time& delay) {
  payload_ = &payload;
  requests_.drive(now_ps() + static_cast<TimePs>(delay.value()),
                  {phase == AerPhase::req_rise, payload.address});
  return tlm::TLM_ACCEPTED;
}

void AerToPins::on_acknowledge() {
  if (payload_ == nullptr) return;
  AerPayload& payload = *payload_;
  AerPhase phase = ack_i->read() ? AerPhase::ack_rise : AerPhase::ack_fall;
  if (!ack_i->read()) payload_ = nullptr;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  if (aer_i->nb_transport_bw(payload, phase, delay) == tlm::TLM_UPDATED) {
    nb_transport_fw(payload, phase, delay);
  }
}

void AerToPins::b_transport(AerPayload& payload, sc_core::sc_time& delay) {
  wait(delay);
  delay = sim_time(kAerResponsePs);
  payload.acknowledged = false;
  requests_.drive(now_ps(), {true, payload.address});
  if (payload.deadline_ps == kNever) {
    wait(ack_i->posedge_event());
  } else {
    wait(sim_time(std::max<TimePs>(payload.deadline_ps - now_ps(), 0)), ack_i->posedge_event());
  }
  if (!ack_i->read()) {
    requests_.drive(now_ps(), {false, payload.address});
    return;
  }
  payload.acknowledged = true;
  payload.acknowledged_ps = now_ps();
  requests_.drive(now_ps() + kAerResponsePs, {false, payload.address});
  wait(ack_i->negedge_event());
}

}  // namespace softbound
