// SPDX-License-Identifier: Apache-2.0
#include "device/soft_bound.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softbound {

void SoftBoundParameters::describe(ParameterVisitor& v) {
  const auto step = from_to(0, 1);
  const auto exponent = from_to(0, FixedPower::kLargestExponent);
  v.real({"a_p", "", "LTP step of the nominal pulse at w = 0", step_source}, ltp.a, step);
  v.real({"a_d", "", "LTD step of the nominal pulse at w = 1", step_source}, ltd.a, step);
  v.real({"gamma_p", "", "exponent of the soft bound, LTP", step_source}, ltp.gamma, exponent);
  v.real({"gamma_d", "", "exponent of the soft bound, LTD", step_source}, ltd.gamma, exponent);
  v.real({"pulse_width_s", "s", "width of the nominal pulse", step_source}, pulse_width_s,
         above(0));
  v.flag({"amplitude_law", "", "steps depend on the voltage that reaches the device",
          amplitude_source},
         amplitude_law);
  v.real({"v_p_v", "V", "magnitude of the nominal LTP pulse", step_source}, ltp.v_nominal_v,
         above(0));
  v.real({"v_d_v", "V", "magnitude of the nominal LTD pulse", step_source}, ltd.v_nominal_v,
         above(0));
  v.real({"v_c_p_v", "V", "amplitude law: LTP grows e-fold per this", amplitude_source}, ltp.v_c_v,
         above(0));
  v.real({"v_c_d_v", "V", "amplitude law: LTD grows e-fold per this", amplitude_source}, ltd.v_c_v,
         above(0));
  v.real({"m_p", "", "exponent of the pulse width, LTP", amplitude_source}, ltp.m, at_least(0));
  v.real({"m_d", "", "exponent of the pulse width, LTD", amplitude_source}, ltd.m, at_least(0));
  window.describe(v);
}

void SoftBoundParameters::check() const {
  check_bounds(*this, "device");
  window.check();
}

SoftBound::SoftBound(const SoftBoundParameters& parameters)
    : parameters_{parameters},
      ltp_{parameters.ltp.a, parameters.ltp.gamma},
      ltd_{parameters.ltd.a, parameters.ltd.gamma} {}

void SoftBound::describe(ParameterVisitor& visitor) {
  auto changed = parameters_;
  changed.describe(visitor);
  set_parameters(changed);
}

void SoftBound::set_parameters(const SoftBoundParameters& parameters) {
  parameters_ = parameters;
  ltp_ = BoundedStep{parameters.ltp.a, parameters.ltp.gamma};
  ltd_ = BoundedStep{parameters.ltd.a, parameters.ltd.gamma};
}

std::optional<PortPulse> SoftBound::nominal_pulse(WriteKind kind) const {
  const auto& direction = kind == WriteKind::ltp ? parameters_.ltp : parameters_.ltd;
  return PortPulse{
      {parameters_.window.signed_v(kind, direction.v_nominal_v), parameters_.pulse_width_s},
      write_port()};
}

double SoftBound::strength(const WritePulse& pulse) const {
  const auto& direction = pulse.kind == WriteKind::ltp ? parameters_.ltp : parameters_.ltd;
  double strength = 1;
  const double widths = in_nominal_widths(pulse, parameters_.pulse_width_s);
  if (widths != 1) strength = direction.m == 1 ? widths : std::pow(widths, direction.m);
  if (parameters_.amplitude_law) {
    if (pulse.amplitude_v < parameters_.window.v_dead_v) return 0;
    strength *= std::exp((pulse.amplitude_v - direction.v_nominal_v) / direction.v_c_v);
  }
  return std::min(strength, std::numeric_limits<double>::max());
}

double SoftBound::weight_after(const WritePulse& pulse, double weight, double noise) const {
  if (pulse.width_s == 0 || overstressed(pulse)) return weight;
  const double pulse_strength = strength(pulse);
  if (pulse_strength == 0) return weight;
  return pulse.kind == WriteKind::ltp ? ltp_.potentiated(weight, pulse_strength, noise)
                                      : ltd_.depressed(weight, pulse_strength, noise);
}

void SoftBound::weights_after(const WritePulse& pulse, std::size_t n, const double* weight,
                              const double* noise, double* after) const {
  const double pulse_strength = pulse.width_s == 0 || overstressed(pulse) ? 0 : strength(pulse);
  if (pulse_strength == 0) {
    std::copy(weight, weight + n, after);
  } else if (pulse.kind == WriteKind::ltp) {
    ltp_.potentiate(n, pulse_strength, weight, noise, after);
  } else {
    ltd_.depress(n, pulse_strength, weight, noise, after);
  }
}

}  // namespace softbound
