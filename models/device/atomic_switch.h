// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"
#include "device/two_timescale.h"

namespace softbound {

/// Atomic switch Ag/Ag2S/gap/metal (device D9, [R] Fig. 14): pulses build a bridge of atoms that
/// decays, the slower the more there is of it. Kernel K5, G = G_max s.
struct AtomicSwitchParameters {
  SelfRetention retention;
  double v_threshold_v = 0.05;
  double v_max_v = 0.5;
  double v_pulse_v = 0.08;
  double pulse_width_s = 0.5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class AtomicSwitchDevice : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked
  AtomicSwitchDevice(std::shared_ptr<const AtomicSwitchParameters> parameters,
                     const DeviceWindow& window)
      : p_{std::move(parameters)}, window_{window} {}

  double conductance() const override {
    return window_.g_min_s + bridge_ * (window_.g_max_s - window_.g_min_s);
  }
  double weight() const override { return bridge_; }
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override {
    return std::make_unique<AtomicSwitchDevice>(*this);
  }
  void visit_state(StateVisitor& visitor) override { visitor.real(bridge_); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence&) override {
    bridge_ = p_->retention.after_rest(bridge_, time_s);
  }
  void settle(double weight) override { bridge_ = weight; }

 private:
  std::shared_ptr<const AtomicSwitchParameters> p_;
  DeviceWindow window_;
  double bridge_ = 0;
};

class AtomicSwitch : public DeviceKind {
 public:
  const char* name() const override { return "atomic_switch"; }
  const char* summary() const override {
    return "Ag2S atomic switch: short-term memory that fast repetition makes last";
  }
  const char* kernel() const override { return "K5"; }
  const char* source() const override { return "[R] Fig. 14, device D9"; }
  DeviceWindow nominal() const override { return {0, 80e-6, 0}; }
  CommonKeys common_keys() const override { return {true, false}; }
  void describe(ParameterVisitor& visitor) override { p_.describe(visitor); }
  void check() const override { p_.check(); }
  std::unique_ptr<DeviceKind> clone() const override {
    return std::make_unique<AtomicSwitch>(*this);
  }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override {
    return std::make_unique<AtomicSwitchDevice>(std::make_shared<const AtomicSwitchParameters>(p_),
                                                window);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  const char* why_no_synapse() const override {
    return "no pulse depresses it, and its bridge decays by itself within seconds";
  }

 private:
  AtomicSwitchParameters p_;
};

}  // namespace softbound
