// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace softbound {

/// Residuals as a function of the parameters; the second vector has its size already.
using Residuals = std::function<void(const std::vector<double>&, std::vector<double>&)>;

struct LeastSquaresFit {
  std::vector<double> parameters;
  std::vector<double> residuals;
  /// d residual / d parameter, one column a parameter.
  std::vector<std::vector<double>> jacobian;
  bool converged = false;
};

/// Parameters at which the sum of squared residuals is least: Levenberg-Marquardt with forward
/// differences, Eigen's port of MINPACK. Parameters should be of the order of 1.
/// @param count of residuals, at least that of parameters
LeastSquaresFit least_squares(const Residuals& residuals, std::size_t count,
                              const std::vector<double>& start);

/// Solves the symmetric positive semidefinite system A x = b in the least-squares sense.
/// @param a row by row, rank deficiency allowed
/// @param rank of A, as far as numbers tell
std::vector<double> solve_symmetric(const std::vector<double>& a, const std::vector<double>& b,
                                    std::size_t& rank);

}  // namespace softbound
