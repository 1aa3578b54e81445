// SPDX-License-Identifier: Apache-2.0
#include "device/fefet.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace softbound {

void FefetParameters::describe(ParameterVisitor& v) {
  domains.describe(v);
  v.real({"c_div", "", "share of the gate voltage across the ferroelectric", "[A]"}, c_div,
         Bounds{0, 1, false, false});
  v.real({"v_t0_v", "V", "threshold without polarisation", "[A]"}, v_t0_v, any_number());
  v.real({"memory_window_v", "V", "threshold all down minus all up", "[A]"}, memory_window_v,
         above(0));
  v.real({"beta_a_per_v2", "A/V^2", "mobility, oxide capacitance and W/L", "[A]"}, beta_a_per_v2,
         above(0));
  v.real({"v_read_v", "V", "gate voltage of a read", "[A]"}, v_read_v, any_number());
  v.real({"v_gate_v", "V", "magnitude of the nominal gate pulse", "[C]"}, v_gate_v, above(0));
  v.real({"pulse_width_s", "s", "width of the nominal gate pulse", "[C]"}, pulse_width_s, above(0));
  v.real({"v_max_v", "V", "larger gate voltages overstress and are not applied", "[A]"}, v_max_v,
         or_infinite(above(0)));
}

void FefetParameters::check() const {
  check_bounds(*this, "device");
  if (v_read_v <= threshold_v(1)) {
    throw InputError{fmt::format(
        "device.v_read_v = {}: expected more than {}, the threshold with all domains up", v_read_v,
        threshold_v(1))};
  }
  if (v_gate_v > v_max_v) {
    throw InputError{fmt::format("device.v_gate_v = {}: expected at most device.v_max_v = {}",
                                 v_gate_v, v_max_v)};
  }
}

double FefetParameters::channel_conductance_s(double gate_v, double polarisation) const {
  return beta_a_per_v2 * std::max(0.0, gate_v - threshold_v(polarisation));
}

ConductanceBounds FefetDevice::bounds() const {
  return {parameters_.channel_conductance_s(parameters_.v_read_v, -1),
          parameters_.channel_conductance_s(parameters_.v_read_v, 1)};
}

void FefetDevice::stimulate(const Pulse& pulse, Port port, DrawSequence& random) {
  if (port == Port::gate) {
    domains_.expose(parameters_.c_div * pulse.amplitude_v, pulse.width_s, random);
  }
}

void FefetDevice::settle(double weight) {
  const auto [low_s, high_s] = bounds();
  const double overdrive_v = (low_s + weight * (high_s - low_s)) / parameters_.beta_a_per_v2;
  const double threshold_v = parameters_.v_read_v - overdrive_v;
  const double polarisation = 2 * (parameters_.v_t0_v - threshold_v) / parameters_.memory_window_v;
  domains_.settle(std::clamp(0.5 * (1 + polarisation), 0.0, 1.0));
}

DeviceWindow Fefet::nominal() const {
  return {parameters_.channel_conductance_s(parameters_.v_read_v, -1),
          parameters_.channel_conductance_s(parameters_.v_read_v, 1), 0};
}

}  // namespace softbound
