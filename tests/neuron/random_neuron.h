// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/random.h"
#include "core/time.h"
#include "neuron/output_neuron_parameters.h"

namespace softbound {

/// One random number after another, for tests.
class RandomSequence {
 public:
  explicit RandomSequence(std::uint64_t seed) : random_{seed, RandomStream::stimulus} {}
  double uniform(double low, double high) {
    return low + (high - low) * random_.uniform(0, next_++);
  }
  /// Uniform in the logarithm.
  double scale(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }
  double exponential(double mean) { return -mean * std::log(uniform(0.0, 1.0)); }
  bool chance(double p) { return uniform(0.0, 1.0) < p; }

 private:
  CounterRandom random_;
  std::uint64_t next_ = 0;
};

/// Any neuron: both leaks, both calcium decays, time constants near each other and far apart.
inline OutputNeuronParameters random_neuron(RandomSequence& random) {
  OutputNeuronParameters p;
  p.tau_s_s = random.scale(0.5e-3, 50e-3);
  p.leak = random.chance(0.5) ? Leak::constant : Leak::exponential;
  p.leak_per_s = random.chance(0.1) ? 0.0 : random.scale(0.1, 30.0);
  p.tau_mem_s = random.scale(0.5e-3, 50e-3);
  if (random.chance(0.2)) p.tau_mem_s = p.tau_s_s * (1.0 + random.scale(1e-15, 1e-3));
  if (random.chance(0.1)) p.tau_mem_s = p.tau_s_s;
  p.theta_fire = random.scale(0.3, 3.0);
  p.theta_mem = p.theta_fire * random.uniform(0.1, 0.95);
  p.reset = random.chance(0.5) ? 0.0 : p.theta_fire * random.uniform(0.0, 0.9);
  p.t_refractory_s = random.chance(0.2) ? 0.0 : 1e-6 * std::floor(random.uniform(1.0, 3000.0));
  p.tau_ca_s = random.scale(10e-3, 200e-3);
  p.calcium_decay = random.chance(0.3) ? CalciumDecay::linear : CalciumDecay::exponential;
  p.ltp_low = random.uniform(0.5, 2.0);
  p.ltp_high = p.ltp_low + random.uniform(0.1, 5.0);
  p.ltd_low = random.uniform(0.1, 1.5);
  p.ltd_high = p.ltd_low + random.uniform(0.1, 2.0);
  return p;
}

struct Charge {
  TimePs t;
  double area;
};

/// A Poisson train strong enough to make the neuron fire now and then, one charge in four negative.
inline std::vector<Charge> random_charges(RandomSequence& random, const OutputNeuronParameters& p,
                                          double duration_s) {
  std::vector<Charge> charges;
  const double mean_s = random.scale(0.1e-3, 3e-3);
  const double area = p.theta_fire * random.scale(0.05, 1.5);
  for (double t = random.exponential(mean_s); t < duration_s; t += random.exponential(mean_s)) {
    charges.push_back({ps_from_s(t), area * random.uniform(-0.33, 1.0)});
  }
  return charges;
}

}  // namespace softbound
