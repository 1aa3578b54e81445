// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "neuron/neuron_model.h"
#include "random_neuron.h"

namespace softbound {
namespace {

/// A state whose membrane and calcium are likely to pass a threshold.
NeuronState random_state(RandomSequence& random, const OutputNeuronParameters& p, double unit_s) {
  NeuronState state;
  state.anchor_ps = 1000;
  state.i_dpi_per_s = p.theta_fire * random.uniform(-0.2, 1.0) * random.scale(0.1, 10.0) / unit_s;
  state.v_mem = p.theta_fire * random.uniform(0.0, 0.999);
  state.calcium = random.scale(0.3, 8.0);
  state.calcium_ps = state.anchor_ps;
  if (random.chance(0.3)) {
    state.refractory_end_ps = state.anchor_ps + ps_from_s(unit_s * random.uniform(0.0, 2.0));
    state.v_mem = p.reset;
  }
  return state;
}

/// A neuron a million times faster and more: a picosecond matters, and every one can be asked.
OutputNeuronParameters picosecond_neuron(RandomSequence& random) {
  auto p = random_neuron(random);
  p.tau_s_s = random.scale(1e-12, 500e-12);
  p.tau_mem_s = random.chance(0.2) ? p.tau_s_s : random.scale(1e-12, 500e-12);
  p.leak_per_s *= 1e9;
  p.tau_ca_s = random.scale(50e-12, 1000e-12);
  p.t_refractory_s = 100e-12;
  return p;
}

TEST(N5, NextPlasticityChangeIsWhatAskingAtEveryPicosecondFinds) {
  int changes = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSequence random{seed};
    const NeuronModel model{picosecond_neuron(random)};
    const auto state = random_state(random, model.parameters(), 100e-12);
    const TimePs spike = model.next_spike_ps(state);
    TimePs t = state.anchor_ps;
    TimePs expected = model.next_plasticity_change_ps(state, t, spike);
    for (TimePs next = t + 1; next < std::min(spike, t + 3000); ++next) {
      const bool changed = model.plasticity(state, next) != model.plasticity(state, t);
      ASSERT_EQ(changed, next == expected) << "at " << next << ", foretold for " << expected;
      if (!changed) continue;
      ++changes;
      t = next;
      expected = model.next_plasticity_change_ps(state, t, spike);
    }
  }
  EXPECT_GT(changes, 700);
}

TEST(N5, NextWindowChangeIsWhatAskingAtEveryPicosecondFinds) {
  int changes = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSequence random{seed};
    const NeuronModel model{picosecond_neuron(random)};
    const auto state = random_state(random, model.parameters(), 100e-12);
    TimePs t = state.calcium_ps;
    TimePs expected = model.next_window_change_ps(state, t);
    for (TimePs next = t + 1; next < t + 3000; ++next) {
      const bool changed = model.open_windows(state, next) != model.open_windows(state, t);
      ASSERT_LE(changed, next == expected) << "at " << next << ", foretold for " << expected;
      if (next != expected) continue;
      changes += changed;
      t = next;
      expected = model.next_window_change_ps(state, t);
    }
  }
  EXPECT_GT(changes, 500);
}

TEST(N5, NextPlasticityChangeIsConsistentWithPlasticityAtPresetTimeScales) {
  int changes = 0;
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSequence random{seed};
    const NeuronModel model{random_neuron(random)};
    const auto state = random_state(random, model.parameters(), 10e-3);
    const TimePs spike = model.next_spike_ps(state);
    const TimePs horizon = std::min(spike - 1, state.anchor_ps + kPsPerS);
    int chain = 0;
    for (TimePs t = state.anchor_ps; t < horizon; ++chain) {
      ASSERT_LT(chain, 12);
      const auto now = model.plasticity(state, t);
      const TimePs change = model.next_plasticity_change_ps(state, t, spike);
      const TimePs last_same = std::min(horizon, change - 1);
      for (int k = 1; k <= 200; ++k) {
        const TimePs between = t + (last_same - t) / 200 * k;
        ASSERT_EQ(model.plasticity(state, between), now) << between;
      }
      ASSERT_EQ(model.plasticity(state, last_same), now);
      if (change > horizon) break;
      ASSERT_NE(model.plasticity(state, change), now);
      ++changes;
      t = change;
    }
  }
  EXPECT_GT(changes, 500);
}

TEST(N5, NoPlasticityChangeIsForetoldBeyondTheNextSpike) {
  NeuronState state;
  state.v_mem = 0.7;
  state.calcium = 3.5;
  state.i_dpi_per_s = 100.0;
  const NeuronModel model{OutputNeuronParameters::from_preset("brader2007")};
  const TimePs spike = model.next_spike_ps(state);
  const TimePs up = model.next_plasticity_change_ps(state, 0, spike);
  ASSERT_LT(up, spike);
  EXPECT_TRUE(model.plasticity(state, up).up);
  EXPECT_EQ(model.next_plasticity_change_ps(state, up, spike), kNever);
  EXPECT_EQ(model.next_plasticity_change_ps(state, 0, up), kNever);
}

}  // namespace
}  // namespace softbound
