// SPDX-License-Identifier: Apache-2.0
#include "device/telegraph_noise.h"

#include <limits>

#include "core/elementary.h"

namespace softbound {

namespace {

constexpr double kNoMemory = 1;  // beta of exponential dwell times
// Of this many correlation times nothing is left but the equilibrium: e^-64 is no double's digit.
constexpr double kForgotten = 64;

}  // namespace

void TelegraphParameters::describe(ParameterVisitor& v) {
  v.real({"rtn_tau_low_s", "s", "mean dwell time in the low state", "[A]"}, tau_low_s, above(0));
  v.real({"rtn_tau_high_s", "s", "mean dwell time in the high state at 0 V", "[A]"}, tau_high_s,
         above(0));
  v.real({"rtn_v_r_v", "V", "shortens the high state e-fold", "[A]"}, v_r_v, above(0));
  v.real({"rtn_step", "", "dG / G of the high state", "[A]"}, relative_step, at_least(0));
}

void TelegraphParameters::check() const { check_bounds(*this, "device"); }

double TelegraphParameters::high_s(double voltage_v) const {
  return std::max(tau_high_s * portable_exp(-voltage_v / v_r_v),
                  std::numeric_limits<double>::min());
}

double TelegraphParameters::correlation_s(double voltage_v) const {
  return 1 / (1 / low_s() + 1 / high_s(voltage_v));
}

double TelegraphNoise::next_switch_s(double voltage_v, DrawSequence& random) {
  const double time_s = trap_.hazard_left(kNoMemory, random) * dwell_s(voltage_v);
  trap_.set(!trap_.up());
  return time_s;
}

void TelegraphNoise::advance(double time_s, double voltage_v, DrawSequence& random) {
  if (time_s > kForgotten * parameters_.correlation_s(voltage_v)) {
    const double high_s = parameters_.high_s(voltage_v);
    trap_.set(random.uniform() * (high_s + parameters_.low_s()) < high_s);
    return;
  }
  while (true) {
    const double dwell = dwell_s(voltage_v);
    const double left_s = trap_.hazard_left(kNoMemory, random) * dwell;
    if (time_s <= left_s) {
      trap_.drive(time_s / dwell, kNoMemory, random);
      return;
    }
    time_s -= left_s;
    trap_.set(!trap_.up());
  }
}

}  // namespace softbound
