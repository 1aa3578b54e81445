// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "device/device_law.h"
#include "device/voltage_window.h"

namespace softbound {

/// Update curve of a full train of equal pulses, by direction: `pulses` of them take the weight
/// from one bound to the other along an exponential of nonlinearity nu (ledger 4.1.3). In terms of
/// kernel K1: gamma = 1, a = 1 - exp(-nu / pulses), s = 1 / (1 - exp(-nu)).
struct ExponentialParameters {
  struct Direction {
    double nu;
    std::int64_t pulses;
    double v_nominal_v;
  };
  Direction ltp{};
  Direction ltd{};
  double pulse_width_s = 10e-6;
  VoltageWindow window;

  void describe(ParameterVisitor& visitor, const char* curve_source, const char* pulse_source);
};

/// A device of the family: what it is called and its defaults.
struct ExponentialPreset {
  const char* name;
  const char* summary;
  const char* source;
  const char* curve_source;  ///< tags of nu and the pulse counts
  const char* pulse_source;  ///< tags of voltages and widths
  DeviceWindow window;
  WriteDriver driver;
  ExponentialParameters parameters;
  bool curve_is_known;  ///< false: the user has to give nu and pulse counts
};

/// Analogue RRAM whose measured curves are published as exponentials (devices D1c to D1h, [R]
/// Fig. 8).
class Exponential : public DeviceLaw {
 public:
  /// @param preset outlives the kind
  explicit Exponential(const ExponentialPreset& preset);

  const char* name() const override { return preset_->name; }
  const char* summary() const override { return preset_->summary; }
  const char* kernel() const override { return "K1"; }
  const char* source() const override { return preset_->source; }
  DeviceWindow nominal() const override { return preset_->window; }
  CommonKeys common_keys() const override;
  WriteDriver nominal_driver() const override { return preset_->driver; }
  const char* needs() const override;

  const ExponentialParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override;
  void check() const override;
  std::unique_ptr<DeviceKind> clone() const override {
    return std::make_unique<Exponential>(*this);
  }

  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  double weight_after(const WritePulse& pulse, double weight, double noise) const override;
  bool depends_on_amplitude(const WritePulse& strongest) const override {
    return overstressed(strongest);
  }
  bool overstressed(const WritePulse& pulse) const override {
    return parameters_.window.overstressed(pulse.amplitude_v);
  }
  std::optional<WriteKind> kind_of(double voltage_v) const override {
    return parameters_.window.kind_of(voltage_v);
  }

 private:
  struct Step {
    double a = 0;
    double s = 1;
  };
  static Step step_of(const ExponentialParameters::Direction& direction);
  void derive();

  const ExponentialPreset* preset_;
  ExponentialParameters parameters_;
  Step ltp_;
  Step ltd_;
};

/// taox_tio2, pcmo, ag_asi, ...: in the order of the table of devices.
std::vector<std::unique_ptr<DeviceKind>> exponential_kinds();

}  // namespace softbound
