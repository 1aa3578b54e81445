// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device_kind.h"
#include "device/magnetic_junction.h"
#include "device/switching_element.h"

namespace softbound {

/// STT-MRAM (device D3, [R] Fig. 2e,f): a magnetic tunnel junction of two states, switched by its
/// own current. As a synapse it is binary and stochastic: a pulse switches with the probability
/// p_switch.
struct SttMramParameters {
  MagneticJunction junction;
  SpinTransferTorque torque;
  std::int64_t polarity = 1;
  double pulse_width_s = 100e-9;
  double p_switch = 0.05;
  double v_max_v = 1;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// The pulse that switches with probability p_switch, from the state the other way.
  Pulse nominal_pulse(WriteKind kind) const;
};

class SttMramDevice : public Device, public StochasticSwitch {
 public:
  explicit SttMramDevice(const SttMramParameters& parameters) : parameters_{parameters} {}

  bool parallel() const { return element_.up(); }
  double resistance_ohm(double voltage_v) const {
    return parameters_.junction.resistance_ohm(parallel(), voltage_v);
  }
  double switching_probability(const Pulse& pulse, Port port) const override;

  double conductance() const override { return parameters_.junction.conductance_s(parallel()); }
  double current(double voltage_v) const override { return voltage_v / resistance_ohm(voltage_v); }
  double weight() const override { return parameters_.junction.weight(parallel()); }
  ConductanceBounds bounds() const override;
  double largest_voltage_v(Port) const override { return parameters_.v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<SttMramDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { element_.visit_state(visitor); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override { element_.set(weight >= 0.5); }

 private:
  /// t / tau of a pulse; 0 if its sign drives towards the present state.
  double hazard(const Pulse& pulse) const;

  SttMramParameters parameters_;
  SwitchingElement element_;  ///< up: parallel
};

class SttMram : public DeviceKind {
 public:
  explicit SttMram(const SttMramParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "stt_mram"; }
  const char* summary() const override {
    return "STT-MRAM: two states, switched by chance by the current through the junction";
  }
  const char* kernel() const override { return "K3"; }
  const char* source() const override { return "[R] Fig. 2e,f, device D3"; }
  std::vector<const char*> terminals() const override { return {"free layer", "pinned layer"}; }
  DeviceWindow nominal() const override;
  CommonKeys common_keys() const override { return {false, false}; }

  const SttMramParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<SttMram>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<SttMramDevice>(parameters_);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    return PortPulse{parameters_.nominal_pulse(kind)};
  }

 private:
  SttMramParameters parameters_;
};

}  // namespace softbound
