// SPDX-License-Identifier: Apache-2.0
#include "device/sot_mram.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr double kNoMemory = 1;  // beta of the exponential law
constexpr double kNearlyCertain = 0.999999;

/// Hazard of one trial of the logistic law: -ln(1 - P) = ln(1 + e^x) for P = 1 / (1 + e^-x).
double softplus(double x) {
  return x > 0 ? x + std::log1p(portable_exp(-x)) : std::log1p(portable_exp(x));
}

}  // namespace

void SotMramParameters::describe(ParameterVisitor& v) {
  junction.describe(v);
  torque.describe(v);
  v.real({"v_max_v", "V", "largest voltage across the junction", "[A]"}, v_max_v,
         or_infinite(above(0)));
  v.real({"j_c0_a_per_m2", "A/m^2", "critical current density of a pulse of t_x", "[C]"},
         j_c0_a_per_m2, above(0));
  v.real({"q_c_per_m2", "C/m^2", "short pulses need this over their length more", "[C]"},
         q_c_per_m2, at_least(0));
  v.real({"switching_spread", "", "width of the switching probability in units of J_c", "[A]"},
         spread, above(0));
  v.real({"t_x_s", "s", "longer pulses are helped by heat", "[A]"}, t_x_s, above(0));
  v.real({"line_delta", "", "thermal stability against the write line", "[A]"}, line_delta,
         above(0));
  v.real({"h_x_t", "T", "in-plane field along the write line; its sign counts", "[A]"}, h_x_t,
         any_number());
  v.flag({"field_free", "", "the stack needs no field: as with a positive one", "[A]"}, field_free);
  v.whole({"polarity", "", "sign of J H_x that makes it parallel, -1 or 1", "[A]"}, polarity,
          from_to(-1, 1));
  v.real({"line_resistivity_ohm_m", "Ohm m", "of the heavy metal", "[A]"}, line_resistivity_ohm_m,
         above(0));
  v.real({"line_length_m", "m", "over which the line's voltage drops", "[A]"}, line_length_m,
         above(0));
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[A]"}, pulse_width_s, above(0));
  v.real({"p_switch", "", "probability that the nominal pulse switches", "[C]"}, p_switch,
         Bounds{0, kNearlyCertain, false, false});
  v.real({"line_v_max_v", "V", "largest voltage along the write line", "[A]"}, line_v_max_v,
         or_infinite(above(0)));
}

void SotMramParameters::check() const {
  check_bounds(*this, "device");
  if (polarity == 0) throw InputError{"device.polarity = 0: expected -1 or 1"};
  if (critical_current_density_a_per_m2(pulse_width_s) == 0 ||
      1 + spread * std::log(p_switch / (1 - p_switch)) <= 0) {
    throw InputError{fmt::format(
        "device.p_switch = {}: expected more than any current has with device.switching_spread = "
        "{} and device.pulse_width_s = {}",
        p_switch, spread, pulse_width_s)};
  }
  const double amplitude_v = std::abs(nominal_pulse(WriteKind::ltp).amplitude_v);
  if (amplitude_v > line_v_max_v) {
    throw InputError{fmt::format(
        "device.line_v_max_v = {}: expected at least {}, where device.p_switch is reached",
        line_v_max_v, amplitude_v)};
  }
}

double SotMramParameters::critical_current_density_a_per_m2(double time_s) const {
  const double heat = std::max(0.0, std::log(time_s / t_x_s)) / line_delta;
  return std::max(0.0, j_c0_a_per_m2 * (1 - heat)) + q_c_per_m2 / time_s;
}

double SotMramParameters::switching_probability(double current_density_a_per_m2,
                                                double time_s) const {
  if (current_density_a_per_m2 == 0 || time_s == 0) return 0;
  const double ratio =
      std::abs(current_density_a_per_m2) / critical_current_density_a_per_m2(time_s);
  return 1 / (1 + portable_exp(-(ratio - 1) / spread));
}

int SotMramParameters::field_sign() const {
  if (field_free) return 1;
  return h_x_t > 0 ? 1 : h_x_t < 0 ? -1 : 0;
}

Pulse SotMramParameters::nominal_pulse(WriteKind kind) const {
  const double ratio = 1 + spread * std::log(p_switch / (1 - p_switch));
  const double amplitude_v = ratio * critical_current_density_a_per_m2(pulse_width_s) *
                             line_resistivity_ohm_m * line_length_m;
  const bool positive = (kind == WriteKind::ltp) == (field_sign() * polarity > 0);
  return {positive ? amplitude_v : -amplitude_v, pulse_width_s};
}

ConductanceBounds SotMramDevice::bounds() const {
  return {parameters_.junction.conductance_s(false), parameters_.junction.conductance_s(true)};
}

// Reads stay below the critical current and never switch (ledger 4.7); beyond it, the junction is
// one of STT-MRAM, positive towards parallel.
double SotMramDevice::junction_hazard(const Pulse& pulse) const {
  const double current_a = std::abs(current(pulse.amplitude_v));
  if (current_a < parameters_.torque.i_c0_a || (pulse.amplitude_v > 0) == parallel()) return 0;
  return pulse.width_s / parameters_.torque.time_constant_s(current_a);
}

double SotMramDevice::line_hazard(const Pulse& pulse) const {
  const double density = parameters_.current_density_a_per_m2(pulse.amplitude_v);
  if (density == 0) return 0;
  const double ratio =
      std::abs(density) / parameters_.critical_current_density_a_per_m2(pulse.width_s);
  const double x = (ratio - 1) / parameters_.spread;
  const int field = parameters_.field_sign();
  if (field == 0) {
    // The layer is turned into the plane and falls back to either side.
    return -std::log1p(-0.5 / (1 + portable_exp(-x)));
  }
  const bool towards_parallel = density * field * static_cast<double>(parameters_.polarity) > 0;
  return towards_parallel == parallel() ? 0 : softplus(x);
}

double SotMramDevice::switching_probability(const Pulse& pulse, Port port) const {
  if (pulse.width_s == 0) return 0;
  return one_minus_exp_neg(port == Port::write_line ? line_hazard(pulse) : junction_hazard(pulse));
}

void SotMramDevice::stimulate(const Pulse& pulse, Port port, DrawSequence& random) {
  if (port == Port::main) {
    element_.drive(junction_hazard(pulse), kNoMemory, random);
    return;
  }
  if (parameters_.field_sign() == 0) flags_.undetermined = true;
  element_.drive(line_hazard(pulse), kNoMemory, random);
}

DeviceWindow SotMram::nominal() const {
  return {parameters_.junction.conductance_s(false), parameters_.junction.conductance_s(true), 0};
}

}  // namespace softbound
