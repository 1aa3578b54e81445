// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "device/device_law.h"
#include "device/voltage_window.h"

namespace softbound {

/// Linear synapse with hard bounds (device D1a, [B] Fig. 3b), the reference to compare with:
/// w <- clip01(w +- step), 1/step + 1 levels.
///
/// Steps are counted in units of 2^-30 of a level, so that N pulses up and N down return the very
/// same weight; a shorter pulse makes the same share of a step as of the width.
struct LinearParameters {
  double step = 0.01;
  double pulse_width_s = 10e-6;
  VoltageWindow window;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class Linear : public DeviceLaw {
 public:
  explicit Linear(const LinearParameters& parameters = {});

  const char* name() const override { return "linear"; }
  const char* summary() const override {
    return "linear synapse with hard bounds, the reference for soft ones";
  }
  const char* kernel() const override { return "K1"; }
  const char* source() const override { return "[B] Fig. 3b, device D1a"; }

  const LinearParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override;
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Linear>(*this); }

  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  double weight_after(const WritePulse& pulse, double weight, double noise) const override;
  bool depends_on_amplitude(const WritePulse& strongest) const override {
    return overstressed(strongest);
  }
  /// Nearest of the levels.
  double settle_weight(double weight) const override;
  bool overstressed(const WritePulse& pulse) const override {
    return parameters_.window.overstressed(pulse.amplitude_v);
  }
  std::optional<WriteKind> kind_of(double voltage_v) const override {
    return parameters_.window.kind_of(voltage_v);
  }

 private:
  LinearParameters parameters_;
};

}  // namespace softbound
