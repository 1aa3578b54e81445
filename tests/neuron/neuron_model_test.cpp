// SPDX-License-Identifier: Apache-2.0
#include "neuron/neuron_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "neuron/output_neuron.h"
#include "random_neuron.h"
#include "stepped_neuron.h"

namespace softbound {
namespace {

TEST(N5, ClosedFormsAgreeWithSmallStepsForAnyNeuronAndAnyCharges) {
  constexpr double kDurationS = 30e-3;
  constexpr double kStepS = 2e-6;
  std::size_t spikes = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSequence random{seed};
    const auto parameters = random_neuron(random);
    OutputNeuron neuron{parameters};
    SteppedNeuron oracle{parameters, kStepS};
    std::vector<TimePs> spikes_ps;
    const auto note = [&](TimePs t) { spikes_ps.push_back(t); };
    for (const auto& charge : random_charges(random, parameters, kDurationS)) {
      neuron.advance_to(charge.t, note);
      oracle.advance_to(1e-12L * static_cast<long double>(charge.t));
      if (spikes_ps.size() != oracle.spikes_s().size()) break;  // reported below
      const auto values = neuron.values(charge.t);
      EXPECT_NEAR(values.i_dpi_per_s, static_cast<double>(oracle.dpi()),
                  1e-9 * (1.0 + std::abs(values.i_dpi_per_s)));
      EXPECT_NEAR(values.v_mem, static_cast<double>(oracle.membrane()),
                  kStepS * (100.0 + std::abs(values.i_dpi_per_s)));
      EXPECT_NEAR(values.calcium, static_cast<double>(oracle.calcium()), 1e-4);
      neuron.inject(charge.t, charge.area);
      oracle.inject(charge.area);
    }
    ASSERT_EQ(spikes_ps.size(), oracle.spikes_s().size());
    for (std::size_t k = 0; k < spikes_ps.size(); ++k) {
      EXPECT_NEAR(s_from_ps(spikes_ps[k]), static_cast<double>(oracle.spikes_s()[k]), kStepS);
    }
    spikes += spikes_ps.size();
  }
  EXPECT_GT(spikes, 500u);
}

TEST(N5, MembraneIsAccurateForTimeConstantsHoweverNearEachOther) {
  OutputNeuronParameters p;
  p.leak = Leak::exponential;
  p.tau_s_s = 10e-3;
  for (const double apart : {0.0, 1e-16, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.5}) {
    p.tau_mem_s = p.tau_s_s * (1.0 + apart);
    const NeuronModel model{p};
    for (const double s : {1e-12, 1e-9, 1e-6, 1e-3, 10e-3, 0.1}) {
      // x K(s) by its power series in the difference of the rates, which needs no division
      const long double a = 1.0L / p.tau_s_s, b = 1.0L / p.tau_mem_s;
      long double sum = 0, term = s;
      for (int n = 1; n < 60; ++n) {
        sum += term;
        term *= (b - a) * s / (n + 1);
      }
      const long double exact = 50.0L * std::exp(-b * s) * sum;
      EXPECT_NEAR(static_cast<double>(model.membrane_after(0.0, 50.0, s) / exact), 1.0, 2e-15)
          << "apart " << apart << ", after " << s << " s";
    }
  }
}

TEST(N5, AtTheAnchorTheAnchoredValuesAreReturnedBitForBit) {
  RandomSequence random{7};
  for (int n = 0; n < 2000; ++n) {
    const NeuronModel model{random_neuron(random)};
    NeuronState state;
    state.anchor_ps = ps_from_s(random.uniform(0.0, 1.0));
    state.refractory_end_ps = state.anchor_ps + (random.chance(0.5) ? 1'000'000 : -1'000'000);
    state.i_dpi_per_s = random.uniform(-100.0, 100.0);
    state.v_mem = random.chance(0.1) ? 0.0 : random.uniform(0.0, 0.3);
    state.calcium = random.uniform(0.0, 10.0);
    state.calcium_ps = state.anchor_ps;
    const auto values = model.values(state, state.anchor_ps);
    EXPECT_EQ(values.i_dpi_per_s, state.i_dpi_per_s);
    EXPECT_EQ(values.v_mem, state.v_mem);
    EXPECT_EQ(values.calcium, state.calcium);
  }
}

TEST(N5, StepsOfManyTimesAreTheStepsOfEach) {
  RandomSequence random{8};
  for (int n = 0; n < 50; ++n) {
    const NeuronModel model{random_neuron(random)};
    std::vector<double> dt_s{0.0};
    while (dt_s.size() < 37) dt_s.push_back(random.scale(1e-12, 10.0));
    std::vector<double> left(37), v_left(37), loss(37), gain(37);
    model.steps(37, dt_s.data(), left.data(), v_left.data(), loss.data(), gain.data());
    for (std::size_t k = 0; k < 37; ++k) {
      const NeuronModel::Step step = model.step(dt_s[k]);
      EXPECT_EQ(left[k], step.dpi_left);
      EXPECT_EQ(v_left[k], step.membrane_left);
      EXPECT_EQ(loss[k], step.membrane_loss);
      EXPECT_EQ(gain[k], step.membrane_gain);
    }
  }
}

TEST(N5, ChargesOfNothingChangeNothing) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomSequence random{seed};
    const auto parameters = random_neuron(random);
    OutputNeuron plain{parameters}, split{parameters};
    TimePs last = 0;
    for (const auto& charge : random_charges(random, parameters, 50e-3)) {
      const TimePs between = last + (charge.t - last) / 3;
      plain.advance_to(charge.t);
      for (const TimePs t : {between, charge.t}) {
        split.advance_to(t);
        split.inject(t, 0.0);
      }
      split.advance_to(charge.t);
      plain.inject(charge.t, charge.area);
      split.inject(charge.t, charge.area);
      const auto a = plain.state(), b = split.state();
      ASSERT_NEAR(a.i_dpi_per_s, b.i_dpi_per_s, 1e-12 * (1.0 + std::abs(a.i_dpi_per_s)));
      // Each spike is rounded up to a ps, so that a difference in the last place may move it by
      // one, and V after it by what it gains in one.
      ASSERT_NEAR(a.v_mem, b.v_mem, 1e-12 + 5e-12 * std::abs(a.i_dpi_per_s) + 1e-10);
      ASSERT_NEAR(a.calcium, b.calcium, 1e-9);
      last = charge.t;
    }
  }
}

TEST(N5, SplittingAnIntervalWithoutSpikesIsExactToTwelveDigits) {
  RandomSequence random{11};
  for (int n = 0; n < 2000; ++n) {
    const NeuronModel model{random_neuron(random)};
    NeuronState whole;
    whole.i_dpi_per_s = random.uniform(-100.0, 100.0);
    whole.v_mem = random.uniform(0.0, 0.3);
    whole.calcium = random.uniform(0.0, 10.0);
    whole.refractory_end_ps = random.chance(0.5) ? 2 * kPsPerUs * 1000 : 0;
    NeuronState parts = whole;
    const TimePs end = ps_from_s(random.scale(1e-12, 0.2));
    for (int k = 1; k <= 4; ++k) model.inject(parts, end * k / 4, 0.0);
    const auto a = model.values(whole, end), b = model.values(parts, end);
    EXPECT_NEAR(a.i_dpi_per_s, b.i_dpi_per_s, 1e-12 * std::abs(whole.i_dpi_per_s));
    EXPECT_NEAR(a.v_mem, b.v_mem, 1e-12 * (1.0 + std::abs(a.v_mem)));
    EXPECT_NEAR(a.calcium, b.calcium, 1e-12 * whole.calcium);
  }
}

TEST(N5, TheSpikeComesAtTheFirstPicosecondAtOrAfterTheCrossing) {
  RandomSequence random{13};
  int crossings = 0;
  for (int n = 0; n < 20'000; ++n) {
    const auto p = random_neuron(random);
    const NeuronModel model{p};
    NeuronState state;
    state.v_mem = p.theta_fire * random.uniform(0.0, 1.0);
    state.i_dpi_per_s = random.scale(1.0, 1e4);
    state.anchor_ps = 1'000'000;
    state.refractory_end_ps = random.chance(0.5) ? 501'000'000 : 0;
    const TimePs start = std::max(state.anchor_ps, state.refractory_end_ps);
    const TimePs spike = model.next_spike_ps(state);
    if (spike == kNever) {
      for (double s = 1e-9; s < 0.3; s *= 1.1) {
        EXPECT_LT(model.values(state, start + ps_from_s(s)).v_mem, p.theta_fire * (1.0 + 1e-14));
      }
      continue;
    }
    ++crossings;
    ASSERT_GT(spike, start);
    EXPECT_GE(model.values(state, spike).v_mem, p.theta_fire);
    EXPECT_LT(model.values(state, spike - 1).v_mem, p.theta_fire);
    EXPECT_LT(model.values(state, start + (spike - start) / 2).v_mem, p.theta_fire);
  }
  EXPECT_GT(crossings, 5000);
}

TEST(N5, APeakThatOnlyTouchesTheThresholdIsDecidedWithoutHanging) {
  for (const Leak leak : {Leak::constant, Leak::exponential}) {
    OutputNeuronParameters p;
    p.leak = leak;
    const NeuronModel model{p};
    NeuronState state;
    double low = 1.0, high = 1e6;  // the least current that fires, to the last place
    for (int n = 0; n < 200; ++n) {
      state.i_dpi_per_s = 0.5 * (low + high);
      (model.next_spike_ps(state) == kNever ? low : high) = state.i_dpi_per_s;
    }
    state.i_dpi_per_s = high;
    const TimePs spike = model.next_spike_ps(state);
    ASSERT_NE(spike, kNever);
    EXPECT_NEAR(model.values(state, spike).v_mem, p.theta_fire, 1e-14);
    EXPECT_NEAR(low / high, 1.0, 1e-14);
  }
}

}  // namespace
}  // namespace softbound
