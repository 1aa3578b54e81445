// SPDX-License-Identifier: Apache-2.0
#include "chip/registers_to_apb.h"

#include "chip/register_payload.h"
#include "chip/sim_time.h"

namespace softbound {

RegistersToApb::RegistersToApb(const sc_core::sc_module_name& name, ControlSignals& pins,
                               TimePs period_ps)
    : sc_module{name}, pins_{pins}, period_ps_{period_ps} {
  socket.register_b_transport(this, &RegistersToApb::b_transport);
  SC_HAS_PROCESS(RegistersToApb);
  SC_THREAD(serve);
}

// Whoever calls, one process drives the wires.
void RegistersToApb::serve() {
  while (true) {
    wait(start_);
    pins_.psel = true;
    pins_.pwrite = access_->is_write;
    pins_.paddr = access_->address;
    if (access_->is_write) pins_.pwdata = access_->data;
    wait(sim_time(period_ps_));
    pins_.penable = true;
    wait(sim_time(period_ps_));
    access_->error = pins_.pslverr.read();
    if (!access_->is_write) access_->data = pins_.prdata.read();
    pins_.psel = false;
    pins_.penable = false;
    done_.notify(sc_core::SC_ZERO_TIME);
  }
}

/// @return whether the control took it
bool RegistersToApb::perform(Access& access) {
  access_ = &access;
  start_.notify(sc_core::SC_ZERO_TIME);
  wait(done_);
  return !access.error;
}

void RegistersToApb::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  wait(delay);
  delay = sc_core::SC_ZERO_TIME;
  const auto word = RegisterWord::of(payload);
  if (!word) return;
  bus_.lock();
  const bool whole = word->enabled == 0xffffffffu;
  Access read{word->address, false, 0, false};
  const bool exists = (word->is_write && whole) || perform(read);
  if (!exists) {
    payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
  } else if (word->is_write) {
    Access write{word->address, true, word->merged(read.data), false};
    payload.set_response_status(perform(write) ? tlm::TLM_OK_RESPONSE
                                               : tlm::TLM_GENERIC_ERROR_RESPONSE);
  } else {
    word->answer(payload, read.data);
  }
  bus_.unlock();
}

}  // namespace softbound
