// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "network/populations.h"
#include "network/spike_file.h"

namespace softbound {

/// The inhibitory neurons of the network, a source of charges that reach the output neurons past
/// the array. They count input spikes as the sender offers them, whatever the array does with
/// them:
///
///     offered spike on row i --weight(i, j)--> sum of neuron j --at the threshold--> one stimulus
///
/// no leak, reset to 0, each stimulus at the time of the input spike that completed the sum.
/// Wiring, weights and spread are fixed by the seed when the population is made.
class InhibitoryPopulation {
 public:
  /// @param rows input neurons, @param columns output neurons
  /// @throws InputError if a parameter is impossible or pairs need more neurons than there are
  InhibitoryPopulation(const InhibitionParameters& parameters, std::size_t rows,
                       std::size_t columns, std::uint64_t seed);

  /// Stimuli of one presentation, all sums 0 at its start, in order of Stimulus.
  /// @param offered in the sender's order, rows below `rows`
  std::vector<Stimulus> spikes(const std::vector<Spike>& offered) const;

  std::size_t neurons() const { return neurons_; }

  /// Size of the charge of inhibitory neuron j onto output neuron k; it enters the DPI with a minus
  /// sign.
  /// @param jump area A of a plastic synapse of weight 1 (neuron.jump)
  double area(std::size_t j, std::size_t k, double jump) const {
    return area_scale_ * jump * factors_[j * columns_ + k];
  }

  /// An input's synapse onto an inhibitory neuron.
  struct Link {
    std::uint32_t neuron;
    double weight;
  };
  /// Links of one row, in ascending order of the neuron.
  std::vector<Link> links(std::size_t row) const;

 private:
  void wire_at_random(const InhibitionParameters& parameters, std::size_t rows, std::uint64_t seed);
  void add_link(std::uint32_t neuron, double weight) {
    link_neurons_.push_back(neuron);
    link_weights_.push_back(weight);
  }
  void wire_in_pairs(const InhibitionParameters& parameters, std::size_t rows, std::uint64_t seed);

  std::size_t neurons_;
  std::size_t columns_;
  double threshold_;
  double area_scale_;
  std::size_t links_per_row_ = 0;
  std::vector<std::uint32_t> link_neurons_;  // links_per_row_ for each row
  std::vector<double> link_weights_;
  std::vector<double> factors_;  // neuron by output neuron
};

}  // namespace softbound
