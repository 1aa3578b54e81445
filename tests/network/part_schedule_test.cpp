// SPDX-License-Identifier: Apache-2.0
#include "network/part_schedule.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "network/workers.h"

namespace softbound {
namespace {

struct Case {
  std::size_t blocks, places, threads, parts;
};

class EveryPartSchedule : public ::testing::TestWithParam<Case> {};

TEST_P(EveryPartSchedule, EachBlockPlaysEachPartOnceInOrderWhileItIsInItsPlace) {
  const Case& p = GetParam();
  Workers workers;
  workers.resize(p.threads);
  PartSchedule schedule{p.blocks, p.places};
  schedule.start(p.threads);
  std::vector<std::atomic<std::size_t>> in_place(p.places);
  std::size_t made = 0;
  std::thread::id maker = std::this_thread::get_id();
  std::vector<std::vector<std::size_t>> played(p.blocks);
  workers.together([&](std::size_t thread) {
    schedule.take_part(
        thread,
        [&](std::size_t place) {
          EXPECT_EQ(std::this_thread::get_id(), maker);
          if (made == p.parts) return false;
          in_place[place] = made++;
          return true;
        },
        [&](std::size_t block, std::size_t place) {
          const std::size_t part = in_place[place];
          std::this_thread::yield();
          EXPECT_EQ(in_place[place], part) << "replaced while it is played";
          played[block].push_back(part);
        });
  });
  std::vector<std::size_t> all(p.parts);
  for (std::size_t part = 0; part < p.parts; ++part) all[part] = part;
  for (const auto& of_block : played) EXPECT_EQ(of_block, all);
}

INSTANTIATE_TEST_SUITE_P(PartSchedule, EveryPartSchedule,
                         ::testing::Values(Case{1, 1, 1, 5}, Case{4, 2, 1, 7}, Case{4, 1, 3, 7},
                                           Case{10, 2, 2, 50}, Case{2, 3, 5, 20},
                                           Case{3, 2, 2, 0}));

TEST(PartSchedule, WhatOneThrowsEndsItForAll) {
  Workers workers;
  for (const std::size_t threads : {1, 3}) {
    workers.resize(threads);
    PartSchedule schedule{4, 2};
    schedule.start(threads);
    EXPECT_THROW(workers.together([&](std::size_t thread) {
      schedule.take_part(
          thread, [](std::size_t) { return true; },
          [](std::size_t block, std::size_t) {
            if (block == 2) throw std::domain_error{"two"};
          });
    }),
                 std::domain_error);
  }
}

}  // namespace
}  // namespace softbound
