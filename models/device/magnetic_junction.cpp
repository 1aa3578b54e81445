// SPDX-License-Identifier: Apache-2.0
#include "device/magnetic_junction.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/elementary.h"

namespace softbound {

namespace {

constexpr double kPi = 3.14159265358979323846;
// Below this multiple of the critical current the precessional time, which is infinite at 1, stands
// still (ledger 4.3).
constexpr double kLeastOverdrive = 1.2;

}  // namespace

void MagneticJunction::describe(ParameterVisitor& v) {
  v.real({"r_p_ohm", "Ohm", "resistance of the parallel state", "[A]"}, r_p_ohm, above(0));
  v.real({"tmr0", "", "tunnel magnetoresistance without voltage", "[A]"}, tmr0, above(0));
  v.real({"v_h_v", "V", "halves the magnetoresistance", "[A]"}, v_h_v, above(0));
}

double MagneticJunction::resistance_ohm(bool parallel, double voltage_v) const {
  if (parallel) return r_p_ohm;
  const double ratio = voltage_v / v_h_v;
  return r_p_ohm * (1 + tmr0 / (1 + ratio * ratio));
}

void SpinTransferTorque::describe(ParameterVisitor& v) {
  v.real({"delta", "", "thermal stability of the free layer", "[M:standard]"}, delta, above(0));
  v.real({"tau0_s", "s", "attempt time", "[M:standard]"}, tau0_s, above(0));
  v.real({"tau_d_s", "s", "time scale of precessional switching", "[M:standard]"}, tau_d_s,
         above(0));
  v.real({"i_c0_a", "A", "critical current of spin-transfer torque", "[A]"}, i_c0_a, above(0));
  v.real({"exponent", "", "b of the barrier (1 - I/I_c0)^b, 1 or 2 by author", "[L:stt-b]"},
         exponent, above(0));
}

double SpinTransferTorque::precessional_time_s(double current_a) const {
  // A barrier of less than 0.2 kT has no small initial angle; the logarithm stays positive.
  const double angle = std::min(std::sqrt(1 / (2 * delta)), 0.5 * kPi);
  return tau_d_s * std::log(kPi / (2 * angle)) / (current_a / i_c0_a - 1);
}

double SpinTransferTorque::time_constant_s(double current_a) const {
  if (current_a == 0) return std::numeric_limits<double>::infinity();
  const double ratio = current_a / i_c0_a;
  // Above the critical current the barrier is negative: the thermal time falls on, and the
  // precessional one is the longer.
  const double distance = 1 - ratio;
  const double power =
      exponent == 1 ? distance : std::copysign(std::pow(std::abs(distance), exponent), distance);
  const double barrier = delta * power;
  return std::max(tau0_s * portable_exp(barrier),
                  precessional_time_s(std::max(ratio, kLeastOverdrive) * i_c0_a));
}

double SpinTransferTorque::switching_probability(double current_a, double time_s) const {
  return one_minus_exp_neg(time_s / time_constant_s(current_a));
}

double SpinTransferTorque::current_for_a(double time_constant_s_wanted) const {
  double low = 0, high = i_c0_a;
  while (time_constant_s(high) > time_constant_s_wanted) {
    low = high;
    high *= 2;
  }
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    (time_constant_s(middle) > time_constant_s_wanted ? low : high) = middle;
  }
  return high;
}

}  // namespace softbound
