// SPDX-License-Identifier: Apache-2.0
#include "device/filament.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace softbound {

namespace {

constexpr double kBoltzmannEvPerK = 8.617333e-5;
constexpr double kNmPerM = 1e9;

/// Right-hand side of the two equations under V = start + slope t.
struct FilamentRates {
  const FilamentParameters& p;
  double start_v;
  double slope_v_per_s;
  double limit_a;
  double noise;
  double start_sinh;  ///< of V/V0

  template <class Scalar>
  StatePair<Scalar> operator()(const StatePair<Scalar>& y, const Scalar& t) const {
    const Scalar& gap = y[0];
    Scalar v = start_v + slope_v_per_s * t;
    const Scalar scale = p.i0_a * exp_of(-gap / p.g0_nm);
    Scalar i = slope_v_per_s == 0 ? scale * start_sinh : scale * sinh_of(v / p.v0_v);
    if (std::abs(value_of(i)) > limit_a) {
      const double sign = value_of(i) > 0 ? 1 : -1;
      i = Scalar{sign * limit_a};
      v = sign * p.v0_v * asinh_of(limit_a / scale);
    }
    const Scalar heating = p.r_th_k_per_w * (v * i);
    const Scalar temperature = p.tau_th_s > 0 ? y[1] : p.t_ambient_k + heating;

    const Scalar gamma = p.gamma0 - p.beta * (gap * gap * gap);
    Scalar field_v_per_nm = gamma * v / p.oxide_nm;
    if (p.unipolar && value_of(v) < 0) field_v_per_nm = -field_v_per_nm;
    Scalar rate{0.0};
    const Scalar part = part_beyond_least_field(field_v_per_nm);
    if (value_of(part) > 0) {
      const Scalar drop = p.a0_nm * field_v_per_nm;
      const Scalar kt = kBoltzmannEvPerK * temperature;
      rate = (-p.velocity_m_per_s * kNmPerM) * (exp_of((drop - p.ea_generation_ev) / kt) -
                                                exp_of((-drop - p.ea_recombination_ev) / kt));
      rate = part * rate;
      if (noise != 0) {
        rate = rate * (1 + noise / (1 + exp_of((p.t_crit_k - temperature) / p.t_smooth_k)));
      }
    }
    Scalar warming{0.0};
    if (p.tau_th_s > 0) warming = (heating - (y[1] - p.t_ambient_k)) / p.tau_th_s;
    return {rate, warming};
  }

  /// 0 below the least field, 1 above it, the change smeared over 0.03 % of it: where a gap
  /// opens until its field is the least one, and the voltage rises on, this makes an equilibrium
  /// of what would be a chatter.
  template <class Scalar>
  Scalar part_beyond_least_field(const Scalar& field_v_per_nm) const {
    if (p.field_min_v_per_m == 0) return Scalar{1.0};
    const Scalar magnitude = value_of(field_v_per_nm) < 0 ? -field_v_per_nm : field_v_per_nm;
    const Scalar beyond = 3e3 * (magnitude * (kNmPerM / p.field_min_v_per_m) - 1);
    if (value_of(beyond) < -40) return Scalar{0.0};
    if (value_of(beyond) > 40) return Scalar{1.0};
    return 1 / (1 + exp_of(-beyond));
  }
};

}  // namespace

void FilamentParameters::describe(ParameterVisitor& v) {
  v.real({"i0_a", "A", "current scale", "[L:stanford]"}, i0_a, above(0));
  v.real({"g0_nm", "nm", "gap by which the current falls e-fold", "[L:stanford]"}, g0_nm,
         from_to(1e-2, 100));
  v.real({"v0_v", "V", "voltage scale of the current", "[L:stanford]"}, v0_v, from_to(1e-2, 100));
  v.real({"velocity_m_per_s", "m/s", "attempt rate of the gap, by exponential", "[L:stanford]"},
         velocity_m_per_s, from_to(0, 1e6));
  v.real({"gamma0", "", "field enhancement without a gap", "[L:stanford]"}, gamma0,
         from_to(0, 1e3));
  v.real({"beta", "", "decrease of the enhancement with the cube of the gap in nm", "[L:stanford]"},
         beta, from_to(0, 1e3));
  v.real({"ea_generation_ev", "eV", "energy to generate a vacancy", "[L:stanford]"},
         ea_generation_ev, from_to(0, 10));
  v.real({"ea_recombination_ev", "eV", "energy to recombine", "[L:stanford]"}, ea_recombination_ev,
         from_to(0, 10));
  v.real({"a0_nm", "nm", "hopping distance", "[L:stanford]"}, a0_nm, from_to(0, 10));
  v.real({"oxide_nm", "nm", "thickness of the oxide", "[L:stanford]"}, oxide_nm,
         from_to(1e-1, 1e3));
  v.real({"field_min_v_per_m", "V/m", "below this enhanced field the gap stays", "[L:stanford]"},
         field_min_v_per_m, at_least(0));
  v.real({"g_min_nm", "nm", "smallest gap", "[L:stanford]"}, g_min_nm, at_least(0));
  v.real({"g_max_nm", "nm", "largest gap", "[L:stanford]"}, g_max_nm, from_to(0, 100));
  v.real({"t_ambient_k", "K", "ambient temperature", "[L:stanford]"}, t_ambient_k,
         from_to(100, 1000));
  v.real({"r_th_k_per_w", "K/W", "thermal resistance", "[L:stanford]"}, r_th_k_per_w,
         from_to(0, 1e9));
  v.real({"tau_th_s", "s", "thermal time constant; 0: follows the power at once", "[L:stanford]"},
         tau_th_s, from_to(0, 1));
  v.flag({"unipolar", "", "one polarity: heat ruptures the filament", "[R]"}, unipolar);
  v.real({"t_reset_k", "K", "temperature of rupture, unipolar", "[A]"}, t_reset_k, above(0));
  v.real({"delta_g", "", "rate noise of a pulse, see t_crit_k; the model's value is 0.02",
          "[L:stanfordB]"},
         delta_g, from_to(0, 1));
  v.real({"t_crit_k", "K", "temperature from which the rate noise counts", "[L:stanfordB]"},
         t_crit_k, at_least(0));
  v.real({"t_smooth_k", "K", "how gradually it begins to count", "[L:stanfordB]"}, t_smooth_k,
         above(0));
  v.flag({"formed", "", "the filament exists from the start", "[A]"}, formed);
  v.real({"v_form_v", "V", "voltage beyond which the filament forms", "[A]"}, v_form_v, above(0));
  v.real({"g_unformed_s", "S", "conductance before that", "[A]"}, g_unformed_s, above(0));
  v.real({"v_read_v", "V", "voltage at which the conductance is read", "[L:stanfordB]"}, v_read_v,
         above(0));
  v.real({"v_max_v", "V", "largest voltage the device survives", "[A]"}, v_max_v, from_to(0, 100));
  v.real({"tolerance", "", "relative error of the conductance in a step of integration", "[A]"},
         tolerance, from_to(1e-8, 0.1));
}

void FilamentParameters::check() const {
  check_bounds(*this, "device");
  if (g_min_nm >= g_max_nm) {
    throw InputError{fmt::format("device.g_min_nm = {}: expected less than device.g_max_nm = {}",
                                 g_min_nm, g_max_nm)};
  }
  if (gamma0 - beta * g_max_nm * g_max_nm * g_max_nm < 0) {
    throw InputError{
        fmt::format("device.beta = {}: expected at most device.gamma0 / device.g_max_nm^3 = {}",
                    beta, gamma0 / (g_max_nm * g_max_nm * g_max_nm))};
  }
  const double drop_ev = a0_nm * gamma0 * v_max_v / oxide_nm;
  const double largest_drop_ev = 500 * kBoltzmannEvPerK * t_ambient_k;
  if (drop_ev > largest_drop_ev) {
    throw InputError{
        fmt::format("device.gamma0 = {}: expected a field that lowers energies by at most {} eV at "
                    "device.v_max_v, not by {}",
                    gamma0, largest_drop_ev, drop_ev)};
  }
  // exp(100) is a current that nothing conducts.
  if (std::max(v_max_v, v_read_v) / v0_v > 100) {
    throw InputError{fmt::format("device.v0_v = {}: expected at least a 100th of {} V", v0_v,
                                 std::max(v_max_v, v_read_v))};
  }
  if (g_max_nm / g0_nm > 100) {
    throw InputError{fmt::format(
        "device.g0_nm = {}: expected at least a 100th of device.g_max_nm = {}", g0_nm, g_max_nm)};
  }
  if (t_reset_k <= t_ambient_k) {
    throw InputError{
        fmt::format("device.t_reset_k = {}: expected more than device.t_ambient_k = {}", t_reset_k,
                    t_ambient_k)};
  }
}

double FilamentParameters::current_a(double gap_nm, double voltage_v) const {
  return i0_a * portable_exp(-gap_nm / g0_nm) * sinh_of(voltage_v / v0_v);
}

double FilamentParameters::gap_nm(double conductance_s) const {
  const double gap = g0_nm * std::log(i0_a * sinh_of(v_read_v / v0_v) / (v_read_v * conductance_s));
  return std::min(g_max_nm, std::max(g_min_nm, gap));
}

double Filament::advance(FilamentState& state, const VoltageRamp& ramp, double limit_a,
                         double rate_noise) const {
  if (ramp.duration_s == 0) return 0;
  const double slope = (ramp.end_v - ramp.start_v) / ramp.duration_s;
  const FilamentRates rates{*p_,     ramp.start_v, slope,
                            limit_a, rate_noise,   sinh_of(ramp.start_v / p_->v0_v)};
  IntegrationLimits limits;
  limits.tolerance = {p_->tolerance * p_->g0_nm, p_->tolerance * 50};
  limits.largest_tolerance = p_->tolerance * 2000;
  limits.magnitude = {p_->g0_nm, 100};
  limits.low = p_->g_min_nm;
  limits.high = p_->g_max_nm;
  StatePair<double> y{state.gap_nm, state.temperature_k};
  bool ruptured = false;
  const double time = integrate(rates, y, ramp.duration_s, limits, [&](const auto& now) {
    return ruptured = p_->unipolar && now[1] > p_->t_reset_k;
  });
  state = {ruptured ? p_->g_max_nm : y[0], y[1]};
  return time;
}

void Filament::cool(FilamentState& state, double time_s) const {
  const double left = p_->tau_th_s > 0 ? decay(time_s / p_->tau_th_s).left : 0;
  state.temperature_k = p_->t_ambient_k + (state.temperature_k - p_->t_ambient_k) * left;
}

}  // namespace softbound
