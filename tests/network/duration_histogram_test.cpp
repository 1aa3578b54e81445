// SPDX-License-Identifier: Apache-2.0
#include "network/duration_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.h"

namespace softbound {
namespace {

TEST(DurationHistogram, QuantilesAreThoseOfTheSortedDurationsToOneIn256) {
  SCOPED_TRACE("seed 5");
  const CounterRandom random{5, RandomStream::stimulus};
  std::vector<TimePs> durations;
  DurationHistogram histogram;
  for (std::uint64_t k = 0; k < 5000; ++k) {
    // Over twelve decades, zeros among them.
    const double log10_ps = 13 * random.uniform(0, k) - 1;
    durations.push_back(static_cast<TimePs>(std::pow(10.0, log10_ps)));
    histogram.add(durations.back());
  }
  std::sort(durations.begin(), durations.end());
  for (const double share : {0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(
        std::max(1.0, std::ceil(share * static_cast<double>(durations.size()))));
    const TimePs exact_ps = durations[rank - 1];
    const TimePs found_ps = histogram.quantile_ps(share);
    EXPECT_GE(found_ps, exact_ps) << share;
    EXPECT_LE(static_cast<double>(found_ps), static_cast<double>(exact_ps) * (1 + 1.0 / 256))
        << share;
  }
  EXPECT_EQ(histogram.quantile_ps(1), durations.back());
  EXPECT_EQ(histogram.greatest_ps(), durations.back());
}

TEST(DurationHistogram, ShortDurationsAreExact) {
  for (TimePs duration_ps = 0; duration_ps < 512; ++duration_ps) {
    DurationHistogram histogram;
    histogram.add(duration_ps);
    histogram.add(1'000'000);
    EXPECT_EQ(histogram.quantile_ps(0.5), duration_ps);
  }
}

TEST(DurationHistogram, TheLongestTimesHaveAPlace) {
  DurationHistogram histogram;
  histogram.add(kNever);
  histogram.add(0);
  EXPECT_EQ(histogram.quantile_ps(1), kNever);
  EXPECT_EQ(histogram.quantile_ps(0.5), 0);
}

TEST(DurationHistogram, TheMeanIsExact) {
  DurationHistogram histogram;
  for (const TimePs duration_ps : {1, 1000, 1'000'003}) histogram.add(duration_ps);
  EXPECT_DOUBLE_EQ(histogram.mean_ps(), 1'001'004.0 / 3);
  EXPECT_EQ(histogram.count(), 3u);
}

TEST(DurationHistogram, WithoutDurationsEverythingIsZero) {
  const DurationHistogram histogram;
  EXPECT_EQ(histogram.count(), 0u);
  EXPECT_EQ(histogram.mean_ps(), 0);
  EXPECT_EQ(histogram.greatest_ps(), 0);
  EXPECT_EQ(histogram.quantile_ps(0.99), 0);
}

}  // namespace
}  // namespace softbound
