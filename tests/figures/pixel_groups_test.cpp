// SPDX-License-Identifier: Apache-2.0
#include "figures/pixel_groups.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

TEST(PixelGroups, FollowTheMeanIntensityOverAllPictures) {
  DigitImages images;
  images.count = 2;
  images.rows = 1;
  images.columns = 4;
  images.pixels = {0, 255, 102, 51, 0, 255, 26, 0};
  const std::vector<double> means = mean_intensities(images);
  EXPECT_DOUBLE_EQ(means[0], 0);
  EXPECT_DOUBLE_EQ(means[1], 1);
  EXPECT_NEAR(means[2], 0.251, 5e-4);
  EXPECT_DOUBLE_EQ(means[3], 0.1);
  const std::vector<PixelGroup> groups = group_pixels(means);
  // 0.10 is not below 0.10.
  const std::vector<PixelGroup> expected{PixelGroup::low_rate, PixelGroup::high_rate,
                                         PixelGroup::high_rate, PixelGroup::mixed};
  EXPECT_EQ(groups, expected);
}

TEST(PixelGroups, WeightsOfAGroupAreItsRows) {
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
