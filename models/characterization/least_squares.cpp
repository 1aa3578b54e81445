// SPDX-License-Identifier: Apache-2.0
#include "characterization/least_squares.h"

#include <Eigen/Dense>
#include <cmath>
#include <unsupported/Eigen/NonLinearOptimization>

namespace softbound {

namespace {

using Eigen::Index;

std::vector<double> to_std(const Eigen::VectorXd& v) { return {v.data(), v.data() + v.size()}; }

/// What Eigen wants to know of a problem.
struct Problem {
  const Residuals& function;
  Index count;
  Index parameters;

  Index inputs() const { return parameters; }
  Index values() const { return count; }

  int operator()(const Eigen::VectorXd& x, Eigen::VectorXd& residuals) const {
    std::vector<double> values(static_cast<std::size_t>(count));
    function(to_std(x), values);
    residuals = Eigen::Map<const Eigen::VectorXd>(values.data(), count);
    return 0;
  }

  int df(const Eigen::VectorXd& x, Eigen::MatrixXd& jacobian) const {
    Eigen::VectorXd here(count), there(count);
    (*this)(x, here);
    for (Index k = 0; k < parameters; ++k) {
      // Central differences: the confidence intervals come from them too.
      const double step = 1e-5 * std::max(1e-3, std::abs(x[k]));
      Eigen::VectorXd moved = x;
      moved[k] = x[k] + step;
      (*this)(moved, there);
      moved[k] = x[k] - step;
      (*this)(moved, here);
      jacobian.col(k) = (there - here) / (2 * step);
    }
    return 0;
  }
};

}  // namespace

LeastSquaresFit least_squares(const Residuals& residuals, std::size_t count,
                              const std::vector<double>& start) {
  Problem problem{residuals, static_cast<Index>(count), static_cast<Index>(start.size())};
  Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(start.data(), problem.parameters);
  Eigen::LevenbergMarquardt<Problem> solver{problem};
  solver.parameters.ftol = 1e-12;
  solver.parameters.xtol = 1e-9;
  solver.parameters.maxfev = 2000;
  const auto status = solver.minimize(x);

  LeastSquaresFit fit;
  fit.parameters = to_std(x);
  Eigen::VectorXd values(problem.count);
  problem(x, values);
  fit.residuals = to_std(values);
  Eigen::MatrixXd jacobian(problem.count, problem.parameters);
  problem.df(x, jacobian);
  for (Index k = 0; k < problem.parameters; ++k) fit.jacobian.push_back(to_std(jacobian.col(k)));
  fit.converged = status != Eigen::LevenbergMarquardtSpace::ImproperInputParameters &&
                  status != Eigen::LevenbergMarquardtSpace::TooManyFunctionEvaluation &&
                  x.allFinite() && values.allFinite();
  return fit;
}

std::vector<double> solve_symmetric(const std::vector<double>& a, const std::vector<double>& b,
                                    std::size_t& rank) {
  const auto n = static_cast<Index>(b.size());
  const Eigen::MatrixXd matrix = Eigen::Map<const Eigen::MatrixXd>(a.data(), n, n);
  // Scaled to a unit diagonal, so that the rank does not depend on units.
  Eigen::VectorXd scale = matrix.diagonal().cwiseMax(0).cwiseSqrt();
  for (Index k = 0; k < n; ++k) scale[k] = scale[k] > 0 ? 1 / scale[k] : 0;
  const Eigen::MatrixXd scaled = scale.asDiagonal() * matrix * scale.asDiagonal();
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver{scaled};
  constexpr double kNothing = 1e-9;
  Eigen::VectorXd inverse = solver.eigenvalues();
  rank = 0;
  for (Index k = 0; k < n; ++k) {
    const bool there = inverse[k] > kNothing * inverse.maxCoeff();
    rank += there ? 1 : 0;
    inverse[k] = there ? 1 / inverse[k] : 0;
  }
  const Eigen::VectorXd right = scale.asDiagonal() * Eigen::Map<const Eigen::VectorXd>(b.data(), n);
  const Eigen::VectorXd solution =
      scale.asDiagonal() * (solver.eigenvectors() *
                            (inverse.asDiagonal() * (solver.eigenvectors().transpose() * right)));
  return to_std(solution);
}

}  // namespace softbound
