// SPDX-License-Identifier: Apache-2.0
#include "device/volatile_switch.h"

#include <algorithm>
#include <cmath>

#include "core/elementary.h"

namespace softbound {

double VolatileGrowth::extent_after(double extent, double drive_v, double time_s) const {
  const double grow = std::max(0.0, drive_v - v_threshold_v) / v0_v / t_grow_s;
  const double rate = grow + 1 / t_relax_s;
  const Decay rest = decay(rate * time_s);
  return extent * rest.left + grow / rate * rest.gone;
}

double VolatileGrowth::extent_after(double extent, const VoltageRamp& ramp,
                                    double tolerance) const {
  const double start_v = std::abs(ramp.start_v), end_v = std::abs(ramp.end_v);
  if (start_v == end_v || std::max(start_v, end_v) <= v_threshold_v) {
    return extent_after(extent, start_v, ramp.duration_s);
  }
  // A staircase through the middles of its steps; its error falls with the square of their number,
  // so that two of them tell it.
  const auto staircase = [&](int steps) {
    double x = extent;
    for (int k = 0; k < steps; ++k) {
      const double v = start_v + (end_v - start_v) * (k + 0.5) / steps;
      x = extent_after(x, v, ramp.duration_s / steps);
    }
    return x;
  };
  constexpr int kMostSteps = 1 << 12;
  double coarse = staircase(4);
  for (int steps = 8;; steps *= 2) {
    const double fine = staircase(steps);
    if (std::abs(fine - coarse) <= 3 * tolerance || steps == kMostSteps) return fine;
    coarse = fine;
  }
}

void HysteresisSwitch::wait(const Limits& limits, double time_s) {
  waited_s_ += time_s;
  if (waited_s_ >= limits.delay_s) set(!on_);
}

void HysteresisSwitch::advance(const Limits& limits, const VoltageRamp& ramp) {
  const double start_v = std::abs(ramp.start_v), end_v = std::abs(ramp.end_v);
  double left_s = ramp.duration_s;
  // A monotone line changes the switch once: up to on or down to off.
  const auto changing = [&](double v) {
    return on_ ? v < limits.v_hold_v : v > limits.v_threshold_v;
  };
  if (!changing(start_v)) {
    waited_s_ = 0;
    if (!changing(end_v)) return;
    const double edge_v = on_ ? limits.v_hold_v : limits.v_threshold_v;
    left_s *= (end_v - edge_v) / (end_v - start_v);
    wait(limits, left_s);
    return;
  }
  if (!changing(end_v)) {
    const double edge_v = on_ ? limits.v_hold_v : limits.v_threshold_v;
    const double inside_s = left_s * (edge_v - start_v) / (end_v - start_v);
    const bool before = on_;
    wait(limits, inside_s);
    // It changed, or the voltage left in time.
    if (on_ == before) waited_s_ = 0;
    return;
  }
  wait(limits, left_s);
}

}  // namespace softbound
