// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/device_kind.h"
#include "device/ferroelectric_domains.h"
#include "device/preisach_loop.h"

namespace softbound {

enum class PolarisationDynamics {
  quasi_static,  ///< the loop: pulses are long, their height alone counts
  nucleation,    ///< domains switch with time: kernel K3
};

/// FeRAM (device D4, [R] Fig. 2g,h): a ferroelectric capacitor. Its resistance tells nothing about
/// its polarisation; a read drives it up and senses the displaced charge, which destroys the state:
///
///     Q = C V_read + (P_after - P_before) A
struct FeramParameters {
  PolarisationDynamics dynamics = PolarisationDynamics::quasi_static;
  LoopParameters loop;
  NucleationParameters domains;
  double area_m2 = 1e-12;
  double thickness_m = 8e-9;
  double permittivity = 28;
  double g_leak_s = 1e-9;
  double v_write_v = 3;
  double pulse_width_s = 1e-6;
  double v_max_v = 5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  double capacitance_f() const;
};

class FeramDevice : public Device {
 public:
  struct Read {
    double charge_c;
    bool up;  ///< what it was; afterwards it is up
  };

  explicit FeramDevice(const FeramParameters& parameters);

  double polarisation_c_per_m2() const;
  /// A pulse of v_write; the state is up afterwards.
  Read read(DrawSequence& random);
  /// What a read has to be followed by.
  void write_back(bool up, DrawSequence& random);

  /// The leakage of the dielectric.
  double conductance() const override { return parameters_.g_leak_s; }
  /// (P / P_r + 1) / 2, which no current shows.
  double weight() const override;
  ConductanceBounds bounds() const override { return {parameters_.g_leak_s, parameters_.g_leak_s}; }
  double largest_voltage_v(Port) const override { return parameters_.v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<FeramDevice>(*this); }
  void visit_state(StateVisitor& visitor) override;

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  FeramParameters parameters_;
  PreisachLoop loop_;
  FerroelectricDomains domains_;
};

class Feram : public DeviceKind {
 public:
  explicit Feram(const FeramParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "feram"; }
  const char* summary() const override {
    return "FeRAM: polarisation of a capacitor, read by destroying it";
  }
  const char* kernel() const override {
    return parameters_.dynamics == PolarisationDynamics::nucleation ? "K3" : "K3 (loop)";
  }
  const char* source() const override { return "[R] Fig. 2g,h, [L:fefet], device D4"; }
  DeviceWindow nominal() const override { return {0, parameters_.g_leak_s, 0}; }
  CommonKeys common_keys() const override { return {false, false}; }

  const FeramParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Feram>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<FeramDevice>(parameters_);
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    const double v = parameters_.v_write_v;
    return PortPulse{{kind == WriteKind::ltp ? v : -v, parameters_.pulse_width_s}};
  }
  const char* why_no_synapse() const override {
    return "its conductance does not depend on the stored polarisation, and a read of the charge "
           "destroys it";
  }

 private:
  FeramParameters parameters_;
};

}  // namespace softbound
