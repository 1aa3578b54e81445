// SPDX-License-Identifier: Apache-2.0
#include "device/two_timescale.h"

#include <algorithm>
#include <cmath>

#include "device/rosenbrock.h"

namespace softbound {

namespace {

constexpr double kBoltzmannEvPerK = 8.617333e-5;

struct HeatedRates {
  const HeatedWeight& p;
  double start_v;
  double slope_v_per_s;
  double limit_a;

  template <class Scalar>
  StatePair<Scalar> operator()(const StatePair<Scalar>& y, const Scalar& t) const {
    const Scalar g = p.g_min_s + (p.g_max_s - p.g_min_s) * y[0];
    Scalar v = start_v + slope_v_per_s * t;
    if (std::abs(value_of(v * g)) > limit_a) {
      v = (value_of(v) > 0 ? limit_a : -limit_a) / g;
    }
    const Scalar left = value_of(v) > 0 ? 1 - y[0] : y[0];
    const Scalar rate =
        p.rate_per_s * exp_of(-p.ea_ev / (kBoltzmannEvPerK * y[1])) * sinh_of(v / p.v0_v) * left;
    const Scalar warming = (p.r_th_k_per_w * v * v * g - (y[1] - p.t_ambient_k)) / p.tau_th_s;
    return {rate, warming};
  }
};

/// Ei(x) - ln(x) - Euler's constant: the sum of x^n / (n n!). All terms are positive for x >= 0.
double exponential_integral_series(double x) {
  double power = 1, sum = 0;
  for (int n = 1; n < 500; ++n) {
    power *= x / n;
    const double before = sum;
    sum += power / n;
    if (sum == before && n > x) break;
  }
  return sum;
}

}  // namespace

HeatedWeight::State HeatedWeight::after(const State& state, const VoltageRamp& ramp,
                                        double limit_a) const {
  if (ramp.duration_s == 0) return state;
  if (ramp.start_v == 0 && ramp.end_v == 0) return after_rest(state, ramp.duration_s);
  const HeatedRates rates{*this, ramp.start_v, (ramp.end_v - ramp.start_v) / ramp.duration_s,
                          limit_a};
  IntegrationLimits limits;
  limits.tolerance = {tolerance, 100 * tolerance};
  limits.largest_tolerance = 100 * tolerance;
  limits.magnitude = {1, 100};
  limits.low = 0;
  limits.high = 1;
  StatePair<double> y{state.weight, state.temperature_k};
  integrate(rates, y, ramp.duration_s, limits, [](const auto&) { return false; });
  return {y[0], y[1]};
}

HeatedWeight::State HeatedWeight::after_rest(const State& state, double time_s) const {
  const double left = decay(time_s / tau_th_s).left;
  return {state.weight, t_ambient_k + (state.temperature_k - t_ambient_k) * left};
}

double SelfRetention::after_pulse(double s, double time_s) const {
  return 1 - (1 - s) * decay(time_s / t_form_s).left;
}

double SelfRetention::after_rest(double s, double time_s) const {
  if (s <= 0) return 0;
  // With u = ln s, F(u) = u + series(k e^u) falls by time/t_decay. F is convex with slopes from 1
  // to exp(k s): Newton's method from the right of the root comes down to it and never passes.
  const double start = std::log(s) + exponential_integral_series(k * s);
  const double target = start - time_s / t_decay_s;
  double u = std::log(s);
  for (int n = 0; n < 200; ++n) {
    const double x = k * portable_exp(u);
    const double step = (u + exponential_integral_series(x) - target) * portable_exp(-x);
    u -= step;
    if (!(step > 1e-15 * std::max(1.0, std::abs(u)))) break;
  }
  return std::min(s, portable_exp(u));
}

}  // namespace softbound
