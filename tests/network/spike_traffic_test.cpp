// SPDX-License-Identifier: Apache-2.0
#include "network/spike_traffic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"
#include "network/error_text.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 41;
constexpr std::size_t kCount = 40'000;

TrafficParameters traffic(double rate_hz, double burst_spikes = 1) {
  TrafficParameters parameters;
  parameters.rate_hz = rate_hz;
  parameters.burst_spikes = burst_spikes;
  return parameters;
}

std::vector<double> intervals_s(const std::vector<Spike>& spikes) {
  std::vector<double> intervals;
  TimePs before_ps = 0;
  for (const Spike& spike : spikes) {
    intervals.push_back(s_from_ps(spike.time_ps - before_ps));
    before_ps = spike.time_ps;
  }
  return intervals;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values) {
  const double m = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - m) * (value - m);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

TEST(SpikeTraffic, PoissonIntervalsHaveTheMeanAndDeviationOfTheRate) {
  SCOPED_TRACE("seed 41");
  const auto intervals = intervals_s(random_traffic(traffic(1e5), 16, kSeed, kCount));
  const double sigma = 1 / std::sqrt(static_cast<double>(kCount));
  EXPECT_NEAR(mean(intervals), 1e-5, 4e-5 * sigma);
  EXPECT_NEAR(deviation(intervals), 1e-5, 1e-5 * 4 * std::sqrt(2.0) * sigma);
  // Of an exponential law, exp(-1) of the values exceed the mean.
  const auto above =
      std::count_if(intervals.begin(), intervals.end(), [](double value) { return value > 1e-5; });
  EXPECT_NEAR(static_cast<double>(above) / kCount, std::exp(-1.0), 4 * 0.5 * sigma);
}

TEST(SpikeTraffic, EveryRowIsAsLikelyAsEveryOther) {
  SCOPED_TRACE("seed 41");
  constexpr std::size_t kRows = 20;
  std::vector<double> counts(kRows, 0);
  for (const Spike& spike : random_traffic(traffic(1e5), kRows, kSeed, kCount)) {
    ASSERT_LT(spike.row, kRows);
    ++counts[spike.row];
  }
  const double expected = static_cast<double>(kCount) / kRows;
  double chi2 = 0;
  for (const double count : counts) chi2 += (count - expected) * (count - expected) / expected;
  EXPECT_LT(chi2, 43.8);  // 19 degrees of freedom, p = 0.001
}

TEST(SpikeTraffic, BurstsKeepTheMeanRate) {
  SCOPED_TRACE("seed 41");
  const auto intervals = intervals_s(random_traffic(traffic(1e5, 20), 16, kSeed, kCount));
  // One interval in 20 is a pause of 20 / rate - 19 gaps: the variance of the mean is theirs.
  EXPECT_NEAR(mean(intervals), 1e-5, 4 * deviation(intervals) / std::sqrt(double{kCount}));
  const auto within =
      std::count_if(intervals.begin(), intervals.end(), [](double value) { return value < 1e-6; });
  EXPECT_NEAR(static_cast<double>(within) / kCount, 0.95, 0.02);
  EXPECT_GT(deviation(intervals), 4 * mean(intervals));
}

TEST(SpikeTraffic, BurstsThatAreNoFasterThanTheRateArePoisson) {
  TrafficParameters slow = traffic(1e8, 20);
  slow.burst_gap_s = 1e-6;
  EXPECT_EQ(random_traffic(slow, 16, kSeed, 1000), random_traffic(traffic(1e8), 16, kSeed, 1000));
}

TEST(SpikeTraffic, AnotherRateStretchesTheSameSpikes) {
  const auto slow = random_traffic(traffic(1e4), 16, kSeed, 1000);
  const auto fast = random_traffic(traffic(1e5), 16, kSeed, 1000);
  for (std::size_t k = 0; k < slow.size(); ++k) {
    ASSERT_EQ(slow[k].row, fast[k].row);
    ASSERT_NEAR(static_cast<double>(slow[k].time_ps), 10.0 * static_cast<double>(fast[k].time_ps),
                10.0 * static_cast<double>(k + 1));  // each interval is rounded
  }
}

TEST(SpikeTraffic, TimesRiseAlsoWhereSpikesAreDense) {
  const auto spikes = random_traffic(traffic(1e9), 16, kSeed, 50'000);
  for (std::size_t k = 1; k < spikes.size(); ++k) {
    ASSERT_LT(spikes[k - 1].time_ps, spikes[k].time_ps);
  }
}

TEST(SpikeTraffic, ImpossibleParametersAreRefusedByOption) {
  const auto error = [](TrafficParameters parameters) {
    return error_text([&] { parameters.check(); });
  };
  EXPECT_NE(error(traffic(0)).find("--rate 0: expected"), std::string::npos);
  EXPECT_NE(error(traffic(NAN)).find("--rate nan: expected"), std::string::npos);
  EXPECT_NE(error(traffic(1, 0.5)).find("--burst-spikes 0.5: expected"), std::string::npos);
  TrafficParameters no_gap = traffic(1);
  no_gap.burst_gap_s = 0;
  EXPECT_NE(error(no_gap).find("--burst-gap 0: expected"), std::string::npos);
}

}  // namespace
}  // namespace softbound
