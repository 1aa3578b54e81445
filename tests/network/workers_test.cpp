// SPDX-License-Identifier: Apache-2.0
#include "network/workers.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace softbound {
namespace {

TEST(Workers, EachPieceIsDoneOnceByAnyNumberOfThreads) {
  Workers workers;
  for (const std::size_t threads : {1, 2, 5, 3, 1}) {
    workers.resize(threads);
    EXPECT_EQ(workers.threads(), threads);
    for (std::size_t n = 0; n < 40; ++n) {
      std::vector<int> done(n);
      workers.share(n, [&](std::size_t k) { ++done[k]; });
      EXPECT_EQ(done, std::vector<int>(n, 1)) << threads << " threads";
    }
  }
}

TEST(Workers, WhatAPieceThrowsReachesTheCallerAndNothingIsLostAfterwards) {
  Workers workers;
  for (const std::size_t threads : {1, 3}) {
    workers.resize(threads);
    EXPECT_THROW(workers.share(20,
                               [](std::size_t k) {
                                 if (k == 7) throw std::domain_error{"seven"};
                               }),
                 std::domain_error);
    std::vector<int> done(20);
    workers.share(20, [&](std::size_t k) { ++done[k]; });
    EXPECT_EQ(done, std::vector<int>(20, 1));
  }
}

}  // namespace
}  // namespace softbound
