// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "chip/aer_tlm.h"
#include "chip/handshake_checker.h"
#include "chip/watchdog.h"

namespace softbound {

/// Stands between two AER sockets, lets everything pass, and announces what breaks the protocol.
/// Phases are shown as wires to the checker that levels pin and rtl have: order of the edges, an
/// address that changes while its request is up, runts, bad addresses. What only transactions can
/// get wrong it finds itself: a phase from the wrong side, an edge before the last one. A watchdog
/// names a handshake that does not end.
///
///     initiator.aer_o -> checker.aer_i   checker.aer_o -> target.aer_i
class AerTlmChecker : public sc_core::sc_module, public AerForward, public AerBackward {
 public:
  AerTargetSocket aer_i{"aer_i"};
  AerInitiatorSocket aer_o{"aer_o"};

  /// @param watchdog_ps longest that an edge may be waited for; kNever: any time
  AerTlmChecker(const sc_core::sc_module_name& name, const HandshakeChecker::Rules& rules,
                ViolationLog& log, TimePs watchdog_ps = kNever);

  tlm::tlm_sync_enum nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;
  tlm::tlm_sync_enum nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;
  void b_transport(AerPayload& payload, sc_core::sc_time& delay) override;

 private:
  void show(const AerPayload& payload, AerPhase phase, const sc_core::sc_time& delay);
  void watch(AerPhase last, TimePs time_ps);
  void on_timer();

  const HandshakeChecker::Rules rules_;
  HandshakeChecker wires_;
  ViolationLog& log_;
  Watchdog watchdog_;
  const TimePs watchdog_ps_;
  std::size_t handshake_;
  bool req_ = false, ack_ = false;
  TimePs edge_ps_ = 0;  ///< the last one
  sc_core::sc_event timer_;
};

}  // namespace softbound
