// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace softbound {

/// exp(-x) and 1 - exp(-x): what is left and what is gone of something that decays.
struct Decay {
  double left;
  double gone;
};

namespace elementary {

/// Adding this rounds a number to a whole one and leaves that in the low bits of the sum.
constexpr double kToWhole = 0x1.8p52;

/// 2^k of a whole number from -1022 to 1023, given as k + kToWhole.
inline double power_of_two(double shifted) {
  const auto bits = __builtin_bit_cast(std::uint64_t, shifted);
  return __builtin_bit_cast(double, (bits + 1023) << 52);
}

/// condition ? a : b on bits: compilers turn the operator into a jump to a folded constant result,
/// and a loop with a jump does not vectorise.
inline double select(bool condition, double a, double b) {
  const std::uint64_t mask = -static_cast<std::uint64_t>(condition);
  return __builtin_bit_cast(double, (__builtin_bit_cast(std::uint64_t, a) & mask) |
                                        (__builtin_bit_cast(std::uint64_t, b) & ~mask));
}

/// exp(x) = scale_1 scale_2 (1 + m): the scales are powers of two, two of them because their
/// product may lie outside the range of normal numbers.
struct ReducedExponential {
  double scale_1;
  double scale_2;
  double m;
};

inline ReducedExponential reduced_exponential(double x) {
  // Beyond these all is 0 or infinity. NaN fails both comparisons and stays.
  const double clamped = select(x > 710.0, 710.0, select(x < -746.0, -746.0, x));
  // x = k ln 2 + r with ln 2 in two parts: k times the upper one is exact (Cody and Waite).
  constexpr double kLn2Upper = 0x1.62e42feep-1;
  constexpr double kLn2Lower = 0x1.a39ef35793c76p-33;
  const double k = (clamped * 0x1.71547652b82fep0 + kToWhole) - kToWhole;
  const double r = (clamped - k * kLn2Upper) - k * kLn2Lower;
  const double shifted_1 = 0.5 * k + kToWhole;
  const double shifted_2 = (k - (shifted_1 - kToWhole)) + kToWhole;

  // The Taylor series of exp(r) - 1 to r^13, next term below 5e-18; pairs, then pairs of pairs, so
  // that the multiplications need not wait for each other.
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double c23 = 1.0 / 2 + r * (1.0 / 6);
  const double c45 = 1.0 / 24 + r * (1.0 / 120);
  const double c67 = 1.0 / 720 + r * (1.0 / 5040);
  const double c89 = 1.0 / 40320 + r * (1.0 / 362880);
  const double c1011 = 1.0 / 3628800 + r * (1.0 / 39916800);
  const double c1213 = 1.0 / 479001600 + r * (1.0 / 6227020800);
  const double c2to5 = c23 + r2 * c45;
  const double c6to9 = c67 + r2 * c89;
  const double c10to13 = c1011 + r2 * c1213;
  const double m = r + r2 * (c2to5 + r4 * (c6to9 + r4 * c10to13));
  return {power_of_two(shifted_1), power_of_two(shifted_2), m};
}

}  // namespace elementary

/// exp(x) from additions and multiplications alone: the same on every machine (libm chooses by
/// processor) and without branches, so that loops over it vectorise. exp(0) is 1; error below
/// 1 unit in the last place where the result is a normal number; 0 below -746, infinity above
/// 710, NaN for NaN.
inline double portable_exp(double x) {
  const auto e = elementary::reduced_exponential(x);
  return (1.0 + e.m) * e.scale_1 * e.scale_2;
}

/// exp(-x) and 1 - exp(-x) from one evaluation, the latter with a relative error below 2.3e-16
/// also for a tiny x: steps of a picosecond count. decay(0) is {1, 0} exactly.
/// @param x at least 0
inline Decay decay(double x) {
  const auto e = elementary::reduced_exponential(-x);
  const double scale = e.scale_1 * e.scale_2;
  return {(1.0 + e.m) * e.scale_1 * e.scale_2, (1.0 - scale) - scale * e.m};
}

/// 1 - exp(-x), see decay().
inline double one_minus_exp_neg(double x) { return decay(x).gone; }

}  // namespace softbound
