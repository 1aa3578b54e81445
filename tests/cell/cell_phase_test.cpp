// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_phase.h"

#include <gtest/gtest.h>

namespace softbound {
namespace {

using Switches = std::array<bool, 6>;
constexpr Switches kNone{};

TEST(S9, IdleAndGapAreFloatingWithAllSwitchesOff) {
  for (const auto phase : {CellPhase::idle, CellPhase::gap}) {
    const auto& row = phase_row(phase);
    EXPECT_FALSE(row.read || row.wr || row.ltp || row.ltd) << row.name;
    EXPECT_EQ(row.switches, kNone) << row.name;
    EXPECT_EQ(row.drive, CellDrive::floating) << row.name;
  }
}

TEST(S9, ReadClosesTheFirstCoupleAndDrivesTheColumn) {
  const auto& row = phase_row(CellPhase::read);
  EXPECT_TRUE(row.read);
  EXPECT_FALSE(row.wr || row.ltp || row.ltd);
  EXPECT_EQ(row.switches, (Switches{true, true, false, false, false, false}));
  EXPECT_EQ(row.drive, CellDrive::v_read);
  EXPECT_TRUE(current_in_column(CellPhase::read, CellTopology::transmission_gate));
  EXPECT_TRUE(current_in_column(CellPhase::read, CellTopology::bridge));
}

TEST(S9, UpAlonePotentiatesThroughTheSecondCouple) {
  const auto& row = phase_row(write_phase(true, false));
  EXPECT_TRUE(row.wr && row.ltp);
  EXPECT_FALSE(row.read || row.ltd);
  EXPECT_EQ(row.switches, (Switches{false, false, true, true, false, false}));
  EXPECT_EQ(row.drive, CellDrive::v_ltp);
}

TEST(S9, DownAloneDepressesThroughTheThirdCouple) {
  const auto& row = phase_row(write_phase(false, true));
  EXPECT_TRUE(row.wr && row.ltd);
  EXPECT_FALSE(row.read || row.ltp);
  EXPECT_EQ(row.switches, (Switches{false, false, false, false, true, true}));
  EXPECT_EQ(row.drive, CellDrive::v_ltd);
}

TEST(S9, NeitherAndBothWriteNothing) {
  EXPECT_EQ(write_phase(false, false), CellPhase::write_none);
  EXPECT_EQ(write_phase(true, true), CellPhase::write_illegal);
  for (const auto phase : {CellPhase::write_none, CellPhase::write_illegal}) {
    const auto& row = phase_row(phase);
    EXPECT_TRUE(row.wr) << row.name;
    EXPECT_FALSE(row.read || row.ltp || row.ltd) << row.name;
    EXPECT_EQ(row.switches, kNone) << row.name;
    EXPECT_EQ(row.drive, CellDrive::floating) << row.name;
  }
}

TEST(S9, WriteCurrentFlowsIntoTheColumnOfTransmissionGatesAlone) {
  for (const auto phase : {CellPhase::write_ltp, CellPhase::write_ltd}) {
    EXPECT_TRUE(current_in_column(phase, CellTopology::transmission_gate));
    EXPECT_FALSE(current_in_column(phase, CellTopology::bridge));
  }
}

TEST(S9, AtMostOneCoupleConductsAndItsMembersAgree) {
  for (const auto& row : kCellPhaseTable) {
    int couples = 0;
    for (std::size_t couple = 0; couple < 3; ++couple) {
      EXPECT_EQ(row.switches[2 * couple], row.switches[2 * couple + 1]) << row.name;
      couples += row.switches[2 * couple];
    }
    EXPECT_LE(couples, 1) << row.name;
    EXPECT_EQ(couples == 0, row.drive == CellDrive::floating) << row.name;
    EXPECT_EQ(couples == 0, row.return_bridge == CellReturn::floating) << row.name;
  }
}

TEST(S9, EveryPhaseStandsInItsOwnRow) {
  for (std::size_t k = 0; k < kCellPhases; ++k) {
    EXPECT_EQ(static_cast<std::size_t>(kCellPhaseTable[k].phase), k);
  }
}

}  // namespace
}  // namespace softbound
