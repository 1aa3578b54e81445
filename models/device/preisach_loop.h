// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/parameter.h"
#include "device/device.h"

namespace softbound {

/// Constants of a ferroelectric loop. Polarisations in C/m^2: 1 uC/cm^2 is 0.01 C/m^2.
struct LoopParameters {
  double ps_c_per_m2 = 0.25;
  double pr_c_per_m2 = 0.20;
  double v_c_v = 1;
  double v_saturation_v = 3;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// d of the branches, so that they pass through +-P_r at 0 V.
  double width_v() const;
  /// Outer branches: P_s tanh((V -+ V_c) / (2 d)), rising and falling.
  double rising_c_per_m2(double voltage_v) const;
  double falling_c_per_m2(double voltage_v) const;
};

/// Quasi-static polarisation against voltage (device D4, ledger 4.4; Miller's branches with
/// Preisach's memory). Inner loops are the outer branches scaled between turning points; a voltage
/// that passes an older turning point wipes out the loop inside it. Beyond the saturation voltage
/// there is one branch and no memory: the outer ones are within a few per cent there.
///
/// Memory is bounded: when voltages have turned kDeepest times inside each other, the innermost
/// loop is forgotten.
class PreisachLoop {
 public:
  static constexpr std::size_t kDeepest = 32;

  /// At 0 V after saturation upwards.
  explicit PreisachLoop(const LoopParameters& parameters);

  double voltage_v() const { return voltage_v_; }
  double polarisation_c_per_m2() const { return polarisation_; }
  /// The voltage goes there without turning.
  void visit(double voltage_v);
  /// At 0 V after saturation.
  void saturate(bool up);

  void visit_state(StateVisitor& visitor);

 private:
  double outer(double voltage_v) const {
    return rising_ ? parameters_.rising_c_per_m2(voltage_v)
                   : parameters_.falling_c_per_m2(voltage_v);
  }
  bool saturate_beyond(double voltage_v);
  void turn();
  void wipe_out(double voltage_v);
  double on_branch(double voltage_v) const;

  LoopParameters parameters_;
  bool rising_ = false;
  double voltage_v_ = 0;
  double polarisation_ = 0;
  /// Turning points from the outermost inwards, each as voltage and polarisation; the first is
  /// saturation, infinitely far.
  std::vector<double> turns_;
};

}  // namespace softbound
