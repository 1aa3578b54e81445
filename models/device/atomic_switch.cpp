// SPDX-License-Identifier: Apache-2.0
#include "device/atomic_switch.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace softbound {

void AtomicSwitchParameters::describe(ParameterVisitor& v) {
  v.real({"t_form_s", "s", "time constant of growth during a pulse", "[C]"}, retention.t_form_s,
         above(0));
  v.real({"t_decay_s", "s", "time constant of decay without a bridge", "[C]"}, retention.t_decay_s,
         above(0));
  v.real({"k", "", "the bridge's retention grows as exp(k s)", "[C]"}, retention.k,
         from_to(0, SelfRetention::kLargestK));
  v.real({"v_threshold_v", "V", "voltage from which the bridge grows", "[A]"}, v_threshold_v,
         above(0));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, above(0));
  v.real({"v_pulse_v", "V", "nominal pulse", "[M:ohno]"}, v_pulse_v, any_number());
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[M:ohno]"}, pulse_width_s, above(0));
}

void AtomicSwitchParameters::check() const {
  check_bounds(*this, "device");
  if (v_threshold_v >= v_max_v) {
    throw InputError{
        fmt::format("device.v_threshold_v = {}: expected less than device.v_max_v = {}",
                    v_threshold_v, v_max_v)};
  }
}

void AtomicSwitchDevice::stimulate(const Pulse& pulse, Port, DrawSequence&) {
  for (const VoltageRamp& ramp : ramps_of(pulse)) {
    // Of an edge, the part above the threshold counts as pulse.
    const double low_v = std::min(ramp.start_v, ramp.end_v);
    const double high_v = std::max(ramp.start_v, ramp.end_v);
    double above = high_v >= p_->v_threshold_v ? 1 : 0;
    if (low_v < high_v && high_v > p_->v_threshold_v) {
      above = std::min(1.0, (high_v - p_->v_threshold_v) / (high_v - low_v));
    }
    const auto grow = [&] {
      bridge_ = p_->retention.after_pulse(bridge_, above * ramp.duration_s);
    };
    if (ramp.end_v < ramp.start_v) grow();
    bridge_ = p_->retention.after_rest(bridge_, (1 - above) * ramp.duration_s);
    if (ramp.end_v >= ramp.start_v) grow();
  }
}

std::optional<PortPulse> AtomicSwitch::nominal_pulse(WriteKind kind) const {
  if (kind == WriteKind::ltd) return std::nullopt;
  return PortPulse{{p_.v_pulse_v, p_.pulse_width_s}};
}

}  // namespace softbound
