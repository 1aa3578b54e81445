// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "core/time.h"

namespace softbound {

/// What a neuron asks of the synapses that are read now: potentiate, depress, or nothing.
struct Plasticity {
  bool up = false;
  bool dn = false;

  friend bool operator==(Plasticity a, Plasticity b) { return a.up == b.up && a.dn == b.dn; }
  friend bool operator!=(Plasticity a, Plasticity b) { return !(a == b); }
};

/// The concept NeuronCircuit, for static_assert: an event-driven neuron with
///   void inject(TimePs t, double area)        a charge arrives at t
///   std::size_t advance_to(TimePs t)          fires all spikes due up to t, returns how many
///   Plasticity plasticity(TimePs t) const     a query: changes nothing
template <class Neuron, class = void>
struct IsNeuronCircuit : std::false_type {};

template <class Neuron>
struct IsNeuronCircuit<
    Neuron,
    std::enable_if_t<
        std::is_void_v<decltype(std::declval<Neuron&>().inject(TimePs{}, double{}))> &&
        std::is_same_v<decltype(std::declval<Neuron&>().advance_to(TimePs{})), std::size_t> &&
        std::is_same_v<decltype(std::declval<const Neuron&>().plasticity(TimePs{})), Plasticity>>>
    : std::true_type {};

template <class Neuron>
constexpr bool kIsNeuronCircuit = IsNeuronCircuit<Neuron>::value;

}  // namespace softbound
