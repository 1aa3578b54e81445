// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chip/chip.h"
#include "chip/random_chip.h"
#include "chip/run_record.h"
#include "rtl/control/control_mutant.h"
#include "sim_test.h"
#include "tb/small_chip.h"

namespace softbound {
namespace {

namespace reg = control_register;
using test::small_chip;

RunSetup checked_chip() {
  RunSetup setup = small_chip(Level::rtl);
  setup.lock_step = true;
  return setup;
}

SIM_TEST(LockStep, ControlsThatAgreeRunToTheEnd) {
  const RunResult result = run_chip(checked_chip());
  EXPECT_TRUE(result.passed());
  EXPECT_TRUE(result.differences.empty());
  EXPECT_FALSE(result.stopped);
  EXPECT_EQ(result.offered, 60u);
}

TEST(LockStep, DoesNotChangeTheRun) {
  RunSetup setup = checked_chip();
  const auto followed = test::record_run(setup);
  setup.lock_step = false;
  expect_same(followed, test::record_run(setup));
}

SIM_TEST(LockStep, SelfTimedControlsAgreeToThePicosecond) {
  RunSetup setup = checked_chip();
  setup.chip.timing.control = ControlKind::self_timed;
  const RunResult result = run_chip(setup);
  for (const auto& difference : result.differences) {
    ADD_FAILURE() << difference.time_ps << " ps: " << difference.wires[0].signal << " rtl "
                  << difference.wires[0].driving << ", pin " << difference.wires[0].following;
  }
  EXPECT_EQ(result.offered, 60u);
}

// A third flip-flop in the synchronizers: the first spike is accepted a cycle late.
SIM_TEST(LockStep, StopsAtTheFirstDifferenceAndTellsIt) {
  RunSetup setup = checked_chip();
  setup.make_rtl = [](RtlContext& context) { return make_control_mutant(context, "mutant"); };
  const RunResult result = run_chip(setup);
  EXPECT_FALSE(result.passed());
  EXPECT_TRUE(result.stopped);
  ASSERT_EQ(result.differences.size(), 1u);
  const LockStepDifference& difference = result.differences[0];
  EXPECT_EQ(difference.time_ps, 30'000) << "request at 0, seen at 10 ns, accepted two edges later";
  EXPECT_EQ(difference.cycle, 3);
  ASSERT_FALSE(difference.wires.empty());
  EXPECT_EQ(difference.wires[0].signal, "ack");
  EXPECT_EQ(difference.wires[0].driving, "false");
  EXPECT_EQ(difference.wires[0].following, "true");
  EXPECT_EQ(difference.history.size(), EdgeHistory::kEdges);
  EXPECT_EQ(difference.history.back(), "0.000000000000 s  req rises");
  ASSERT_FALSE(result.found.empty());
  EXPECT_EQ(result.found.back().kind, CheckKind::lock_step);
  EXPECT_EQ(result.found.back().text, "is false in rtl, true in pin");
}

// Both controls obey a register alike; what is wrong with it, limits find.
SIM_TEST(LockStep, WrongRegisterOfBothIsNoDifference) {
  RunSetup setup = checked_chip();
  setup.registers = {{reg::kTRead, 299}};
  const RunResult result = run_chip(setup);
  EXPECT_TRUE(result.differences.empty());
  EXPECT_GT(result.timing.entry(TimingQuantity::read_width).violations, 0u);
}

class RandomChip : public testing::TestWithParam<int> {};

TEST_P(RandomChip, RunsInLockStep) {
  test::run_in_fresh_kernel([] {
    test::ChipKind kind;
    kind.control = ControlKind::clocked;
    kind.policy = static_cast<BusyPolicy>(GetParam() % 4);
    kind.latch = GetParam() % 3 == 0 ? LatchInstant::arrival : LatchInstant::write_start;
    kind.load = 1.1;
    kind.masks = GetParam() % 2 == 0;
    kind.spikes = 300;
    const auto input = test::random_input(kind, 4000u + static_cast<unsigned>(GetParam()));
    SCOPED_TRACE(test::describe(input));
    RunSetup setup = test::setup_of(input, Level::rtl);
    setup.lock_step = true;
    const RunResult result = run_chip(setup);
    for (const auto& difference : result.differences) {
      ADD_FAILURE() << difference.time_ps << " ps: " << difference.wires[0].signal << " rtl "
                    << difference.wires[0].driving << ", pin " << difference.wires[0].following;
    }
    EXPECT_GT(result.counters[static_cast<std::size_t>(ControlCounter::ltp)], 0u);
  });
}

INSTANTIATE_TEST_SUITE_P(LockStep, RandomChip, testing::Range(0, 8));

}  // namespace
}  // namespace softbound
