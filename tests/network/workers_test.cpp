// SPDX-License-Identifier: Apache-2.0
#include "network/workers.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace softbound {
namespace {

TEST(Workers, EachThreadDoesItsPartOnceEachTime) {
  Workers workers;
  for (const std::size_t threads : {1, 2, 5, 3, 1}) {
    workers.resize(threads);
    EXPECT_EQ(workers.threads(), threads);
    for (int round = 0; round < 40; ++round) {
      std::vector<std::thread::id> who(threads);
      workers.together([&](std::size_t thread) { who[thread] = std::this_thread::get_id(); });
      EXPECT_EQ(who[0], std::this_thread::get_id());
      EXPECT_EQ(std::set<std::thread::id>(who.begin(), who.end()).size(), threads);
    }
  }
}

TEST(Workers, WhatAThreadThrowsReachesTheCallerAndNothingIsLostAfterwards) {
  Workers workers;
  for (const std::size_t threads : {1, 3}) {
    workers.resize(threads);
    EXPECT_THROW(workers.together([&](std::size_t thread) {
      if (thread == threads - 1) throw std::domain_error{"the last"};
    }),
                 std::domain_error);
    std::vector<int> done(threads);
    workers.together([&](std::size_t thread) { ++done[thread]; });
    EXPECT_EQ(done, std::vector<int>(threads, 1));
  }
}

}  // namespace
}  // namespace softbound
