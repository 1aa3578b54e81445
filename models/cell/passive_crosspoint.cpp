// SPDX-License-Identifier: Apache-2.0
#include "cell/passive_crosspoint.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "core/error.h"

namespace softbound {

PassiveCrosspoint::PassiveCrosspoint(std::size_t rows, std::size_t columns, std::vector<double> g_s)
    : rows_{rows}, columns_{columns}, g_s_{std::move(g_s)} {
  if (rows == 0 || columns == 0) {
    throw InputError{fmt::format(
        "crosspoint array of {} rows and {} columns: expected at least one", rows, columns)};
  }
  if (g_s_.size() / columns != rows || g_s_.size() % columns != 0) {
    throw InputError{fmt::format("crosspoint array: {} conductances, expected {} rows of {}",
                                 g_s_.size(), rows, columns)};
  }
  for (const double g : g_s_) {
    if (std::isfinite(g) && g >= 0) continue;
    throw InputError{fmt::format(
        "crosspoint array: conductance = {}: expected a finite number of at least 0", g)};
  }
}

double PassiveCrosspoint::seen_s(std::size_t row, std::size_t column) const {
  if (row >= rows_ || column >= columns_) {
    throw std::out_of_range{
        fmt::format("cell {}, {} of a crosspoint array of {} x {}", row, column, rows_, columns_)};
  }
  // Nodes in the order row, column, all floating lines, which are taken out one by one: a star of
  // conductances around a node equals a mesh between its neighbours. Sums of positive numbers only.
  std::vector<bool> is_row{true, false};
  std::vector<std::size_t> line{row, column};
  for (std::size_t k = 0; k < rows_; ++k) {
    if (k != row) is_row.push_back(true), line.push_back(k);
  }
  for (std::size_t k = 0; k < columns_; ++k) {
    if (k != column) is_row.push_back(false), line.push_back(k);
  }
  const std::size_t nodes = line.size();
  std::vector<double> mesh(nodes * nodes, 0.0);
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = 0; b < nodes; ++b) {
      if (is_row[a] == is_row[b]) continue;
      mesh[a * nodes + b] =
          is_row[a] ? g_s_[line[a] * columns_ + line[b]] : g_s_[line[b] * columns_ + line[a]];
    }
  }
  for (std::size_t node = nodes - 1; node >= 2; --node) {
    const double* star = &mesh[node * nodes];
    double sum_s = 0;
    for (std::size_t k = 0; k < node; ++k) sum_s += star[k];
    if (sum_s == 0) continue;
    for (std::size_t a = 0; a < node; ++a) {
      if (star[a] == 0) continue;
      for (std::size_t b = 0; b < node; ++b) {
        if (a != b) mesh[a * nodes + b] += star[a] / sum_s * star[b];
      }
    }
  }
  return mesh[1];
}

}  // namespace softbound
