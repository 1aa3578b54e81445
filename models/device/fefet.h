// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device_kind.h"
#include "device/ferroelectric_domains.h"

namespace softbound {

/// FeFET (device D5, [R] Fig. 3a): a transistor with a ferroelectric in its gate. Gate pulses turn
/// domains, which shift the threshold; the drain reads without disturbing them:
///
///     V_T = V_T0 - (MW / 2) p,   I_D = beta max(0, V_G - V_T) V_DS
///
/// A domain stands in the voltage V_FE = c_div V_gate.
struct FefetParameters {
  NucleationParameters domains;
  double c_div = 0.4;
  double v_t0_v = 0.6;
  double memory_window_v = 1.2;
  double beta_a_per_v2 = 200e-6;
  double v_read_v = 1.2;
  double v_gate_v = 2.25;
  double pulse_width_s = 1e-6;
  double v_max_v = 5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// @param polarisation in [-1, 1]
  double threshold_v(double polarisation) const {
    return v_t0_v - 0.5 * memory_window_v * polarisation;
  }
  /// Channel at gate voltage `gate_v`.
  double channel_conductance_s(double gate_v, double polarisation) const;
};

class FefetDevice : public Device {
 public:
  explicit FefetDevice(const FefetParameters& parameters)
      : parameters_{parameters}, domains_{parameters.domains} {
    domains_.settle(0.5);
  }

  const FerroelectricDomains& domains() const { return domains_; }
  double threshold_v() const { return parameters_.threshold_v(domains_.polarisation()); }
  /// Triode region; the gate voltage only reads.
  double drain_current(double gate_v, double drain_v) const {
    return parameters_.channel_conductance_s(gate_v, domains_.polarisation()) * drain_v;
  }

  double conductance() const override {
    return parameters_.channel_conductance_s(parameters_.v_read_v, domains_.polarisation());
  }
  ConductanceBounds bounds() const override;
  bool has_port(Port port) const override { return port != Port::write_line; }
  double largest_voltage_v(Port) const override { return parameters_.v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<FefetDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { domains_.visit_state(visitor); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  FefetParameters parameters_;
  FerroelectricDomains domains_;
};

class Fefet : public DeviceKind {
 public:
  explicit Fefet(const FefetParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "fefet"; }
  const char* summary() const override {
    return "FeFET: ferroelectric domains in the gate shift the threshold; three terminals";
  }
  const char* kernel() const override { return "K3"; }
  const char* source() const override { return "[R] Fig. 3a, [L:fefet], device D5"; }
  std::vector<const char*> terminals() const override { return {"drain", "source", "gate"}; }
  DeviceWindow nominal() const override;
  CommonKeys common_keys() const override { return {false, false}; }

  const FefetParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Fefet>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<FefetDevice>(parameters_);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    const double v = parameters_.v_gate_v;
    return PortPulse{{kind == WriteKind::ltp ? v : -v, parameters_.pulse_width_s}, Port::gate};
  }

 private:
  FefetParameters parameters_;
};

}  // namespace softbound
