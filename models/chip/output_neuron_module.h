// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "chip/column_charge.h"
#include "core/time.h"
#include "neuron/output_neuron.h"

namespace softbound {

/// The output neuron (N5) at the end of a column: takes charges, and shows its comparators and its
/// spikes as wires. Its state moves in closed form; the kernel is woken at spikes and at edges of
/// UP and DN alone.
class OutputNeuronModule : public sc_core::sc_module, public ColumnCharge {
 public:
  sc_core::sc_export<ColumnCharge> charge_i{"charge_i"};
  sc_core::sc_out<bool> up_o{"up_o"};
  sc_core::sc_out<bool> dn_o{"dn_o"};
  sc_core::sc_out<bool> fire_o{"fire_o"};

  /// @param fire_pulse_ps width of a fire pulse
  OutputNeuronModule(const sc_core::sc_module_name& name, const OutputNeuronParameters& parameters,
                     TimePs fire_pulse_ps);

  void inject(double area) override;
  /// From this time on the neuron does nothing any more.
  void stop_at(TimePs stop_ps) { stop_ps_ = stop_ps; }

  const std::vector<TimePs>& spikes_ps() const { return spikes_ps_; }
  /// I_mem, I_Ca and the DPI current now.
  NeuronValues values() const;
  /// Notified when charges or spikes have moved the state.
  const sc_core::sc_event& moved() const { return moved_; }

 private:
  void on_wake();
  void on_fire_end();
  void on_spike(TimePs spike_ps);
  void settle();

  OutputNeuron neuron_;
  const TimePs fire_pulse_ps_;
  TimePs stop_ps_ = kNever;
  TimePs fire_free_ps_ = 0;
  std::vector<TimePs> spikes_ps_;
  sc_core::sc_event wake_;
  sc_core::sc_event fire_end_;
  sc_core::sc_event moved_;
};

}  // namespace softbound
