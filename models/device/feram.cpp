// SPDX-License-Identifier: Apache-2.0
#include "device/feram.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"

namespace softbound {

namespace {

constexpr double kVacuumPermittivity = 8.8541878128e-12;  // F/m

}  // namespace

void FeramParameters::describe(ParameterVisitor& v) {
  v.choice({"dynamics", "", "the loop alone, or domains that take time", "[L:fefet]"}, dynamics,
           {"quasi_static", "nucleation"});
  loop.describe(v);
  domains.describe(v);
  v.real({"area_m2", "m^2", "of the capacitor", "[A]"}, area_m2, above(0));
  v.real({"thickness_m", "m", "of the ferroelectric", "[A]"}, thickness_m, above(0));
  v.real({"permittivity", "", "relative, without the domains", "[L:fefet]"}, permittivity,
         above(0));
  v.real({"g_leak_s", "S", "leakage, the same in both states", "[A]"}, g_leak_s, above(0));
  v.real({"v_write_v", "V", "magnitude of write and read pulses", "[A]"}, v_write_v, above(0));
  v.real({"pulse_width_s", "s", "width of write and read pulses", "[A]"}, pulse_width_s, above(0));
  v.real({"v_max_v", "V", "larger voltages overstress and are not applied", "[A]"}, v_max_v,
         or_infinite(above(0)));
}

void FeramParameters::check() const {
  check_bounds(*this, "device");
  loop.check();
  if (v_write_v < loop.v_saturation_v) {
    throw InputError{
        fmt::format("device.v_write_v = {}: expected at least device.v_saturation_v = {}",
                    v_write_v, loop.v_saturation_v)};
  }
  if (v_write_v > v_max_v) {
    throw InputError{fmt::format("device.v_write_v = {}: expected at most device.v_max_v = {}",
                                 v_write_v, v_max_v)};
  }
}

double FeramParameters::capacitance_f() const {
  return kVacuumPermittivity * permittivity * area_m2 / thickness_m;
}

FeramDevice::FeramDevice(const FeramParameters& parameters)
    : parameters_{parameters}, loop_{parameters.loop}, domains_{parameters.domains} {
  settle(1);
}

double FeramDevice::polarisation_c_per_m2() const {
  // Domains keep the remanent polarisation: what the field adds to it goes with the field.
  return parameters_.dynamics == PolarisationDynamics::quasi_static
             ? loop_.polarisation_c_per_m2()
             : parameters_.loop.pr_c_per_m2 * domains_.polarisation();
}

double FeramDevice::weight() const {
  return std::clamp(0.5 * (1 + polarisation_c_per_m2() / parameters_.loop.pr_c_per_m2), 0.0, 1.0);
}

FeramDevice::Read FeramDevice::read(DrawSequence& random) {
  const double before = polarisation_c_per_m2();
  const Pulse pulse{parameters_.v_write_v, parameters_.pulse_width_s};
  stimulate(pulse, Port::main, random);
  const double displaced_c = (polarisation_c_per_m2() - before) * parameters_.area_m2;
  const double charge_c = parameters_.capacitance_f() * pulse.amplitude_v + displaced_c;
  return {charge_c, displaced_c < parameters_.loop.pr_c_per_m2 * parameters_.area_m2};
}

void FeramDevice::write_back(bool up, DrawSequence& random) {
  const double v = up ? parameters_.v_write_v : -parameters_.v_write_v;
  stimulate({v, parameters_.pulse_width_s}, Port::main, random);
}

void FeramDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  if (parameters_.dynamics == PolarisationDynamics::quasi_static) {
    loop_.visit(pulse.amplitude_v);
    loop_.visit(0);
  } else {
    domains_.expose(pulse.amplitude_v, pulse.width_s, random);
  }
}

// A memory of two states: what lies between is reached by pulses alone.
void FeramDevice::settle(double weight) {
  const bool up = weight >= 0.5;
  loop_.saturate(up);
  domains_.settle(up ? 1 : 0);
}

void FeramDevice::visit_state(StateVisitor& visitor) {
  loop_.visit_state(visitor);
  domains_.visit_state(visitor);
}

}  // namespace softbound
