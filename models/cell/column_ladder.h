// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "cell/cell_parameters.h"

namespace softbound {

/// A column whose cells read at the same time, as a linear ladder; 0.55 % of a transistor-level
/// simulation (chip, section 6).
///
///     neuron --R_in--+--r--+--r--+--r-- ...      r: wire of one cell
///                    |     |     |
///                         R+1/G R+1/G            R: switch and, if lumped, line
///                          V     V
struct ColumnLadder {
  double v_read_v = 0.1;
  double r_cell_ohm = 0;
  double r_in_ohm = 0;
  double wire_ohm_per_cell = 0;

  ColumnLadder() = default;
  ColumnLadder(const CellParameters& cell, WireModel wire_model);
};

/// A cell that reads.
struct LadderCell {
  std::size_t distance;  ///< cells of wire to the neuron, 1 for the nearest
  double g_s;
};

struct LadderCurrents {
  double total_a = 0;          ///< into the neuron
  std::vector<double> cell_a;  ///< in the caller's order
  double isolated_a = 0;       ///< sum of what each cell would give alone on an ideal wire
  /// By how much the sum falls short of it, 0 ... 1; 0 if no cell reads.
  double relative_error() const { return isolated_a == 0 ? 0 : 1 - total_a / isolated_a; }
};

/// Exact solution of the ladder.
/// @param cells in order of distance, which does not fall
/// @throws InputError if distances fall or a resistance or conductance is negative or not finite
LadderCurrents solve_ladder(const ColumnLadder& ladder, const std::vector<LadderCell>& cells);

}  // namespace softbound
