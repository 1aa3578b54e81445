// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "characterization/measured_curves.h"

namespace softbound {

/// Laws of kernel K1 that curves are fitted to; v is the weight for LTP and 1 - weight for LTD.
enum class FitModel {
  soft_bound,   ///< step = a (1 - v)^gamma
  exponential,  ///< step = d (1 - (1 - exp(-nu)) v)
  linear,       ///< step = d
};
constexpr std::array<const char*, 3> kFitModelNames{"soft_bound", "exponential", "linear"};

struct FitOptions {
  FitModel model = FitModel::soft_bound;
  /// Conductance at w = 0 and w = 1; estimated where they are not given.
  std::optional<double> g_min_s, g_max_s;
  /// Of the test: probability that a law which is true is rejected.
  double level = 0.01;
};

/// A constant with its 95 % confidence interval.
struct Estimate {
  std::string name;
  double value = 0;
  double low = 0, high = 0;
};

/// Do the residuals reject the law?
struct ResidualTest {
  double statistic = 0;  ///< chi-square with `degrees` degrees of freedom if the law holds
  std::size_t degrees = 0;
  double p_value = 1;
  double level = 0.01;
  bool rejected = false;
};

struct LawFit {
  FitModel model = FitModel::soft_bound;
  std::array<bool, 2> fitted{};  ///< by WriteKind: whether there were pulses
  /// By WriteKind; soft_bound: a and gamma, exponential: d and nu, linear: d and 0.
  std::array<double, 2> step{}, shape{};
  double g_min_s = 0, g_max_s = 0;
  std::vector<Estimate> estimates;
  double sigma = 0;       ///< noise of a pulse, in weight: it stays in the device
  double read_sigma = 0;  ///< noise of a reading, in weight: it does not
  /// Spread of the steps' size between curves, relative to their mean; 0 if none shows.
  double curve_to_curve_sigma = 0;
  ResidualTest test;
  std::size_t curves = 0, steps = 0;

  /// Weight after a pulse, without noise.
  double stepped(WriteKind kind, double weight) const;
};

/// Constants of a law from readings of one or many devices.
///
/// Noise of a pulse stays in the device and adds up to a random walk that the bounds hold back, so
/// curves are not fitted as functions of the pulse number. Each reading is predicted from those
/// before it by an extended Kalman filter with the law as its dynamics; weighted least squares of
/// the innovations gives the constants. Without noise of the readings that is the regression of
/// steps on the state, which is then the maximum-likelihood estimate. The ratio of both noises
/// comes from the covariance of neighbouring residuals. Where steps differ in size from curve to
/// curve more than noise explains (Cochran's Q, 1 %), each curve has its own size and the constants
/// are the mean's.
///
/// Intervals are robust against noise that is not the same everywhere (sandwich, by curves if there
/// are at least ten). The test compares the mean residual in bins of the state with 0: conditional
/// moments, corrected for the constants that were estimated, likewise robust.
///
/// @throws InputError if there are too few steps, a bound is on the wrong side of the readings or
///         the curves do not determine the constants
LawFit fit_law(const std::vector<MeasuredCurve>& curves, const FitOptions& options);

}  // namespace softbound
