// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "chip/aer_tlm.h"
#include "chip/pin_edges.h"

namespace softbound {

/// Address events from a TLM initiator onto wires: requests of transactions rise and fall at their
/// times, and the acknowledge wire answers them. So any initiator drives levels pin and rtl.
///
///     initiator.aer_o -> aer_i | req_o, addr_o -> control
///                              | ack_i       <-
class AerToPins : public sc_core::sc_module, public AerForward {
 public:
  AerTargetSocket aer_i{"aer_i"};
  sc_core::sc_out<bool> req_o{"req_o"};
  sc_core::sc_out<std::uint32_t> addr_o{"addr_o"};
  sc_core::sc_in<bool> ack_i{"ack_i"};

  explicit AerToPins(const sc_core::sc_module_name& name);

  tlm::tlm_sync_enum nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;
  /// Waits for the wires: the delay on return is what the next request has to keep from them.
  void b_transport(AerPayload& payload, sc_core::sc_time& delay) override;

 private:
  struct Request {
    bool up;
    std::uint32_t address;
  };
  void drive();
  void on_acknowledge();

  PinEdges<Request> requests_;
  AerPayload* payload_ = nullptr;  ///< of the non-blocking transaction under way
};

}  // namespace softbound
