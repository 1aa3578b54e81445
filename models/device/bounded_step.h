// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

#include "device/fixed_power.h"

namespace softbound {

/// One direction of kernel K1, the bounded step (ledger 2.1):
///
///     LTP: w <- clip01( w + a max(0, s - w)^g       + noise )
///     LTD: w <- clip01( w - a max(0, w - (1 - s))^g + noise )
///
/// g = 0 is the hard bound, s = 1 with g > 0 the soft one.
class BoundedStep {
 public:
  BoundedStep(double a, double gamma, double s = 1) : a_{a}, s_{s}, power_{gamma} {}

  /// @param strength a as a multiple of the nominal pulse's
  double potentiated(double w, double strength, double noise) const {
    return clip(w + strength * a_ * power_(s_ - w) + noise);
  }
  double depressed(double w, double strength, double noise) const {
    return clip(w - strength * a_ * power_(w - (1 - s_)) + noise);
  }
  /// The same for n weights.
  void potentiate(std::size_t n, double strength, const double* w, const double* noise,
                  double* after) const;
  void depress(std::size_t n, double strength, const double* w, const double* noise,
               double* after) const;

 private:
  static double clip(double w) { return std::min(1.0, std::max(0.0, w)); }

  double a_;
  double s_;
  FixedPower power_;
};

}  // namespace softbound
