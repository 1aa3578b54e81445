// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_phase.h"

namespace softbound {

namespace {

using P = CellPhase;

constexpr std::array<bool, 6> kOff{};
constexpr std::array<bool, 6> kS1S2{1, 1};
constexpr std::array<bool, 6> kS3S4{0, 0, 1, 1};
constexpr std::array<bool, 6> kS5S6{0, 0, 0, 0, 1, 1};

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
    // phase                            Read Wr LTP LTD S1..S6 TE      BE: gates, bridge
    {P::idle,          "idle",          0,  0,  0,  0,   kOff, kFloat, kOpen, kOpen},
    {P::read,          "read",          1,  0,  0,  0,  kS1S2, kVRead, kCol,  kCol},
    {P::gap,           "gap",           0,  0,  0,  0,   kOff, kFloat, kOpen, kOpen},
    {P::write_ltp,     "write P",       0,  1,  1,  0,  kS3S4, kVLtp,  kCol,  kRef},
    {P::write_ltd,     "write D",       0,  1,  0,  1,  kS5S6, kVLtd,  kCol,  kRef},
    {P::write_none,    "write none",    0,  1,  0,  0,   kOff, kFloat, kOpen, kOpen},
    {P::write_illegal, "write illegal", 0,  1,  0,  0,   kOff, kFloat, kOpen, kOpen},
}};
// clang-format on

}  // namespace softbound
