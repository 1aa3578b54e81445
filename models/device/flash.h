// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/soft_bound.h"

namespace softbound {

/// Floating-gate or nanocrystal flash cell (device D13, [R] sec. 3.1, named only): pulses on the
/// gate move its threshold voltage, and with it the conductance of the channel, towards soft
/// bounds. Electrons come in with a positive gate and lower the conductance.
class Flash : public SoftBound {
 public:
  Flash();

  const char* name() const override { return "flash"; }
  const char* summary() const override {
    return "floating-gate or nanocrystal flash cell, written by its gate";
  }
  const char* source() const override { return "device D13, named by [R]; values [A]"; }
  std::vector<const char*> terminals() const override { return {"D", "S", "G"}; }
  DeviceWindow nominal() const override { return {0.1e-6, 10e-6, 0}; }
  WriteDriver nominal_driver() const override { return WriteDriver::device; }
  Port write_port() const override { return Port::gate; }
  /// Tunnelling takes next to no current.
  double pulse_energy_j(const PortPulse& applied, double g_s) const override;
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Flash>(*this); }

  void describe(ParameterVisitor& visitor) override;
  void check() const override;

 private:
  double c_gate_f_ = 1e-15;
};

}  // namespace softbound
