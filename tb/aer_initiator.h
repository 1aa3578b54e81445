// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <systemc>
#include <vector>

#include "chip/aer_tlm.h"
#include "chip/timing_table.h"
#include "core/control_timing.h"
#include "network/bus_load.h"
#include "network/spike_file.h"

namespace softbound {

/// What AerSource is with wires: offers a list of spikes over one AER bus, in order, request by
/// request; a spike whose acknowledge is withheld makes all later ones wait.
class AerInitiator : public sc_core::sc_module, public AerBackward {
 public:
  AerInitiatorSocket aer_o{"aer_o"};

  /// @param spikes in order; times count from `origin_ps`
  /// @param table gets request_to_acknowledge, and hold_time of the spikes that had to wait
  AerInitiator(const sc_core::sc_module_name& name, const std::vector<Spike>& spikes,
               TimePs origin_ps, const ControlTiming& timing, TimingTable& table);

  /// Told of every handshake as its acknowledge rises.
  void tell(std::function<void(const AcknowledgedSpike&)> listener) {
    listener_ = std::move(listener);
  }
  /// Non-blocking, phase by phase, from now on.
  void start() { arm(0); }
  /// Spikes due at or after this time of the simulation are not offered any more.
  void stop_at(TimePs stop_ps) { stop_ps_ = stop_ps; }
  /// Blocking, loosely timed: called by a thread, returns when no spike is left or stop_at() is
  /// reached.
  /// @param quantum_ps the thread runs ahead by less than that
  /// @param on_sync called whenever it has let the kernel catch up
  void play_loosely(TimePs quantum_ps, const std::function<void()>& on_sync);

  /// Spikes whose request has risen.
  std::size_t offered() const { return next_; }
  /// Spikes whose request was acknowledged.
  std::size_t acknowledged() const { return acknowledged_; }

  tlm::tlm_sync_enum nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;

 private:
  TimePs due_ps() const { return origin_ps_ + spikes_[next_].time_ps; }
  void arm(TimePs earliest_ps);
  void offer();
  void on_acknowledge(TimePs time_ps);
  void end(TimePs time_ps);

  const std::vector<Spike>& spikes_;
  const TimePs origin_ps_;
  const ControlTiming timing_;
  TimingTable& table_;
  TimePs stop_ps_ = kNever;
  std::size_t next_ = 0;
  std::size_t acknowledged_ = 0;
  TimePs request_ps_ = 0;
  std::function<void(const AcknowledgedSpike&)> listener_;
  AerPayload payload_;
  sc_core::sc_event offer_;
};

/// A receiver that acknowledges at once.
class AerSink : public sc_core::sc_module, public AerForward {
 public:
  AerTargetSocket aer_i{"aer_i"};

  explicit AerSink(const sc_core::sc_module_name& name) : sc_module{name} { aer_i.bind(*this); }

  tlm::tlm_sync_enum nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;
  void b_transport(AerPayload& payload, sc_core::sc_time& delay) override;
};

}  // namespace softbound
