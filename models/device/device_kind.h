// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/parameter.h"
#include "device/device.h"
#include "device/device_options.h"

namespace softbound {

class DeviceLaw;

/// What the control asks of a device: conductance up (LTP) or down (LTD). Which voltage does it is
/// the device's own affair (ledger 0.2): the papers contradict each other about the sign.
enum class WriteKind { ltp, ltd };

/// A pulse and where it acts.
struct PortPulse {
  Pulse pulse;
  Port port = Port::main;
};

/// Conductance and noise of a device kind unless the user says otherwise.
struct DeviceWindow {
  double g_min_s = 20e-6;
  double g_max_s = 200e-6;
  /// Of one write pulse; what it multiplies is the kind's affair, for most the range of weights.
  double sigma = 0;
};

/// Which of the keys that [device] has for every kind mean something for this one, and where their
/// defaults come from.
struct CommonKeys {
  bool window = true;  ///< g_min_s and g_max_s; without them nominal() follows from other keys
  bool sigma = true;   ///< without it the kind has no write noise or noise keys of its own
  const char* window_source = "[A]";
  const char* sigma_source = "[A]";
  const char* sigma_meaning = "standard deviation of a write's additive noise, in weight";
};

/// Where the write pulses of an array come from.
enum class WriteDriver {
  cell,    ///< the cell's voltage for as long as the control's pulse lasts
  device,  ///< a driver turns each of the control's pulses into the device's nominal one
};

/// A device kind: an entry of the registry. It knows what there is to say about the kind, holds its
/// parameters and makes instances.
///
/// To add a kind: one class in one file pair, one line in device_registry.cpp (docs/devices.md).
class DeviceKind {
 public:
  virtual ~DeviceKind() = default;

  /// As the user writes it in device.model.
  virtual const char* name() const = 0;
  /// One line for the table of devices.
  virtual const char* summary() const = 0;
  /// Which of the ledger's update kernels it is: "K1", ...
  virtual const char* kernel() const = 0;
  /// Where law and constants come from.
  virtual const char* source() const = 0;
  /// Top and bottom first, what a third one is called after them.
  virtual std::vector<const char*> terminals() const { return {"TE", "BE"}; }
  virtual DeviceWindow nominal() const { return {}; }
  virtual CommonKeys common_keys() const { return {}; }
  /// What befalls devices of this kind by its source.
  virtual DeviceOptions nominal_options() const { return {}; }

  /// The kind's own keys of [device].
  virtual void describe(ParameterVisitor& visitor) = 0;
  /// @throws InputError naming the key if a value is impossible
  virtual void check() const = 0;
  virtual std::unique_ptr<DeviceKind> clone() const = 0;

  /// An instance in its settled middle, or as near to it as the kind can be. It keeps what it needs
  /// of the parameters; copies of it (clone()) share what is large.
  virtual std::unique_ptr<Device> make(const DeviceWindow& window) const = 0;

  /// Energy of one pulse.
  /// @param g_s conductance while it lasts: the mean of before and after
  virtual double pulse_energy_j(const PortPulse& applied, double g_s) const;

  /// The pulse by which this kind is potentiated or depressed; nothing if there is no such pulse.
  virtual std::optional<PortPulse> nominal_pulse(WriteKind kind) const = 0;
  /// What drives its writes in an array unless the user says otherwise.
  virtual WriteDriver nominal_driver() const { return WriteDriver::device; }
  /// Keys without a published value, which the user has to give before check() passes; null if
  /// there are none.
  virtual const char* needs() const { return nullptr; }
  /// Why it cannot be the synapse of an array, as the end of "expected ...: "; null if it can.
  virtual const char* why_no_synapse() const { return nullptr; }

  /// For kinds whose whole state is the weight: the law that arrays compute with; null for others.
  virtual const DeviceLaw* law() const { return nullptr; }

 protected:
  DeviceKind() = default;
  DeviceKind(const DeviceKind&) = default;
  DeviceKind& operator=(const DeviceKind&) = default;
};

}  // namespace softbound
