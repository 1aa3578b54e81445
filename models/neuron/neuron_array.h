// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bits.h"
#include "neuron/neuron_model.h"

namespace softbound {

/// Output neurons side by side, for levels that meet one charge after the other. Each moves as an
/// OutputNeuron does, charged whenever any of them is; one charge moves all of them in one loop.
///
///     neurons.advance_to(t, [&](std::size_t j, TimePs spike_ps) { ... });  // spikes due up to t
///     neurons.inject(t, currents);                                         // or plasticity(t,
///     ...) wake me at neurons.quiet_until_ps(t);
///
/// At high rates nearly every charge comes long before the next crossing of any threshold, so
/// crossings are bounded from below, by tangents, and solved only when a bound has been reached.
class NeuronArray {
 public:
  /// @throws InputError if the parameters are impossible
  NeuronArray(const OutputNeuronParameters& parameters, std::size_t count);

  const NeuronModel& model() const { return model_; }
  std::size_t size() const { return count_; }

  /// Whether quiet_until_ps() minds UP and DN; it does at first.
  void watch_plasticity(bool watch);

  /// Charges, as what each adds to its neuron's DPI current, size() of them.
  /// @param t not before the last charge; spikes due up to t have been fired
  void inject(TimePs t, const double* i_dpi_per_s);

  /// Fires all spikes due up to t and calls on_spike(neuron, time) for each, by time, then neuron.
  template <class OnSpike>
  void advance_to(TimePs t, OnSpike&& on_spike) {
    while (spike_.first_ps <= t) {
      const std::size_t j = next_due(t);
      if (j == count_) return;
      const TimePs spike_ps = spike_.ps[j];
      fire(j);
      on_spike(j, spike_ps);
    }
  }

  /// UP and DN of all neurons at t. Spikes due up to t have been fired.
  void plasticity(TimePs t, Bits& up, Bits& dn);
  /// I_mem, I_Ca and the DPI current of one neuron. Spikes due up to t have been fired.
  NeuronValues values(std::size_t j, TimePs t) const { return model_.values(state_of(j), t); }

  /// Before this time no neuron spikes and, if watched, no UP or DN changes, unless a charge comes:
  /// a time after t, at most the time of the next of these; asked again there, and so on, it tells
  /// that time itself after a few askings. kNever if there is none. Spikes due up to t have been
  /// fired.
  TimePs quiet_until_ps(TimePs t);

 private:
  /// How much is known of when something happens to a neuron next: a lower bound, reckoned at the
  /// last charge, or later, or once more where that one ended; or the time itself.
  enum class Found : std::uint8_t { at_charge, later, once_more, exactly };
  struct Next {
    std::vector<double> bound_s;  ///< found at_charge: from there, infinity for never
    std::vector<TimePs> ps;       ///< otherwise
    std::vector<Found> found;
    TimePs first_ps = kNever;  ///< a lower bound for all neurons
  };

  NeuronState state_of(std::size_t j) const;
  void fire(std::size_t j);
  std::size_t next_due(TimePs t);
  void solve_spike(std::size_t j);
  void look_at_windows(std::size_t j, TimePs t);
  void pass_windows(TimePs t);
  void bound_both(std::size_t j, TimePs t, Found found);
  void look_again_at_spikes(TimePs t);
  void look_again_at_edges(TimePs t);
  TimePs due_ps(const Next& next, std::size_t j) const;
  void find_first(Next& next) const;
  void set(Next& next, std::size_t j, TimePs ps, Found found);

  const NeuronModel model_;
  const std::size_t count_;
  bool watching_ = true;

  TimePs anchor_ps_ = 0;               ///< the last charge
  std::vector<double> v_mem_, i_dpi_;  ///< then, or at a later spike of the neuron's own
  std::vector<double> calcium_;
  std::vector<TimePs> spiked_ps_;  ///< the last spike, 0 if there was none
  std::vector<TimePs> refractory_end_ps_;
  /// Neurons that have spiked since the last charge, or were held at reset then. They go their own
  /// way, through NeuronModel.
  std::vector<std::uint32_t> exceptions_;
  std::vector<std::uint64_t> regular_;  ///< 0 for them, else all bits
  std::vector<NeuronState> moved_;      ///< by a charge, for inject() alone

  Next spike_, edge_;
  bool some_found_ = false;
  std::vector<std::uint64_t> open_;  ///< all bits if regular and I_Ca lets UP or DN be high
  Bits ltp_open_, ltd_open_;
  std::vector<TimePs> window_ps_;  ///< when these two change next
  TimePs next_window_ps_ = kNever;
};

}  // namespace softbound
