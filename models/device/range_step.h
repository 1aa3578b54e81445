// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "device/device_law.h"
#include "device/voltage_window.h"

namespace softbound {

/// How a step depends on where in its range a device is (ledger 4.1.4).
enum class StepShape {
  exponential,  ///< dw max(0, 1 - A exp(gamma z)), z = 2 a w / (w_max - w_min) + b
  soft_bounds,  ///< dw (1 - w / w_max) up, dw (1 - w / w_min) down
  linear,       ///< dw (1 - slope_up w / w_max) up, dw (1 - slope_down w / w_min) down
  constant,     ///< dw
};

/// Steps over a range w_min to w_max around 0, as published device models of analogue training
/// hardware give them. w below is that range's; a weight is its position in it, 0 to 1.
struct RangeStepParameters {
  StepShape shape = StepShape::constant;
  double dw = 0.002;
  double up_down = 0;  ///< steps up times 1 + this, steps down times 1 - this
  double w_max = 1;
  double w_min = -1;
  double slope_up = 0;
  double slope_down = 0;
  struct Exponential {
    double a = 0, b = 0;
    double gamma_up = 0, gamma_down = 0;
    double a_up = 0, a_down = 0;
  } exponential;
  double mismatch = 0;  ///< steps up times 1 + this: p against n transistors of a 3T1C cell
  double v_nominal_v = 0.5;
  double pulse_width_s = 10e-6;
  VoltageWindow window;
  const char* step_source = "[L:aihwkit]";
  const char* pulse_source = "[A]";

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

struct RangeStepPreset {
  const char* name;
  const char* summary;
  const char* source;
  DeviceWindow window;
  RangeStepParameters parameters;
  DeviceOptions options;
};

/// Spread from device to device as the presets' source gives it: of dw relative, of the bounds in
/// units of the range, which here are ends of the conductance window.
std::string range_spread(const RangeStepParameters& parameters, const DeviceWindow& window,
                         double of_dw, double of_bounds);

/// A device of the family. sigma is the noise of a step relative to the step: dw -> dw (1 + sigma
/// xi).
class RangeStep : public DeviceLaw {
 public:
  /// @param preset outlives the kind
  explicit RangeStep(const RangeStepPreset& preset)
      : preset_{&preset}, parameters_{preset.parameters} {}

  const char* name() const override { return preset_->name; }
  const char* summary() const override { return preset_->summary; }
  const char* kernel() const override { return "K1"; }
  const char* source() const override { return preset_->source; }
  DeviceWindow nominal() const override { return preset_->window; }
  DeviceOptions nominal_options() const override { return preset_->options; }
  CommonKeys common_keys() const override;

  const RangeStepParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<RangeStep>(*this); }

  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  double weight_after(const WritePulse& pulse, double weight, double noise) const override;
  bool overstressed(const WritePulse& pulse) const override {
    return parameters_.window.overstressed(pulse.amplitude_v);
  }
  std::optional<WriteKind> kind_of(double voltage_v) const override {
    return parameters_.window.kind_of(voltage_v);
  }

  /// Step of a nominal pulse without noise, at least 0, in units of the range.
  /// @param w from w_min to w_max
  double step(WriteKind kind, double w) const;

 protected:
  /// The pulse's step as a multiple of the nominal one.
  virtual double strength(const WritePulse& pulse) const {
    return in_nominal_widths(pulse, parameters_.pulse_width_s);
  }

 private:
  const RangeStepPreset* preset_;
  RangeStepParameters parameters_;
};

/// reram_es, reram_sb, capacitor, idealised, gokmen_vlasov.
std::vector<std::unique_ptr<DeviceKind>> range_step_kinds();

}  // namespace softbound
