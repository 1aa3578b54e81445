// SPDX-License-Identifier: Apache-2.0
#include "device/nbo2.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace softbound {

void Nbo2Parameters::describe(ParameterVisitor& v) {
  v.real({"v_threshold_v", "V", "voltage above which it turns on", "[C]"}, limits.v_threshold_v,
         above(0));
  v.real({"v_hold_v", "V", "voltage below which it turns off", "[R]"}, limits.v_hold_v, above(0));
  v.real({"delay_s", "s", "time either takes", "[C]"}, limits.delay_s, at_least(0));
  v.real({"r_off_ohm", "ohm", "resistance when off", "[C]"}, r_off_ohm, above(0));
  v.real({"r_on_ohm", "ohm", "resistance when on", "[C]"}, r_on_ohm, above(0));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, above(0));
}

void Nbo2Parameters::check() const {
  check_bounds(*this, "device");
  const auto expect_less = [](const char* key, double value, const char* than, double limit) {
    if (value < limit) return;
    throw InputError{
        fmt::format("device.{} = {}: expected less than device.{} = {}", key, value, than, limit)};
  };
  expect_less("v_hold_v", limits.v_hold_v, "v_threshold_v", limits.v_threshold_v);
  expect_less("v_threshold_v", limits.v_threshold_v, "v_max_v", v_max_v);
  expect_less("r_on_ohm", r_on_ohm, "r_off_ohm", r_off_ohm);
}

void Nbo2Device::stimulate(const Pulse& pulse, Port, DrawSequence&) {
  for (const VoltageRamp& ramp : ramps_of(pulse)) {
    if (ramp.duration_s > 0) switch_.advance(p_->limits, ramp);
  }
}

std::optional<PortPulse> Nbo2::nominal_pulse(WriteKind kind) const {
  const auto& [threshold_v, hold_v, delay_s] = p_.limits;
  const double v = kind == WriteKind::ltp ? std::min(1.2 * threshold_v, p_.v_max_v) : 0.5 * hold_v;
  return PortPulse{{v, std::max(10 * delay_s, 1e-9)}};
}

}  // namespace softbound
