// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <vector>

#include "characterization/law_fit.h"

namespace softbound {

/// A law with its constants, as the fit works with it: steps of both directions over a window.
struct FitLaw {
  FitModel model = FitModel::soft_bound;
  std::array<double, 2> step{};   ///< by WriteKind
  std::array<double, 2> shape{};  ///< gamma or nu
  double g_min_s = 0, g_max_s = 1;

  struct Moved {
    double weight;
    double slope;  ///< d weight after / d weight before
  };
  /// @param scale of the step's size
  Moved moved(WriteKind kind, double weight, double scale) const;
  double weight_of(double conductance_s) const {
    return (conductance_s - g_min_s) / (g_max_s - g_min_s);
  }
};

/// Predicts every reading of some curves from those before it: an extended Kalman filter whose
/// dynamics are a law. One entry a reading but the first of each curve, curve after curve.
struct FilteredSteps {
  std::vector<double> innovations;  ///< reading minus prediction, in weight
  std::vector<double> variances;    ///< of the innovations, in units of a pulse's noise
  std::vector<double> states;       ///< weight before the pulses, as filtered
};

/// @param read_variance of a reading, in units of a pulse's
/// @param scales of the steps, by WriteKind and curve
void filter_steps(const std::vector<MeasuredCurve>& curves, const FitLaw& law, double read_variance,
                  const std::array<std::vector<double>, 2>& scales, FilteredSteps& result);

}  // namespace softbound
