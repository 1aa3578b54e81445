// SPDX-License-Identifier: Apache-2.0
#include "figures/memory_lifetime.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "device/linear.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 1;

DeviceParameters linear(double step) {
  LinearParameters parameters;
  parameters.step = step;
  return DeviceParameters{std::make_unique<Linear>(parameters)};
}

MemoryLifetime measure(const DeviceParameters& device, double p, std::size_t synapses = 20'000,
                       std::size_t events = 300) {
  LifetimeTest test;
  test.synapses = synapses;
  test.events = events;
  test.ltp_probability = p;
  return measure_lifetime(device, test, kSeed, 2);
}

/// The linear synapse as the Markov chain that it is: exact expectations.
class LinearChain {
 public:
  LinearChain(int steps, double p) : p_{p}, share_(static_cast<std::size_t>(steps) + 1) {
    share_[share_.size() / 2] = 1;
  }
  void step(double p) {
    std::vector<double> next(share_.size());
    const std::size_t top = share_.size() - 1;
    for (std::size_t k = 0; k <= top; ++k) {
      next[std::min(k + 1, top)] += p * share_[k];
      next[k == 0 ? 0 : k - 1] += (1 - p) * share_[k];
    }
    share_ = next;
  }
  void random_steps(int count) {
    for (int k = 0; k < count; ++k) step(p_);
  }
  double mean() const {
    double sum = 0;
    for (std::size_t k = 0; k < share_.size(); ++k) sum += weight(k) * share_[k];
    return sum;
  }
  double variance() const {
    double sum = 0;
    for (std::size_t k = 0; k < share_.size(); ++k) sum += weight(k) * weight(k) * share_[k];
    return sum - mean() * mean();
  }
  double share_at_bound() const { return share_.front() + share_.back(); }

 private:
  double weight(std::size_t level) const {
    return static_cast<double>(level) / static_cast<double>(share_.size() - 1);
  }
  double p_;
  std::vector<double> share_;
};

TEST(MemoryLifetime, IsThatOfTheExactMarkovChainForLinearSynapses) {
  for (const double p : {0.5, 0.6}) {
    const MemoryLifetime measured = measure(linear(0.1), p);
    LinearChain before{10, p};
    before.random_steps(1500);
    EXPECT_NEAR(measured.mean_weight, before.mean(), 0.01) << p;
    EXPECT_NEAR(measured.share_at_bound, before.share_at_bound(), 0.015) << p;
    LinearChain tagged = before, untagged = before;
    tagged.step(1);
    untagged.step(0);
    for (std::size_t t = 0; t <= 20; ++t) {
      const double signal = tagged.mean() - untagged.mean();
      const double snr = signal / std::sqrt((tagged.variance() + untagged.variance()) / 2);
      EXPECT_NEAR(measured.signal[t], signal, 0.006) << "p " << p << ", event " << t;
      EXPECT_NEAR(measured.snr[t], snr, 0.02) << "p " << p << ", event " << t;
      tagged.random_steps(1);
      untagged.random_steps(1);
    }
  }
}

// Ledger 3.3 in small; `softbound reproduce lifetime` has all of it. 10 % of the ledger, as much
// again for a tenth of the synapses.
TEST(MemoryLifetime, D1b_SoftSnrIsTheLedgersWhateverTheBalance) {
  const double means[] = {0.525, 0.540, 0.555};
  int row = 0;
  for (const double p : {0.50, 0.55, 0.60}) {
    const MemoryLifetime soft = measure(DeviceParameters{"hfo2"}, p);
    EXPECT_NEAR(soft.snr[0], 0.179, 0.2 * 0.179) << p;
    EXPECT_NEAR(soft.snr[30], 0.160, 0.2 * 0.160) << p;
    EXPECT_NEAR(soft.snr[100], 0.118, 0.2 * 0.118) << p;
    EXPECT_NEAR(soft.snr[300], 0.054, 0.2 * 0.054) << p;
    EXPECT_NEAR(soft.mean_weight, means[row++], 0.002) << p;
    EXPECT_EQ(soft.share_at_bound, 0) << p;
    EXPECT_EQ(soft.weights.modes(), 1u) << p;
  }
}

TEST(MemoryLifetime, D1a_LinearSnrFallsAsSoonAsThePulsesAreUnbalanced) {
  const MemoryLifetime balanced = measure(linear(0.01), 0.50);
  EXPECT_NEAR(balanced.snr[0], 0.068, 0.2 * 0.068);
  EXPECT_NEAR(balanced.snr[100], 0.057, 0.2 * 0.057);
  EXPECT_NEAR(balanced.mean_weight, 0.5, 0.01);
  EXPECT_NEAR(balanced.share_at_bound, 0.02, 0.01);
  const MemoryLifetime uneven = measure(linear(0.01), 0.55);
  EXPECT_NEAR(uneven.snr[0], 0.367, 0.2 * 0.367);
  EXPECT_NEAR(uneven.snr[30], 0.153, 0.2 * 0.153);
  EXPECT_NEAR(uneven.mean_weight, 0.955, 0.005);
  EXPECT_NEAR(uneven.share_at_bound, 0.18, 0.02);
  // Piled on the bound: no bin above the last one.
  const std::size_t last = uneven.weights.bins() - 1;
  for (std::size_t bin = 0; bin < last; ++bin) {
    EXPECT_LT(uneven.weights.share(bin), uneven.weights.share(last)) << bin;
  }
}

TEST(MemoryLifetime, SoftOutlastsLinearUnlessThePulsesAreBalanced) {
  const DeviceParameters soft{"hfo2"}, lin100 = linear(0.01);
  EXPECT_GT(measure(soft, 0.55).snr[100], 1.5 * measure(lin100, 0.55).snr[100]);
  EXPECT_GT(measure(soft, 0.60).snr[100], 8 * measure(lin100, 0.60).snr[100]);
  EXPECT_GT(measure(lin100, 0.50, 4000, 1000).snr[1000],
            2 * measure(soft, 0.50, 4000, 1000).snr[1000]);
}

TEST(MemoryLifetime, DoesNotDependOnThreads) {
  LifetimeTest test;
  test.synapses = 6002;  // the last block is not full
  test.equilibration_events = 20;
  test.events = 5;
  const DeviceParameters device{"hfo2"};
  const MemoryLifetime one = measure_lifetime(device, test, kSeed, 1);
  const MemoryLifetime three = measure_lifetime(device, test, kSeed, 3);
  EXPECT_EQ(one.snr, three.snr);
  for (std::size_t bin = 0; bin < one.weights.bins(); ++bin) {
    EXPECT_EQ(one.weights.share(bin), three.weights.share(bin)) << bin;
  }
  EXPECT_NE(one.snr, measure_lifetime(device, test, kSeed + 1, 1).snr);
}

TEST(MemoryLifetime, IsGivenUpOnRequest) {
  const LifetimeTest test;
  EXPECT_TRUE(
      measure_lifetime(DeviceParameters{"hfo2"}, test, kSeed, 2, [] { return false; }).snr.empty());
}

TEST(MemoryLifetime, RefusesImpossibleTests) {
  const DeviceParameters device{"hfo2"};
  LifetimeTest odd, improbable, no_bins;
  odd.synapses = 5;
  improbable.ltp_probability = 1.5;
  no_bins.histogram_bins = 0;
  for (const LifetimeTest& test : {odd, improbable, no_bins}) {
    EXPECT_THROW(measure_lifetime(device, test, kSeed, 1), InputError);
  }
}

}  // namespace
}  // namespace softbound
