// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "device/range_step.h"

namespace softbound {

/// The gate of an ionic transistor: what a write pulse moves and costs.
struct EcramGate {
  double v_0_v = 0.1;  ///< smaller gate voltages move no ion
  double v_1_v = 1;    ///< this much above v_0 is one nominal step
  double c_gate_f = 1e-12;
  double g_leak_s = 0;

  void describe(ParameterVisitor& visitor);
};

struct EcramPreset {
  RangeStepPreset steps;
  EcramGate gate;
};

/// Ionic transistor, ECRAM (devices D6 and D14, [R] Fig. 3b): ions that the gate pushes in or out
/// set the conductance of the channel, nearly linearly and apart from the read path. A step is
/// proportional to the charge moved:
///
///     dw = dw_0 (|V_g| - V_0) / V_1 * width / t_0
///
/// polarity 1: positive gates raise the conductance (WO3); -1: they lower it (LiCoO2).
class Ecram : public RangeStep {
 public:
  /// @param preset outlives the kind
  explicit Ecram(const EcramPreset& preset) : RangeStep{preset.steps}, gate_{preset.gate} {}

  std::vector<const char*> terminals() const override { return {"D", "S", "G"}; }
  WriteDriver nominal_driver() const override { return WriteDriver::device; }
  Port write_port() const override { return Port::gate; }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Ecram>(*this); }

  void describe(ParameterVisitor& visitor) override;
  void check() const override;
  /// Charging the gate and its leakage; the channel's conductance does not matter.
  double pulse_energy_j(const PortPulse& applied, double g_s) const override;

 protected:
  double strength(const WritePulse& pulse) const override;

 private:
  EcramGate gate_;
};

/// ecram_li, ecram_mo, ecram_organic.
std::vector<std::unique_ptr<DeviceKind>> ecram_kinds();

}  // namespace softbound
