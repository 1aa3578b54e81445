// SPDX-License-Identifier: Apache-2.0
#include "device/diffusive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

void DiffusiveParameters::describe(ParameterVisitor& v) {
  v.real({"v_threshold_v", "V", "voltage beyond which the filament grows", "[C]"},
         growth.v_threshold_v, at_least(0));
  v.real({"v0_v", "V", "overvoltage that grows it at 1/t_grow_s", "[C]"}, growth.v0_v, above(0));
  v.real({"t_grow_s", "s", "time constant of growth", "[C]"}, growth.t_grow_s, above(0));
  v.real({"t_relax_s", "s", "time constant of dissolution", "[R]"}, growth.t_relax_s,
         from_to(10e-9, 100e-3));
  v.real({"x_on", "", "extent from which it conducts", "[C]"}, x_on, from_to(0.01, 0.99));
  v.real(
      {"grow_spread", "", "standard deviation of ln t_grow by incubation; 0.2 is typical", "[A]"},
      grow_spread, from_to(0, 2));
  v.real({"tolerance", "", "error of the extent on an edge of a pulse", "[A]"}, tolerance,
         from_to(1e-10, 0.1));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, above(0));
  v.real({"v_pulse_v", "V", "nominal pulse", "[C]"}, v_pulse_v, any_number());
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[C]"}, pulse_width_s, above(0));
}

void DiffusiveParameters::check() const {
  check_bounds(*this, "device");
  if (growth.v_threshold_v >= v_max_v) {
    throw InputError{
        fmt::format("device.v_threshold_v = {}: expected less than device.v_max_v = {}",
                    growth.v_threshold_v, v_max_v)};
  }
}

double DiffusiveDevice::conductance() const {
  const double part = std::clamp((extent_ - p_->x_on) / (1 - p_->x_on), 0.0, 1.0);
  if (part == 0) return window_.g_min_s;
  return std::min(window_.g_max_s,
                  window_.g_min_s * std::pow(window_.g_max_s / window_.g_min_s, part));
}

void DiffusiveDevice::settle(double weight) {
  const double g = window_.g_min_s + weight * (window_.g_max_s - window_.g_min_s);
  const double part = std::log(g / window_.g_min_s) / std::log(window_.g_max_s / window_.g_min_s);
  extent_ = weight > 0 ? std::min(1.0, p_->x_on + (1 - p_->x_on) * part) : 0;
}

void DiffusiveDevice::visit_state(StateVisitor& visitor) {
  visitor.real(extent_);
  visitor.flag(incubating_);
  visitor.real(grow_factor_);
}

// A source of limited current changes nothing here: below x_on its current is G_off V, above it the
// drive is the whole voltage, device and series together.
void DiffusiveDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  const bool grows = std::abs(pulse.amplitude_v) > p_->growth.v_threshold_v;
  if (grows && !incubating_) {
    grow_factor_ = p_->grow_spread > 0 ? portable_exp(p_->grow_spread * random.normal()) : 1;
  }
  incubating_ = grows;
  VolatileGrowth growth = p_->growth;
  growth.t_grow_s *= grow_factor_;
  for (const VoltageRamp& ramp : ramps_of(pulse)) {
    extent_ = growth.extent_after(extent_, ramp, p_->tolerance);
  }
}

void DiffusiveDevice::rest(double time_s, DrawSequence&) {
  incubating_ = false;
  extent_ = p_->growth.extent_after(extent_, 0, time_s);
}

std::optional<PortPulse> Diffusive::nominal_pulse(WriteKind kind) const {
  if (kind == WriteKind::ltd) return std::nullopt;
  return PortPulse{{p_.v_pulse_v, p_.pulse_width_s}};
}

}  // namespace softbound
