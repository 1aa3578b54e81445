// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <systemc>
#include <tlm>

#include "chip/control_signals.h"
#include "core/time.h"

namespace softbound {

/// The registers of a control behind an APB as memory: what RegisterTarget is at level tlm, for
/// levels pin and rtl. The same accesses, the same times; a write of some bytes alone reads the
/// register first, since the APB has words only, and a write that the control refuses gets a
/// generic error. Nothing for a debugger: the APB takes time.
///
///     psel    __/~~~~~~~~~~~~~~~\__
///     penable __________/~~~~~~~\__
///               |<- T ->|<- T ->|
class RegistersToApb : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<RegistersToApb> socket{"socket"};

  /// @param period_ps T, the control's clock period
  RegistersToApb(const sc_core::sc_module_name& name, ControlSignals& pins, TimePs period_ps);

 private:
  struct Access {
    std::uint32_t address;
    bool is_write;
    std::uint32_t data;
    bool error;
  };
  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  bool perform(Access& access);
  void serve();

  ControlSignals& pins_;
  const TimePs period_ps_;
  sc_core::sc_mutex bus_{"bus"};  ///< one access after the other
  Access* access_ = nullptr;
  sc_core::sc_event start_, done_;
};

}  // namespace softbound
