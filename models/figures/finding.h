// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace softbound {

/// One thing that the paper shows or says, beside what was measured here. Whether the two agree is
/// computed from the measurement, never written by hand.
struct Finding {
  std::string paper;     ///< "linear 0.001 reaches .55"
  std::string measured;  ///< ".53 (strict) to .66 (split)"
  bool agrees = false;
};

/// "PAPER. Agrees: a (measured b); ... Differs: ..."; nothing is said about what was not compared.
std::string caption_text(const std::string& title, const std::vector<Finding>& findings);

/// Agrees if the value is within `tolerance` of the interval [low, high].
bool within(double value, double low, double high, double tolerance = 0);

}  // namespace softbound
