// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "cell/cell_6t1m.h"
#include "core/time.h"

namespace softbound {

/// One decided write, as writes.csv lists it.
struct WriteEvent {
  TimePs latch_ps;
  std::uint32_t row, column;
  WriteKind kind;
  double weight_before, weight_after;
  bool illegal = false;  ///< UP and DN were both high: nothing was written, `kind` means nothing
};

/// What happened in the array, seen from its own side of the wires.
struct ArrayStatistics {
  std::uint64_t cells_read = 0;
  std::uint64_t ltp = 0;
  std::uint64_t ltd = 0;
  std::vector<CellEnergy> row_energy;
  std::vector<std::uint64_t> concurrent_reads;  ///< [k]: reads started while k rows were reading
  double worst_ir_drop = 0;  ///< relative error of a column's summed current, 0 ... 1
  std::uint64_t reads_meeting_write_current = 0;  ///< cells read in a column that was also written
  std::uint64_t amended_writes = 0;               ///< pulses not of their nominal width
  std::uint64_t overstressed_writes = 0;          ///< pulses refused by the device
};

}  // namespace softbound
