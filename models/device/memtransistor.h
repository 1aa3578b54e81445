// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/memristor.h"
#include "device/soft_bound.h"

namespace softbound {

/// How the gate of a memtransistor sets what its weight is read as.
struct MemtransistorChannel {
  double g_1_s = 1e-9;  ///< of the on state at v_0
  double v_0_v = 0;
  double n = 40;  ///< gate voltage per thermal voltage
  double g_saturated_s = 10e-6;
  double on_off = 100;
  double v_gate_v = 5;  ///< while it is a synapse

  void describe(ParameterVisitor& visitor);
  /// On-state conductance at this gate voltage, G_1 exp((V_g - V_0) / (n kT/q)) up to saturation.
  double g_on_s(double v_gate_v) const;
};

/// Memtransistor of polycrystalline MoS2 (device D8, [R] Fig. 3d): large source-drain pulses move a
/// weight towards soft bounds, the gate modulates what is read:
///
///     G = G_on(V_g) (w + (1 - w) / r)
class MemtransistorKind : public SoftBound {
 public:
  MemtransistorKind();

  const char* name() const override { return "memtransistor"; }
  const char* summary() const override {
    return "polycrystalline MoS2 channel: drain pulses write, the gate scales the read";
  }
  const char* source() const override { return "[R] Fig. 3d, device D8; values [A]"; }
  std::vector<const char*> terminals() const override { return {"D", "S", "G"}; }
  DeviceWindow nominal() const override;
  CommonKeys common_keys() const override { return {false, true}; }
  WriteDriver nominal_driver() const override { return WriteDriver::device; }
  std::unique_ptr<DeviceKind> clone() const override {
    return std::make_unique<MemtransistorKind>(*this);
  }
  /// A Memtransistor.
  std::unique_ptr<Device> make(const DeviceWindow& window) const override;

  const MemtransistorChannel& channel() const { return channel_; }
  void describe(ParameterVisitor& visitor) override;
  void check() const override;

 private:
  MemtransistorChannel channel_;
};

/// One instance. A pulse on the gate changes no state; the gate is biased by set_gate_v().
class Memtransistor : public Memristor {
 public:
  Memtransistor(const MemtransistorKind& kind, const DeviceWindow& window);

  /// @throws std::domain_error if the voltage is not finite
  void set_gate_v(double v_gate_v);

  double conductance() const override;
  ConductanceBounds bounds() const override;
  bool has_port(Port port) const override { return port != Port::write_line; }
  std::unique_ptr<Device> clone() const override { return std::make_unique<Memtransistor>(*this); }
  void visit_state(StateVisitor& visitor) override;

 private:
  MemtransistorChannel channel_;
  double v_gate_v_;
};

}  // namespace softbound
