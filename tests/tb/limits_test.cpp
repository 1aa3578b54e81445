// SPDX-License-Identifier: Apache-2.0
// What is judged of a run beside its widths and gaps.
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/timing_limits.h"
#include "event_run.h"
#include "sim_test.h"
#include "tb/small_chip.h"

namespace softbound {
namespace {

using test::run_in_fresh_kernel;
using test::small_chip;

const TotalVerdict& total(const RunResult& result, TotalQuantity quantity) {
  return result.totals.at(static_cast<std::size_t>(quantity));
}

TotalLimit& limit_of(RunSetup& setup, TotalQuantity quantity) {
  return setup.limits.totals[static_cast<std::size_t>(quantity)];
}

class Limits : public testing::TestWithParam<Level> {};
INSTANTIATE_TEST_SUITE_P(Run, Limits, testing::Values(Level::pin, Level::rtl),
                         [](const auto& run) { return std::string{level_name(run.param)}; });

// An aborted write is short on purpose: not the pulse is wrong, the policy cut it.
TEST_P(Limits, PulsesThatThePolicyCutsShortAreCountedAndNotJudged) {
  run_in_fresh_kernel([] {
    RunSetup setup = small_chip(GetParam(), 200);
    setup.chip.timing.busy_policy = BusyPolicy::abort;
    for (auto& spike : setup.spikes) spike.row %= 2;
    const RunResult result = run_chip(setup);
    const auto cut = result.timing.entry(TimingQuantity::ltp_width).cut +
                     result.timing.entry(TimingQuantity::ltd_width).cut;
    EXPECT_GT(cut, 0u);
    EXPECT_EQ(cut, result.array.amended_writes);
    EXPECT_TRUE(result.passed()) << result.timing.to_text(result.pre_roll_ps);
    EXPECT_NE(result.timing.to_text(0).find("cut short by policy or reset, not judged"),
              std::string::npos);
  });
}

TEST_P(Limits, WrongWidthUnderAbortIsStillAViolation) {
  run_in_fresh_kernel([] {
    RunSetup setup = small_chip(GetParam(), 200);
    setup.chip.timing.busy_policy = BusyPolicy::abort;
    setup.registers = {{control_register::kTWrite, 1003}};
    const RunResult result = run_chip(setup);
    EXPECT_GT(result.timing.entry(TimingQuantity::ltp_width).violations +
                  result.timing.entry(TimingQuantity::ltd_width).violations,
              0u);
  });
}

TEST_P(Limits, TotalAboveItsLimitFailsTheRun) {
  run_in_fresh_kernel([] {
    RunSetup setup = small_chip(GetParam());
    limit_of(setup, TotalQuantity::held) = {1, "chip.toml:7"};
    limit_of(setup, TotalQuantity::energy_total_j) = {1, "chip.toml:8"};
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(result.timing.passed());
    EXPECT_FALSE(result.passed());
    EXPECT_FALSE(total(result, TotalQuantity::held).passed());
    EXPECT_TRUE(total(result, TotalQuantity::energy_total_j).passed());
    EXPECT_GT(total(result, TotalQuantity::energy_total_j).value, 0);
    EXPECT_TRUE(total(result, TotalQuantity::dropped).passed()) << "it has no limit";
  });
}

TEST_P(Limits, TotalsAreThoseOfTheRun) {
  run_in_fresh_kernel([] {
    const RunSetup setup = small_chip(GetParam());
    const RunResult result = run_chip(setup);
    double sum_j = 0, row_j = 0;
    for (const auto& row : result.array.row_energy) {
      sum_j += row.total_j();
      row_j = std::max(row_j, row.total_j());
    }
    EXPECT_DOUBLE_EQ(total(result, TotalQuantity::energy_total_j).value, sum_j);
    EXPECT_EQ(total(result, TotalQuantity::energy_row_j).value, row_j);
    EXPECT_EQ(total(result, TotalQuantity::held).value,
              static_cast<double>(result.counters[static_cast<std::size_t>(ControlCounter::held)]));
    EXPECT_EQ(total(result, TotalQuantity::waiting_at_end).value, 0);
    EXPECT_GE(total(result, TotalQuantity::concurrent_reads).value, 1);
  });
}

TEST(LimitsOfTotals, OfWhatLevelEventDoesNotMeasureAreNotJudged) {
  RunSetup setup = small_chip(Level::event);
  limit_of(setup, TotalQuantity::ir_drop) = {0, "chip.toml:7"};
  limit_of(setup, TotalQuantity::held) = {0, "chip.toml:8"};
  const RunResult result = run_event(setup);
  EXPECT_FALSE(total(result, TotalQuantity::ir_drop).measured);
  EXPECT_TRUE(total(result, TotalQuantity::ir_drop).passed());
  EXPECT_FALSE(total(result, TotalQuantity::held).passed());
}

TEST(LimitsOfTotals, OfTotalsAreReadWithFileAndLine) {
  TomlSource source;
  source.add_text("[limits]\nheld_max = 3\n\nir_drop_max = 0.01\nwatchdog_ns = 5e4\n", "l.toml");
  LimitParameters limits;
  limits.read(source);
  source.finish();
  limits.check();
  const auto& held = limits.totals[static_cast<std::size_t>(TotalQuantity::held)];
  EXPECT_EQ(held.greatest, 3);
  EXPECT_EQ(held.origin, "l.toml:2");
  EXPECT_EQ(limits.totals[static_cast<std::size_t>(TotalQuantity::ir_drop)].origin, "l.toml:4");
  EXPECT_FALSE(limits.totals[static_cast<std::size_t>(TotalQuantity::dropped)].set());
  EXPECT_EQ(limits.watchdog_ns, 5e4);
}

TEST(LimitsOfTotals, BelowZeroAreRefusedByKey) {
  TomlSource source;
  source.add_text("[limits]\nheld_max = -1\n", "l.toml");
  LimitParameters limits;
  EXPECT_THROW(
      {
        limits.read(source);
        limits.check();
      },
      InputError);
}

}  // namespace
}  // namespace softbound
