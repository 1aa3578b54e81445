// SPDX-License-Identifier: Apache-2.0
#include "neuron/str_dp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "constant_current.h"
#include "neuron/output_neuron.h"
#include "random_neuron.h"

namespace softbound {
namespace {

OutputNeuronParameters brader2007() { return OutputNeuronParameters::from_preset("brader2007"); }

TEST(L5, TruthTable) {
  EXPECT_EQ(write_decision(true, false, true), WriteDecision::ltp);
  EXPECT_EQ(write_decision(false, true, true), WriteDecision::ltd);
  EXPECT_EQ(write_decision(false, false, true), WriteDecision::none);
  EXPECT_EQ(write_decision(true, true, true), WriteDecision::illegal);
}

TEST(L5, WithoutWriteEnableNothingIsDecided) {
  for (const bool up : {false, true}) {
    for (const bool dn : {false, true}) {
      EXPECT_EQ(write_decision(up, dn, false), WriteDecision::none);
    }
  }
}

TEST(L5, DecisionsHaveTheNamesOfTheWriteFile) {
  EXPECT_EQ(name_of(WriteDecision::none), std::string{"none"});
  EXPECT_EQ(name_of(WriteDecision::ltp), std::string{"LTP"});
  EXPECT_EQ(name_of(WriteDecision::ltd), std::string{"LTD"});
  EXPECT_EQ(name_of(WriteDecision::illegal), std::string{"ILLEGAL"});
}

struct Shares {
  double ltp, ltd;
};

/// Poisson input spikes of 100 Hz onto a neuron that something else makes fire at a given rate.
Shares shares_at_output_rate(double rate_hz) {
  const auto parameters = brader2007();
  const double climb_s = 1.0 / rate_hz - parameters.t_refractory_s;
  OutputNeuron neuron{with_constant_input(parameters)};
  neuron.inject(0, constant_current_area(parameters.leak_per_s + parameters.theta_fire / climb_s));
  RandomSequence random{23};
  int ltp = 0, ltd = 0, inputs = 0;
  for (double t = 1.0; t < 21.0; t += random.exponential(10e-3), ++inputs) {
    neuron.advance_to(ps_from_s(t));
    const auto plasticity = neuron.plasticity(ps_from_s(t));
    const auto decision = write_decision(plasticity.up, plasticity.dn, true);
    ltp += decision == WriteDecision::ltp;
    ltd += decision == WriteDecision::ltd;
  }
  return {1.0 * ltp / inputs, 1.0 * ltd / inputs};
}

TEST(L5, LtpHasAWindowOfOutputRatesAndLtdANarrowerOneAtItsLowerEnd) {
  const auto silent = shares_at_output_rate(30.0);
  EXPECT_EQ(silent.ltp, 0.0);
  EXPECT_EQ(silent.ltd, 0.0);
  const auto both = shares_at_output_rate(60.0);
  EXPECT_GT(both.ltp, 0.1);
  EXPECT_GT(both.ltd, 0.3);
  for (const double rate_hz : {100.0, 150.0, 200.0}) {
    const auto only_ltp = shares_at_output_rate(rate_hz);
    EXPECT_GT(only_ltp.ltp, 0.1) << rate_hz;
    EXPECT_EQ(only_ltp.ltd, 0.0) << rate_hz;
  }
}

TEST(L5, LearningStopsAboveTheUpperEndOfTheLtpWindow) {
  for (const double rate_hz : {230.0, 300.0, 500.0}) {
    const auto shares = shares_at_output_rate(rate_hz);
    EXPECT_EQ(shares.ltp, 0.0) << rate_hz;
    EXPECT_EQ(shares.ltd, 0.0) << rate_hz;
  }
}

TEST(L5, InputsLockedBeforeOutputSpikesArePotentiatedMoreThanShuffledOnes) {
  auto parameters = brader2007();
  parameters.tau_s_s = 1e-12;
  constexpr double kDurationS = 100.0;
  std::vector<Charge> charges;
  RandomSequence random{29};
  for (double t = random.exponential(2e-3); t < kDurationS; t += random.exponential(2e-3)) {
    charges.push_back({ps_from_s(t), 0.15});
  }
  std::vector<TimePs> locked, shuffled;
  OutputNeuron neuron{parameters};
  for (const auto& charge : charges) {
    neuron.advance_to(charge.t, [&](TimePs spike) {
      if (spike > kPsPerS / 1000) locked.push_back(spike - kPsPerS / 1000);
    });
    neuron.inject(charge.t, charge.area);
  }
  for (std::size_t k = 0; k < locked.size(); ++k) {
    shuffled.push_back(ps_from_s(random.uniform(0.0, kDurationS)));
  }
  std::sort(shuffled.begin(), shuffled.end());

  const auto ltp_share = [&](const std::vector<TimePs>& inputs) {
    OutputNeuron listener{parameters};
    std::size_t next = 0;
    double ltp = 0.0;
    for (const TimePs input : inputs) {
      for (; next < charges.size() && charges[next].t <= input; ++next) {
        listener.advance_to(charges[next].t);
        listener.inject(charges[next].t, charges[next].area);
      }
      listener.advance_to(input);
      const auto plasticity = listener.plasticity(input);
      ltp += write_decision(plasticity.up, plasticity.dn, true) == WriteDecision::ltp;
    }
    return ltp / static_cast<double>(inputs.size());
  };
  const double a = ltp_share(locked), b = ltp_share(shuffled);
  const double sigma =
      std::sqrt((a * (1.0 - a) + b * (1.0 - b)) / static_cast<double>(locked.size()));
  EXPECT_GT(a - b, 3.0 * sigma) << a << " against " << b;
}

}  // namespace
}  // namespace softbound
