// SPDX-License-Identifier: Apache-2.0
#include "device/phase_change_cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

namespace {

// After this many pulses a train has forgotten how it began (the state returns by m1 a pulse), and
// more change nothing but the time this takes.
constexpr double kManyPulses = 1000;
// Units of the fits of [L:aihwkit-pcm].
constexpr double kFittedMaximumS = 25e-6;

double power(double base, double exponent) { return portable_exp(exponent * std::log(base)); }

}  // namespace

void PcmParameters::describe(ParameterVisitor& v) {
  step.describe(v);
  v.real({"write_noise", "", "multiplies the deviation of SET steps; 0: none", "[L:pcm]"},
         write_noise, at_least(0));
  v.real({"reset_spread", "", "relative deviation of the RESET state", "[L:pcm]"}, reset_spread,
         from_to(0, 1));
  v.real({"set_width_s", "s", "width of one SET pulse; others count in proportion", "[L:pcm]"},
         set_width_s, above(0));
  v.real({"v_x_v", "V", "smaller voltages change nothing", "[A]"}, v_x_v, above(0));
  v.real({"v_m_v", "V", "from here on it melts", "[A]"}, v_m_v, above(0));
  v.real({"v_full_v", "V", "from here on all of it freezes amorphous", "[A]"}, v_full_v, above(0));
  v.real({"v_max_v", "V", "larger voltages overstress and are not applied", "[A]"}, v_max_v,
         or_infinite(above(0)));
  v.real({"v_set_v", "V", "nominal SET pulse", "[A]"}, v_set_v, above(0));
  v.real({"v_reset_v", "V", "nominal RESET pulse", "[A]"}, v_reset_v, above(0));
  v.choice({"drift", "", "exponents: none, one a device, or by programmed state", "[L:pcm]"}, drift,
           {"off", "device", "programmed"});
  v.real({"nu", "", "drift exponent of a device", "[L:pcm] 0.04 and up"}, nu, at_least(0));
  v.real({"nu_spread", "", "its standard deviation among devices", "[A]"}, nu_spread, at_least(0));
  v.real({"t0_s", "s", "time from programming to the first read", "[L:pcm]"}, t0_s, above(0));
  v.choice({"read_noise_law", "", "none, linear in G, or 1/f", "[L:pcm]"}, read_noise,
           {"off", "linear", "flicker"});
  v.real({"m3", "", "linear read noise per conductance", "[L:pcm]"}, m3, at_least(0));
  v.real({"c3_s", "S", "linear read noise at G = 0", "[L:pcm]"}, c3_s, at_least(0));
  v.real({"read_time_s", "s", "1/f noise: width of a read", "[L:aihwkit-pcm]"}, read_time_s,
         above(0));
}

void PcmParameters::check() const {
  check_bounds(*this, "device");
  step.check();
  const auto ordered = [](const char* low_key, double low, const char* high_key, double high) {
    if (low < high) return;
    throw InputError{fmt::format("device.{} = {}: expected less than device.{} = {}", low_key, low,
                                 high_key, high)};
  };
  ordered("v_x_v", v_x_v, "v_m_v", v_m_v);
  ordered("v_m_v", v_m_v, "v_full_v", v_full_v);
  ordered("v_set_v", v_set_v, "v_m_v", v_m_v);
  ordered("v_reset_v", v_reset_v, "v_max_v", v_max_v);
  if (v_set_v < v_x_v) {
    throw InputError{
        fmt::format("device.v_set_v = {}: expected at least device.v_x_v = {}", v_set_v, v_x_v)};
  }
  if (v_reset_v < v_full_v) {
    throw InputError{fmt::format("device.v_reset_v = {}: expected at least device.v_full_v = {}",
                                 v_reset_v, v_full_v)};
  }
}

double PcmParameters::amorphous_share(double amplitude_v) const {
  return std::clamp((amplitude_v - v_m_v) / (v_full_v - v_m_v), 0.0, 1.0);
}

double PcmParameters::programmed_nu(double g_s) const {
  return std::clamp(-0.0155 * std::log(g_s / step.g_high_s) + 0.0244, 0.049, 0.1);
}

double PcmParameters::programmed_nu_deviation(double g_s) const {
  return std::clamp(-0.0125 * std::log(g_s / step.g_high_s) - 0.0059, 0.008, 0.045);
}

double PcmParameters::read_deviation_s(double g_s, double age_s) const {
  if (read_noise == PcmReadNoise::off) return 0;
  if (read_noise == PcmReadNoise::linear) return m3 * g_s + c3_s;
  // 0.2 is the largest Q: what it would take to pass it is a conductance of nearly nothing.
  const double ratio = g_s / step.g_high_s;
  const double q = ratio > 0 ? std::min(0.0088 * power(ratio, -0.65), 0.2) : 0.2;
  const double decades = std::log((age_s + read_time_s) / (2 * read_time_s));
  return g_s * q * std::sqrt(std::max(0.0, decades));
}

double PcmParameters::programming_deviation_s(double g_s) const {
  const double ratio = g_s / step.g_high_s;
  const double fitted_us = -1.1731 * ratio * ratio + 1.9650 * ratio + 0.2635;
  return std::max(fitted_us, 0.0) * 1e-6 * step.g_high_s / kFittedMaximumS;
}

double PhaseChangeCell::conductance_s(const PcmParameters& parameters) const {
  if (parameters.drift == DriftStatistics::off || age_s_ <= parameters.t0_s) return growth_.g_s;
  return growth_.g_s * power(age_s_ / parameters.t0_s, -nu_);
}

double PhaseChangeCell::read_conductance_s(const PcmParameters& parameters,
                                           DrawSequence& random) const {
  const double g_s = conductance_s(parameters);
  const double deviation_s = parameters.read_deviation_s(g_s, age_s_);
  return deviation_s > 0 ? g_s + deviation_s * random.normal() : g_s;
}

void PhaseChangeCell::programmed(const PcmParameters& parameters, const CrystalGrowth& growth) {
  growth_ = growth;
  age_s_ = 0;
  if (parameters.drift == DriftStatistics::programmed) {
    nu_ = parameters.programmed_nu(growth.g_s);
    nu_due_ = true;
  }
}

void PhaseChangeCell::apply(const PcmParameters& parameters, const Pulse& pulse,
                            DrawSequence& random) {
  const double amplitude_v = std::abs(pulse.amplitude_v);
  if (amplitude_v < parameters.v_x_v) {
    relax(parameters, pulse.width_s, random);
    return;
  }
  const CumulativeStep& step = parameters.step;
  if (amplitude_v >= parameters.v_m_v) {
    const double share = parameters.amorphous_share(amplitude_v);
    const double mean_s = step.g_high_s * power(step.g_low_s / step.g_high_s, share);
    const double spread = parameters.reset_spread * share;
    const double noise = spread > 0 ? 1 + spread * random.normal() : 1;
    // Nearly no conductance rather than none: its logarithm is asked for.
    programmed(parameters, {std::clamp(mean_s * noise, 1e-3 * step.g_low_s, step.g_high_s), 1});
    return;
  }
  // A width that was whole picoseconds comes back a few ulp off: it is still one pulse.
  double pulses = pulse.width_s / parameters.set_width_s;
  if (std::abs(pulses - 1) < 1e-12) pulses = 1;
  CrystalGrowth growth{conductance_s(parameters), growth_.memory};
  for (double left = std::min(pulses, kManyPulses); left > 0; left -= 1) {
    const double xi = parameters.write_noise > 0 ? parameters.write_noise * random.normal() : 0;
    growth = step.after(growth, std::min(left, 1.0), xi);
  }
  programmed(parameters, growth);
}

void PhaseChangeCell::relax(const PcmParameters& parameters, double time_s, DrawSequence& random) {
  if (nu_due_) {
    const double deviation = parameters.drift == DriftStatistics::programmed
                                 ? parameters.programmed_nu_deviation(growth_.g_s)
                                 : parameters.nu_spread;
    if (deviation > 0) nu_ = std::max(0.0, nu_ + deviation * random.normal());
    nu_due_ = false;
  }
  age_s_ += time_s;
}

void PhaseChangeCell::settle(const PcmParameters& parameters, double g_s) {
  const auto& step = parameters.step;
  programmed(parameters, step.way_to(std::clamp(g_s, step.g_low_s, step.g_high_s)).state);
}

void PhaseChangeCell::program(const PcmParameters& parameters, double g_s, DrawSequence& random) {
  settle(parameters, g_s + parameters.programming_deviation_s(g_s) * random.normal());
}

void PhaseChangeCell::set_towards(const PcmParameters& parameters, double g_s,
                                  DrawSequence& random) {
  const CumulativeStep& step = parameters.step;
  const Pulse pulse{parameters.v_set_v, parameters.set_width_s};
  const double pulses = step.way_to(std::clamp(g_s, step.g_low_s, step.g_high_s)).pulses;
  for (long n = std::lround(pulses); n > 0; --n) apply(parameters, pulse, random);
}

void PhaseChangeCell::visit_state(StateVisitor& visitor) {
  visitor.real(growth_.g_s);
  visitor.real(growth_.memory);
  visitor.real(age_s_);
  visitor.real(nu_);
  visitor.flag(nu_due_);
}

}  // namespace softbound
