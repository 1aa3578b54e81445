// SPDX-License-Identifier: Apache-2.0
#include "characterization/residual_test.h"

#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/SpecialFunctions>

namespace softbound {

namespace {

constexpr std::size_t kBins = 10;  // of a kind
constexpr std::size_t kFewestInABin = 8;

/// (J'J)^-1, row by row.
std::vector<double> inverse_normal_matrix(const LeastSquaresFit& fit) {
  const std::size_t p = fit.parameters.size();
  std::vector<double> normal(p * p), inverse(p * p);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = 0; j < p; ++j) {
      double sum = 0;
      for (std::size_t n = 0; n < fit.residuals.size(); ++n) {
        sum += fit.jacobian[i][n] * fit.jacobian[j][n];
      }
      normal[i * p + j] = sum;
    }
  }
  for (std::size_t i = 0; i < p; ++i) {
    std::vector<double> unit(p);
    unit[i] = 1;
    std::size_t rank = 0;
    const auto row = solve_symmetric(normal, unit, rank);
    std::copy(row.begin(), row.end(), inverse.begin() + static_cast<std::ptrdiff_t>(i * p));
  }
  return inverse;
}

/// Bin of each residual, by kind and state; those not used get none, `count` of bins.
std::vector<std::size_t> bin_residuals(const ResidualBins& bins, std::size_t& count) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> bin(bins.kinds.size(), kNone);
  count = 0;
  for (std::size_t kind = 0; kind < 2; ++kind) {
    std::vector<std::size_t> order;
    for (std::size_t n = 0; n < bin.size(); ++n) {
      if (bins.used[n] && bins.kinds[n] == kind) order.push_back(n);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return bins.states[a] != bins.states[b] ? bins.states[a] < bins.states[b] : a < b;
    });
    const std::size_t parts = std::min(kBins, order.size() / kFewestInABin);
    for (std::size_t k = 0; k < order.size() && parts > 0; ++k) {
      bin[order[k]] = count + k * parts / order.size();
    }
    count += parts;
  }
  return bin;
}

}  // namespace

double chi_square_tail(double value, std::size_t degrees) {
  if (degrees == 0 || !(value > 0)) return 1;
  return Eigen::numext::igammac(0.5 * static_cast<double>(degrees), 0.5 * value);
}

std::vector<double> robust_covariance(const LeastSquaresFit& fit,
                                      const std::vector<std::size_t>& clusters) {
  const std::size_t p = fit.parameters.size();
  const auto inverse = inverse_normal_matrix(fit);
  const std::size_t groups = clusters.empty()
                                 ? fit.residuals.size()
                                 : 1 + *std::max_element(clusters.begin(), clusters.end());
  std::vector<double> gradients(groups * p), middle(p * p), covariance(p * p);
  for (std::size_t n = 0; n < fit.residuals.size(); ++n) {
    const std::size_t group = clusters.empty() ? n : clusters[n];
    for (std::size_t i = 0; i < p; ++i) {
      gradients[group * p + i] += fit.jacobian[i][n] * fit.residuals[n];
    }
  }
  const double few = static_cast<double>(groups) / static_cast<double>(groups - 1);
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j < p; ++j) {
        middle[i * p + j] += few * gradients[g * p + i] * gradients[g * p + j];
      }
    }
  }
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = 0; j < p; ++j) {
      for (std::size_t k = 0; k < p; ++k) {
        for (std::size_t l = 0; l < p; ++l) {
          covariance[i * p + j] += inverse[i * p + k] * middle[k * p + l] * inverse[l * p + j];
        }
      }
    }
  }
  return covariance;
}

ResidualTest test_residuals(const ResidualBins& bins, double level) {
  const LeastSquaresFit& fit = bins.fit;
  const std::size_t p = fit.parameters.size();
  std::size_t count = 0;
  const auto bin = bin_residuals(bins, count);
  ResidualTest test;
  test.level = level;
  if (count == 0) return test;
  // The fit makes every sum against a column of J zero: bins are taken relative to those columns.
  const auto inverse = inverse_normal_matrix(fit);
  std::vector<double> sums(count), shares(count * p), projected(count * p);
  for (std::size_t n = 0; n < bin.size(); ++n) {
    if (bin[n] >= count) continue;
    sums[bin[n]] += fit.residuals[n];
    for (std::size_t i = 0; i < p; ++i) shares[bin[n] * p + i] += fit.jacobian[i][n];
  }
  for (std::size_t b = 0; b < count; ++b) {
    for (std::size_t i = 0; i < p; ++i) {
      for (std::size_t j = 0; j < p; ++j) {
        projected[b * p + i] += shares[b * p + j] * inverse[j * p + i];
      }
    }
  }
  std::vector<double> covariance(count * count), z(count);
  for (std::size_t n = 0; n < bin.size(); ++n) {
    if (!bins.used[n]) continue;
    for (std::size_t b = 0; b < count; ++b) {
      z[b] = bin[n] == b ? 1 : 0;
      for (std::size_t i = 0; i < p; ++i) z[b] -= projected[b * p + i] * fit.jacobian[i][n];
    }
    const double square = fit.residuals[n] * fit.residuals[n];
    for (std::size_t a = 0; a < count; ++a) {
      for (std::size_t b = 0; b < count; ++b) covariance[a * count + b] += square * z[a] * z[b];
    }
  }
  const auto solution = solve_symmetric(covariance, sums, test.degrees);
  for (std::size_t b = 0; b < count; ++b) test.statistic += sums[b] * solution[b];
  test.p_value = chi_square_tail(test.statistic, test.degrees);
  test.rejected = test.p_value < level;
  return test;
}

}  // namespace softbound
