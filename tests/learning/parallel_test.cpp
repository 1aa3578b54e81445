// SPDX-License-Identifier: Apache-2.0
#include "learning/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace softbound {
namespace {

TEST(ParallelFor, EveryIndexOnceWhateverTheThreads) {
  for (const std::size_t threads : {0, 1, 2, 5}) {
    std::vector<std::atomic<int>> calls(100);
    parallel_for(calls.size(), threads, [&](std::size_t index, std::size_t worker) {
      ++calls[index];
      EXPECT_LT(worker, std::max<std::size_t>(threads, 1));
    });
    for (const auto& count : calls) EXPECT_EQ(count, 1);
  }
}

TEST(ParallelFor, NothingToDo) {
  parallel_for(0, 4, [](std::size_t, std::size_t) { ADD_FAILURE(); });
}

TEST(ParallelFor, AnExceptionOfATaskArrives) {
  for (const std::size_t threads : {1, 3}) {
    EXPECT_THROW(parallel_for(50, threads,
                              [](std::size_t index, std::size_t) {
                                if (index == 7) throw std::runtime_error{"seven"};
                              }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace softbound
