// SPDX-License-Identifier: Apache-2.0
#include "register_initiator.h"

#include <fmt/format.h>

#include "core/error.h"
#include "register_port.h"

namespace softbound {

tlm::tlm_response_status RegisterInitiator::access(tlm::tlm_command command, std::uint32_t address,
                                                   std::uint32_t& data) {
  tlm::tlm_generic_payload payload;
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(reinterpret_cast<unsigned char*>(&data));
  payload.set_data_length(sizeof data);
  payload.set_streaming_width(sizeof data);
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  socket->b_transport(payload, delay);
  wait(delay);
  return payload.get_response_status();
}

void RegisterInitiator::write(std::uint32_t address, std::uint32_t data) {
  if (access(tlm::TLM_WRITE_COMMAND, address, data) != tlm::TLM_OK_RESPONSE) {
    RegisterPort::refuse(address, data);
  }
}

std::uint32_t RegisterInitiator::read(std::uint32_t address) {
  std::uint32_t data = 0;
  if (access(tlm::TLM_READ_COMMAND, address, data) != tlm::TLM_OK_RESPONSE) {
    throw InputError{fmt::format("register 0x{:03x}: expected one that exists", address)};
  }
  return data;
}

}  // namespace softbound
