// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <memory>
#include <optional>

#include "device/device_kind.h"

namespace softbound {

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

/// Width of a pulse in nominal ones. A width that was whole picoseconds comes back from its product
/// with 1e-12 a few ulp off: the nominal pulse must still be exactly 1.
inline double in_nominal_widths(const WritePulse& pulse, double nominal_width_s) {
  const double widths = pulse.width_s / nominal_width_s;
  return std::abs(widths - 1) > 1e-12 ? widths : 1;
}

/// A device kind whose whole state is its weight w in [0, 1]: parameters plus the pure function
/// that a write pulse is. One object serves any number of cells and threads.
class DeviceLaw : public DeviceKind {
 public:
  const DeviceLaw* law() const override { return this; }
  /// A Memristor.
  std::unique_ptr<Device> make(const DeviceWindow& window) const override;
  WriteDriver nominal_driver() const override { return WriteDriver::cell; }

  /// Weight after one pulse. A pulse of zero width, one inside the dead zone of an amplitude law
  /// and one that overstresses the device return `weight` itself, noise or not.
  /// @param pulse width finite and at least 0
  /// @param weight in [0, 1], one the device can hold
  /// @param noise sigma times a standard normal number, 0 without noise
  virtual double weight_after(const WritePulse& pulse, double weight, double noise) const = 0;

  /// weight_after() of n cells and one pulse, the same bits; a loop that a law may make faster.
  virtual void weights_after(const WritePulse& pulse, std::size_t n, const double* weight,
                             const double* noise, double* after) const {
    for (std::size_t k = 0; k < n; ++k) after[k] = weight_after(pulse, weight[k], noise[k]);
  }
  /// Could weight_after() or overstressed() give something else for a smaller amplitude?
  virtual bool depends_on_amplitude(const WritePulse& strongest) const {
    static_cast<void>(strongest);
    return true;
  }

  /// Nearest weight the device can hold.
  /// @param weight in [0, 1]
  virtual double settle_weight(double weight) const { return weight; }

  /// Above the largest voltage the device survives: the pulse is not applied.
  virtual bool overstressed(const WritePulse& pulse) const = 0;
  /// What a voltage on the write port (top minus bottom on the main one) does; nothing in the dead
  /// zone, where reads live.
  virtual std::optional<WriteKind> kind_of(double voltage_v) const = 0;
  /// Where write pulses act; on the main port every pulse of another one's device is a read.
  virtual Port write_port() const { return Port::main; }
};

}  // namespace softbound
