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

inline double magnitude(double x) {
  return __builtin_bit_cast(double,
                            __builtin_bit_cast(std::uint64_t, x) & (~std::uint64_t{0} >> 1));
}

/// ln 2 in two parts: a whole number up to 2^21 times the upper one is exact (Cody and Waite).
constexpr double kLn2Upper = 0x1.62e42feep-1;
constexpr double kLn2Lower = 0x1.a39ef35793c76p-33;

/// exp(x) = scale_1 scale_2 (1 + m): the scales are powers of two, two of them because their
/// product may lie outside the range of normal numbers.
struct ReducedExponential {
  double scale_1;
  double scale_2;
  double m;
};

/// exp(r) 2^k, |r| up to about 0.35, k a whole number from -2000 to 2000.
inline ReducedExponential scaled_exponential(double r, double k) {
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

inline ReducedExponential reduced_exponential(double x) {
  // Beyond these all is 0 or infinity. NaN fails both comparisons and stays.
  const double clamped = select(x > 710.0, 710.0, select(x < -746.0, -746.0, x));
  // x = k ln 2 + r.
  const double k = (clamped * 0x1.71547652b82fep0 + kToWhole) - kToWhole;
  return scaled_exponential((clamped - k * kLn2Upper) - k * kLn2Lower, k);
}

/// x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2), and log(1 + f).
struct ReducedLogarithm {
  double k;
  double log_1f;
};

/// @param x positive and normal
inline ReducedLogarithm reduced_logarithm(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6'a09e'667f'3bcdu;
  constexpr std::uint64_t kBias = std::uint64_t{1024} << 52;  // so that nothing is below 0
  const auto bits = __builtin_bit_cast(std::uint64_t, x);
  const std::uint64_t shifted = bits - kSqrtHalf + kBias;
  const double k =
      __builtin_bit_cast(double, (shifted >> 52) | 0x4330'0000'0000'0000u) - (0x1p52 + 1024.0);
  const double f =
      __builtin_bit_cast(double, bits - (shifted & 0xfff0'0000'0000'0000u) + kBias) - 1.0;

  // log(1 + f) = 2 atanh(s) with s = f / (2 + f) up to 0.1716: terms of its series to s^21, the
  // next one below 2e-18 of the sum. f^2 / 2 is split off, for f itself is exact (as in fdlibm).
  const double s = f / (2.0 + f);
  const double z = s * s;
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double c12 = 2.0 / 3 + z * (2.0 / 5);
  const double c34 = 2.0 / 7 + z * (2.0 / 9);
  const double c56 = 2.0 / 11 + z * (2.0 / 13);
  const double c78 = 2.0 / 15 + z * (2.0 / 17);
  const double c910 = 2.0 / 19 + z * (2.0 / 21);
  const double tail = z * ((c12 + z2 * c34) + z4 * ((c56 + z2 * c78) + z4 * c910));
  const double half_square = 0.5 * f * f;
  return {k, f - (half_square - s * (half_square + tail))};
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

/// Natural logarithm, made as portable_exp is; log(1) is 0; error below 1.5 units in the last
/// place.
/// @param x positive and normal
inline double portable_log(double x) {
  const auto l = elementary::reduced_logarithm(x);
  return l.k * elementary::kLn2Upper + (l.log_1f + l.k * elementary::kLn2Lower);
}

/// cos(2 pi x), made as portable_exp is; within 3e-16 and from -1 to 1.
/// @param x from 0 to 1
inline double cosine_of_turns(double x) {
  // The distance to a half turn, then to a quarter: a sine of at most a right angle either way.
  const double d = x - 0.5;
  const double quarter = elementary::magnitude(d) - 0.25;
  const double a = 6.283185307179586476925 * quarter;
  const double z = a * a;
  const double z2 = z * z;
  const double z4 = z2 * z2;
  const double c12 = -1.0 / 6 + z * (1.0 / 120);
  const double c34 = -1.0 / 5040 + z * (1.0 / 362880);
  const double c56 = -1.0 / 39916800 + z * (1.0 / 6227020800);
  const double c78 = -1.0 / 1307674368000 + z * (1.0 / 355687428096000);
  const double c910 = -1.0 / 121645100408832000 + z * (1.0 / 51090942171709440000.0);
  return a + a * z * ((c12 + z2 * c34) + z4 * ((c56 + z2 * c78) + z4 * c910));
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
