// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "chip/aer_tlm.h"
#include "chip/pin_edges.h"

namespace softbound {

/// Address events from wires to a TLM target: edges of the request become phases, answers become
/// edges of the acknowledge, at their times. So wires drive level tlm.
///
///     sender -> req_i, addr_i | aer_o -> target.aer_i
///            <- ack_o         |
class PinsToAer : public sc_core::sc_module, public AerBackward {
 public:
  sc_core::sc_in<bool> req_i{"req_i"};
  sc_core::sc_in<std::uint32_t> addr_i{"addr_i"};
  sc_core::sc_out<bool> ack_o{"ack_o"};
  AerInitiatorSocket aer_o{"aer_o"};

  explicit PinsToAer(const sc_core::sc_module_name& name);

  tlm::tlm_sync_enum nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;

 private:
  void on_request();
  void on_address();
  void drive();
  void on_answer(AerPhase phase, const sc_core::sc_time& delay);

  PinEdges<bool> acknowledges_;
  AerPayload payload_;
};

}  // namespace softbound
