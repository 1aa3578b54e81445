// SPDX-License-Identifier: Apache-2.0
#include "characterization/residual_test.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softbound {
namespace {

TEST(ChiSquareTail, IsTheExponentialForTwoDegrees) {
  for (const double x : {0.1, 1.0, 5.0, 30.0}) {
    EXPECT_NEAR(chi_square_tail(x, 2), std::exp(-x / 2), 1e-12);
  }
}

TEST(ChiSquareTail, IsTheNormalTailForOneDegree) {
  for (const double x : {0.5, 2.0, 9.0}) {
    EXPECT_NEAR(chi_square_tail(x, 1), std::erfc(std::sqrt(x / 2)), 1e-12);
  }
}

TEST(ChiSquareTail, IsOneWithoutDegreesOrDistance) {
  EXPECT_EQ(chi_square_tail(3, 0), 1);
  EXPECT_EQ(chi_square_tail(0, 4), 1);
}

TEST(LeastSquares, SolvesALineExactly) {
  const Residuals line = [](const std::vector<double>& x, std::vector<double>& r) {
    for (std::size_t n = 0; n < r.size(); ++n) {
      const auto t = static_cast<double>(n);
      r[n] = x[0] + x[1] * t - (2 + 3 * t);
    }
  };
  const auto fit = least_squares(line, 10, {0.5, 0.5});
  EXPECT_TRUE(fit.converged);
  EXPECT_NEAR(fit.parameters[0], 2, 1e-6);
  EXPECT_NEAR(fit.parameters[1], 3, 1e-6);
}

}  // namespace
}  // namespace softbound
