// SPDX-License-Identifier: Apache-2.0
#include "cell/column_ladder.h"

#include <fmt/format.h>

#include <cmath>

#include "core/error.h"

namespace softbound {

namespace {

// Everything from a column node outwards, as its Norton equivalent.
struct Norton {
  double i_a = 0;
  double g_s = 0;

  Norton behind(double wire_ohm) const {
    const double share = 1 / (1 + wire_ohm * g_s);
    return {i_a * share, g_s * share};
  }
};

void check(const ColumnLadder& ladder, const std::vector<LadderCell>& cells) {
  const auto require = [](const char* what, double value) {
    if (!std::isfinite(value) || value < 0) {
      throw InputError{fmt::format("column ladder: {} = {}: expected a finite number of at least 0",
                                   what, value)};
    }
  };
  require("cell resistance", ladder.r_cell_ohm);
  require("input resistance", ladder.r_in_ohm);
  require("wire resistance", ladder.wire_ohm_per_cell);
  std::size_t distance = 0;
  for (const auto& cell : cells) {
    require("conductance", cell.g_s);
    if (cell.distance < distance) {
      throw InputError{fmt::format(
          "column ladder: a cell at distance {} after one at {}: expected rising distances",
          cell.distance, distance)};
    }
    distance = cell.distance;
  }
}

}  // namespace

ColumnLadder::ColumnLadder(const CellParameters& cell, WireModel wire_model)
    : v_read_v{cell.v_read_v},
      r_cell_ohm{cell.r_switch_read_ohm + (wire_model == WireModel::lumped ? cell.r_line_ohm : 0)},
      r_in_ohm{cell.r_in_ohm},
      wire_ohm_per_cell{wire_model == WireModel::ladder ? cell.wire_ohm_per_cell : 0} {}

LadderCurrents solve_ladder(const ColumnLadder& ladder, const std::vector<LadderCell>& cells) {
  check(ladder, cells);
  const auto wire_ohm = [&](std::size_t from, std::size_t to) {
    return ladder.wire_ohm_per_cell * static_cast<double>(to - from);
  };
  const auto branch_s = [&](std::size_t k) {
    return cells[k].g_s / (1 + cells[k].g_s * ladder.r_cell_ohm);
  };

  LadderCurrents currents;
  currents.cell_a.resize(cells.size());
  if (cells.empty()) return currents;

  // Elimination of the tridiagonal system from the far end; unlike its matrix it allows wires of
  // no resistance.
  std::vector<Norton> from_node(cells.size());
  Norton far;
  for (std::size_t k = cells.size(); k-- > 0;) {
    from_node[k] = {far.i_a + branch_s(k) * ladder.v_read_v, far.g_s + branch_s(k)};
    if (k > 0) far = from_node[k].behind(wire_ohm(cells[k - 1].distance, cells[k].distance));
    currents.isolated_a += ladder.v_read_v * branch_s(k) / (1 + branch_s(k) * ladder.r_in_ohm);
  }

  const double to_neuron_ohm = ladder.r_in_ohm + wire_ohm(0, cells[0].distance);
  currents.total_a = from_node[0].behind(to_neuron_ohm).i_a;
  double node_v = currents.total_a * to_neuron_ohm;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    currents.cell_a[k] = branch_s(k) * (ladder.v_read_v - node_v);
    if (k + 1 == cells.size()) break;
    const double segment_ohm = wire_ohm(cells[k].distance, cells[k + 1].distance);
    const Norton beyond = from_node[k + 1].behind(segment_ohm);
    node_v += segment_ohm * (beyond.i_a - node_v * beyond.g_s);
  }
  return currents;
}

}  // namespace softbound
