// SPDX-License-Identifier: Apache-2.0
#include "figures/histogram.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/random.h"

namespace softbound {
namespace {

/// Normal numbers around each centre, clipped to [0, 1].
Histogram bells(const std::vector<double>& centres, double sd, std::size_t each = 5000) {
  const CounterRandom random{1, RandomStream::stimulus};
  Histogram histogram{50};
  for (std::size_t c = 0; c < centres.size(); ++c) {
    for (std::size_t k = 0; k < each; ++k) {
      histogram.add(std::min(1.0, std::max(0.0, centres[c] + sd * random.normal(c, k))));
    }
  }
  return histogram;
}

TEST(Histogram, SharesAreThoseOfTheBinsAndOneBelongsToTheLast) {
  Histogram histogram{4};
  for (const double w : {0.0, 0.1, 0.25, 0.9, 1.0}) histogram.add(w);
  EXPECT_EQ(histogram.total(), 5u);
  EXPECT_DOUBLE_EQ(histogram.share(0), 0.4);
  EXPECT_DOUBLE_EQ(histogram.share(1), 0.2);
  EXPECT_DOUBLE_EQ(histogram.share(2), 0.0);
  EXPECT_DOUBLE_EQ(histogram.share(3), 0.4);
  EXPECT_DOUBLE_EQ(histogram.low(3), 0.75);
  EXPECT_DOUBLE_EQ(histogram.high(3), 1.0);
}

TEST(Histogram, AddsAnother) {
  Histogram sum{4}, other{4};
  sum.add(0.1);
  other.add(0.6);
  sum.add(other);
  EXPECT_EQ(sum.total(), 2u);
  EXPECT_DOUBLE_EQ(sum.share(2), 0.5);
}

TEST(Histogram, KnowsWhatLiesNearTheBounds) {
  Histogram histogram{20};
  for (const double w : {0.01, 0.04, 0.06, 0.5, 0.97}) histogram.add(w);
  EXPECT_DOUBLE_EQ(histogram.share_near_bounds(0.05), 0.6);
}

TEST(Histogram, CountsTheModesThatValleysSeparate) {
  EXPECT_EQ(bells({0.5}, 0.05).modes(), 1u);
  EXPECT_EQ(bells({0.3, 0.7}, 0.05).modes(), 2u);
  EXPECT_EQ(bells({0.2, 0.5, 0.8}, 0.05).modes(), 3u);
  EXPECT_EQ(bells({0.48, 0.52}, 0.05).modes(), 1u);
  EXPECT_EQ(bells({0.0}, 0.05).modes(), 1u);
  EXPECT_EQ(bells({0.0, 1.0}, 0.05).modes(), 2u);
  EXPECT_EQ(Histogram{10}.modes(), 0u);
}

}  // namespace
}  // namespace softbound
