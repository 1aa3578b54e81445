// SPDX-License-Identifier: Apache-2.0
#include "chip/pins_to_aer.h"

namespace softbound {

PinsToAer::PinsToAer(const sc_core::sc_module_name& name) : sc_module{name} {
  aer_o.bind(*this);
  SC_HAS_PROCESS(PinsToAer);
  SC_METHOD(on_address);
  sensitive << addr_i;
  dont_initialize();
  SC_METHOD(on_request);
  sensitive << req_i;
  dont_initialize();
  SC_METHOD(drive);
  sensitive << acknowledges_.due();
  dont_initialize();
}

// An address that changes while its request is up is passed on as it is, for the target and its
// checkers to see.
void PinsToAer::on_address() { payload_.address = addr_i->read(); }

void PinsToAer::on_request() {
  payload_.address = addr_i->read();
  AerPhase phase = req_i->read() ? AerPhase::req_rise : AerPhase::req_fall;
  const AerPhase asked = phase;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  const auto status = aer_o->nb_transport_fw(payload_, phase, delay);
  if (status != tlm::TLM_ACCEPTED && phase != asked) on_answer(phase, delay);
}

tlm::tlm_sync_enum PinsToAer::nb_transport_bw(AerPayload&, AerPhase& phase,
                                              sc_core::sc_time& delay) {
  on_answer(phase, delay);
  return phase == AerPhase::ack_fall ? tlm::TLM_COMPLETED : tlm::TLM_ACCEPTED;
}

void PinsToAer::on_answer(AerPhase phase, const sc_core::sc_time& delay) {
  acknowledges_.drive(now_ps() + static_cast<TimePs>(delay.value()), phase == AerPhase::ack_rise);
}

void PinsToAer::drive() {
  acknowledges_.write_due([this](bool acknowledge) { ack_o->write(acknowledge); });
}

}  // namespace softbound
