// SPDX-License-Identifier: Apache-2.0
#include "core/control_timing.h"

#include <gtest/gtest.h>

#include "core/control_registers.h"
#include "core/error.h"

namespace softbound {
namespace {

TEST(ClockGrid, AChangeOnAnEdgeIsSeenAtTheNextEdge) {
  const ClockGrid grid{10'000};
  EXPECT_EQ(grid.edge_after(0), 10'000);
  EXPECT_EQ(grid.edge_after(9'999), 10'000);
  EXPECT_EQ(grid.edge_after(10'000), 20'000);
  EXPECT_EQ(grid.edge_from(10'000), 10'000);
  EXPECT_EQ(grid.edge_from(10'001), 20'000);
}

TEST(ControlTiming, DefaultEventLastsThirteenMicrosecondsAndEightyNanoseconds) {
  ControlTiming timing;
  EXPECT_EQ(timing.phases().latch_ps(), 3'020'000);
  EXPECT_EQ(timing.phases().write_ps, 10'040'000);
  EXPECT_EQ(timing.phases().total_ps(), 13'080'000);
}

TEST(ControlTiming, DefaultCyclesAreTheResetValuesOfTheRegisters) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  const auto cycles = timing.cycles();
  EXPECT_EQ(cycles.read, control_register::kTReadReset);
  EXPECT_EQ(cycles.gap, control_register::kTGapReset);
  EXPECT_EQ(cycles.write, control_register::kTWriteReset);
  EXPECT_EQ(cycles.recover, control_register::kTRecoverReset);
}

TEST(ControlTiming, ClockedPhasesAreRoundedUpToWholeCycles) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  timing.clock_period_ps = 7'000;
  const auto phases = timing.phases();
  EXPECT_EQ(phases.read_ps, 3'003'000);
  EXPECT_EQ(phases.gap_ps, 21'000);
  EXPECT_EQ(phases.write_ps, 10'045'000);
}

TEST(ControlTiming, ClockedGapMustHoldTheSynchroniser) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  timing.t_gap_ps = 10'000;
  EXPECT_THROW(timing.check(), InputError);
  timing.control = ControlKind::self_timed;
  EXPECT_NO_THROW(timing.check());
}

TEST(ControlTiming, ImpossibleValuesNameTheKey) {
  ControlTiming timing;
  timing.t_read_ps = 0;
  try {
    timing.check();
    FAIL() << "accepted t_read_ns = 0";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find("timing.t_read_ns"), std::string::npos);
  }
}

}  // namespace
}  // namespace softbound
