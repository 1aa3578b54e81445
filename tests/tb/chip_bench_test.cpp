// SPDX-License-Identifier: Apache-2.0
#include "chip_bench.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "cell/cell_6t1m.h"
#include "chip/chip.h"
#include "chip/run_record.h"
#include "core/error.h"
#include "sim_test.h"
#include "tb/small_chip.h"

namespace softbound {
namespace {

namespace reg = control_register;
using test::record_run;

/// A small clocked chip that writes a lot.
RunSetup lively_setup(Level level) {
  RunSetup setup = test::small_chip(level);
  setup.spikes.clear();
  for (std::uint32_t k = 0; k < 120; ++k) {
    setup.spikes.push_back({k * 4 * kPsPerUs, k * k % 16});
  }
  setup.duration_ps = 600 * kPsPerUs;
  return setup;
}

const TimingEntry& entry(const RunResult& result, TimingQuantity quantity) {
  return result.timing.entry(quantity);
}

std::string error_of(const RunSetup& setup) {
  try {
    run_chip(setup);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

class RunOfEitherLevel : public testing::TestWithParam<Level> {};

TEST_P(RunOfEitherLevel, NominalRunPassesItsTimingTable) {
  test::run_in_fresh_kernel([] {
    const RunResult result = run_chip(lively_setup(GetParam()));
    EXPECT_TRUE(result.passed()) << result.timing.to_text(result.pre_roll_ps);
    EXPECT_TRUE(result.found.empty());
    EXPECT_GT(result.writes.size(), 50u);
    EXPECT_EQ(entry(result, TimingQuantity::read_width).count, 120u);
    EXPECT_EQ(entry(result, TimingQuantity::ltp_width).count +
                  entry(result, TimingQuantity::ltd_width).count,
              result.writes.size());
  });
}

TEST_P(RunOfEitherLevel, WrongReadRegisterFailsTheTimingTable) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.registers = {{reg::kTRead, 299}};
    std::vector<Violation> told;
    setup.on_violation = [&](const Violation& violation) { told.push_back(violation); };
    const RunResult result = run_chip(setup);
    EXPECT_FALSE(result.passed());
    ASSERT_EQ(told.size(), 120u);
    EXPECT_EQ(told[0].check, "read_width");
    EXPECT_EQ(told[0].time_ps, result.timing.entry(TimingQuantity::read_width).first_violation_ps);
    const TimingEntry& width = entry(result, TimingQuantity::read_width);
    EXPECT_EQ(width.violations, width.count);
    EXPECT_EQ(width.first_violating_ps, 2'990'000);
    EXPECT_EQ(width.first_violation_signal, "slot0.read");
    EXPECT_EQ(width.limit.origin, "nominal");
    EXPECT_EQ(entry(result, TimingQuantity::read_to_write_gap).violations, 0u);
    EXPECT_EQ(entry(result, TimingQuantity::ltp_width).violations, 0u);
  });
}

// Half the cycles give the device less than half the width: the edge is paid in full.
TEST_P(RunOfEitherLevel, ShorterWriteRegisterWritesWithTheWidthItReallyHas) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.registers = {{reg::kTWrite, 502}};
    const RunResult result = run_chip(setup);
    ASSERT_GT(result.writes.size(), 50u);
    EXPECT_EQ(result.array.amended_writes, result.writes.size());
    const TimingEntry& width = entry(result, TimingQuantity::ltp_width);
    EXPECT_EQ(width.violations, width.count);
    const ChipParameters& chip = setup.chip;
    const Cell6T1M cell{chip.cell, chip.device, CellPulseWidths::of(chip.timing)};
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> weight;
    for (const WriteEvent& write : result.writes) {
      WritePulse pulse =
          cell.write_pulse(write.kind, chip.device.conductance_s(write.weight_before));
      const double nominal = chip.device.law()->weight_after(pulse, write.weight_before, 0);
      pulse.width_s = 5.02e-6 - 40e-9;
      const double amended = chip.device.law()->weight_after(pulse, write.weight_before, 0);
      EXPECT_NEAR(write.weight_after, amended, 1e-12);
      EXPECT_NE(write.weight_after, nominal);
      const auto [last, first] = weight.try_emplace({write.row, write.column}, write.weight_after);
      if (!first) {
        EXPECT_EQ(write.weight_before, last->second) << "the next write starts elsewhere";
        last->second = write.weight_after;
      }
    }
  });
}

TEST_P(RunOfEitherLevel, LimitOfTheUsersOwnIsJudgedAndItsOriginTold) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.spikes.assign(5, {kPsPerUs, 2});
    setup.limits.limits[static_cast<std::size_t>(TimingQuantity::hold_time)] = {0, 20000,
                                                                                "chip.toml:12"};
    const RunResult result = run_chip(setup);
    EXPECT_FALSE(result.timing.passed());
    EXPECT_TRUE(result.violations.empty());
    const TimingEntry& hold = entry(result, TimingQuantity::hold_time);
    EXPECT_EQ(hold.count, 4u);
    EXPECT_EQ(hold.violations, 3u) << "the first of them waits for one event";
    EXPECT_NE(result.timing.to_text(result.pre_roll_ps).find("(chip.toml:12)"), std::string::npos);
  });
}

TEST_P(RunOfEitherLevel, WatchdogOfTheUsersOwnEndsTheRun) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.limits.watchdog_ns = 5000;  // an event takes 13.08 us
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(result.stopped);
    EXPECT_FALSE(result.passed());
    EXPECT_LT(result.duration_ps, 10 * kPsPerUs);
    ASSERT_FALSE(result.found.empty());
    EXPECT_EQ(result.found[0].check, "watchdog");
    EXPECT_EQ(result.found[0].signal, "slot0");
    EXPECT_NE(result.found[0].text.find("waits for its write to end since 0.00000003"),
              std::string::npos)
        << result.found[0].text;
  });
}

TEST_P(RunOfEitherLevel, InterruptEndsTheRunAsItsDurationWould) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.duration_ps = 40'000 * kPsPerUs;
    setup.spikes.push_back({30'000 * kPsPerUs, 1});
    int asked = 0;
    setup.interrupted = [&] { return ++asked == 2; };
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(result.was_interrupted);
    EXPECT_LT(result.duration_ps, 20'000 * kPsPerUs);
    EXPECT_EQ(result.offered, 120u);
    EXPECT_TRUE(result.passed());
  });
}

TEST_P(RunOfEitherLevel, PreRollIsFixed) {
  for (const std::size_t spikes : {1u, 120u}) {
    test::run_in_fresh_kernel([spikes] {
      RunSetup setup = lively_setup(GetParam());
      setup.spikes.resize(spikes);
      EXPECT_EQ(run_chip(setup).pre_roll_ps, 512 * setup.chip.timing.clock_period_ps);
    });
  }
}

TEST_P(RunOfEitherLevel, RegisterThatTheControlRefusesIsAnError) {
  test::run_in_fresh_kernel([] {
    RunSetup setup = lively_setup(GetParam());
    setup.registers = {{reg::kId, 1}};
    EXPECT_EQ(error_of(setup),
              "register 0x000 = 1: the control refuses it: read-only, absent, or a value without "
              "meaning");
  });
}

TEST_P(RunOfEitherLevel, SameSeedGivesTheSameRunAndAnotherSeedAnother) {
  RunSetup setup = lively_setup(GetParam());
  setup.chip.device.sigma = 0.01;
  const auto one = record_run(setup);
  expect_same(one, record_run(setup));
  setup.seed = 2;
  EXPECT_NE(one.text, record_run(setup).text);
}

INSTANTIATE_TEST_SUITE_P(Bench, RunOfEitherLevel, testing::Values(Level::pin, Level::rtl),
                         [](const auto& run) { return std::string{level_name(run.param)}; });

SIM_TEST(Bench, SelfTimedRtlHasASlotForEachRowAndNoOtherNumber) {
  RunSetup setup = lively_setup(Level::rtl);
  setup.chip.timing.control = ControlKind::self_timed;
  setup.chip.array.slots = setup.chip.array.rows;
  EXPECT_EQ(error_of(setup), "no error");
  setup.chip.array.slots = 3;
  EXPECT_NE(error_of(setup).find("array.slots = 3: expected 0 or array.rows = "), std::string::npos)
      << error_of(setup);
}

SIM_TEST(Bench, SelfTimedRtlRefusesFewerSlotsInUse) {
  RunSetup setup = lively_setup(Level::rtl);
  setup.chip.timing.control = ControlKind::self_timed;
  setup.registers = {{reg::kPolicy, 1u << 8}};
  EXPECT_NE(error_of(setup).find("register 0x020 = 256"), std::string::npos) << error_of(setup);
}

SIM_TEST(Bench, MoreColumnsThanSelfTimedRtlIsBuiltForAreRefusedWithTheWayToMore) {
  RunSetup setup = lively_setup(Level::rtl);
  setup.chip.timing.control = ControlKind::self_timed;
  setup.chip.array.columns = 1024;
  EXPECT_NE(error_of(setup).find("-DSOFTBOUND_SELF_TIMED_COLUMNS"), std::string::npos)
      << error_of(setup);
}

SIM_TEST(Bench, MismatchIsRefusedWhereThereAreNoDelayLines) {
  for (const Level level : {Level::pin, Level::rtl}) {
    RunSetup setup = lively_setup(level);
    setup.chip.timing.control =
        level == Level::pin ? ControlKind::self_timed : ControlKind::clocked;
    setup.chip.timing.mismatch_sigma = 0.05;
    EXPECT_NE(error_of(setup).find("timing.mismatch_sigma = 0.05: expected 0 at level "),
              std::string::npos)
        << error_of(setup);
  }
}

SIM_TEST(Bench, MoreSlotsThanTheRtlHasAreRefused) {
  RunSetup setup = lively_setup(Level::rtl);
  setup.chip.array.slots = 9;
  EXPECT_EQ(error_of(setup),
            "array.slots = 9: 9 slots, expected at most 8, what the RTL was built with");
}

SIM_TEST(Bench, ArrayLargerThanAnyBuiltControlIsRefusedWithTheSizes) {
  RunSetup setup = lively_setup(Level::rtl);
  setup.chip.array.rows = 1000;
  EXPECT_NE(error_of(setup).find("784 x 100"), std::string::npos) << error_of(setup);
}

SIM_TEST(Bench, ImpossibleParametersAreRefusedByKey) {
  RunSetup setup = lively_setup(Level::pin);
  setup.chip.control.pos_columns = "0,9";
  EXPECT_NE(error_of(setup).find("control.pos_columns"), std::string::npos);
}

}  // namespace
}  // namespace softbound
