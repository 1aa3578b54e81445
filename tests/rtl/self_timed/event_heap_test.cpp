// SPDX-License-Identifier: Apache-2.0
#include "self_timed/event_heap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace softbound {
namespace {

TEST(EventHeap, IsNeverDueWhileNothingIs) {
  EventHeap heap{3};
  EXPECT_EQ(heap.first_ps(), kNever);
  heap.set(1, 50);
  heap.set(1, kNever);
  heap.set(2, kNever);
  EXPECT_EQ(heap.first_ps(), kNever);
}

TEST(EventHeap, NamesTheLowestOfThoseDueAtOnce) {
  EventHeap heap{4};
  for (const std::size_t thing : {3u, 1u, 2u}) heap.set(thing, 7);
  EXPECT_EQ(heap.first(), 1u);
}

TEST(EventHeap, KnowsTheFirstWhateverMoves) {
  constexpr unsigned kSeed = 5;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937 random{kSeed};
  EventHeap heap{50};
  std::vector<TimePs> naive(50, kNever);
  for (int k = 0; k < 20000; ++k) {
    const std::size_t thing = random() % 50;
    naive[thing] = random() % 3 == 0 ? kNever : static_cast<TimePs>(random() % 40);
    heap.set(thing, naive[thing]);
    const auto first = std::min_element(naive.begin(), naive.end());
    ASSERT_EQ(heap.first_ps(), *first) << "move " << k;
    if (*first != kNever) {
      ASSERT_EQ(heap.first(), static_cast<std::size_t>(first - naive.begin()));
    }
  }
}

}  // namespace
}  // namespace softbound
