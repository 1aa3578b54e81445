// SPDX-License-Identifier: Apache-2.0
#include "device/switching_element.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 31;

class SwitchingElementTest : public testing::Test {
 protected:
  DrawSequence random{kSeed, RandomStream::stimulus, 0};

  /// Share of `trials` fresh elements that `pulses` pulses of this hazard switch.
  double share(int trials, int pulses, double hazard, double beta) {
    int switched = 0;
    for (int trial = 0; trial < trials; ++trial) {
      SwitchingElement element;
      for (int n = 0; n < pulses && !element.up(); ++n) element.drive(hazard, beta, random);
      switched += element.up();
    }
    return static_cast<double>(switched) / trials;
  }
};

constexpr int kTrials = 40'000;

double three_sigma(double p) { return 3 * std::sqrt(p * (1 - p) / kTrials); }

TEST_F(SwitchingElementTest, SwitchesWithTheProbabilityOfItsHazard) {
  for (const double beta : {0.7, 1.0, 2.0, 3.0}) {
    for (const double hazard : {0.1, 0.5, 1.0, 2.0}) {
      const double p = 1 - std::exp(-std::pow(hazard, beta));
      EXPECT_NEAR(share(kTrials, 1, hazard, beta), p, three_sigma(p)) << beta << " " << hazard;
    }
  }
}

TEST_F(SwitchingElementTest, WithoutMemoryPulsesAreIndependentTrials) {
  const double p = 1 - std::pow(1 - 0.02, 30);
  EXPECT_NEAR(share(kTrials, 30, -std::log(1 - 0.02), 1), p, three_sigma(p));
}

TEST_F(SwitchingElementTest, HazardOfShortPulsesAddsUp) {
  const double p = 1 - std::exp(-1.0);
  EXPECT_NEAR(share(kTrials, 10, 0.1, 2), p, three_sigma(p));
}

TEST_F(SwitchingElementTest, HoldingTakesHazardAwayButNotMoreThanThereIs) {
  SwitchingElement element, held;
  DrawSequence same{kSeed, RandomStream::stimulus, 0};
  const double limit = element.hazard_left(2, random);
  ASSERT_EQ(held.hazard_left(2, same), limit);
  held.drive(0.5 * limit, 2, same);
  held.hold(0.2 * limit);
  EXPECT_NEAR(held.hazard_left(2, same), 0.7 * limit, 1e-12);
  held.hold(5 * limit);
  EXPECT_EQ(held.hazard_left(2, same), limit);
}

TEST_F(SwitchingElementTest, ZeroHazardDoesNothingAndAsksForNoRandomNumber) {
  SwitchingElement element;
  EXPECT_FALSE(element.drive(0, 1, random));
  EXPECT_EQ(random.position(), 0u);
}

TEST_F(SwitchingElementTest, InfiniteHazardIsCertainty) {
  SwitchingElement element;
  EXPECT_TRUE(element.drive(std::numeric_limits<double>::infinity(), 2, random));
  EXPECT_TRUE(element.up());
}

TEST_F(SwitchingElementTest, EveryStayHasItsOwnLimit) {
  SwitchingElement element;
  const double first = element.hazard_left(1, random);
  element.set(true);
  EXPECT_NE(element.hazard_left(1, random), first);
}

}  // namespace
}  // namespace softbound
