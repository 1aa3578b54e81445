// SPDX-License-Identifier: Apache-2.0
#include "device/write_shaper.h"

#include <cmath>

namespace softbound {

WriteShaper::WriteShaper(const DeviceParameters& parameters)
    : driver_{parameters.write_driver}, strobe_width_s_{parameters.strobe_width_s} {
  parameters.check_synapse();
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    nominal_[static_cast<std::size_t>(kind)] = *parameters.kind->nominal_pulse(kind);
  }
}

WritePulse WriteShaper::shaped(WritePulse pulse) const {
  if (driver_ == WriteDriver::cell) return pulse;
  const Pulse& shape = nominal(pulse.kind).pulse;
  pulse.width_s = in_nominal_widths(pulse, strobe_width_s_) * shape.width_s;
  pulse.amplitude_v = std::abs(shape.amplitude_v);
  return pulse;
}

PortPulse WriteShaper::at_port(const WritePulse& pulse) const {
  PortPulse applied = nominal(pulse.kind);
  const WritePulse seen = shaped(pulse);
  applied.pulse.width_s = seen.width_s;
  applied.pulse.amplitude_v = std::copysign(seen.amplitude_v, applied.pulse.amplitude_v);
  return applied;
}

}  // namespace softbound
