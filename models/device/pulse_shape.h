// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>

#include "device/device.h"

namespace softbound {

/// A stretch of time in which the voltage is a straight line.
struct VoltageRamp {
  double start_v;
  double end_v;
  double duration_s;
};

/// Rise, top and fall of a pulse. Edges longer than a pulse's width leaves room for are shortened
/// in proportion, so that every pulse reaches its amplitude and keeps its width from 50 % to 50 %.
inline std::array<VoltageRamp, 3> ramps_of(const Pulse& pulse) {
  const double edges = 0.5 * (pulse.rise_s + pulse.fall_s);
  const double fit = edges > pulse.width_s ? pulse.width_s / edges : 1;
  const double top = std::max(0.0, pulse.width_s - fit * edges);
  return {VoltageRamp{0, pulse.amplitude_v, fit * pulse.rise_s},
          VoltageRamp{pulse.amplitude_v, pulse.amplitude_v, top},
          VoltageRamp{pulse.amplitude_v, 0, fit * pulse.fall_s}};
}

/// From the beginning of the rise to the end of the fall.
inline double length_s(const Pulse& pulse) {
  double length = 0;
  for (const VoltageRamp& ramp : ramps_of(pulse)) length += ramp.duration_s;
  return length;
}

}  // namespace softbound
