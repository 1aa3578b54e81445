// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <systemc>
#include <vector>

#include "chip/aer_tlm.h"
#include "chip/register_bank.h"
#include "core/bits.h"
#include "core/control_timing.h"

namespace softbound {

/// Spike arbiter and AER sender at level tlm: one output spike per neuron waits for the bus, a
/// further one is dropped and counted; whoever is next leaves over the socket, as soon as arbiter,
/// sender and receiver can.
///
/// It has no process of its own: whoever owns it plays it at next_ps().
class SpikeSenderTlm : public AerBackward {
 public:
  AerInitiatorSocket aer_o{"aer_o"};

  /// @param freed notified when the receiver's answer has set the bus free
  SpikeSenderTlm(const ControlTiming& timing, RegisterBank& registers, std::size_t columns,
                 sc_core::sc_event& freed);

  /// A neuron spikes.
  void fire(std::size_t column, TimePs time_ps);
  /// When something happens next, as far as is known now.
  TimePs next_ps() const;
  /// Does what is due at next_ps(), at the kernel's time or before.
  void play(TimePs time_ps);
  /// At the instant of a soft reset no spike leaves a clocked sender.
  void hold_back(TimePs time_ps);
  /// Forgets the spikes that wait.
  void soft_reset() { waiting_.clear(); }
  /// Nothing waits or is on its way.
  bool quiet() const { return !busy_ && arrivals_.empty() && !waiting_.any(); }

  tlm::tlm_sync_enum nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;

 private:
  struct Arrival {
    TimePs time_ps;
    std::uint32_t column;
  };
  TimePs step_ps() const;
  void arrive(std::uint32_t column, TimePs time_ps);
  void send(TimePs time_ps);
  std::uint32_t next_column(TimePs time_ps) const;
  void call(AerPhase phase, TimePs time_ps);
  void on_answer(AerPhase phase, TimePs time_ps);
  TimePs seen_ps(TimePs acknowledge_ps) const;

  const ControlTiming timing_;
  RegisterBank& registers_;
  sc_core::sc_event& freed_;
  std::deque<Arrival> arrivals_;  ///< on their way to the arbiter (clocked)
  Bits waiting_;
  std::vector<TimePs> since_ps_;
  std::vector<TimePs> fire_free_ps_;
  TimePs oldest_ps_ = kNever;  ///< since when the first of them waits
  std::uint32_t last_;
  AerPayload payload_;
  bool busy_ = false;
  TimePs ready_ps_ = 0;  ///< the bus may be used again
};

}  // namespace softbound
