// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "device/device_kind.h"
#include "device/phase_change_cell.h"

namespace softbound {

/// One phase-change memory between two terminals. LTP is gradual, by SET; LTD is one RESET, after
/// which nothing is left (R sec. 3.1).
class PcmDevice : public Device {
 public:
  explicit PcmDevice(std::shared_ptr<const PcmParameters> parameters)
      : parameters_{std::move(parameters)}, cell_{*parameters_} {
    settle(0.5);
  }

  /// As one read sees it, read noise included.
  double read_conductance(DrawSequence& random) const override {
    return cell_.read_conductance_s(*parameters_, random);
  }
  /// As closed-loop programming of an array leaves it, error included.
  /// @param g_s from 0 to the largest conductance
  void program(double g_s, DrawSequence& random) { cell_.program(*parameters_, g_s, random); }

  double conductance() const override { return cell_.conductance_s(*parameters_); }
  /// From V_x on the amorphous part conducts (threshold switching), as long as the voltage lasts.
  double current(double voltage_v) const override;
  ConductanceBounds bounds() const override { return {0, parameters_->step.g_high_s}; }
  double largest_voltage_v(Port) const override { return parameters_->v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<PcmDevice>(*this); }
  void visit_state(StateVisitor& visitor) override { cell_.visit_state(visitor); }

 protected:
  void stimulate(const Pulse& pulse, Port, DrawSequence& random) override {
    cell_.apply(*parameters_, pulse, random);
  }
  void rest(double time_s, DrawSequence& random) override {
    cell_.relax(*parameters_, time_s, random);
  }
  void settle(double weight) override {
    cell_.settle(*parameters_, weight * parameters_->step.g_high_s);
  }

 private:
  std::shared_ptr<const PcmParameters> parameters_;
  PhaseChangeCell cell_;
};

class Pcm : public DeviceKind {
 public:
  explicit Pcm(const PcmParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "pcm"; }
  const char* summary() const override {
    return "phase-change memory: gradual SET, abrupt RESET, drift, read noise";
  }
  const char* kernel() const override { return "K2"; }
  const char* source() const override { return "[R] Fig. 2c,d, [L:pcm], device D2"; }
  /// The spread of RESET and drift lead below the mean RESET state.
  DeviceWindow nominal() const override { return {0, parameters_.step.g_high_s, 0}; }
  CommonKeys common_keys() const override { return {false, false}; }

  const PcmParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<Pcm>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<PcmDevice>(std::make_shared<const PcmParameters>(parameters_));
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    const double v = kind == WriteKind::ltp ? parameters_.v_set_v : parameters_.v_reset_v;
    return PortPulse{{v, parameters_.set_width_s}};
  }

 private:
  PcmParameters parameters_;
};

}  // namespace softbound
