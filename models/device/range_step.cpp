// SPDX-License-Identifier: Apache-2.0
#include "device/range_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/elementary.h"

namespace softbound {

namespace {

std::vector<RangeStepPreset> make_presets() {
  std::vector<RangeStepPreset> presets;
  // Spreads and noise: of dw, of the bounds, from step to step.
  const auto add = [&](const char* name, const char* summary, const char* source,
                       const std::array<double, 3>& spreads,
                       const RangeStepParameters& parameters) {
    const auto [of_dw, of_bounds, sigma] = spreads;
    const DeviceWindow window{20e-6, 200e-6, sigma};
    RangeStepPreset preset{name, summary, source, window, parameters, {}};
    preset.parameters.window.source = "[A]";
    preset.options.spread = range_spread(parameters, window, of_dw, of_bounds);
    presets.push_back(preset);
  };
  RangeStepParameters p;
  p.shape = StepShape::exponential;
  p.dw = 0.00135;
  p.up_down = 0.259359;
  p.exponential = {-0.5, -0.5, 5, 5, -1.18445, -0.081404};
  add("reram_es", "ReRAM with exponential steps (Gong 2018)",
      "[L:aihwkit] ReRAM-ES; form of the law [M:aihwkit]", {0.2, 0.3, 5.0}, p);

  p = {};
  p.shape = StepShape::soft_bounds;
  p.dw = 0.002;
  p.w_max = 1.25;
  p.w_min = -0.75;
  add("reram_sb", "ReRAM with soft bounds, steps relative to a range", "[L:aihwkit] ReRAM-SB",
      {0.3, 0.24, 3.75}, p);

  p = {};
  p.shape = StepShape::linear;
  p.dw = 0.005;
  p.slope_up = p.slope_down = 0.05;
  add("capacitor", "3T1C cell: a capacitor, charged by a p and an n transistor",
      "[R] Fig. 9, device D12, [L:aihwkit] capacitor (Li 2018)", {0.1, 0.07, 0.3}, p);
  presets.back().options.leak_tau_s = 1;

  p = {};
  p.dw = 2e-4;
  add("idealised", "equal steps, 10,000 of them over the range", "[L:aihwkit] idealised",
      {0.3, 0.3, 0.3}, p);

  p = {};
  p.dw = 0.0016;
  add("gokmen_vlasov", "equal steps, 1,200 over the range; what training was first asked of",
      "[L:aihwkit] Gokmen-Vlasov", {0.3, 0.3, 0.3}, p);
  return presets;
}

}  // namespace

std::string range_spread(const RangeStepParameters& parameters, const DeviceWindow& window,
                         double of_dw, double of_bounds) {
  const double siemens = (window.g_max_s - window.g_min_s) / (parameters.w_max - parameters.w_min);
  return fmt::format("dw {}, g_min_s {:.4g} abs, g_max_s {:.4g} abs", of_dw,
                     -parameters.w_min * of_bounds * siemens,
                     parameters.w_max * of_bounds * siemens);
}

void RangeStepParameters::describe(ParameterVisitor& v) {
  v.choice({"step_shape", "", "how a step depends on the position in the range", step_source},
           shape, {"exponential", "soft_bounds", "linear", "constant"});
  v.real({"dw", "", "step of the nominal pulse, in units of the range", step_source}, dw,
         from_to(0, 1));
  v.real({"up_down", "", "steps up times 1 + this, down times 1 - this", step_source}, up_down,
         from_to(-1, 1));
  v.real({"mismatch", "", "steps up times 1 + this", "[A]"}, mismatch, from_to(-1, 1));
  v.real({"w_max", "", "upper end of the range", step_source}, w_max, above(0));
  Bounds negative = any_number();
  negative.high = -1e-9;
  v.real({"w_min", "", "lower end of the range", step_source}, w_min, negative);
  if (shape == StepShape::linear) {
    v.real({"slope_up", "", "how far steps up shrink towards w_max", step_source}, slope_up,
           from_to(0, 1));
    v.real({"slope_down", "", "how far steps down shrink towards w_min", step_source}, slope_down,
           from_to(0, 1));
  }
  if (shape == StepShape::exponential) {
    const Bounds exponent = from_to(-100, 100);
    v.real({"z_slope", "", "a of z = 2 a w / (w_max - w_min) + b", step_source}, exponential.a,
           exponent);
    v.real({"z_offset", "", "b of z", step_source}, exponential.b, exponent);
    v.real({"gamma_up", "", "exponent of z, up", step_source}, exponential.gamma_up, exponent);
    v.real({"gamma_down", "", "exponent of -z, down", step_source}, exponential.gamma_down,
           exponent);
    v.real({"a_up", "", "factor of the exponential, up", step_source}, exponential.a_up,
           any_number());
    v.real({"a_down", "", "factor of the exponential, down", step_source}, exponential.a_down,
           any_number());
  }
  v.real({"v_nominal_v", "V", "magnitude of the nominal pulse", pulse_source}, v_nominal_v,
         above(0));
  v.real({"pulse_width_s", "s", "width of the nominal pulse", pulse_source}, pulse_width_s,
         above(0));
  window.describe(v);
}

void RangeStepParameters::check() const {
  check_bounds(*this, "device");
  window.check();
}

CommonKeys RangeStep::common_keys() const {
  CommonKeys keys;
  keys.sigma_source = preset_->parameters.step_source;
  keys.sigma_meaning = "standard deviation of a step's noise, relative to the step";
  return keys;
}

std::optional<PortPulse> RangeStep::nominal_pulse(WriteKind kind) const {
  return PortPulse{
      {parameters_.window.signed_v(kind, parameters_.v_nominal_v), parameters_.pulse_width_s},
      write_port()};
}

double RangeStep::step(WriteKind kind, double w) const {
  const auto& p = parameters_;
  const bool up = kind == WriteKind::ltp;
  const double dw = up ? p.dw * (1 + p.up_down) * (1 + p.mismatch) : p.dw * (1 - p.up_down);
  const double bound = up ? p.w_max : p.w_min;
  switch (p.shape) {
    case StepShape::exponential: {
      const auto& e = p.exponential;
      const double z = 2 * e.a * w / (p.w_max - p.w_min) + e.b;
      const double exponential =
          up ? e.a_up * portable_exp(e.gamma_up * z) : e.a_down * portable_exp(-e.gamma_down * z);
      return dw * std::max(0.0, 1 - exponential);
    }
    case StepShape::soft_bounds:
      return dw * (1 - w / bound);
    case StepShape::linear:
      return dw * (1 - (up ? p.slope_up : p.slope_down) * w / bound);
    case StepShape::constant:
      break;
  }
  return dw;
}

double RangeStep::weight_after(const WritePulse& pulse, double weight, double noise) const {
  if (pulse.width_s == 0 || overstressed(pulse)) return weight;
  const double pulse_strength = strength(pulse);
  if (pulse_strength == 0) return weight;
  const double range = parameters_.w_max - parameters_.w_min;
  const double change =
      step(pulse.kind, parameters_.w_min + weight * range) / range * pulse_strength * (1 + noise);
  return std::clamp(weight + (pulse.kind == WriteKind::ltp ? change : -change), 0.0, 1.0);
}

std::vector<std::unique_ptr<DeviceKind>> range_step_kinds() {
  static const std::vector<RangeStepPreset> kPresets = make_presets();
  std::vector<std::unique_ptr<DeviceKind>> kinds;
  kinds.reserve(kPresets.size());
  for (const auto& preset : kPresets) kinds.push_back(std::make_unique<RangeStep>(preset));
  return kinds;
}

}  // namespace softbound
