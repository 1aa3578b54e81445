// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

#include "core/elementary.h"

namespace softbound {

/// A number and its derivatives by three variables (forward differentiation): rate laws written
/// once as templates give their Jacobian, too.
struct Dual {
  double value = 0;
  std::array<double, 3> slope{};

  Dual() = default;
  // Constants enter formulas without ceremony.
  Dual(double constant) : value{constant} {}  // NOLINT(google-explicit-constructor)

  static Dual variable(double value, std::size_t index) {
    Dual x{value};
    x.slope[index] = 1;
    return x;
  }
  /// f(x) with f and f' at x.value.
  Dual mapped(double f, double derivative) const {
    Dual y{f};
    for (std::size_t k = 0; k < slope.size(); ++k) y.slope[k] = derivative * slope[k];
    return y;
  }
};

inline Dual operator+(const Dual& a, const Dual& b) {
  Dual y{a.value + b.value};
  for (std::size_t k = 0; k < y.slope.size(); ++k) y.slope[k] = a.slope[k] + b.slope[k];
  return y;
}
inline Dual operator-(const Dual& a) { return a.mapped(-a.value, -1); }
inline Dual operator-(const Dual& a, const Dual& b) { return a + -b; }
inline Dual operator*(const Dual& a, const Dual& b) {
  Dual y{a.value * b.value};
  for (std::size_t k = 0; k < y.slope.size(); ++k) {
    y.slope[k] = a.slope[k] * b.value + a.value * b.slope[k];
  }
  return y;
}

// With a constant, slopes are scaled or left alone.
inline Dual operator+(const Dual& a, double b) {
  Dual y = a;
  y.value += b;
  return y;
}
inline Dual operator+(double a, const Dual& b) { return b + a; }
inline Dual operator-(const Dual& a, double b) { return a + -b; }
inline Dual operator-(double a, const Dual& b) { return -b + a; }
inline Dual operator*(const Dual& a, double b) { return a.mapped(a.value * b, b); }
inline Dual operator*(double a, const Dual& b) { return b * a; }
inline Dual operator/(const Dual& a, double b) { return a.mapped(a.value / b, 1 / b); }

inline Dual operator/(const Dual& a, const Dual& b) {
  const double inverse = 1 / b.value;
  return a * b.mapped(inverse, -inverse * inverse);
}

inline double value_of(double x) { return x; }
inline double value_of(const Dual& x) { return x.value; }

inline double exp_of(double x) { return portable_exp(x); }
inline Dual exp_of(const Dual& x) {
  const double e = portable_exp(x.value);
  return x.mapped(e, e);
}

inline double sinh_of(double x) {
  const double e = portable_exp(x);
  return 0.5 * (e - 1 / e);
}
inline Dual sinh_of(const Dual& x) {
  const double e = portable_exp(x.value);
  return x.mapped(0.5 * (e - 1 / e), 0.5 * (e + 1 / e));
}

inline double asinh_of(double x) { return std::asinh(x); }
inline Dual asinh_of(const Dual& x) {
  return x.mapped(std::asinh(x.value), 1 / std::sqrt(1 + x.value * x.value));
}

/// @param x at least 0
inline double power_of(double x, double exponent) { return std::pow(x, exponent); }
inline Dual power_of(const Dual& x, double exponent) {
  // At 0 the slope of a power below 1 is infinite; no rate law needs more than a finite one there.
  const double slope = x.value > 0 ? exponent * std::pow(x.value, exponent - 1) : 0;
  return x.mapped(std::pow(x.value, exponent), exponent == 1 ? 1 : slope);
}

}  // namespace softbound
