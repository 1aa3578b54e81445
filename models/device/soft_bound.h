// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/bounded_step.h"
#include "device/device_law.h"
#include "device/voltage_window.h"

namespace softbound {

/// Kernel K1 with soft bounds ([B] eq. 1):
///
///     LTP: dw = a_p (1 - w)^gamma_p + noise      LTD: dw = -a_d w^gamma_d + noise
///
/// a scales with the pulse as (width / pulse_width)^m, and with the amplitude law switched on also
/// as exp((|V| - V0) / V_c), 0 below V_dead.
struct SoftBoundParameters {
  struct Direction {
    double a;
    double gamma;
    double v_nominal_v;
    double v_c_v = 0.040;
    double m = 1;
  };
  Direction ltp{0.0064, 3.2, 0.45};
  Direction ltd{0.0053, 3.4, 0.50};
  double pulse_width_s = 10e-6;
  bool amplitude_law = false;
  VoltageWindow window;
  const char* step_source = "[B]";       ///< tag of steps, exponents and the nominal pulse
  const char* amplitude_source = "[A]";  ///< tag of the amplitude and width laws

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

/// TiN/HfO2/Ti/TiN memristor (device D1b), the chip's default; base of what else follows this law.
class SoftBound : public DeviceLaw {
 public:
  explicit SoftBound(const SoftBoundParameters& parameters = {});

  const char* name() const override { return "hfo2"; }
  const char* summary() const override {
    return "TiN/HfO2/Ti/TiN memristor with soft bounds, the chip's default";
  }
  const char* kernel() const override { return "K1"; }
  const char* source() const override { return "[B] eq. 1, device D1b"; }

  const SoftBoundParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override;
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<SoftBound>(*this); }

  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  double weight_after(const WritePulse& pulse, double weight, double noise) const override;
  void weights_after(const WritePulse& pulse, std::size_t n, const double* weight,
                     const double* noise, double* after) const override;
  bool depends_on_amplitude(const WritePulse& strongest) const override {
    return parameters_.amplitude_law || overstressed(strongest);
  }
  bool overstressed(const WritePulse& pulse) const override {
    return parameters_.window.overstressed(pulse.amplitude_v);
  }
  std::optional<WriteKind> kind_of(double voltage_v) const override {
    return parameters_.window.kind_of(voltage_v);
  }
  /// The pulse's a as a multiple of the nominal one; exactly 1 for the nominal pulse.
  double strength(const WritePulse& pulse) const;

 protected:
  void set_parameters(const SoftBoundParameters& parameters);

 private:
  SoftBoundParameters parameters_;
  BoundedStep ltp_;
  BoundedStep ltd_;
};

}  // namespace softbound
