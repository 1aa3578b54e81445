// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "device/device_kind.h"
#include "device/filament.h"

namespace softbound {

/// A filament in a device: formed or not, written by voltage, read at v_read.
class FilamentDevice : public Device {
 public:
  /// @param parameters shared by the instance and its copies; checked
  explicit FilamentDevice(std::shared_ptr<const FilamentParameters> parameters);

  double conductance() const override;
  double current(double voltage_v) const override;
  ConductanceBounds bounds() const override;
  double largest_voltage_v(Port) const override { return p_->v_max_v; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<FilamentDevice>(*this); }
  void visit_state(StateVisitor& visitor) override;

  bool formed() const { return formed_; }
  double gap_nm() const { return state_.gap_nm; }
  double temperature_k() const { return state_.temperature_k; }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence& random) override;
  /// A device without a filament stays as it is.
  void settle(double weight) override;

 private:
  std::shared_ptr<const FilamentParameters> p_;
  FilamentState state_;
  bool formed_;
};

/// Kinds on kernel K6 (devices D1p, D9, D16): a name, its parameter sets and its pulses.
class FilamentKind : public DeviceKind {
 public:
  struct WritePulses {
    double v_ltp_v;
    double v_ltd_v;
    double width_s;
    /// The filament runs away in LTP; what stops it is the source.
    double limit_a;
  };
  struct ParameterSet {
    const char* name;
    FilamentParameters filament;
    WritePulses pulses;
  };

  /// Stanford-PKU model with generation and recombination and a dynamic temperature; HfO2, SiOx,
  /// TaOx and a unipolar device.
  static std::unique_ptr<FilamentKind> rram_filament_a();
  /// Stanford-PKU model with one energy, a static temperature and a least field.
  static std::unique_ptr<FilamentKind> rram_filament_b();
  /// Ag or Cu filament: lower energies, abrupt.
  static std::unique_ptr<FilamentKind> cbram();

  const char* name() const override { return name_; }
  const char* summary() const override { return summary_; }
  const char* kernel() const override { return "K6"; }
  const char* source() const override { return source_; }
  DeviceWindow nominal() const override;
  CommonKeys common_keys() const override { return {false, false}; }
  void describe(ParameterVisitor& visitor) override;
  void check() const override;
  std::unique_ptr<DeviceKind> clone() const override {
    return std::make_unique<FilamentKind>(*this);
  }
  std::unique_ptr<Device> make(const DeviceWindow& window) const override;
  std::optional<PortPulse> nominal_pulse(WriteKind kind) const override;
  const char* why_no_synapse() const override {
    return filament_.formed ? nullptr : "without a filament (formed = false) no write changes it";
  }

  const FilamentParameters& parameters() const { return filament_; }

 private:
  FilamentKind(const char* name, const char* summary, const char* source,
               std::vector<ParameterSet> sets);

  const char* name_;
  const char* summary_;
  const char* source_;
  std::vector<ParameterSet> sets_;  ///< never empty
  std::size_t set_ = 0;
  FilamentParameters filament_;
  WritePulses pulses_;
};

}  // namespace softbound
