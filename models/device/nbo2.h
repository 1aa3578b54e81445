// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"
#include "device/volatile_switch.h"

namespace softbound {

/// NbO2 threshold switch (device D17, [R] Fig. 18b): R_off until |V| exceeds v_threshold, then R_on
/// until |V| falls below v_hold, after a delay each.
struct Nbo2Parameters {
  HysteresisSwitch::Limits limits;
  double r_off_ohm = 500e3;
  double r_on_ohm = 1e3;
  double v_max_v = 5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class Nbo2Device : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked
  explicit Nbo2Device(std::shared_ptr<const Nbo2Parameters> parameters)
      : p_{std::move(parameters)} {}

  double conductance() const override { return 1 / (on() ? p_->r_on_ohm : p_->r_off_ohm); }
  ConductanceBounds bounds() const override { return {1 / p_->r_off_ohm, 1 / p_->r_on_ohm}; }
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<Nbo2Device>(*this); }
  void visit_state(StateVisitor& visitor) override { switch_.visit(visitor); }

  bool on() const { return switch_.on(); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence&) override { switch_.advance(p_->limits, {0, 0, time_s}); }
  void settle(double weight) override { switch_.set(weight >= 0.5); }

 private:
  std::shared_ptr<const Nbo2Parameters> p_;
  HysteresisSwitch switch_;
};

class Nbo2 : public DeviceKind {
 public:
  const char* name() const override { return "nbo2"; }
  const char* summary() const override {
    return "NbO2 threshold switch, on above one voltage, off below another";
  }
  const char* kernel() const override { return "K4"; }
  const char* source() const override { return "[R] Fig. 18b, device D17"; }
  DeviceWindow nominal() const override { return {1 / p_.r_off_ohm, 1 / p_.r_on_ohm, 0}; }
  CommonKeys common_keys() const override { return {false, false}; }
  void describe(ParameterVisitor& visitor) override { p_.describe(visitor); }
  void check() const override { p_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Nbo2>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<Nbo2Device>(std::make_shared<const Nbo2Parameters>(p_));
  }
  /// A voltage above the threshold, and one below the holding voltage, for ten delays.
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  const char* why_no_synapse() const override {
    return "it keeps no weight: without voltage it is off within nanoseconds; it is a neuron's";
  }

 private:
  Nbo2Parameters p_;
};

}  // namespace softbound
