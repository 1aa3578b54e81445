// SPDX-License-Identifier: Apache-2.0
#include "learning/pixel_groups.h"

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

}  // namespace
}  // namespace softbound
