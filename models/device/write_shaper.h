// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "device/device_law.h"
#include "device/device_parameters.h"

namespace softbound {

/// Between the control's write pulses and the device's terminals: the cell's voltage as it is, or a
/// driver that turns each pulse into the device's nominal one ([device] write_driver). A pulse that
/// is longer or shorter than strobe_width makes the nominal pulse longer or shorter in proportion.
class WriteShaper {
 public:
  /// @throws InputError if the kind lacks the pulse of a direction
  explicit WriteShaper(const DeviceParameters& parameters);

  /// What a law sees.
  WritePulse shaped(WritePulse pulse) const;
  /// What an instance sees.
  PortPulse at_port(const WritePulse& pulse) const;

 private:
  const PortPulse& nominal(WriteKind kind) const {
    return nominal_[static_cast<std::size_t>(kind)];
  }

  WriteDriver driver_;
  double strobe_width_s_;
  std::array<PortPulse, 2> nominal_;
};

}  // namespace softbound
