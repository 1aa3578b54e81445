// SPDX-License-Identifier: Apache-2.0
#include "device/device_kind.h"

namespace softbound {

double DeviceKind::pulse_energy_j(const PortPulse& applied, double g_s) const {
  const double v = applied.pulse.amplitude_v;
  return applied.port == Port::main ? v * v * g_s * applied.pulse.width_s : 0;
}

}  // namespace softbound
