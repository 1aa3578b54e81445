// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "neuron/neuron_model.h"

namespace softbound {

/// The output neuron N5: a DPI low-pass that feeds a leaky membrane with threshold, reset and
/// refractory period, a calcium trace of its own spikes, and the comparators UP and DN.
///
/// Its state changes at charges and at its own spikes only, so queries between them, however many,
/// leave no trace. The next spike is always known; whoever drives the neuron fires it in time:
///
///     neuron.advance_to(t, [&](TimePs spike_ps) { ... });   // spikes due up to t, in order
///     neuron.inject(t, area);                               // or plasticity(t), values(t)
///
/// A charge never fires the neuron at its own picosecond; the next spike is later than the last
/// charge and the last spike by 1 ps at least, whatever the drive.
class OutputNeuron {
 public:
  /// @throws InputError if the parameters are impossible
  explicit OutputNeuron(const OutputNeuronParameters& parameters) : model_{parameters} {}

  const NeuronModel& model() const { return model_; }
  const NeuronState& state() const { return state_; }

  /// kNever if none comes without further charge.
  TimePs next_spike_ps() const { return next_spike_ps_; }

  /// A charge: area = jump x read-out for a synapse, or signed for teacher and inhibition.
  /// @throws std::domain_error if the area is not finite
  /// @throws std::logic_error if t is before the anchor, or a spike due up to t was not fired
  void inject(TimePs t, double area);

  /// Fires the spike due at t.
  /// @throws std::logic_error if none is
  void fire(TimePs t);

  /// Fires all spikes due up to t and calls on_spike(time) for each; returns how many.
  template <class OnSpike>
  std::size_t advance_to(TimePs t, OnSpike&& on_spike) {
    std::size_t count = 0;
    for (; next_spike_ps_ <= t; ++count) {
      const TimePs spike_ps = next_spike_ps_;
      fire(spike_ps);
      on_spike(spike_ps);
    }
    return count;
  }
  std::size_t advance_to(TimePs t) {
    return advance_to(t, [](TimePs) {});
  }

  /// @throws std::logic_error as inject
  NeuronValues values(TimePs t) const;
  /// UP and DN, sampled at t.
  /// @throws std::logic_error as inject
  Plasticity plasticity(TimePs t) const;
  /// When UP or DN changes next after t and before the next spike, see NeuronModel.
  /// @throws std::logic_error as inject
  TimePs next_plasticity_change_ps(TimePs t) const;

  /// At rest again, as at power-up; time starts anew at 0.
  void reset();
  /// Continues from a state, for example one taken from another neuron of the same parameters.
  void restore(const NeuronState& state);

 private:
  void require_current(TimePs t) const;

  NeuronModel model_;
  NeuronState state_;
  TimePs next_spike_ps_ = kNever;
};

static_assert(kIsNeuronCircuit<OutputNeuron>);

}  // namespace softbound
