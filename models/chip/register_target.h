// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <optional>
#include <systemc>
#include <tlm>

#include "core/control_timing.h"
#include "core/time.h"

namespace softbound {

/// What a register socket gives access to.
class RegisterAccess {
 public:
  virtual ~RegisterAccess() = default;
  /// @return false if a write is to be answered with an error
  virtual bool accepts(std::uint32_t address, std::uint32_t data) const = 0;
  /// The value from this time on, which is to come.
  virtual void write_at(TimePs time_ps, std::uint32_t address, std::uint32_t data) = 0;
  /// The register now, or nothing if there is none.
  virtual std::optional<std::uint32_t> read_register(std::uint32_t address) = 0;
  /// A debugger's write: no time passes and nothing happens but the register's new value.
  virtual void write_now(std::uint32_t address, std::uint32_t data) = 0;
};

/// The registers as memory: a TLM-2.0 target of the base protocol, one 32-bit word at a time.
///
///     write  |<- period ->|<- period ->|   takes effect in the second one, as on the APB: at its
///            call                   return   start (self-timed) or at the next clock edge
///            (clocked)
///     read   the value after the first period
///
/// An initiator that runs ahead is waited for: its delay is 0 on return. Responses: address error
/// for a register that does not exist, burst error for anything but a word, byte enable error,
/// command error for a write to what can only be read, or of a value without meaning. Debug
/// transport reads and writes whole words, however many. No direct memory: reads have to see what
/// counters say.
class RegisterTarget : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<RegisterTarget> socket{"socket"};

  RegisterTarget(const sc_core::sc_module_name& name, const ControlTiming& timing,
                 RegisterAccess& registers);

 private:
  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  unsigned transport_dbg(tlm::tlm_generic_payload& payload);

  const ControlTiming timing_;
  RegisterAccess& registers_;
  sc_core::sc_mutex bus_{"bus"};  ///< one access after the other
};

}  // namespace softbound
