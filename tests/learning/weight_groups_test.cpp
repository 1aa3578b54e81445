// SPDX-License-Identifier: Apache-2.0
#include "learning/weight_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace softbound {
namespace {

TEST(WeightGroups, HoldMeanDeviationAndWhatIsAtTheBounds) {
  using C = PixelGroup;
  const WeightGroups groups =
      weight_groups({C::low_rate, C::high_rate, C::low_rate}, {0.4, 0.6, 0.0, 1.0, 0.5, 0.5});
  const WeightGroup& low = groups[0];
  EXPECT_EQ(low.pixels, 2U);
  EXPECT_EQ(low.synapses, 4U);
  EXPECT_NEAR(low.mean, 0.5, 1e-15);
  EXPECT_NEAR(low.deviation, std::sqrt(0.02 / 4), 1e-15);
  EXPECT_EQ(low.near_bounds, 0.0);
  EXPECT_EQ(low.histogram[50], 2U);
  const WeightGroup& high = groups[2];
  EXPECT_EQ(high.near_bounds, 1.0);
  EXPECT_NEAR(high.deviation, 0.5, 1e-15);
  EXPECT_EQ(high.histogram[0], 1U);
  EXPECT_EQ(high.histogram[99], 1U);
  EXPECT_EQ(groups[1].synapses, 0U);
  EXPECT_EQ(groups[1].mean, 0.0);
}

TEST(HistogramCsv, HasALineForEachBin) {
  const std::string text = histogram_csv(weight_groups({PixelGroup::mixed}, {0.505}));
  EXPECT_EQ(text.rfind("weight_from,weight_to,low_rate,mixed,high_rate\n0.00,0.01,0,0,0\n", 0), 0U);
  EXPECT_NE(text.find("\n0.50,0.51,0,1,0\n"), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 101);
}

}  // namespace
}  // namespace softbound
