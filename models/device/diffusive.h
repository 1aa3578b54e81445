// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"
#include "device/volatile_switch.h"

namespace softbound {

/// Diffusive memristor: Ag in SiOx, SiON or HfOx (device D11, [R] Fig. 16a). The filament of kernel
/// K4 conducts from x_on up:
///
///     G = G_off (G_on/G_off)^clip01((x - x_on)/(1 - x_on))
struct DiffusiveParameters {
  VolatileGrowth growth;
  double x_on = 0.5;
  /// Of ln t_grow, one draw an incubation.
  double grow_spread = 0;
  double tolerance = 1e-6;
  double v_max_v = 3;
  double v_pulse_v = 0.8;
  double pulse_width_s = 0.3e-3;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class DiffusiveDevice : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked
  DiffusiveDevice(std::shared_ptr<const DiffusiveParameters> parameters, const DeviceWindow& window)
      : p_{std::move(parameters)}, window_{window} {}

  double conductance() const override;
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override {
    return std::make_unique<DiffusiveDevice>(*this);
  }
  void visit_state(StateVisitor& visitor) override;

  /// Of the filament, in [0, 1].
  double extent() const { return extent_; }
  bool conducts() const { return extent_ >= p_->x_on; }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  std::shared_ptr<const DiffusiveParameters> p_;
  DeviceWindow window_;
  double extent_ = 0;
  bool incubating_ = false;
  double grow_factor_ = 1;  ///< this incubation's t_grow over the nominal one
};

class Diffusive : public DeviceKind {
 public:
  const char* name() const override { return "diffusive"; }
  const char* summary() const override {
    return "diffusive memristor: a filament that dissolves by itself";
  }
  const char* kernel() const override { return "K4"; }
  const char* source() const override { return "[R] Fig. 16a, device D11"; }
  DeviceWindow nominal() const override { return {1e-9, 1e-3, 0}; }
  CommonKeys common_keys() const override { return {true, false}; }
  void describe(ParameterVisitor& visitor) override { p_.describe(visitor); }
  void check() const override { p_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Diffusive>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override {
    return std::make_unique<DiffusiveDevice>(std::make_shared<const DiffusiveParameters>(p_),
                                             window);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  const char* why_no_synapse() const override {
    return "its filament dissolves by itself within milliseconds; it selects a cell, or gives one "
           "its sense of time";
  }

 private:
  DiffusiveParameters p_;
};

}  // namespace softbound
