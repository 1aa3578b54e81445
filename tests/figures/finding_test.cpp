// SPDX-License-Identifier: Apache-2.0
#include "figures/finding.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

TEST(Caption, SaysWhatAgreesBeforeWhatDiffers) {
  EXPECT_EQ(caption_text("Fig. 9.", {{"one mode", "two", false}, {"mean .5", ".52", true}}),
            "Fig. 9. Agrees: mean .5 (measured: .52). Differs: one mode (measured: two).");
}

TEST(Caption, IsSilentAboutWhatWasNotCompared) {
  EXPECT_EQ(caption_text("Fig. 9.", {}), "Fig. 9.");
  EXPECT_EQ(caption_text("Fig. 9.", {{"a", "b", true}}), "Fig. 9. Agrees: a (measured: b).");
}

TEST(Within, TakesTheToleranceOnBothSides) {
  EXPECT_TRUE(within(0.49, 0.5, 0.6, 0.02));
  EXPECT_TRUE(within(0.61, 0.5, 0.6, 0.02));
  EXPECT_FALSE(within(0.47, 0.5, 0.6, 0.02));
  EXPECT_FALSE(within(0.63, 0.5, 0.6, 0.02));
}

}  // namespace
}  // namespace softbound
