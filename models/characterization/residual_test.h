// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "characterization/law_fit.h"
#include "characterization/least_squares.h"

namespace softbound {

/// Probability that a chi-square number exceeds `value`.
double chi_square_tail(double value, std::size_t degrees);

/// Covariance of the parameters of a fit, row by row, that holds whatever the variance of each
/// residual: (J'J)^-1 (sum of g g') (J'J)^-1 with the gradient g of a residual, or with that of all
/// residuals of one cluster.
/// @param clusters of each residual; empty: each its own
std::vector<double> robust_covariance(const LeastSquaresFit& fit,
                                      const std::vector<std::size_t>& clusters);

/// Residuals with what they are to be sorted by.
struct ResidualBins {
  const LeastSquaresFit& fit;
  const std::vector<std::size_t>& kinds;
  const std::vector<double>& states;
  const std::vector<bool>& used;
};

/// Is the mean residual 0 whatever the state? Sums in bins of equal count, by kind, are compared
/// with 0 by a conditional moment test: the part that the fit itself makes 0 is taken off, the
/// covariance is that of the residuals as they are (Newey 1985).
ResidualTest test_residuals(const ResidualBins& bins, double level);

}  // namespace softbound
