// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"

namespace softbound {

/// VTEAM, a threshold-adaptive model of a state w between 0 and d ([L:vteam]):
///
///     dw/dt = k_off (V/v_off - 1)^alpha_off  for V > v_off > 0
///     dw/dt = k_on (V/v_on - 1)^alpha_on     for V < v_on < 0, k_on < 0
///     R     = r_on + (r_off - r_on) w/d
struct VteamParameters {
  double k_off_m_per_s = 5e-4;
  double k_on_m_per_s = -10;
  double alpha_off = 1;
  double alpha_on = 3;
  double v_off_v = 0.02;
  double v_on_v = -0.2;
  double r_on_ohm = 50;
  double r_off_ohm = 1000;
  double d_nm = 3;
  double v_max_v = 2;
  double v_ltp_v = -0.22;
  double v_ltd_v = 0.5;
  double pulse_width_s = 10e-9;
  /// Of w/d in one step of integration.
  double tolerance = 1e-5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class VteamDevice : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked
  explicit VteamDevice(std::shared_ptr<const VteamParameters> parameters)
      : p_{std::move(parameters)} {}

  double conductance() const override;
  ConductanceBounds bounds() const override { return {1 / p_->r_off_ohm, 1 / p_->r_on_ohm}; }
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<VteamDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { visitor.real(position_); }

  /// w/d: 0 at r_on, 1 at r_off.
  double position() const { return position_; }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  std::shared_ptr<const VteamParameters> p_;
  double position_ = 0.5;
};

class Vteam : public DeviceKind {
 public:
  const char* name() const override { return "vteam"; }
  const char* summary() const override {
    return "threshold-adaptive model, powers of the overvoltage move a boundary";
  }
  const char* kernel() const override { return "K6"; }
  const char* source() const override { return "[L:vteam]"; }
  DeviceWindow nominal() const override { return {1 / p_.r_off_ohm, 1 / p_.r_on_ohm, 0}; }
  CommonKeys common_keys() const override { return {false, false}; }
  void describe(ParameterVisitor& visitor) override { p_.describe(visitor); }
  void check() const override { p_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Vteam>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<VteamDevice>(std::make_shared<const VteamParameters>(p_));
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;

 private:
  VteamParameters p_;
};

}  // namespace softbound
