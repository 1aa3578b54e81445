// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "cell/cell_parameters.h"

namespace softbound {

/// What a 6T-1M cell is doing; write phases are told apart by the latched UP and DN.
enum class CellPhase { idle, read, gap, write_ltp, write_ltd, write_none, write_illegal };
constexpr std::size_t kCellPhases = 7;

/// Phase of a write whose latched UP and DN are these.
constexpr CellPhase write_phase(bool up, bool dn) {
  if (up && dn) return CellPhase::write_illegal;
  if (up) return CellPhase::write_ltp;
  return dn ? CellPhase::write_ltd : CellPhase::write_none;
}

/// Potential at the driven terminal TE.
enum class CellDrive { floating, v_read, v_ltp, v_ltd };
/// Where the other terminal BE is tied to; both are held at the reference potential, 0 V.
enum class CellReturn { floating, column, write_return };

/// One row of the cell's truth table (ledger 3.7, S9).
struct CellPhaseRow {
  CellPhase phase;
  const char* name;
  bool read;
  bool wr;
  bool ltp;
  bool ltd;
  std::array<bool, 6> switches;  ///< S1 ... S6 conduct; S1S2, S3S4, S5S6 are the couples
  CellDrive drive;
  CellReturn return_transmission_gate;
  CellReturn return_bridge;
};

extern const std::array<CellPhaseRow, kCellPhases> kCellPhaseTable;

inline const CellPhaseRow& phase_row(CellPhase phase) {
  return kCellPhaseTable[static_cast<std::size_t>(phase)];
}

/// Whether the device's current enters the column, and so the neuron's input node.
inline bool current_in_column(CellPhase phase, CellTopology topology) {
  const auto& row = phase_row(phase);
  return (topology == CellTopology::bridge ? row.return_bridge : row.return_transmission_gate) ==
         CellReturn::column;
}

}  // namespace softbound
