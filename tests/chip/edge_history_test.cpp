// SPDX-License-Identifier: Apache-2.0
#include "chip/edge_history.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

Bits bits(std::size_t width, std::initializer_list<std::size_t> set) {
  Bits all(width);
  for (const auto bit : set) all.set(bit);
  return all;
}

TEST(EdgeHistory, TellsEachKindOfEdgeWithItsTime) {
  EdgeHistory history;
  const auto req = history.add("req"), addr = history.add("addr"), ltp = history.add("ltp");
  history.number(1'000'000, addr, 7);
  history.bit(1'000'000, req, true);
  history.bus(2'500'000, ltp, bits(4, {0}), bits(4, {1, 3}));
  history.bit(3'000'001, req, false);
  EXPECT_EQ(history.lines(500'000),
            (std::vector<std::string>{"0.000000500000 s  addr = 7", "0.000000500000 s  req rises",
                                      "0.000002000000 s  ltp[1,3] rise, ltp[0] fall",
                                      "0.000002500001 s  req falls"}));
}

TEST(EdgeHistory, KeepsTheLatestTwenty) {
  EdgeHistory history;
  const auto wire = history.add("n");
  for (std::uint32_t k = 0; k < 100; ++k) history.number(k, wire, k);
  const auto lines = history.lines(0);
  ASSERT_EQ(lines.size(), 20u);
  EXPECT_NE(lines.front().find("n = 80"), std::string::npos);
  EXPECT_NE(lines.back().find("n = 99"), std::string::npos);
}

TEST(EdgeHistory, ManyBitsAreCounted) {
  EdgeHistory history;
  history.bus(0, history.add("row_sel"), Bits(100), Bits(100, true));
  EXPECT_NE(history.lines(0)[0].find("row_sel[0,1,2,3,4,5,6,7,... 100 in all] rise"),
            std::string::npos);
}

}  // namespace
}  // namespace softbound
