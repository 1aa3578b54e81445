// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <systemc>
#include <utility>
#include <vector>

#include "chip/bits_signal.h"
#include "chip/column_charges.h"
#include "core/time.h"
#include "neuron/neuron_array.h"

namespace softbound {

/// The output neurons (N5) at the ends of the columns: take charges, and show their comparators and
/// their spikes as wires, a bit each. Their states move in closed form, all in one loop; the kernel
/// is woken when one of them may spike or change UP or DN, not for each neuron and charge.
class OutputNeurons : public sc_core::sc_module, public ColumnCharges {
 public:
  sc_core::sc_export<ColumnCharges> charges_i{"charges_i"};
  sc_core::sc_out<Bits> up_o{"up_o"};
  sc_core::sc_out<Bits> dn_o{"dn_o"};
  sc_core::sc_out<Bits> fire_o{"fire_o"};

  /// @param fire_pulse_ps width of a fire pulse
  OutputNeurons(const sc_core::sc_module_name& name, const OutputNeuronParameters& parameters,
                std::size_t count, TimePs fire_pulse_ps);

  void inject(const std::vector<double>& areas) override;
  /// From this time on the neurons do nothing any more.
  void stop_at(TimePs stop_ps) { stop_ps_ = stop_ps; }

  std::size_t size() const { return neurons_.size(); }
  /// All spikes so far, in order of time, with their neurons.
  const std::vector<std::pair<TimePs, std::uint32_t>>& spikes() const { return spikes_; }
  /// Fire pulses so far: what of the spikes the control can see.
  std::uint64_t fire_pulses() const { return fire_pulses_; }
  /// I_mem, I_Ca and the DPI current of a neuron now.
  NeuronValues values(std::size_t j) const;
  /// Notified when charges or spikes have moved states, and when UP or DN has changed.
  const sc_core::sc_event& moved() const { return moved_; }

 private:
  void on_wake();
  void on_fire_end();
  void advance();
  void wait();

  NeuronArray neurons_;
  const TimePs fire_pulse_ps_;
  TimePs stop_ps_ = kNever;
  TimePs wake_ps_ = kNever;
  std::vector<double> currents_;
  Bits up_, dn_, fire_;
  std::vector<TimePs> fire_free_ps_;
  std::deque<std::pair<TimePs, std::uint32_t>> fire_ends_;
  std::vector<std::pair<TimePs, std::uint32_t>> spikes_;
  std::uint64_t fire_pulses_ = 0;
  sc_core::sc_event wake_;
  sc_core::sc_event fire_end_;
  sc_core::sc_event moved_;
};

}  // namespace softbound
