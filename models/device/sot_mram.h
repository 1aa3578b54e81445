// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device_kind.h"
#include "device/magnetic_junction.h"
#include "device/switching_element.h"

namespace softbound {

/// SOT-MRAM (device D7, [R] Fig. 3c): a magnetic tunnel junction on a heavy-metal line. A current
/// along the line turns the free layer by spin-orbit torque; the junction itself only carries the
/// read current.
///
///     J_c(t) = J_c0 (1 - max(0, ln(t/t_x)) / Delta) + q / t        both regimes [L:garello]
///     P_sw   = 1 / (1 + exp(-(|J|/J_c - 1) / s)),   final state = sign(J H_x polarity)
///
/// Without an in-plane field, and unless the stack needs none, a pulse that switches leaves the
/// final state to chance; flags() tells.
struct SotMramParameters {
  MagneticJunction junction;
  SpinTransferTorque torque;  ///< of a current through the junction, from its critical one on
  double v_max_v = 1;
  double j_c0_a_per_m2 = 150e10;
  double q_c_per_m2 = 600;
  double spread = 0.03;
  double t_x_s = 10e-9;
  double line_delta = 40;
  double h_x_t = 0.1;
  bool field_free = false;
  std::int64_t polarity = 1;
  double line_resistivity_ohm_m = 2e-6;
  double line_length_m = 100e-9;
  double pulse_width_s = 1e-9;
  double p_switch = 0.05;
  double line_v_max_v = 5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// Along the write line, signed as the voltage.
  double current_density_a_per_m2(double line_voltage_v) const {
    return line_voltage_v / (line_resistivity_ohm_m * line_length_m);
  }
  double critical_current_density_a_per_m2(double time_s) const;
  /// @param current_density_a_per_m2 of either sign
  double switching_probability(double current_density_a_per_m2, double time_s) const;
  /// +1 or -1 by the field; 0 if nothing breaks the symmetry.
  int field_sign() const;
  Pulse nominal_pulse(WriteKind kind) const;
};

class SotMramDevice : public Device, public StochasticSwitch {
 public:
  explicit SotMramDevice(const SotMramParameters& parameters) : parameters_{parameters} {}

  bool parallel() const { return element_.up(); }
  double switching_probability(const Pulse& pulse, Port port) const override;

  double conductance() const override { return parameters_.junction.conductance_s(parallel()); }
  double current(double voltage_v) const override {
    return voltage_v / parameters_.junction.resistance_ohm(parallel(), voltage_v);
  }
  double weight() const override { return parameters_.junction.weight(parallel()); }
  ConductanceBounds bounds() const override;
  bool has_port(Port port) const override { return port != Port::gate; }
  double largest_voltage_v(Port port) const override {
    return port == Port::write_line ? parameters_.line_v_max_v : parameters_.v_max_v;
  }
  std::unique_ptr<Device> clone() const override { return std::make_unique<SotMramDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { element_.visit_state(visitor); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override { element_.set(weight >= 0.5); }

 private:
  double junction_hazard(const Pulse& pulse) const;
  double line_hazard(const Pulse& pulse) const;

  SotMramParameters parameters_;
  SwitchingElement element_;  ///< up: parallel
};

class SotMram : public DeviceKind {
 public:
  explicit SotMram(const SotMramParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "sot_mram"; }
  const char* summary() const override {
    return "SOT-MRAM: two states, switched by a current below the junction; three terminals";
  }
  const char* kernel() const override { return "K3"; }
  const char* source() const override { return "[R] Fig. 3c, [L:garello], device D7"; }
  std::vector<const char*> terminals() const override {
    return {"pinned layer", "write line, grounded end", "write line, driven end"};
  }
  DeviceWindow nominal() const override;
  CommonKeys common_keys() const override { return {false, false}; }

  const SotMramParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<SotMram>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<SotMramDevice>(parameters_);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    if (parameters_.field_sign() == 0) return std::nullopt;
    return PortPulse{parameters_.nominal_pulse(kind), Port::write_line};
  }
  const char* why_no_synapse() const override {
    return parameters_.field_sign() != 0
               ? nullptr
               : "without an in-plane field (device.h_x_t) no pulse on the write line chooses the "
                 "state";
  }

 private:
  SotMramParameters parameters_;
};

}  // namespace softbound
