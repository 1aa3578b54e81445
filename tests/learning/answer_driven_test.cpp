// SPDX-License-Identifier: Apache-2.0
#include "learning/answer_driven.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

/// Thirty neurons, three a class; class 4 is shown.
class PlanTeaching : public testing::Test {
 protected:
  PlanTeaching() {
    learning.rule = TeachingRule::answer_driven;
    learning.margin = 10;
    learning.best_share = 0.34;
  }
  TeachingPlan plan() const {
    return plan_teaching(learning, 4, counts, membranes,
                         CounterRandom{1, RandomStream::teaching_choice}, 0);
  }
  static Bits columns(const std::vector<std::size_t>& set) {
    Bits bits(30);
    for (const auto column : set) bits.set(column);
    return bits;
  }

  LearningParameters learning;
  std::vector<std::uint32_t> counts = std::vector<std::uint32_t>(30, 0);
  std::vector<double> membranes = std::vector<double>(30, 0.0);
};

TEST_F(PlanTeaching, NothingIsTaughtWhenTheClassLeadsByTheMargin) {
  counts[12] = 15;
  counts[0] = 5;
  EXPECT_FALSE(plan().needed);
}

TEST_F(PlanTeaching, ALeadBelowTheMarginIsTaught) {
  counts[12] = 15;
  counts[0] = 6;
  EXPECT_TRUE(plan().needed);
}

TEST_F(PlanTeaching, TheNeuronWithMostSpikesLearns) {
  counts[12] = 2;
  counts[13] = 3;
  EXPECT_EQ(plan().positive, columns({13}));
}

TEST_F(PlanTeaching, OfEqualCountsTheHigherMembraneLearns) {
  counts[12] = counts[14] = 2;
  membranes[12] = 0.3;
  membranes[14] = 0.5;
  EXPECT_EQ(plan().positive, columns({14}));
}

TEST_F(PlanTeaching, AMembraneNeverCountsASpike) {
  counts[12] = 1;
  membranes[13] = 1.0;
  EXPECT_EQ(plan().positive, columns({12}));
}

TEST_F(PlanTeaching, ChanceDecidesBetweenEquals) {
  Bits chosen(30);
  for (std::uint32_t presentation = 0; presentation < 50; ++presentation) {
    chosen |= plan_teaching(learning, 4, counts, membranes,
                            CounterRandom{1, RandomStream::teaching_choice}, presentation)
                  .positive;
  }
  EXPECT_EQ(chosen, columns({12, 13, 14}));
}

TEST_F(PlanTeaching, AsManyLearnAsTheShareSaysAndAtLeastOne) {
  counts[12] = 1;
  learning.best_share = 0.67;
  EXPECT_EQ(plan().positive.count(), 2U);
  learning.best_share = 1;
  EXPECT_EQ(plan().positive.count(), 3U);
  learning.best_share = 0;
  EXPECT_EQ(plan().positive.count(), 1U);
}

TEST_F(PlanTeaching, ClassesThatComeCloserThanTheMarginAreHeldBack) {
  counts[12] = 12;
  counts[0] = 3;   // class 0, 9 behind
  counts[29] = 2;  // class 9, 10 behind
  counts[15] = 20;
  EXPECT_EQ(plan().negative, columns({0, 1, 2, 15, 16, 17}));
}

TEST(TeachingTime, FallsGeometricallyFromFirstToLast) {
  LearningParameters learning = LearningParameters::answer_driven();
  learning.images = 1000;
  EXPECT_DOUBLE_EQ(teaching_time_s(learning, 0), 0.5);
  EXPECT_NEAR(teaching_time_s(learning, 500), 0.05, 1e-12);
  EXPECT_NEAR(teaching_time_s(learning, 1000), 0.005, 1e-12);
}

}  // namespace
}  // namespace softbound
