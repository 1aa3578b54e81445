// SPDX-License-Identifier: Apache-2.0
#include "network/inhibitory_population.h"

#include <fmt/format.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

constexpr unsigned kLinksAtOnce = 16;

using Pair = double __attribute__((vector_size(16)));
using PairMask = std::int64_t __attribute__((vector_size(16)));

/// A bit for each of two lanes that are all ones or all zeros.
inline unsigned bits_of(PairMask mask) {
#ifdef __SSE2__
  return static_cast<unsigned>(_mm_movemask_pd(reinterpret_cast<__m128d>(mask)));
#else
  return static_cast<unsigned>(mask[0] & 1) | static_cast<unsigned>(mask[1] & 2);
#endif
}

/// One spike on kLinksAtOnce links to as many neurons. Two sums at a time, in the compiler's own
/// vectors, and without branches, for no processor foresees which sum is complete.
/// @return a bit for each sum that is, and starts anew
inline unsigned count_some(const std::uint32_t* neurons, const double* weights, double threshold,
                           double* sums) {
  unsigned goes_on = 0;
#pragma GCC unroll 16
  for (unsigned k = 0; k < kLinksAtOnce; k += 2) {
    double& first = sums[neurons[k]];
    double& second = sums[neurons[k + 1]];
    const Pair sum = Pair{first, second} + Pair{weights[k], weights[k + 1]};
    const auto below = reinterpret_cast<PairMask>(sum < threshold);
    const auto left = reinterpret_cast<Pair>(reinterpret_cast<PairMask>(sum) & below);
    first = left[0];
    second = left[1];
    goes_on |= bits_of(below) << k;
  }
  return ~goes_on & ((1u << kLinksAtOnce) - 1);
}

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
      add_link(order[k], uniform_from_to(unit, parameters.weight_low, parameters.weight_high));
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
    add_link(neuron, uniform_from_to(unit, parameters.weight_low, parameters.weight_high));
  }
}

std::vector<Stimulus> InhibitoryPopulation::spikes(const std::vector<Spike>& offered) const {
  std::vector<Stimulus> stimuli(offered.size() + links_per_row_);
  std::size_t count = 0;
  std::vector<double> sums(neurons_, 0.0);
  double* const sum = sums.data();
  const double threshold = threshold_;
  const std::size_t links = links_per_row_;
  TimePs former_ps = kNever;
  bool one_at_a_time = true;
  for (const auto& spike : offered) {
    one_at_a_time &= spike.time_ps != former_ps;
    former_ps = spike.time_ps;
    if (count + links > stimuli.size()) stimuli.resize(2 * (count + links));
    Stimulus* const found = stimuli.data();
    const std::uint32_t* const neurons = link_neurons_.data() + spike.row * links;
    const double* const weights = link_weights_.data() + spike.row * links;
    std::size_t k = 0;
    for (; k + kLinksAtOnce <= links; k += kLinksAtOnce) {
      // Mostly none to two: they are written unasked, and count if they are there.
      unsigned fired = count_some(neurons + k, weights + k, threshold, sum);
      for (unsigned asked = 0; asked < 2 || fired != 0; ++asked) {
        const auto at =
            k + static_cast<std::size_t>(__builtin_ctz(fired | 1u << (kLinksAtOnce - 1)));
        found[count] = {spike.time_ps, StimulusKind::inhibitory, neurons[at]};
        count += fired != 0;
        fired &= fired - 1;
      }
    }
    for (; k < links; ++k) {
      const double next = sum[neurons[k]] + weights[k];
      const bool fires = next >= threshold;
      found[count] = {spike.time_ps, StimulusKind::inhibitory, neurons[k]};
      count += fires;
      sum[neurons[k]] = elementary::select(fires, 0.0, next);
    }
  }
  stimuli.resize(count);
  // Rows that spike in the same instant may complete their sums out of order.
  if (!one_at_a_time) std::sort(stimuli.begin(), stimuli.end());
  return stimuli;
}

std::vector<InhibitoryPopulation::Link> InhibitoryPopulation::links(std::size_t row) const {
  std::vector<Link> links;
  for (std::size_t k = row * links_per_row_; k < (row + 1) * links_per_row_; ++k) {
    links.push_back({link_neurons_[k], link_weights_[k]});
  }
  return links;
}

}  // namespace softbound
