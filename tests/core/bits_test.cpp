// SPDX-License-Identifier: Apache-2.0
#include "core/bits.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

TEST(Bits, KeepsUnusedBitsOfTheLastWordClear) {
  const Bits all(70, true);
  EXPECT_EQ(all.count(), 70u);
  EXPECT_EQ(all.words()[1], 0x3fu);
}

TEST(Bits, VisitsSetBitsLowestFirst) {
  Bits bits(130);
  for (const std::size_t bit : {128, 3, 64}) bits.set(bit);
  std::vector<std::size_t> seen;
  bits.for_each([&](std::size_t bit) { seen.push_back(bit); });
  EXPECT_EQ(seen, (std::vector<std::size_t>{3, 64, 128}));
}

TEST(Bits, PrintsHighestBitFirst) {
  Bits bits(4);
  bits.set(0);
  bits.set(2);
  EXPECT_EQ(bits.to_string(), "0101");
}

TEST(Bits, ComparesWidthAndValue) {
  EXPECT_NE(Bits(3), Bits(4));
  Bits a(65), b(65);
  a.set(64);
  EXPECT_NE(a, b);
  b.set(64);
  EXPECT_EQ(a, b);
}

TEST(Bits, IntersectWhereBothHaveABit) {
  for (const std::size_t shared : {0, 63, 64, 99}) {
    Bits a(100), b(100);
    a.set(shared);
    b.set((shared + 1) % 100);
    EXPECT_FALSE(a.intersects(b));
    b.set(shared);
    EXPECT_TRUE(a.intersects(b)) << shared;
  }
  EXPECT_FALSE(Bits{}.intersects(Bits{}));
}

}  // namespace
}  // namespace softbound
