// SPDX-License-Identifier: Apache-2.0
#include "learning/scores.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 5;

TEST(ClassOfColumn, SharesColumnsEquallyAndInOrder) {
  for (const std::size_t columns : {10, 30, 300}) {
    for (std::size_t column = 0; column < columns; ++column) {
      EXPECT_EQ(class_of_column(column, columns), column / (columns / 10)) << columns;
    }
  }
}

TEST(ClassVotes, AreTheSumsOfTheClassesSpikes) {
  std::vector<std::uint32_t> counts(30, 0);
  counts[0] = 1;
  counts[2] = 4;
  counts[29] = 7;
  ClassVotes expected{};
  expected[0] = 5;
  expected[9] = 7;
  EXPECT_EQ(class_votes(counts), expected);
}

TEST(AnswerOf, TheClassWithMostSpikes) { EXPECT_EQ(answer_of({0, 0, 3, 0, 0, 2, 0, 0, 0, 0}), 2U); }

TEST(AnswerOf, NoClassIfTwoHaveMostSpikes) {
  EXPECT_EQ(answer_of({0, 0, 3, 0, 0, 3, 0, 0, 0, 0}), kDigitClasses);
  EXPECT_EQ(answer_of({}), kDigitClasses);
}

TEST(Scores, SilenceIsATieOfAllClasses) {
  Scores scores;
  scores.add(4, {});
  EXPECT_DOUBLE_EQ(scores.split(), 0.1);
  EXPECT_EQ(scores.strict(), 0.0);
  EXPECT_EQ(scores.silent_share(), 1.0);
  EXPECT_EQ(scores.confusion[4][kDigitClasses], 1U);
}

TEST(Scores, WithoutPicturesAreZero) {
  EXPECT_EQ(Scores{}.split(), 0.0);
  EXPECT_EQ(Scores{}.strict(), 0.0);
  EXPECT_EQ(Scores{}.silent_share(), 0.0);
}

TEST(Scores, AgreeWithCountingOneByOneOnRandomVotes) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const CounterRandom random{kSeed, RandomStream::stimulus};
  Scores scores;
  double split = 0, strict = 0, silent = 0;
  constexpr std::size_t kPictures = 2000;
  std::array<std::array<std::uint64_t, 11>, 10> confusion{};
  for (std::size_t picture = 0; picture < kPictures; ++picture) {
    ClassVotes votes{};
    // Few spikes, so that ties and silence are common.
    for (std::size_t k = 0; k < 10; ++k) {
      votes[k] = std::min<std::uint64_t>(2, random.bits(picture, k) % 20);
      if (votes[k] == 2 && random.bits(picture, 20 + k) % 8 != 0) votes[k] = 0;
    }
    const std::size_t label = random.bits(picture, 10) % 10;
    scores.add(label, votes);
    std::size_t better = 0, equal = 0, other_top = 10;
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < 10; ++k) {
      sum += votes[k];
      if (k != label && votes[k] > votes[label]) ++better;
      if (k != label && votes[k] == votes[label]) ++equal;
      std::size_t above = 0;
      for (std::size_t m = 0; m < 10; ++m) above += m != k && votes[m] >= votes[k] ? 1 : 0;
      if (above == 0) other_top = k;
    }
    if (better == 0) split += 1.0 / static_cast<double>(1 + equal);
    if (better == 0 && equal == 0) strict += 1;
    if (sum == 0) silent += 1;
    ++confusion[label][other_top];
  }
  ASSERT_GT(silent, 0);
  ASSERT_GT(split, strict);
  EXPECT_EQ(scores.images, kPictures);
  EXPECT_NEAR(scores.split(), split / kPictures, 1e-12);
  EXPECT_DOUBLE_EQ(scores.strict(), strict / kPictures);
  EXPECT_DOUBLE_EQ(scores.silent_share(), silent / kPictures);
  EXPECT_EQ(scores.confusion, confusion);
}

}  // namespace
}  // namespace softbound
