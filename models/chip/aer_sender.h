// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "chip/history.h"
#include "chip/spike_arbiter.h"
#include "core/control_timing.h"

namespace softbound {

/// Sending end of an AER bus, four phases: one output spike after the other leaves the chip.
///
///     req_o  __/~~~~~~\_____   addr_o is stable while req_o is high
///     ack_i  ____/~~~~~~~\__
class AerSender : public sc_core::sc_module {
 public:
  sc_core::sc_port<WaitingSpikes> spikes_i{"spikes_i"};
  sc_core::sc_out<bool> req_o{"req_o"};
  sc_core::sc_out<std::uint32_t> addr_o{"addr_o"};
  sc_core::sc_in<bool> ack_i{"ack_i"};

  AerSender(const sc_core::sc_module_name& name, const ControlTiming& timing);

  void reset();
  void release();
  /// The handshake is at rest.
  bool quiet() const;

 private:
  void end_of_elaboration() override;
  void on_acknowledge();
  void step();
  bool acknowledged() const;

  const ControlTiming timing_;
  History<bool> acknowledge_;
  TimePs ready_ps_ = 0;  // self-timed: the next request may rise
  bool request_ = false;
  bool in_reset_ = false;
  sc_core::sc_event_queue step_{"due"};
};

}  // namespace softbound
