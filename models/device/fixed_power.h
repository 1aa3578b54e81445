// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/elementary.h"

namespace softbound {

/// x to a power that is known beforehand: the inner loop of every learning run. Within 1e-15 of
/// the true value relative to it for exponents up to 4, 3e-15 above; exactly 0 at 0. Additions,
/// multiplications and one division, without branches or tables: a loop over it vectorises, and
/// gives the bits of single calls.
///
///     x^g = 2^n exp((g k - n) ln 2 + g log(1 + f))      x = 2^k (1 + f), n whole
class FixedPower {
 public:
  static constexpr double kLargestExponent = 10;  ///< the error is checked up to here

  /// @param exponent from 0 to kLargestExponent
  explicit FixedPower(double exponent)
      : exponent_{exponent},
        upper_{(exponent + kRounding) - kRounding},
        lower_{exponent - upper_},
        at_zero_{exponent == 0 ? 1.0 : 0.0} {}

  double exponent() const { return exponent_; }

  /// @param x finite; what is below the least normal number counts as 0. 0 to the power 0 is 1.
  double operator()(double x) const {
    constexpr double kLog2E = 0x1.71547652b82fep0;
    constexpr double kMostDoublings = 2000;
    const auto log = elementary::reduced_logarithm(x);
    // Times the upper part of the exponent every k is exact, so large ones cost no digits.
    const double doublings = upper_ * log.k;
    const double rest = exponent_ * log.log_1f;
    const double n = (doublings + rest * kLog2E + elementary::kToWhole) - elementary::kToWhole;
    const double r = (doublings - n) * kLn2 + (lower_ * log.k * kLn2 + rest);
    const double clamped =
        elementary::select(n > kMostDoublings, kMostDoublings,
                           elementary::select(n < -kMostDoublings, -kMostDoublings, n));
    const auto e = elementary::scaled_exponential(r, clamped);
    return elementary::select(x >= 0x1p-1022, (1.0 + e.m) * e.scale_1 * e.scale_2, at_zero_);
  }

 private:
  static constexpr double kLn2 = 0x1.62e42fefa39efp-1;
  static constexpr double kRounding = 0x1.8p12;  ///< adding it rounds to multiples of 2^-40

  double exponent_;
  double upper_, lower_;  ///< of the exponent: 40 binary places, and what is left
  double at_zero_;
};

}  // namespace softbound
