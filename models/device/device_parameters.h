// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/parameter.h"
#include "device/device_law.h"
#include "device/device_options.h"

namespace softbound {

/// The table [device]: which kind, its conductance window and write noise, and the kind's own keys.
/// Choosing another model takes over that model's nominal window, noise, driver and options; keys
/// given beside it win. `source.read(parameters, "device")` does all of it.
struct DeviceParameters {
  DeviceParameters();
  /// @throws InputError naming the nearest kind if there is none of this name
  explicit DeviceParameters(const std::string& model);
  explicit DeviceParameters(std::unique_ptr<DeviceKind> device_kind);
  DeviceParameters(const DeviceParameters& other);
  DeviceParameters& operator=(const DeviceParameters& other);
  DeviceParameters(DeviceParameters&&) noexcept = default;
  DeviceParameters& operator=(DeviceParameters&&) noexcept = default;
  ~DeviceParameters() = default;

  std::unique_ptr<DeviceKind> kind;  ///< never null
  double g_min_s;
  double g_max_s;
  /// Standard deviation of the noise of one write pulse, for most kinds in units of weight.
  double sigma;
  WriteDriver write_driver;
  /// Width of the control's pulse that the driver turns into one nominal pulse.
  double strobe_width_s = 10e-6;
  DeviceOptions options;
  /// What reports call the device instead of its model; empty: the model.
  std::string name;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
  /// Beyond check(): the kind can be a synapse, written in both directions.
  /// @throws InputError saying why it cannot
  void check_synapse() const;

  /// For kinds whose whole state is their weight; null for others.
  const DeviceLaw* law() const { return kind->law(); }
  DeviceWindow window() const { return {g_min_s, g_max_s, sigma}; }
  std::string display_name() const { return name.empty() ? kind->name() : name; }

  /// @param weight in [0, 1]
  double conductance_s(double weight) const { return g_min_s + weight * (g_max_s - g_min_s); }

 private:
  void check_spread() const;
  void use(std::unique_ptr<DeviceKind> device_kind);
};

}  // namespace softbound
