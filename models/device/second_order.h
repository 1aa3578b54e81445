// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"
#include "device/two_timescale.h"

namespace softbound {

/// Second-order memristor Pd/Ta2O5-x/TaOy/Pd (device D10, [R] Fig. 15): its temperature remembers
/// the last pulse for half a microsecond and decides what the next one does. Kernel K5.
struct SecondOrderParameters {
  HeatedWeight heated;
  double v_max_v = 2;
  double v_pulse_v = 1.1;
  double pulse_width_s = 300e-9;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class SecondOrderDevice : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked, with the window's bounds
  explicit SecondOrderDevice(std::shared_ptr<const SecondOrderParameters> parameters)
      : p_{std::move(parameters)}, state_{0.5, p_->heated.t_ambient_k} {}

  double conductance() const override { return p_->heated.conductance_s(state_.weight); }
  double weight() const override { return state_.weight; }
  ConductanceBounds bounds() const override { return {p_->heated.g_min_s, p_->heated.g_max_s}; }
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override {
    return std::make_unique<SecondOrderDevice>(*this);
  }
  void visit_state(StateVisitor& visitor) override {
    visitor.real(state_.weight);
    visitor.real(state_.temperature_k);
  }

  double temperature_k() const { return state_.temperature_k; }

 protected:
  void stimulate(const Pulse& pulse, Port, DrawSequence&) override {
    for (const VoltageRamp& ramp : ramps_of(pulse)) {
      state_ = p_->heated.after(state_, ramp, pulse.limit_a);
    }
  }
  void rest(double time_s, DrawSequence&) override {
    state_ = p_->heated.after_rest(state_, time_s);
  }
  /// At ambient temperature.
  void settle(double weight) override { state_ = {weight, p_->heated.t_ambient_k}; }

 private:
  std::shared_ptr<const SecondOrderParameters> p_;
  HeatedWeight::State state_;
};

class SecondOrder : public DeviceKind {
 public:
  const char* name() const override { return "second_order"; }
  const char* summary() const override {
    return "second-order TaOx memristor: a hot device learns faster";
  }
  const char* kernel() const override { return "K5"; }
  const char* source() const override { return "[R] Fig. 15, device D10"; }
  DeviceWindow nominal() const override { return {200e-6, 600e-6, 0}; }
  CommonKeys common_keys() const override { return {true, false}; }
  void describe(ParameterVisitor& visitor) override { p_.describe(visitor); }
  void check() const override { p_.check(); }
  std::unique_ptr<DeviceKind> clone() const override {
    return std::make_unique<SecondOrder>(*this);
  }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override;
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;

 private:
  SecondOrderParameters p_;
};

}  // namespace softbound
