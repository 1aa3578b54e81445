// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device.h"

namespace softbound {

/// Kernel K3: an element of two states that changes by chance (ledger 2.1). Whatever drives it
/// towards its other state adds hazard h = sum of dt / tau; it switches when
///
///     1 - exp(-h^beta) > 1 - u    that is    h > (-ln u)^(1/beta)
///
/// with one uniform u per stay in a state. beta = 1 has no memory: dwell times are exponential and
/// pulses are independent trials. beta > 1 is the nucleation of a domain: pulses too short to
/// switch add up.
class SwitchingElement {
 public:
  bool up() const { return up_; }
  /// The hazard is forgotten with the state it belonged to.
  void set(bool up);

  /// Towards the other state.
  /// @param hazard at least 0; infinite means certainty
  /// @param beta above 0, always the same for one element
  /// @return whether it switched
  bool drive(double hazard, double beta, DrawSequence& random);
  /// Against the other state: takes hazard away, down to none (as the published domain model of
  /// [L:fefet] has it).
  void hold(double hazard) { hazard_ = hazard < hazard_ ? hazard_ - hazard : 0; }
  /// How much more hazard it stands.
  double hazard_left(double beta, DrawSequence& random);

  void visit_state(StateVisitor& visitor);

 private:
  static constexpr double kNotDrawn = -1;

  bool up_ = false;
  double hazard_ = 0;
  double limit_ = kNotDrawn;
};

/// A device that a pulse changes with some probability, for reports.
class StochasticSwitch {
 public:
  virtual ~StochasticSwitch() = default;
  /// That this pulse, applied now, changes the state; 0 if it drives towards the present one.
  virtual double switching_probability(const Pulse& pulse, Port port) const = 0;
};

}  // namespace softbound
