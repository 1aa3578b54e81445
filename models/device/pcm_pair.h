// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>

#include "device/device_kind.h"
#include "device/phase_change_cell.h"

namespace softbound {

/// Two phase-change memories as one synapse (R sec. 4; cell S2 of the ledger): LTP is a SET pulse
/// on G+, LTD one on G-. When one of them nears its bound, both are RESET and the difference is
/// programmed again on one. A branch of G_max, shared by the row, keeps the column's current
/// positive: what the array reads is G_max + G+ - G-.
struct PcmPairParameters {
  PcmParameters pcm;
  double saturation = 0.8;
  double refresh_limit = 0.5;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;
};

class PcmPairDevice : public Device {
 public:
  explicit PcmPairDevice(std::shared_ptr<const PcmPairParameters> parameters);

  double plus_s() const { return cells_[0].conductance_s(parameters_->pcm); }
  double minus_s() const { return cells_[1].conductance_s(parameters_->pcm); }
  double difference_s() const { return plus_s() - minus_s(); }
  std::uint64_t refreshes() const { return refreshes_; }
  /// As one read sees it, read noise included.
  double read_conductance(DrawSequence& random) const override;

  double conductance() const override;
  ConductanceBounds bounds() const override { return {0, 2 * parameters_->pcm.step.g_high_s}; }
  double largest_voltage_v(Port) const override { return parameters_->pcm.v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<PcmPairDevice>(*this); }
  void visit_state(StateVisitor& visitor) override;

 protected:
  /// A positive voltage stands on G+, a negative one on G-.
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  bool due_for_refresh() const;
  void refresh(DrawSequence& random);

  std::shared_ptr<const PcmPairParameters> parameters_;
  std::array<PhaseChangeCell, 2> cells_;
  std::uint64_t refreshes_ = 0;
};

class PcmPair : public DeviceKind {
 public:
  explicit PcmPair(const PcmPairParameters& parameters = {}) : parameters_{parameters} {}

  const char* name() const override { return "pcm_pair"; }
  const char* summary() const override {
    return "two phase-change memories, G+ - G-, so that LTD is gradual too";
  }
  const char* kernel() const override { return "K2"; }
  const char* source() const override { return "[R] sec. 4, Fig. 5b, [L:pcm], device D2"; }
  DeviceWindow nominal() const override { return {0, 2 * parameters_.pcm.step.g_high_s, 0}; }
  CommonKeys common_keys() const override { return {false, false}; }

  const PcmPairParameters& parameters() const { return parameters_; }
  void describe(ParameterVisitor& visitor) override { parameters_.describe(visitor); }
  void check() const override { parameters_.check(); }
  std::unique_ptr<DeviceKind> clone() const override { return std::make_unique<PcmPair>(*this); }
  std::unique_ptr<Device> make(const DeviceWindow&) const override {
    return std::make_unique<PcmPairDevice>(std::make_shared<const PcmPairParameters>(parameters_));
  }
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override {
    const double v = parameters_.pcm.v_set_v;
    return PortPulse{{kind == WriteKind::ltp ? v : -v, parameters_.pcm.set_width_s}};
  }

 private:
  PcmPairParameters parameters_;
};

}  // namespace softbound
