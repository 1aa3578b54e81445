// SPDX-License-Identifier: Apache-2.0
#include "device/second_order.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

void SecondOrderParameters::describe(ParameterVisitor& v) {
  v.real({"tau_th_s", "s", "thermal time constant", "[R]"}, heated.tau_th_s, above(0));
  v.real({"r_th_k_per_w", "K/W", "thermal resistance", "[C]"}, heated.r_th_k_per_w,
         from_to(0, 1e9));
  v.real({"t_ambient_k", "K", "ambient temperature", "[C]"}, heated.t_ambient_k,
         from_to(100, 1000));
  v.real({"ea_ev", "eV", "activation energy of the weight's rate", "[C]"}, heated.ea_ev,
         from_to(0, 10));
  v.real({"v0_v", "V", "voltage scale of the rate", "[C]"}, heated.v0_v, above(0));
  v.real({"rate_per_s", "1/s", "attempt rate", "[C]"}, heated.rate_per_s, from_to(0, 1e18));
  v.real({"tolerance", "", "error of the weight in a step of integration", "[A]"}, heated.tolerance,
         from_to(1e-10, 0.1));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, from_to(0, 100));
  v.real({"v_pulse_v", "V", "magnitude of the nominal pulses, LTP positive", "[C]"}, v_pulse_v,
         above(0));
  v.real({"pulse_width_s", "s", "width of the nominal pulses", "[C]"}, pulse_width_s, above(0));
}

void SecondOrderParameters::check() const {
  check_bounds(*this, "device");
  if (v_max_v / heated.v0_v > 100) {
    throw InputError{
        fmt::format("device.v0_v = {}: expected at least a 100th of device.v_max_v = {}",
                    heated.v0_v, v_max_v)};
  }
}

std::unique_ptr<Device> SecondOrder::make(const DeviceWindow& window) const {
  SecondOrderParameters parameters = p_;
  parameters.heated.g_min_s = window.g_min_s;
  parameters.heated.g_max_s = window.g_max_s;
  return std::make_unique<SecondOrderDevice>(
      std::make_shared<const SecondOrderParameters>(parameters));
}

std::optional<PortPulse> SecondOrder::nominal_pulse(WriteKind kind) const {
  const double sign = kind == WriteKind::ltp ? 1 : -1;
  return PortPulse{{sign * p_.v_pulse_v, p_.pulse_width_s}};
}

}  // namespace softbound
