// SPDX-License-Identifier: Apache-2.0
#include "cell/column_ladder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "core/error.h"

namespace softbound {
namespace {

// The ledger's column: two switches of 500 ohm, no input resistance, 1.6 ohm a cell.
ColumnLadder ledger_column() {
  ColumnLadder ladder;
  ladder.r_cell_ohm = 1000;
  ladder.wire_ohm_per_cell = 1.6;
  return ladder;
}

std::vector<LadderCell> nearest(std::size_t count, double g_s = 100e-6) {
  std::vector<LadderCell> cells;
  for (std::size_t k = 1; k <= count; ++k) cells.push_back({k, g_s});
  return cells;
}

// Gaussian elimination on the full nodal matrix of every wire segment.
double total_by_nodal_analysis(const ColumnLadder& ladder, const std::vector<LadderCell>& cells) {
  const std::size_t n = cells.back().distance + 1;  // node 0: the neuron's input
  std::vector<std::vector<double>> a(n, std::vector<double>(n + 1));
  a[0][0] += 1 / ladder.r_in_ohm;
  for (std::size_t k = 1; k < n; ++k) {
    const double g = 1 / ladder.wire_ohm_per_cell;
    a[k][k] += g;
    a[k - 1][k - 1] += g;
    a[k][k - 1] -= g;
    a[k - 1][k] -= g;
  }
  for (const auto& cell : cells) {
    const double g = 1 / (1 / cell.g_s + ladder.r_cell_ohm);
    a[cell.distance][cell.distance] += g;
    a[cell.distance][n] += g * ladder.v_read_v;
  }
  for (std::size_t pivot = 0; pivot < n; ++pivot) {
    for (std::size_t row = 0; row < n; ++row) {
      if (row == pivot) continue;
      const double factor = a[row][pivot] / a[pivot][pivot];
      for (std::size_t k = pivot; k <= n; ++k) a[row][k] -= factor * a[pivot][k];
    }
  }
  return a[0][n] / a[0][0] / ladder.r_in_ohm;
}

TEST(S9ColumnIrDrop, SummedCurrentErrorOfTheLedger) {
  const auto error = [](std::size_t count) {
    return solve_ladder(ledger_column(), nearest(count)).relative_error();
  };
  EXPECT_NEAR(error(10), 0.0056, 0.0001);
  EXPECT_NEAR(error(100), 0.31, 0.005);
  EXPECT_NEAR(error(784), 0.90, 0.01);  // 0.895: the ledger's figure is rounded twice
}

TEST(S9ColumnIrDrop, ErrorGrowsWithTheNumberOfReadingRows) {
  double before = 0;
  for (std::size_t count = 1; count <= 200; ++count) {
    const double now = solve_ladder(ledger_column(), nearest(count)).relative_error();
    ASSERT_GT(now, before) << count;
    before = now;
  }
}

TEST(S9ColumnIrDrop, IdealWiresGiveTheSumOfTheConductances) {
  ColumnLadder ladder;
  const std::vector<LadderCell> cells{{1, 20e-6}, {2, 150e-6}, {700, 77e-6}};
  const auto currents = solve_ladder(ladder, cells);
  EXPECT_NEAR(currents.total_a, 247e-6 * 0.1, 1e-12 * 247e-7);
  EXPECT_NEAR(currents.relative_error(), 0, 1e-12);
}

TEST(ColumnLadder, AgreesWithNodalAnalysisOfEverySegment) {
  constexpr unsigned kSeed = 31;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random{kSeed};
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>{low, high}(random);
  };
  for (int round = 0; round < 50; ++round) {
    ColumnLadder ladder;
    ladder.r_cell_ohm = uniform(0, 3000);
    ladder.r_in_ohm = uniform(1, 500);
    ladder.wire_ohm_per_cell = uniform(0.1, 50);
    std::vector<LadderCell> cells;
    for (std::size_t distance = 1; distance <= 40; ++distance) {
      if (uniform(0, 1) < 0.4 || distance == 40)
        cells.push_back({distance, uniform(20e-6, 200e-6)});
    }
    const double expected = total_by_nodal_analysis(ladder, cells);
    const auto currents = solve_ladder(ladder, cells);
    ASSERT_NEAR(currents.total_a, expected, 1e-11 * expected);
    double sum = 0;
    for (const double i : currents.cell_a) sum += i;
    ASSERT_NEAR(sum, currents.total_a, 1e-12 * expected);
  }
}

TEST(ColumnLadder, OneCellIsTheIsolatedCellBehindItsWire) {
  ColumnLadder ladder{CellParameters{}, WireModel::ladder};
  const auto currents = solve_ladder(ladder, {{784, 100e-6}});
  EXPECT_NEAR(currents.total_a, 0.1 / (1e4 + 505 + 100 + 784 * 1.6), 1e-18);
}

TEST(ColumnLadder, LumpedCellsShareTheNeuronsInputAlone) {
  ColumnLadder ladder{CellParameters{}, WireModel::lumped};
  const auto currents = solve_ladder(ladder, {{1, 100e-6}, {9, 100e-6}});
  EXPECT_NEAR(currents.isolated_a, 2 * 0.1 / (1e4 + 505 + 1000 + 100), 1e-18);
  EXPECT_NEAR(currents.total_a, 2 * 0.1 / (1e4 + 505 + 1000 + 200), 1e-18);
}

TEST(ColumnLadder, NoReadingCellGivesNoCurrentAndNoError) {
  const auto currents = solve_ladder(ledger_column(), {});
  EXPECT_EQ(currents.total_a, 0);
  EXPECT_EQ(currents.relative_error(), 0);
}

TEST(ColumnLadder, BadInputIsRefused) {
  EXPECT_THROW(solve_ladder(ledger_column(), {{2, 1e-4}, {1, 1e-4}}), InputError);
  EXPECT_THROW(solve_ladder(ledger_column(), {{1, -1e-4}}), InputError);
  ColumnLadder ladder = ledger_column();
  ladder.r_in_ohm = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(solve_ladder(ladder, nearest(2)), InputError);
}

}  // namespace
}  // namespace softbound
