// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/error.h"
#include "device/dual.h"

namespace softbound {

/// Two state variables: what moves slowly (a gap, a weight) and its temperature.
template <class Scalar>
using StatePair = std::array<Scalar, 2>;

/// How exactly to integrate, and the walls of the first variable: it stops there, and leaves again
/// when its rate points inwards.
struct IntegrationLimits {
  StatePair<double> tolerance;  ///< absolute error of one step
  /// Of the second variable while the first one does not depend on it.
  double largest_tolerance;
  StatePair<double> magnitude;  ///< the size of a change that counts; sets the first step
  double low;
  double high;
};

/// Integrates dy/dt = rates(y, t) for `duration_s` from t = 0 with RODAS3, an L-stable embedded
/// Rosenbrock method of order 3(2) with four stages (Sandu et al., Atmos. Environ. 31, 3459, 1997):
/// heating within fractions of a nanosecond inside pulses of seconds is what it is for. The
/// Jacobian comes from the rates on Dual numbers. A function of its arguments alone, without
/// allocation.
///
/// @param rates template of one scalar type: StatePair<S> operator()(const StatePair<S>&, const S&)
/// @param ends asked after every step, with the state; true ends the integration there
/// @return time integrated: duration_s unless `ends` said so
/// @throws InputError if the rates are not finite or change too fast to be followed
template <class Rates, class Ends>
double integrate(const Rates& rates, StatePair<double>& y, double duration_s,
                 const IntegrationLimits& limits, const Ends& ends) {
  // At a wall, and beyond it by less than the tolerance, an outward rate is no rate.
  const auto held = [&](const StatePair<double>& at, double rate) {
    return (at[0] <= limits.low && rate < 0) || (at[0] >= limits.high && rate > 0);
  };
  const auto rate_of = [&](const StatePair<double>& at, double t) {
    StatePair<double> f = rates(at, t);
    if (held(at, f[0])) f[0] = 0;
    return f;
  };

  // The second variable counts for what it does to the first one.
  const auto second_tolerance = [&](double effect) {
    const double allowed = limits.tolerance[0] / std::abs(effect);
    return std::min(std::max(allowed, limits.tolerance[1]), limits.largest_tolerance);
  };

  constexpr int kMostSteps = 1'000'000;
  int steps = 0;
  double former_h = 0, former_error = 0;
  double t = 0;
  double h = 0;
  while (t < duration_s) {
    StatePair<Dual> f = rates(StatePair<Dual>{Dual::variable(y[0], 0), Dual::variable(y[1], 1)},
                              Dual::variable(t, 2));
    if (held(y, f[0].value)) f[0] = Dual{};
    if (h == 0) {
      h = duration_s;
      for (std::size_t k = 0; k < 2; ++k) {
        const double rate = std::abs(f[k].value);
        if (rate * h > 0.05 * limits.magnitude[k]) h = 0.05 * limits.magnitude[k] / rate;
      }
    }
    for (;;) {
      h = std::min(h, duration_s - t);
      // (2/h - J) k = right-hand side, the 2x2 matrix inverted by hand.
      const double d = 2 / h;
      const double a00 = d - f[0].slope[0], a01 = -f[0].slope[1];
      const double a10 = -f[1].slope[0], a11 = d - f[1].slope[1];
      const double inverse = 1 / (a00 * a11 - a01 * a10);
      const auto solve = [&](double r0, double r1) {
        return StatePair<double>{inverse * (a11 * r0 - a01 * r1), inverse * (a00 * r1 - a10 * r0)};
      };
      const double ft0 = f[0].slope[2], ft1 = f[1].slope[2];
      const auto k1 = solve(f[0].value + 0.5 * h * ft0, f[1].value + 0.5 * h * ft1);
      const auto k2 = solve(f[0].value + 4 / h * k1[0] + 1.5 * h * ft0,
                            f[1].value + 4 / h * k1[1] + 1.5 * h * ft1);
      const auto f3 = rate_of({y[0] + 2 * k1[0], y[1] + 2 * k1[1]}, t + h);
      const auto k3 = solve(f3[0] + (k1[0] - k2[0]) / h, f3[1] + (k1[1] - k2[1]) / h);
      const StatePair<double> y3{y[0] + 2 * k1[0] + k3[0], y[1] + 2 * k1[1] + k3[1]};
      const auto f4 = rate_of(y3, t + h);
      const auto k4 = solve(f4[0] + (k1[0] - k2[0] - 8.0 / 3 * k3[0]) / h,
                            f4[1] + (k1[1] - k2[1] - 8.0 / 3 * k3[1]) / h);
      // The last stage is the difference of the two orders.
      const double error = std::max(std::abs(k4[0]) / limits.tolerance[0],
                                    std::abs(k4[1]) / second_tolerance(f[0].slope[1] * h));
      StatePair<double> next{y3[0] + k4[0], y3[1] + k4[1]};
      const double beyond = std::max(limits.low - next[0], next[0] - limits.high);
      // Where time cannot be divided further a change is a jump: from wall to wall at most.
      const bool shortest = t + 1e-3 * h == t;
      if (shortest && !(error <= 1)) next = {y[0] + h * f[0].value, y[1] + h * f[1].value};
      if (++steps > kMostSteps || (shortest && !std::isfinite(next[0] + next[1]))) {
        throw InputError{
            "[device]: the state changes too fast to be followed: expected rates that "
            "stay finite"};
      }
      if (!shortest && (!(error <= 1) || beyond > limits.tolerance[0])) {
        // A step through a wall is cut to where it met the wall.
        double shrink = 0.1;
        if (error <= 1) {
          shrink = std::max(0.1, 1 - beyond / std::abs(next[0] - y[0]));
        } else if (std::isfinite(error)) {
          shrink = std::max(0.1, 0.85 / std::cbrt(error));
        }
        h *= shrink;
        continue;
      }
      y = {std::min(limits.high, std::max(limits.low, next[0])), next[1]};
      t = h == duration_s - t ? duration_s : t + h;
      // The next step, if the error constant goes on as from the former step to this one
      // (Gustafsson, ACM TOMS 20, 496, 1994): rates that run away change by a factor a step.
      const double now = std::max(error, 1e-3);
      const double factor = former_h > 0
                                ? 0.85 * h / former_h * std::cbrt(former_error / (now * now))
                                : 0.85 / std::cbrt(now);
      former_h = h;
      former_error = now;
      h *= std::min(4.0, std::max(0.1, factor));
      break;
    }
    if (ends(y)) return t;
  }
  return duration_s;
}

}  // namespace softbound
