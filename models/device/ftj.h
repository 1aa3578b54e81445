// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device_kind.h"
#include "device/ferroelectric_domains.h"

namespace softbound {

/// Ferroelectric tunnel junction (device D15): the tunnel current depends on the share of domains
/// that point up:
///
///     G = G_min + p_up (G_max - G_min)
struct FtjParameters {
  NucleationParameters domains;
  std::int64_t polarity = 1;
  double amplitude_v = 0.9;
  double pulse_width_s = 1e-6;
  double v_max_v = 3;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class FtjDevice : public Device {
 public:
  FtjDevice(const FtjParameters& parameters, const DeviceWindow& window)
      : parameters_{parameters}, window_{window}, domains_{parameters.domains} {
    domains_.settle(0.5);
  }

  const FerroelectricDomains& domains() const { return domains_; }

  double conductance() const override {
    return window_.g_min_s + domains_.share_up() * (window_.g_max_s - window_.g_min_s);
  }
  double weight() const override { return domains_.share_up(); }
  ConductanceBounds bounds() const override { return {window_.g_min_s, window_.g_max_s}; }
  double largest_voltage_v(Port) const override { return parameters_.v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<FtjDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { domains_.visit_state(visitor); }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override { domains_.settle(weight); }

 private:
  FtjParameters parameters_;
  DeviceWindow window_;
  FerroelectricDomains domains_;
};

class Ftj : public DeviceKind {
 public:
  explicit Ftj(const FtjParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "ftj"; }
  const char* summary() const override {
    return "ferroelectric tunnel junction: conductance by the share of domains up";
  }
  const char* kernel() const override { return "K3"; }
  const char* source() const override { return "[R] sec. 5.1, [L:fefet], device D15"; }
  DeviceWindow nominal() const override { return {10e-6, 100e-6, 0}; }
  CommonKeys common_keys() const override { return {true, false}; }

  const FtjParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Ftj>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override {
    return std::make_unique<FtjDevice>(parameters_, window);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;

 private:
  FtjParameters parameters_;
};

}  // namespace softbound
