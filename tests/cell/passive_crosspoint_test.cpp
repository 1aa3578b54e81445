// SPDX-License-Identifier: Apache-2.0
#include "cell/passive_crosspoint.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "cell/cell_6t1m.h"
#include "core/error.h"
#include "core/random.h"

namespace softbound {
namespace {

constexpr double kG = 100e-6;

TEST(PassiveCrosspoint, S14_TwoByTwoShowsAThirdMore) {
  const PassiveCrosspoint array{2, 2, {kG, kG, kG, kG}};
  for (const std::size_t row : {0u, 1u}) {
    for (const std::size_t column : {0u, 1u}) {
      EXPECT_NEAR(array.seen_s(row, column), 133.3e-6, 0.05e-6);
      EXPECT_NEAR(array.seen_s(row, column), kG + kG / 3, 1e-18);
    }
  }
}

// The switches of the 6T-1M cell leave every cell but the one that is read without a path.
TEST(PassiveCrosspoint, S14_WithSelectorsTheCellIsSeenExactly) {
  const Cell6T1M cell{CellParameters{CellPreset::ideal}, DeviceParameters{}};
  EXPECT_EQ(cell.current_a(CellPhase::read, kG), kG * cell.parameters().v_read_v);
  EXPECT_EQ(cell.current_a(CellPhase::idle, kG), 0);
  EXPECT_EQ((PassiveCrosspoint{2, 2, {kG, 0, 0, 0}}.seen_s(0, 0)), kG);
}

TEST(PassiveCrosspoint, UniformArraysFollowTheClosedForm) {
  for (const std::size_t rows : {1u, 2u, 3u, 8u, 40u}) {
    for (const std::size_t columns : {1u, 2u, 5u, 30u}) {
      const PassiveCrosspoint array{rows, columns, std::vector<double>(rows * columns, kG)};
      const double n = static_cast<double>(rows) - 1, m = static_cast<double>(columns) - 1;
      // Along the row to every other column, over all other cells, along the column back.
      const double sneak = n * m > 0 ? kG / (1 / m + 1 / (n * m) + 1 / n) : 0;
      EXPECT_NEAR(array.seen_s(rows / 2, columns / 3), kG + sneak, 1e-12 * (kG + sneak))
          << rows << " x " << columns;
    }
  }
}

// Kirchhoff's law by relaxation of the floating lines.
double relaxed_s(std::size_t rows, std::size_t columns, const std::vector<double>& g,
                 std::size_t row, std::size_t column) {
  std::vector<double> v_row(rows, 0.5), v_column(columns, 0.5);
  v_row[row] = 1;
  v_column[column] = 0;
  for (int round = 0; round < 5000; ++round) {
    for (std::size_t r = 0; r < rows; ++r) {
      double sum = 0, current = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        sum += g[r * columns + c];
        current += g[r * columns + c] * v_column[c];
      }
      if (r != row) v_row[r] = current / sum;
    }
    for (std::size_t c = 0; c < columns; ++c) {
      double sum = 0, current = 0;
      for (std::size_t r = 0; r < rows; ++r) {
        sum += g[r * columns + c];
        current += g[r * columns + c] * v_row[r];
      }
      if (c != column) v_column[c] = current / sum;
    }
  }
  double current = 0;
  for (std::size_t r = 0; r < rows; ++r) current += g[r * columns + column] * v_row[r];
  return current;
}

TEST(PassiveCrosspoint, RandomArraysObeyKirchhoff) {
  constexpr std::uint64_t kSeed = 31;
  const CounterRandom dice{kSeed, RandomStream::stimulus};
  for (std::uint64_t n = 0; n < 20; ++n) {
    SCOPED_TRACE("seed " + std::to_string(kSeed) + ", array " + std::to_string(n));
    const std::size_t rows = 1 + dice.bits(n, 0) % 6, columns = 1 + dice.bits(n, 1) % 6;
    std::vector<double> g(rows * columns);
    for (std::size_t k = 0; k < g.size(); ++k) {
      g[k] = 1e-6 * std::pow(100, dice.uniform(n, 10 + k));
    }
    const std::size_t row = dice.bits(n, 2) % rows, column = dice.bits(n, 3) % columns;
    const double seen = PassiveCrosspoint{rows, columns, g}.seen_s(row, column);
    EXPECT_NEAR(seen, relaxed_s(rows, columns, g, row, column), 1e-9 * seen);
    EXPECT_GE(seen, g[row * columns + column]);
  }
}

TEST(PassiveCrosspoint, BadInputIsRefused) {
  EXPECT_THROW((PassiveCrosspoint{0, 2, {}}), InputError);
  EXPECT_THROW((PassiveCrosspoint{2, 2, {kG, kG, kG}}), InputError);
  EXPECT_THROW((PassiveCrosspoint{1, 2, {kG, -kG}}), InputError);
  EXPECT_THROW((PassiveCrosspoint{1, 1, {std::numeric_limits<double>::infinity()}}), InputError);
  EXPECT_THROW((PassiveCrosspoint{1, 1, {kG}}.seen_s(1, 0)), std::out_of_range);
}

}  // namespace
}  // namespace softbound
