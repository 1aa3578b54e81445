// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace softbound {

/// A crosspoint array without selectors (cell S14): a device between every row and every column and
/// nothing else, wires ideal. What reads one of them finds sneak paths through the others.
class PassiveCrosspoint {
 public:
  /// @param g_s conductance of the cell row * columns + column
  /// @throws InputError if there is no row or column, the number of conductances is another or one
  ///         is negative or not finite
  PassiveCrosspoint(std::size_t rows, std::size_t columns, std::vector<double> g_s);

  /// Conductance between a row and a column while all other lines float.
  /// @throws std::out_of_range if there is no such cell
  double seen_s(std::size_t row, std::size_t column) const;

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> g_s_;
};

}  // namespace softbound
