// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "characterization/measured_curves.h"
#include "characterization/step_filter.h"

namespace softbound::test {

/// Curves made without any of the library's devices: a law, and noise of several kinds on top.
struct SyntheticCurves {
  FitLaw law{FitModel::soft_bound, {0.0064, 0.0053}, {3.2, 3.4}, 40e-6, 200e-6};
  std::size_t curves = 50;
  std::uint64_t pulses = 2000;  ///< LTP from w = 0, then as many LTD from w = 1
  double sigma = 0;             ///< of a pulse, in weight
  double relative_sigma = 0;    ///< of a pulse, in units of its step
  double read_sigma = 0;        ///< of a reading, in weight
  double curve_sigma = 0;       ///< of a curve's steps, relative
  std::uint64_t seed = 1;

  /// Both bounds are starting points, a curve each.
  std::vector<MeasuredCurve> make() const;
};

}  // namespace softbound::test
