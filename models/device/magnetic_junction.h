// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/parameter.h"

namespace softbound {

/// A magnetic tunnel junction as a resistor: the free layer is parallel (low) or antiparallel
/// (high) to the pinned one; the antiparallel resistance falls with the voltage (ledger 4.3, [R]
/// Fig. 2f):
///
///     R_AP(V) = R_P (1 + TMR0 / (1 + (V / V_h)^2))
struct MagneticJunction {
  double r_p_ohm = 3e3;
  double tmr0 = 1;
  double v_h_v = 0.5;

  void describe(ParameterVisitor& visitor);

  double resistance_ohm(bool parallel, double voltage_v) const;
  /// Small-signal.
  double conductance_s(bool parallel) const { return 1 / resistance_ohm(parallel, 0); }
  /// Conductance in units of the window between the two states.
  double weight(bool parallel) const { return parallel ? 1 : 0; }
};

/// How fast a current turns the free layer by spin-transfer torque (ledger 4.3):
///
///     thermal       tau = tau0 exp(Delta (1 - I/I_c0)^b)
///     precessional  t_sw = tau_D ln(pi / (2 th0)) / (I/I_c0 - 1),   th0 = sqrt(1 / (2 Delta))
///     joined        tau_eff = max(tau(I), t_sw(max(I/I_c0, 1.2))),  P = 1 - exp(-t / tau_eff)
struct SpinTransferTorque {
  double delta = 60;
  double tau0_s = 1e-9;
  double tau_d_s = 1e-9;
  double i_c0_a = 40e-6;
  double exponent = 1;

  void describe(ParameterVisitor& visitor);

  /// @param current_a magnitude, above the critical one
  double precessional_time_s(double current_a) const;
  /// tau_eff, which never grows with the current; infinite without one.
  /// @param current_a magnitude
  double time_constant_s(double current_a) const;
  /// @param current_a magnitude
  double switching_probability(double current_a, double time_s) const;
  /// The smallest current with at most this time constant.
  /// @param time_constant_s above 0
  double current_for_a(double time_constant_s) const;
};

}  // namespace softbound
