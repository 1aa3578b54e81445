// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>
#include <tlm>

#include "core/time.h"

namespace softbound {

/// Address events as transactions: a TLM-2.0 protocol of its own. One transaction is one four-phase
/// handshake; at most one is under way between two sockets.
///
///     request      ____/~~~~~~~~~~\__________   address is stable while request is high
///     acknowledge  __________/~~~~~~~~~~\____
///                      |     |    |     |
///                 req_rise   |  req_fall|         nb_transport_fw
///                         ack_rise    ack_fall    nb_transport_bw
///
/// Either side may answer at once, on the return path: TLM_UPDATED with the phase that follows and
/// the delay until it. An edge happens at the time of the call plus its delay, to the picosecond. A
/// request may fall before its acknowledge: it is withdrawn. The transaction ends with ack_fall, or
/// with req_fall if it was not acknowledged; whoever is told of its end answers TLM_COMPLETED.
///
/// b_transport is the whole handshake in one call, for initiators that run ahead of the kernel's
/// time: `delay` is by how much, before and after.
enum class AerPhase : std::uint8_t { req_rise, ack_rise, req_fall, ack_fall };

struct AerPayload {
  std::uint32_t address = 0;
  /// b_transport gives up a request that has not been acknowledged before this time.
  TimePs deadline_ps = kNever;
  // What b_transport found.
  bool acknowledged = false;
  TimePs acknowledged_ps = 0;
};

// Type names that TLM-2.0 looks for.
// NOLINTBEGIN(readability-identifier-naming)
struct AerProtocol {
  using tlm_payload_type = AerPayload;
  using tlm_phase_type = AerPhase;
};

/// What the receiving end of an AER bus implements.
class AerForward : public virtual tlm::tlm_fw_nonblocking_transport_if<AerPayload, AerPhase>,
                   public virtual tlm::tlm_blocking_transport_if<AerPayload> {
 public:
  using protocol_types = AerProtocol;
};

/// What the sending end implements.
class AerBackward : public virtual tlm::tlm_bw_nonblocking_transport_if<AerPayload, AerPhase> {
 public:
  using protocol_types = AerProtocol;
};

// NOLINTEND(readability-identifier-naming)

/// Sockets of this protocol bind to each other and to no others: anything else does not compile.
using AerInitiatorSocket = tlm::tlm_base_initiator_socket<32, AerForward, AerBackward>;
using AerTargetSocket = tlm::tlm_base_target_socket<32, AerForward, AerBackward>;

}  // namespace softbound
