// SPDX-License-Identifier: Apache-2.0
#include "network/inhibitory_population.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/elementary.h"
#include "core/error.h"
#include "core/random.h"

namespace softbound {

namespace {

double uniform_from_to(double unit, double low, double high) { return low + (high - low) * unit; }

// The stream of weights also gives the spread: draws from here on, out of reach of neuron numbers.
constexpr std::uint64_t kSpreadDraws = std::uint64_t{1} << 32;

}  // namespace

InhibitoryPopulation::InhibitoryPopulation(const InhibitionParameters& parameters, std::size_t rows,
                                           std::size_t columns, std::uint64_t seed)
    : neurons_{static_cast<std::size_t>(parameters.neurons)},
      columns_{columns},
      threshold_{parameters.threshold},
      area_scale_{parameters.area_scale} {
  parameters.check();
  if (neurons_ == 0) return;
  if (parameters.wiring == InhibitionWiring::random) {
    wire_at_random(parameters, rows, seed);
  } else {
    wire_in_pairs(parameters, rows, seed);
  }
  const CounterRandom random{seed, RandomStream::inhibition_weights};
  factors_.reserve(neurons_ * columns_);
  for (std::size_t j = 0; j < neurons_; ++j) {
    for (std::size_t k = 0; k < columns_; ++k) {
      factors_.push_back(uniform_from_to(random.uniform(j, kSpreadDraws + k), parameters.spread_low,
                                         parameters.spread_high));
    }
  }
}

void InhibitoryPopulation::wire_at_random(const InhibitionParameters& parameters, std::size_t rows,
                                          std::uint64_t seed) {
  const CounterRandom wiring{seed, RandomStream::inhibition_wiring};
  const CounterRandom weights{seed, RandomStream::inhibition_weights};
  links_per_row_ = static_cast<std::size_t>(parameters.fan_out);
  links_.reserve(rows * links_per_row_);
  std::vector<std::uint32_t> order(neurons_);
  for (std::size_t row = 0; row < rows; ++row) {
    // The first steps of a Fisher-Yates shuffle: distinct neurons, each set equally likely.
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t k = 0; k < links_per_row_; ++k) {
      const auto left = static_cast<double>(neurons_ - k);
      const auto step = static_cast<std::size_t>(wiring.uniform(row, k) * left);
      std::swap(order[k], order[k + std::min(step, neurons_ - k - 1)]);
    }
    std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(links_per_row_));
    for (std::size_t k = 0; k < links_per_row_; ++k) {
      const double unit = weights.uniform(row, order[k]);
      links_.push_back(
          {order[k], uniform_from_to(unit, parameters.weight_low, parameters.weight_high)});
    }
  }
}

void InhibitoryPopulation::wire_in_pairs(const InhibitionParameters& parameters, std::size_t rows,
                                         std::uint64_t seed) {
  if (const std::size_t needed = (rows + 1) / 2; needed > neurons_) {
    throw InputError{fmt::format(
        "inhibition.neurons = {}: expected at least {}, a neuron for each pair of {} inputs",
        neurons_, needed, rows)};
  }
  const CounterRandom weights{seed, RandomStream::inhibition_weights};
  links_per_row_ = 1;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto neuron = static_cast<std::uint32_t>(row / 2);
    const double unit = weights.uniform(row, neuron);
    links_.push_back(
        {neuron, uniform_from_to(unit, parameters.weight_low, parameters.weight_high)});
  }
}

std::vector<Stimulus> InhibitoryPopulation::spikes(const std::vector<Spike>& offered) const {
  std::vector<Stimulus> stimuli(offered.size() + links_per_row_);
  std::size_t count = 0;
  std::vector<double> sums(neurons_, 0.0);
  for (const auto& spike : offered) {
    if (count + links_per_row_ > stimuli.size()) stimuli.resize(2 * (count + links_per_row_));
    const Link* link = links_.data() + spike.row * links_per_row_;
    // Without branches, for no processor foresees which sum is complete.
    for (const Link* end = link + links_per_row_; link != end; ++link) {
      double& sum = sums[link->neuron];
      const double next = sum + link->weight;
      const bool fires = next >= threshold_;
      stimuli[count] = {spike.time_ps, StimulusKind::inhibitory, link->neuron};
      count += fires;
      sum = elementary::select(fires, 0.0, next);
    }
  }
  stimuli.resize(count);
  // Rows that spike in the same instant may complete their sums out of order.
  if (!std::is_sorted(stimuli.begin(), stimuli.end())) std::sort(stimuli.begin(), stimuli.end());
  return stimuli;
}

std::vector<InhibitoryPopulation::Link> InhibitoryPopulation::links(std::size_t row) const {
  const auto first = links_.begin() + static_cast<std::ptrdiff_t>(row * links_per_row_);
  return {first, first + static_cast<std::ptrdiff_t>(links_per_row_)};
}

}  // namespace softbound
