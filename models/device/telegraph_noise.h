// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/parameter.h"
#include "device/switching_element.h"

namespace softbound {

/// Random telegraph noise (N4, ledger 7.4): a trap makes the conductance jump between G_0 and
/// G_0 + dG. An element of kernel K3 without memory, so dwell times are exactly exponential:
///
///     low -> high at the rate 1 / tau_e,   high -> low at 1 / tau_c,   tau_c = tau_c0 exp(-V /
///     V_r)
struct TelegraphParameters {
  double tau_low_s = 1e-3;
  double tau_high_s = 1e-3;
  double v_r_v = 0.2;
  double relative_step = 0.2;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// Mean dwell times.
  double low_s() const { return tau_low_s; }
  double high_s(double voltage_v) const;
  /// 1/tau = 1/tau_low + 1/tau_high: how fast the state is forgotten.
  double correlation_s(double voltage_v) const;
};

class TelegraphNoise {
 public:
  explicit TelegraphNoise(const TelegraphParameters& parameters) : parameters_{parameters} {}

  bool high() const { return trap_.up(); }
  /// Multiplies the conductance.
  double factor() const { return high() ? 1 + parameters_.relative_step : 1; }
  /// What time does at a constant bias.
  /// @param time_s at least 0
  void advance(double time_s, double voltage_v, DrawSequence& random);
  /// Dwells out the present state, changes it and returns how long that took.
  double next_switch_s(double voltage_v, DrawSequence& random);

  void visit_state(StateVisitor& visitor) { trap_.visit_state(visitor); }

 private:
  double dwell_s(double voltage_v) const {
    return high() ? parameters_.high_s(voltage_v) : parameters_.low_s();
  }

  TelegraphParameters parameters_;
  SwitchingElement trap_;  ///< up: high
};

}  // namespace softbound
