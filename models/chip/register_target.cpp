// SPDX-License-Identifier: Apache-2.0
#include "chip/register_target.h"

#include <cstring>

#include "chip/register_payload.h"
#include "chip/sim_time.h"

namespace softbound {

RegisterTarget::RegisterTarget(const sc_core::sc_module_name& name, const ControlTiming& timing,
                               RegisterAccess& registers)
    : sc_module{name}, timing_{timing}, registers_{registers} {
  socket.register_b_transport(this, &RegisterTarget::b_transport);
  socket.register_transport_dbg(this, &RegisterTarget::transport_dbg);
}

void RegisterTarget::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  wait(delay);
  delay = sc_core::SC_ZERO_TIME;
  const auto word = RegisterWord::of(payload);
  if (!word) return;
  const sc_core::sc_time period = sim_time(timing_.clock_period_ps);
  bus_.lock();
  if (word->is_write) {
    const auto held = registers_.read_register(word->address);
    const std::uint32_t data = word->merged(held.value_or(0));
    const bool accepted = registers_.accepts(word->address, data);
    payload.set_response_status(accepted ? tlm::TLM_OK_RESPONSE : refusal(held.has_value()));
    if (accepted) {
      const TimePs access_ps = now_ps() + timing_.clock_period_ps;
      registers_.write_at(timing_.clocked() ? timing_.grid().edge_after(access_ps) : access_ps,
                          word->address, data);
    }
    wait(2 * period);
  } else {
    wait(period);
    if (const auto held = registers_.read_register(word->address)) {
      word->answer(payload, *held);
    } else {
      payload.set_response_status(refusal(false));
    }
    wait(period);
  }
  bus_.unlock();
}

unsigned RegisterTarget::transport_dbg(tlm::tlm_generic_payload& payload) {
  constexpr unsigned kWordBytes = 4;
  const auto first = static_cast<std::uint32_t>(payload.get_address());
  unsigned done = 0;
  if (payload.get_address() > 0xfff || first % kWordBytes != 0) return done;
  for (; done + kWordBytes <= payload.get_data_length(); done += kWordBytes) {
    unsigned char* const bytes = payload.get_data_ptr() + done;
    const std::uint32_t address = first + done;
    const auto held = registers_.read_register(address);
    if (!held) break;
    std::uint32_t word = *held;
    if (payload.is_write()) {
      std::memcpy(&word, bytes, kWordBytes);
      if (!registers_.accepts(address, word)) break;
      registers_.write_now(address, word);
    } else if (payload.is_read()) {
      std::memcpy(bytes, &word, kWordBytes);
    }
  }
  payload.set_response_status(done > 0 ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
  return done;
}

}  // namespace softbound
