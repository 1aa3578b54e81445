// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_phase.h"

namespace softbound {

namespace {

constexpr std::array<bool, 6> kOff{};
constexpr std::array<bool, 6> kS1S2{true, true};
constexpr std::array<bool, 6> kS3S4{false, false, true, true};
constexpr std::array<bool, 6> kS5S6{false, false, false, false, true, true};

constexpr auto kFloat = CellDrive::floating;
constexpr auto kVRead = CellDrive::v_read;
constexpr auto kVLtp = CellDrive::v_ltp;
constexpr auto kVLtd = CellDrive::v_ltd;

constexpr auto kOpen = CellReturn::floating;
constexpr auto kCol = CellReturn::column;
constexpr auto kRef = CellReturn::write_return;

}  // namespace

// clang-format off
const std::array<CellPhaseRow, kCellPhases> kCellPhaseTable{{
    // phase, name                           Read   Wr     LTP    LTD    S1..S6 TE      BE: gate, bridge
    {CellPhase::idle, "idle",                false, false, false, false, kOff,  kFloat, kOpen, kOpen},
    {CellPhase::read, "read",                true,  false, false, false, kS1S2, kVRead, kCol,  kCol},
    {CellPhase::gap, "gap",                  false, false, false, false, kOff,  kFloat, kOpen, kOpen},
    {CellPhase::write_ltp, "write P",        false, true,  true,  false, kS3S4, kVLtp,  kCol,  kRef},
    {CellPhase::write_ltd, "write D",        false, true,  false, true,  kS5S6, kVLtd,  kCol,  kRef},
    {CellPhase::write_none, "write none",    false, true,  false, false, kOff,  kFloat, kOpen, kOpen},
    {CellPhase::write_illegal, "write illegal",
                                             false, true,  false, false, kOff,  kFloat, kOpen, kOpen},
}};
// clang-format on

}  // namespace softbound
