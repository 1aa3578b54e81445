// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/pulse_shape.h"

namespace softbound {

/// Kernel K4 with growth (ledger 4.11): a filament of extent x in [0, 1] grows under bias, conducts
/// from x_on up and dissolves by itself:
///
///     dx/dt = (1 - x) max(0, v - v_th)/v0 / t_grow - x / t_relax
struct VolatileGrowth {
  double v_threshold_v = 0.3;
  double v0_v = 0.15;
  double t_grow_s = 0.5e-3;
  double t_relax_s = 30e-3;

  /// Extent after a constant drive, in closed form.
  /// @param drive_v magnitude
  double extent_after(double extent, double drive_v, double time_s) const;
  /// Under a straight line of voltage, error below `tolerance`; either sign drives growth.
  /// @param ramp of one sign
  double extent_after(double extent, const VoltageRamp& ramp, double tolerance) const;
};

/// Kernel K4 without growth (ledger 7.2 a): on once the voltage has been above v_threshold for the
/// delay, off once it has been below v_hold for the delay, in between as it was.
class HysteresisSwitch {
 public:
  struct Limits {
    double v_threshold_v = 1.75;
    double v_hold_v = 1.30;
    double delay_s = 1e-9;
  };

  bool on() const { return on_; }
  void set(bool on) { on_ = on, waited_s_ = 0; }
  /// Either sign of voltage counts.
  /// @param ramp of one sign
  void advance(const Limits& limits, const VoltageRamp& ramp);

  template <class Visitor>
  void visit(Visitor& visitor) {
    visitor.flag(on_);
    visitor.real(waited_s_);
  }

 private:
  void wait(const Limits& limits, double time_s);

  bool on_ = false;
  double waited_s_ = 0;  ///< since the voltage last came where the switch is to change
};

}  // namespace softbound
