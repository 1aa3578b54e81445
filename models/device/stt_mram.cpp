// SPDX-License-Identifier: Apache-2.0
#include "device/stt_mram.h"

#include <fmt/format.h>

#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr double kNoMemory = 1;  // beta of the exponential law
constexpr double kNearlyCertain = 0.999999;

}  // namespace

void SttMramParameters::describe(ParameterVisitor& v) {
  junction.describe(v);
  torque.describe(v);
  v.whole({"polarity", "", "sign of the voltage that makes it parallel, -1 or 1", "[R]"}, polarity,
          from_to(-1, 1));
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[A]"}, pulse_width_s, above(0));
  v.real({"p_switch", "", "probability that the nominal pulse switches", "[C]"}, p_switch,
         Bounds{0, kNearlyCertain, false, false});
  v.real({"v_max_v", "V", "larger voltages overstress and are not applied", "[A]"}, v_max_v,
         or_infinite(above(0)));
}

void SttMramParameters::check() const {
  check_bounds(*this, "device");
  if (polarity == 0) throw InputError{"device.polarity = 0: expected -1 or 1"};
  // The least that any current does; the time constant without current is that of the barrier.
  const double least =
      one_minus_exp_neg(pulse_width_s / torque.tau0_s * portable_exp(-torque.delta));
  if (p_switch <= least) {
    throw InputError{fmt::format(
        "device.p_switch = {}: expected more than {}, what the smallest current does in "
        "device.pulse_width_s with device.delta = {}",
        p_switch, least, torque.delta)};
  }
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    const double amplitude_v = std::abs(nominal_pulse(kind).amplitude_v);
    if (amplitude_v > v_max_v) {
      throw InputError{
          fmt::format("device.v_max_v = {}: expected at least {}, where device.p_switch is reached",
                      v_max_v, amplitude_v)};
    }
  }
}

Pulse SttMramParameters::nominal_pulse(WriteKind kind) const {
  const double current_a = torque.current_for_a(pulse_width_s / -std::log1p(-p_switch));
  const bool from_parallel = kind == WriteKind::ltd;
  // V = I R(V) lies between I R_P and I R_AP(0), and I(V) grows with V.
  double low = current_a * junction.resistance_ohm(true, 0);
  double high = current_a * junction.resistance_ohm(from_parallel, 0);
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    const double reached_a = middle / junction.resistance_ohm(from_parallel, middle);
    (reached_a < current_a ? low : high) = middle;
  }
  const bool positive = (kind == WriteKind::ltp) == (polarity > 0);
  return {positive ? high : -high, pulse_width_s};
}

ConductanceBounds SttMramDevice::bounds() const {
  return {parameters_.junction.conductance_s(false), parameters_.junction.conductance_s(true)};
}

double SttMramDevice::hazard(const Pulse& pulse) const {
  const bool towards_parallel = (pulse.amplitude_v > 0) == (parameters_.polarity > 0);
  if (pulse.amplitude_v == 0 || towards_parallel == parallel()) return 0;
  const double current_a = std::abs(current(pulse.amplitude_v));
  return pulse.width_s / parameters_.torque.time_constant_s(current_a);
}

double SttMramDevice::switching_probability(const Pulse& pulse, Port) const {
  return one_minus_exp_neg(hazard(pulse));
}

void SttMramDevice::stimulate(const Pulse& pulse, Port, DrawSequence& random) {
  element_.drive(hazard(pulse), kNoMemory, random);
}

DeviceWindow SttMram::nominal() const {
  return {parameters_.junction.conductance_s(false), parameters_.junction.conductance_s(true), 0};
}

}  // namespace softbound
