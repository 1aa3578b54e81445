// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "device/device.h"
#include "device/device_options.h"
#include "device/device_parameters.h"

namespace softbound {

class Memristor;

/// A device inside what befalls it (DeviceOptions): leak, read and telegraph
/// noise, a stuck state, wear.
class VariedDevice : public Device {
 public:
  /// @param stuck the device stays as it is
  VariedDevice(std::unique_ptr<Device> device, const DeviceOptions& options, bool stuck);
  VariedDevice(const VariedDevice& other);
  VariedDevice& operator=(const VariedDevice&) = delete;

  double conductance() const override { return factor() * device_->conductance(); }
  double read_conductance(DrawSequence& random) const override;
  double current(double voltage_v) const override { return factor() * device_->current(voltage_v); }
  /// Without the telegraph noise.
  double weight() const override { return device_->weight(); }
  ConductanceBounds bounds() const override { return device_->bounds(); }
  bool has_port(Port port) const override { return device_->has_port(port); }
  double largest_voltage_v(Port port) const override { return device_->largest_voltage_v(port); }
  std::unique_ptr<Device> clone() const override { return std::make_unique<VariedDevice>(*this); }
  void visit_state(StateVisitor& visitor) override;

  /// The device itself.
  const Device& inner() const { return *device_; }

 protected:
  void stimulate(const Pulse& pulse, Port port, DrawSequence& random) override;
  void rest(double time_s, DrawSequence& random) override;
  void settle(double weight) override;

 private:
  bool frozen() const;
  double factor() const { return telegraph_on_ ? telegraph_.factor() : 1; }
  void pass(double time_s, DrawSequence& random);

  std::unique_ptr<Device> device_;
  Memristor* memristor_;  ///< device_, where it can leak
  double read_noise_;
  double leak_tau_s_;
  double leak_weight_;
  double endurance_writes_;
  bool stuck_;
  bool telegraph_on_;
  TelegraphNoise telegraph_;
  std::uint64_t writes_ = 0;
};

/// Device number `index` of a population: the kind's instance with its own spread and fate, which
/// are functions of (seed, index).
/// @param parameters checked
/// @throws InputError if the spread hardly ever makes a legal device
std::unique_ptr<Device> make_device(const DeviceParameters& parameters, std::uint64_t seed,
                                    std::uint64_t index);

/// The parameters of device number `index`: `parameters` with its draws of the spread.
DeviceParameters spread_parameters(const DeviceParameters& parameters, std::uint64_t seed,
                                   std::uint64_t index);

}  // namespace softbound
