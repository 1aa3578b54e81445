// SPDX-License-Identifier: Apache-2.0
#include "chip/violation_log.h"

#include <gtest/gtest.h>

#include "chip/timing_table.h"

namespace softbound {
namespace {

TEST(ViolationLog, TellsListenersAndKeepsWhatItIsTold) {
  ViolationLog log;
  std::vector<Violation> told;
  log.listen([&](const Violation& violation) { told.push_back(violation); });
  log.announce(Hazard::runt, 1234, "req", "high for 300 ps");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].kind, CheckKind::hazard);
  EXPECT_EQ(told[0].check, "runt");
  EXPECT_EQ(told[0].time_ps, 1234);
  EXPECT_EQ(told[0].signal, "req");
  EXPECT_EQ(told[0].text, "high for 300 ps");
  ASSERT_EQ(log.kept().size(), 1u);
  EXPECT_EQ(log.kept()[0].signal, "req");
}

TEST(ViolationLog, KeepsTheFirstOfEachCheckAndCountsAll) {
  ViolationLog log;
  for (TimePs t = 0; t < 1000; ++t) log.announce(Hazard::runt, t, "req", "");
  log.announce(Hazard::bundling, 1000, "addr", "");
  EXPECT_EQ(log.count(Hazard::runt), 1000u);
  EXPECT_EQ(log.count(Hazard::bundling), 1u);
  EXPECT_EQ(log.count(Hazard::watchdog), 0u);
  ASSERT_EQ(log.kept().size(), ViolationLog::kKeptPerCheck + 1);
  EXPECT_EQ(log.kept().front().time_ps, 0);
  EXPECT_EQ(log.kept().back().check, "bundling");
}

TEST(ViolationLog, CountsWhatNobodyWantsToHear) {
  ViolationLog log;
  std::size_t announced = 0;
  for (TimePs t = 0; t < 100; ++t) {
    if (!log.wants(CheckKind::limit, "hold_time")) continue;
    log.announce({CheckKind::limit, "hold_time", t, "req", ""});
    ++announced;
  }
  EXPECT_EQ(announced, ViolationLog::kKeptPerCheck);
  EXPECT_EQ(log.count(CheckKind::limit, "hold_time"), 100u);
}

TEST(ViolationLog, HearsOfEveryViolationOfTheTimingTable) {
  std::array<TimingLimit, kTimingQuantities> limits;
  limits[static_cast<std::size_t>(TimingQuantity::hold_time)] = {0, 10, "limits.toml:3"};
  TimingTable table{limits};
  ViolationLog log;
  std::size_t told = 0;
  log.listen([&](const Violation&) { ++told; });
  table.announce_to(&log);
  table.record(TimingQuantity::hold_time, 10'000, 1, [] { return "req"; });
  for (TimePs t = 2; t < 52; ++t) {
    table.record(TimingQuantity::hold_time, 12'500, t, [] { return "req"; });
  }
  EXPECT_EQ(told, 50u);
  EXPECT_EQ(log.count(CheckKind::limit, "hold_time"), 50u);
  EXPECT_EQ(log.kept()[0].time_ps, 2);
  EXPECT_EQ(log.kept()[0].signal, "req");
  EXPECT_EQ(log.kept()[0].text, "was 12.500 ns, limit <= 10.000 ns (limits.toml:3)");
}

}  // namespace
}  // namespace softbound
