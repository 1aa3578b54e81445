// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chip_bench.h"

namespace softbound {

namespace {

double greatest_row_j(const ArrayStatistics& array) {
  double greatest_j = 0;
  for (const auto& row : array.row_energy) greatest_j = std::max(greatest_j, row.total_j());
  return greatest_j;
}

/// Most rows that were ever read at once.
double most_concurrent(const ArrayStatistics& array) {
  std::size_t most = 0;
  for (std::size_t k = 0; k < array.concurrent_reads.size(); ++k) {
    if (array.concurrent_reads[k] != 0) most = k;
  }
  return static_cast<double>(most);
}

}  // namespace

void judge_totals(const RunSetup& setup, RunResult& result) {
  const ArrayStatistics& array = result.array;
  CellEnergy energy;
  for (const auto& row : array.row_energy) energy += row;
  const auto counted = [&](ControlCounter counter) {
    return static_cast<double>(result.counters[static_cast<std::size_t>(counter)]);
  };
  const bool wires = has_wires(setup.level);
  const auto add = [&](TotalQuantity quantity, double value, bool measured = true) {
    result.totals.push_back(
        {quantity, value, measured, setup.limits.totals[static_cast<std::size_t>(quantity)]});
  };
  result.totals.clear();
  add(TotalQuantity::energy_read_j, energy.read_j);
  add(TotalQuantity::energy_ltp_j, energy.ltp_j);
  add(TotalQuantity::energy_ltd_j, energy.ltd_j);
  add(TotalQuantity::energy_gate_j, energy.gate_j);
  add(TotalQuantity::energy_total_j, energy.total_j());
  add(TotalQuantity::energy_row_j, greatest_row_j(array));
  add(TotalQuantity::concurrent_reads, most_concurrent(array), wires);
  add(TotalQuantity::ir_drop, array.worst_ir_drop, wires);
  add(TotalQuantity::reads_meeting_write_current,
      static_cast<double>(array.reads_meeting_write_current), wires);
  add(TotalQuantity::amended_writes, static_cast<double>(array.amended_writes));
  add(TotalQuantity::held, counted(ControlCounter::held));
  add(TotalQuantity::dropped, counted(ControlCounter::dropped));
  add(TotalQuantity::out_dropped, counted(ControlCounter::out_dropped));
  add(TotalQuantity::waiting_at_end, static_cast<double>(result.not_accepted));
}

}  // namespace softbound
