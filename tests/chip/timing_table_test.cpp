// SPDX-License-Identifier: Apache-2.0
#include "chip/timing_table.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "core/error.h"

namespace softbound {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

std::array<TimingLimit, kTimingQuantities> limit_on(TimingQuantity quantity, TimingLimit limit) {
  std::array<TimingLimit, kTimingQuantities> limits;
  limits[static_cast<std::size_t>(quantity)] = std::move(limit);
  return limits;
}

TEST(TimingTable, KeepsCountLeastMeanAndGreatest) {
  TimingTable table{{}};
  for (const TimePs value_ps : {5'000, 1'000, 9'000}) {
    table.record(TimingQuantity::hold_time, value_ps, 0, [] { return "req"; });
  }
  const TimingEntry& entry = table.entry(TimingQuantity::hold_time);
  EXPECT_EQ(entry.count, 3u);
  EXPECT_EQ(entry.least_ps, 1'000);
  EXPECT_EQ(entry.greatest_ps, 9'000);
  EXPECT_DOUBLE_EQ(entry.mean_ps(), 5'000);
  EXPECT_EQ(table.entry(TimingQuantity::read_width).count, 0u);
  EXPECT_EQ(table.entry(TimingQuantity::read_width).mean_ps(), 0);
  EXPECT_TRUE(table.passed()) << "nothing is limited";
}

TEST(TimingTable, LimitIsMetToThePicosecond) {
  TimingTable table{limit_on(TimingQuantity::read_width, {3000, 3000, "nominal"})};
  const auto record = [&](TimePs value_ps) {
    table.record(TimingQuantity::read_width, value_ps, 7, [] { return "slot0.read"; });
    return table.entry(TimingQuantity::read_width).violations;
  };
  EXPECT_EQ(record(3'000'000), 0u);
  EXPECT_TRUE(table.passed());
  EXPECT_EQ(record(2'999'999), 1u);
  EXPECT_EQ(record(3'000'001), 2u);
  EXPECT_FALSE(table.passed());
}

TEST(TimingTable, FirstViolationIsKeptWithTimeValueAndSignal) {
  TimingTable table{limit_on(TimingQuantity::hold_time, {0, 10, "limits.toml:3"})};
  int named = 0;
  const auto name = [&] {
    ++named;
    return named == 1 ? "first" : "second";
  };
  table.record(TimingQuantity::hold_time, 10'000, 1'000'000, name);
  table.record(TimingQuantity::hold_time, 12'500, 2'000'000, name);
  table.record(TimingQuantity::hold_time, 99'000, 3'000'000, name);
  const TimingEntry& entry = table.entry(TimingQuantity::hold_time);
  EXPECT_EQ(entry.violations, 2u);
  EXPECT_EQ(entry.first_violation_ps, 2'000'000);
  EXPECT_EQ(entry.first_violating_ps, 12'500);
  EXPECT_EQ(entry.first_violation_signal, "first");
  EXPECT_EQ(named, 1) << "signals are named for the first violation alone";
}

TEST(TimingTable, TextTellsVerdictOriginTimeAndValueOfAViolation) {
  TimingTable table{limit_on(TimingQuantity::hold_time, {0, 10, "limits.toml:3"})};
  table.record(TimingQuantity::hold_time, 12'500, 2'000'000, [] { return "req"; });
  table.record(TimingQuantity::read_width, 3'000'000, 2'000'000, [] { return "slot0.read"; });
  const std::string text = table.to_text(500'000);
  EXPECT_NE(text.find("FAIL hold_time: 1 of 1 outside <= 10.000 ns (limits.toml:3), first at "
                      "0.000001500 s: req was 12.500 ns"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("no limit"), std::string::npos) << text;
  for (const char* name : kTimingQuantityNames) EXPECT_NE(text.find(name), std::string::npos);
}

TEST(TimingTable, TextTellsEveryKindOfLimit) {
  const auto text_of = [](TimingLimit limit) {
    return TimingTable{limit_on(TimingQuantity::up_dn_setup, std::move(limit))}.to_text(0);
  };
  EXPECT_NE(text_of({5, kInfinite, ""}).find(">= 5.000"), std::string::npos);
  EXPECT_NE(text_of({5, 7, ""}).find("5.000 .. 7.000"), std::string::npos);
  EXPECT_NE(text_of({0, 7, ""}).find("<= 7.000"), std::string::npos);
  EXPECT_NE(text_of({7, 7, ""}).find("7.000"), std::string::npos);
}

TEST(TimingLimits, NominalWidthsHoldUnlessTheUserSetsOthers) {
  LimitParameters parameters;
  auto& gap = parameters.limits[static_cast<std::size_t>(TimingQuantity::read_to_write_gap)];
  gap = {10, 30, "chip.toml:8"};
  const auto limits = parameters.resolve(ControlTiming{});
  const auto of = [&](TimingQuantity k) { return limits[static_cast<std::size_t>(k)]; };
  EXPECT_EQ(of(TimingQuantity::read_width).least_ns, 3000);
  EXPECT_EQ(of(TimingQuantity::read_width).greatest_ns, 3000);
  EXPECT_EQ(of(TimingQuantity::read_width).origin, "nominal");
  EXPECT_EQ(of(TimingQuantity::ltp_width).greatest_ns, 10040);
  EXPECT_EQ(of(TimingQuantity::ltd_width).least_ns, 10040);
  EXPECT_EQ(of(TimingQuantity::read_to_write_gap).greatest_ns, 30);
  EXPECT_EQ(of(TimingQuantity::read_to_write_gap).origin, "chip.toml:8");
  EXPECT_FALSE(of(TimingQuantity::hold_time).set());
  parameters.nominal_widths = false;
  EXPECT_FALSE(
      parameters.resolve(ControlTiming{})[static_cast<std::size_t>(TimingQuantity::read_width)]
          .set());
}

TEST(TimingLimits, LeastAboveGreatestIsRefusedByKey) {
  LimitParameters parameters;
  parameters.limits[static_cast<std::size_t>(TimingQuantity::hold_time)] = {20, 10, ""};
  try {
    parameters.check();
    ADD_FAILURE() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "limits.hold_time_min_ns = 20: expected at most hold_time_max_ns = 10");
  }
}

}  // namespace
}  // namespace softbound
