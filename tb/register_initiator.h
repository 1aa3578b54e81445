// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <systemc>
#include <tlm>

namespace softbound {

/// Software's side of a register socket: what RegisterPort is with wires. For threads.
class RegisterInitiator : public sc_core::sc_module {
 public:
  tlm_utils::simple_initiator_socket<RegisterInitiator> socket{"socket"};

  explicit RegisterInitiator(const sc_core::sc_module_name& name) : sc_module{name} {}

  /// Two clock periods each.
  /// @throws InputError if the target answers with an error
  void write(std::uint32_t address, std::uint32_t data);
  std::uint32_t read(std::uint32_t address);

 private:
  tlm::tlm_response_status access(tlm::tlm_command command, std::uint32_t address,
                                  std::uint32_t& data);
};

}  // namespace softbound
