// SPDX-License-Identifier: Apache-2.0
#include "device/vteam.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "device/pulse_shape.h"
#include "device/rosenbrock.h"

namespace softbound {

namespace {

/// Rate of w/d; the second variable of the pair is none.
struct VteamRates {
  const VteamParameters& p;
  double start_v;
  double slope_v_per_s;
  double limit_a;

  template <class Scalar>
  StatePair<Scalar> operator()(const StatePair<Scalar>& y, const Scalar& t) const {
    const Scalar resistance = p.r_on_ohm + (p.r_off_ohm - p.r_on_ohm) * y[0];
    Scalar v = start_v + slope_v_per_s * t;
    if (std::abs(value_of(v)) > limit_a * value_of(resistance)) {
      v = (value_of(v) > 0 ? limit_a : -limit_a) * resistance;
    }
    const double per_d = 1e9 / p.d_nm;
    Scalar rate{0.0};
    if (value_of(v) > p.v_off_v) {
      rate = (p.k_off_m_per_s * per_d) * power_of(v / p.v_off_v - 1, p.alpha_off);
    } else if (value_of(v) < p.v_on_v) {
      rate = (p.k_on_m_per_s * per_d) * power_of(v / p.v_on_v - 1, p.alpha_on);
    }
    return {rate, Scalar{0.0}};
  }
};

}  // namespace

void VteamParameters::describe(ParameterVisitor& v) {
  v.real({"k_off_m_per_s", "m/s", "rate towards r_off", "[L:vteam]"}, k_off_m_per_s, at_least(0));
  v.real({"k_on_m_per_s", "m/s", "rate towards r_on, negative", "[L:vteam]"}, k_on_m_per_s,
         from_to(-1e6, 0));
  v.real({"alpha_off", "", "exponent of the overvoltage towards r_off", "[L:vteam]"}, alpha_off,
         from_to(1, 20));
  v.real({"alpha_on", "", "exponent of the overvoltage towards r_on", "[L:vteam]"}, alpha_on,
         from_to(1, 20));
  v.real({"v_off_v", "V", "threshold towards r_off", "[L:vteam]"}, v_off_v, above(0));
  v.real({"v_on_v", "V", "threshold towards r_on, negative", "[L:vteam]"}, v_on_v,
         from_to(-100, 0));
  v.real({"r_on_ohm", "ohm", "resistance at w = 0", "[L:vteam]"}, r_on_ohm, above(0));
  v.real({"r_off_ohm", "ohm", "resistance at w = d", "[L:vteam]"}, r_off_ohm, above(0));
  v.real({"d_nm", "nm", "length of the device", "[L:vteam]"}, d_nm, above(0));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, from_to(0, 100));
  v.real({"v_ltp_v", "V", "nominal LTP pulse", "[A]"}, v_ltp_v, any_number());
  v.real({"v_ltd_v", "V", "nominal LTD pulse", "[A]"}, v_ltd_v, any_number());
  v.real({"pulse_width_s", "s", "width of the nominal pulses", "[A]"}, pulse_width_s, above(0));
  v.real({"tolerance", "", "error of w/d in a step of integration", "[A]"}, tolerance,
         from_to(1e-10, 0.1));
}

void VteamParameters::check() const {
  check_bounds(*this, "device");
  if (r_on_ohm >= r_off_ohm) {
    throw InputError{fmt::format("device.r_on_ohm = {}: expected less than device.r_off_ohm = {}",
                                 r_on_ohm, r_off_ohm)};
  }
  if (v_on_v == 0) throw InputError{"device.v_on_v = 0: expected a number below 0"};
}

double VteamDevice::conductance() const {
  return 1 / (p_->r_on_ohm + (p_->r_off_ohm - p_->r_on_ohm) * position_);
}

void VteamDevice::settle(double weight) {
  const auto [low_s, high_s] = bounds();
  const double resistance = 1 / (low_s + weight * (high_s - low_s));
  position_ = std::clamp((resistance - p_->r_on_ohm) / (p_->r_off_ohm - p_->r_on_ohm), 0.0, 1.0);
}

void VteamDevice::stimulate(const Pulse& pulse, Port, DrawSequence&) {
  IntegrationLimits limits;
  limits.tolerance = {p_->tolerance, 1};
  limits.largest_tolerance = 1;
  limits.magnitude = {1, 1};
  limits.low = 0;
  limits.high = 1;
  for (const VoltageRamp& ramp : ramps_of(pulse)) {
    if (ramp.duration_s == 0) continue;
    const double slope = (ramp.end_v - ramp.start_v) / ramp.duration_s;
    StatePair<double> y{position_, 0};
    integrate(VteamRates{*p_, ramp.start_v, slope, pulse.limit_a}, y, ramp.duration_s, limits,
              [](const auto&) { return false; });
    position_ = y[0];
  }
}

std::optional<PortPulse> Vteam::nominal_pulse(WriteKind kind) const {
  PortPulse pulse;
  pulse.pulse.amplitude_v = kind == WriteKind::ltp ? p_.v_ltp_v : p_.v_ltd_v;
  pulse.pulse.width_s = p_.pulse_width_s;
  return pulse;
}

}  // namespace softbound
