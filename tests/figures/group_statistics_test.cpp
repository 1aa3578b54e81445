// SPDX-License-Identifier: Apache-2.0
#include "figures/group_statistics.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

TEST(GroupStatistics, WeightsOfAGroupAreItsRows) {
  const std::vector<PixelGroup> groups{PixelGroup::high_rate, PixelGroup::low_rate,
                                       PixelGroup::high_rate};
  const std::vector<double> weights{0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
  EXPECT_EQ(group_weights(weights, groups, PixelGroup::high_rate),
            (std::vector<double>{0.1, 0.2, 0.5, 0.6}));
  EXPECT_TRUE(group_weights(weights, groups, PixelGroup::mixed).empty());
}

TEST(GroupStatistics, AreMeanDeviationAndPercentiles) {
  std::vector<double> weights;
  for (int k = 100; k >= 0; --k) weights.push_back(k / 100.0);
  const GroupStatistics statistics = statistics_of(weights);
  EXPECT_NEAR(statistics.mean, 0.5, 1e-12);
  EXPECT_NEAR(statistics.sd, 0.2915475947, 1e-9);  // sqrt((n^2 - 1) / 12) / 100 of n = 101
  EXPECT_EQ(statistics.percentiles, (std::array<double, 5>{0.05, 0.25, 0.5, 0.75, 0.95}));
  EXPECT_EQ(statistics_of({}).mean, 0);
}

}  // namespace
}  // namespace softbound
