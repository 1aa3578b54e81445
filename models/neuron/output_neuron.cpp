// SPDX-License-Identifier: Apache-2.0
#include "neuron/output_neuron.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace softbound {

void OutputNeuron::require_current(TimePs t) const {
  if (t >= state_.anchor_ps && t < next_spike_ps_) return;
  throw std::logic_error{
      fmt::format("output neuron asked for {} ps: expected a time from {} ps, its last event, to "
                  "before {} ps, its next spike",
                  t, state_.anchor_ps, next_spike_ps_)};
}

void OutputNeuron::inject(TimePs t, double area) {
  require_current(t);
  if (!std::isfinite(area)) {
    throw std::domain_error{fmt::format("charge of area {}: expected a finite number", area)};
  }
  model_.inject(state_, t, area);
  next_spike_ps_ = model_.next_spike_ps(state_);
}

void OutputNeuron::fire(TimePs t) {
  if (t != next_spike_ps_) {
    throw std::logic_error{
        fmt::format("output neuron fired at {} ps: its spike is due at {} ps", t, next_spike_ps_)};
  }
  model_.fire(state_, t);
  next_spike_ps_ = model_.next_spike_ps(state_);
}

NeuronValues OutputNeuron::values(TimePs t) const {
  require_current(t);
  return model_.values(state_, t);
}

Plasticity OutputNeuron::plasticity(TimePs t) const {
  require_current(t);
  return model_.plasticity(state_, t);
}

TimePs OutputNeuron::next_plasticity_change_ps(TimePs t) const {
  require_current(t);
  return model_.next_plasticity_change_ps(state_, t, next_spike_ps_);
}

void OutputNeuron::reset() { restore({}); }

void OutputNeuron::restore(const NeuronState& state) {
  state_ = state;
  next_spike_ps_ = model_.next_spike_ps(state_);
}

}  // namespace softbound
