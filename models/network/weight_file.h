// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace softbound {

/// Weights of an array, each from 0 to 1: the synapse of row i and column j is values[i x columns
/// + j].
struct WeightMatrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  double at(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

/// Weights of a rows x columns array from `.csv` (numbers only) or `.npy`, told by the name's
/// ending; either may be packed (`.csv.gz`, `.npy.gz`).
/// @throws InputError naming the file (for CSV the line), what was found and what was expected, if
///         the format or shape is wrong or a weight is no number from 0 to 1
WeightMatrix read_weights(const std::string& path, std::size_t rows, std::size_t columns);

/// CSV of one line a row, no header; '#' comments and blank lines are passed over.
/// @param name stands for the file in messages
WeightMatrix parse_weights_csv(std::string_view text, const std::string& name, std::size_t rows,
                               std::size_t columns);
/// NumPy's format, versions 1 to 3, little-endian '<f8' or '<f4', either order of memory.
/// @param name stands for the file in messages
WeightMatrix parse_weights_npy(std::string_view bytes, const std::string& name, std::size_t rows,
                               std::size_t columns);

/// Writes `.csv` or `.npy` as the name's ending says; it reads back to the same doubles.
/// @throws InputError if the name ends otherwise or the file cannot be written
void write_weights(const std::string& path, const WeightMatrix& weights);

std::string weights_csv(const WeightMatrix& weights);
/// NumPy's format version 1.0, '<f8', C order.
std::string weights_npy(const WeightMatrix& weights);

}  // namespace softbound
