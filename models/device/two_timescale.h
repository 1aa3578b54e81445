// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "device/pulse_shape.h"

namespace softbound {

/// Kernel K5 with a temperature as the fast state (ledger 4.10):
///
///     dT/dt = V^2 G / C_th - (T - T0)/tau_th,   C_th = tau_th / R_th,   G = G_min + w (G_max -
///     G_min) dw/dt = A exp(-Ea/kT) sinh(V/V0) (1 - w) for V > 0, with w in place of 1 - w for V <
///     0
struct HeatedWeight {
  double tau_th_s = 500e-9;
  double r_th_k_per_w = 1.5e6;
  double t_ambient_k = 300;
  double ea_ev = 0.85;
  double v0_v = 0.25;
  double rate_per_s = 1.8e12;
  double g_min_s = 200e-6;
  double g_max_s = 600e-6;
  /// Of the weight in one step, and, times 100 K, of the temperature.
  double tolerance = 1e-5;

  struct State {
    double weight;
    double temperature_k;
  };

  double conductance_s(double weight) const { return g_min_s + weight * (g_max_s - g_min_s); }
  /// @param limit_a largest current that the source gives
  State after(const State& state, const VoltageRamp& ramp,
              double limit_a = std::numeric_limits<double>::infinity()) const;
  /// Nothing applied: the temperature falls, the weight stays.
  State after_rest(const State& state, double time_s) const;
};

/// Kernel K5 with a state that decides its own retention (ledger 4.9):
///
///     pulse: s <- 1 - (1 - s) exp(-t/t_form)
///     rest:  ds/dt = -s / (t_decay exp(k s))
///
/// both in closed form: in rest Ei(k s) falls by t/t_decay, Ei being the exponential integral.
struct SelfRetention {
  double t_form_s = 0.8;
  double t_decay_s = 1.5;
  double k = 7;

  /// Largest k for which the series of the exponential integral is used.
  static constexpr double kLargestK = 50;

  double after_pulse(double s, double time_s) const;
  double after_rest(double s, double time_s) const;
};

}  // namespace softbound
