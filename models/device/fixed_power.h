// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace softbound {

/// x to a power that is known beforehand: the inner loop of every learning run. Within 1e-15 of
/// the true value relative to it, exactly 0 at 0, and about three times as fast as std::pow.
///
/// x = 2^e m with m in [1, 2): a table holds 2^(e g), a Taylor polynomial per 1/64 of [1, 2) gives
/// m^g.
class FixedPower {
 public:
  static constexpr double kLargestExponent = 10;  ///< the polynomial's error is checked up to here

  /// @param exponent from 0 to kLargestExponent
  explicit FixedPower(double exponent);

  double exponent() const { return exponent_; }

  /// @param x finite; what is below 0 counts as 0. 0 to the power 0 is 1.
  double operator()(double x) const {
    if (!(x > 0)) return exponent_ == 0 ? 1.0 : 0.0;
    std::uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    const int binary_exponent = static_cast<int>(bits >> 52) - 1023;
    if (binary_exponent < kLowest || binary_exponent >= kLowest + kScales) {
      return std::pow(x, exponent_);
    }
    const std::uint64_t mantissa_bits = (bits & 0x000f'ffff'ffff'ffffu) | 0x3ff0'0000'0000'0000u;
    double mantissa;
    std::memcpy(&mantissa, &mantissa_bits, sizeof mantissa);
    const auto segment = static_cast<unsigned>(bits >> 46) & 63u;
    const double t = mantissa - centre(segment);
    const auto& c = polynomial_[segment];
    const double t2 = t * t;
    const double low = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2;
    const double high = (c[4] + c[5] * t) + (c[6] + c[7] * t) * t2;
    return scale_[static_cast<unsigned>(binary_exponent - kLowest)] * (low + high * (t2 * t2));
  }

 private:
  static constexpr int kSegments = 64;
  static constexpr int kLowest = -64;
  static constexpr int kScales = 80;
  static double centre(unsigned segment) { return 1.0 + (segment + 0.5) / kSegments; }

  double exponent_;
  std::array<std::array<double, 8>, kSegments> polynomial_;
  std::array<double, kScales> scale_;
};

}  // namespace softbound
