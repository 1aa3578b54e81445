// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/parameter.h"

namespace softbound {

/// What the control asks of a device: conductance up (LTP) or down (LTD). Which voltage does it is
/// the device's own affair (ledger 0.2): the papers contradict each other about the sign.
enum class WriteKind { ltp, ltd };

/// One write pulse as the device sees it.
struct WritePulse {
  WriteKind kind = WriteKind::ltp;
  /// Width at half amplitude in s; 0 is a legal pulse that does nothing.
  double width_s = 0;
  /// Magnitude of the voltage between the device's terminals in V, drops in the cell taken off.
  /// Steps depend on it only where a law has an amplitude law that is switched on; overstress
  /// always does.
  double amplitude_v = 0;
};

/// Conductance and noise of a device kind unless the user says otherwise.
struct NominalDevice {
  double g_min_s = 20e-6;
  double g_max_s = 200e-6;
  double sigma = 0;
};

/// A device kind whose whole state is its weight w in [0, 1]: parameters plus the pure function
/// that a write pulse is. One object serves any number of cells and threads.
///
/// To add a kind: one class in one file pair, one line in device_registry.cpp.
class DeviceLaw {
 public:
  virtual ~DeviceLaw() = default;

  /// As the user writes it in device.model.
  virtual const char* name() const = 0;
  /// One line for the table of devices.
  virtual const char* summary() const = 0;
  /// Which of the ledger's update kernels it is: "K1", ...
  virtual const char* kernel() const = 0;
  /// Where law and constants come from.
  virtual const char* source() const = 0;
  virtual NominalDevice nominal() const { return {}; }

  /// The kind's own keys of [device].
  virtual void describe(ParameterVisitor& visitor) = 0;
  /// @throws InputError naming the key if a value is impossible
  virtual void check() const = 0;
  virtual std::unique_ptr<DeviceLaw> clone() const = 0;

  /// Weight after one pulse. A pulse of zero width, one inside the dead zone of an amplitude law
  /// and one that overstresses the device return `weight` itself, noise or not.
  /// @param pulse width finite and at least 0
  /// @param weight in [0, 1], one the device can hold
  /// @param noise sigma times a standard normal number, 0 without noise
  virtual double weight_after(const WritePulse& pulse, double weight, double noise) const = 0;

  /// Nearest weight the device can hold.
  /// @param weight in [0, 1]
  virtual double settle_weight(double weight) const { return weight; }

  /// Above the largest voltage the device survives: the pulse is not applied.
  virtual bool overstressed(const WritePulse& pulse) const = 0;
  /// What a voltage between the terminals (top minus bottom) does; nothing in the dead zone, where
  /// reads live.
  virtual std::optional<WriteKind> kind_of(double voltage_v) const = 0;
};

}  // namespace softbound
