// SPDX-License-Identifier: Apache-2.0
#include "chip/output_neuron_module.h"

#include <algorithm>

#include "chip/sim_time.h"

namespace softbound {

OutputNeuronModule::OutputNeuronModule(const sc_core::sc_module_name& name,
                                       const OutputNeuronParameters& parameters,
                                       TimePs fire_pulse_ps)
    : sc_module{name}, neuron_{parameters}, fire_pulse_ps_{fire_pulse_ps} {
  charge_i(*this);
  SC_HAS_PROCESS(OutputNeuronModule);
  SC_METHOD(on_wake);
  sensitive << wake_;
  SC_METHOD(on_fire_end);
  sensitive << fire_end_;
  dont_initialize();
}

void OutputNeuronModule::inject(double area) {
  const TimePs now = now_ps();
  if (now >= stop_ps_) return;
  neuron_.advance_to(now, [this](TimePs t) { on_spike(t); });
  neuron_.inject(now, area);
  settle();
}

void OutputNeuronModule::on_wake() {
  const TimePs now = now_ps();
  if (now >= stop_ps_) return;
  neuron_.advance_to(now, [this](TimePs t) { on_spike(t); });
  settle();
}

void OutputNeuronModule::on_spike(TimePs spike_ps) {
  spikes_ps_.push_back(spike_ps);
  // A pulse that would run into the last one cannot be told from it; no neuron with a refractory
  // period of its own comes near.
  if (spike_ps < fire_free_ps_) return;
  fire_free_ps_ = spike_ps + 2 * fire_pulse_ps_;
  fire_o->write(true);
  fire_end_.cancel();
  fire_end_.notify(sim_time(fire_pulse_ps_));
}

void OutputNeuronModule::on_fire_end() { fire_o->write(false); }

void OutputNeuronModule::settle() {
  const TimePs now = now_ps();
  const Plasticity plasticity = neuron_.plasticity(now);
  up_o->write(plasticity.up);
  dn_o->write(plasticity.dn);
  const TimePs next_ps = std::min(neuron_.next_spike_ps(), neuron_.next_plasticity_change_ps(now));
  wake_.cancel();
  if (next_ps != kNever) wake_.notify(sim_time(next_ps - now));
  moved_.notify(sc_core::SC_ZERO_TIME);
}

NeuronValues OutputNeuronModule::values() const {
  return neuron_.values(std::min(now_ps(), stop_ps_));
}

}  // namespace softbound
