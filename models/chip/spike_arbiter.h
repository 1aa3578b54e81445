// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <systemc>
#include <vector>

#include "chip/bits_signal.h"
#include "chip/history.h"
#include "chip/register_bank.h"
#include "core/control_timing.h"

namespace softbound {

/// Where the AER sender fetches the next output spike.
class WaitingSpikes : virtual public sc_core::sc_interface {
 public:
  /// Column of the spike that is next, which then no longer waits; nothing if none waits. A
  /// clocked sender sees only spikes that arrived before the present edge.
  virtual std::optional<std::uint32_t> take() = 0;
  /// Notified when a sender may find a spike.
  virtual const sc_core::sc_event& arrived() const = 0;
};

/// Lets one output spike per neuron wait for the AER bus and decides which goes next. A further
/// spike of a neuron whose last one still waits is dropped and counted; the neuron never waits.
class SpikeArbiter : public sc_core::sc_module, public WaitingSpikes {
 public:
  sc_core::sc_in<Bits> fire_i{"fire_i"};  ///< a rising bit is a spike
  sc_core::sc_export<WaitingSpikes> spikes_o{"spikes_o"};

  SpikeArbiter(const sc_core::sc_module_name& name, const ControlTiming& timing,
               RegisterBank& registers, std::size_t columns);

  std::optional<std::uint32_t> take() override;
  const sc_core::sc_event& arrived() const override { return arrived_; }
  /// Forgets the spikes that wait.
  void soft_reset() { waiting_.clear(); }
  void reset();
  void release();
  /// Nothing waits or is on its way.
  bool quiet() const;

 private:
  void on_fire();
  void on_synchronised();
  void on_edge();
  void accept(const Bits& rising);

  const ControlTiming timing_;
  RegisterBank& registers_;
  History<Bits> fire_;
  Bits waiting_;
  std::vector<TimePs> since_ps_;
  std::uint32_t last_ = 0;
  TimePs edge_ps_ = -1;  // latest clock edge that was dealt with
  bool in_reset_ = false;
  sc_core::sc_event edge_;
  sc_core::sc_event_queue synchronised_{"synchronised_queue"};
  sc_core::sc_event arrived_;
};

}  // namespace softbound
