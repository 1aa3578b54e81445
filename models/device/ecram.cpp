// SPDX-License-Identifier: Apache-2.0
#include "device/ecram.h"

#include <algorithm>

namespace softbound {

namespace {

constexpr double kWindowS[] = {1e-6, 3e-6};  // a factor of 3 by [R], G_min by [A]

std::vector<EcramPreset> make_presets() {
  std::vector<EcramPreset> presets;
  const auto add = [&](const char* name, const char* summary, const char* source, double sigma,
                       RangeStepParameters steps, const EcramGate& gate) {
    constexpr double kSpreadOfSteps = 0.1, kSpreadOfBounds = 0.05;
    steps.shape = StepShape::linear;
    steps.v_nominal_v = gate.v_0_v + gate.v_1_v;
    steps.window = {1, gate.v_0_v, 5, "[A]"};
    const DeviceWindow window{kWindowS[0], kWindowS[1], sigma};
    RangeStepPreset preset{name, summary, source, window, steps, {}};
    preset.options.spread = range_spread(steps, window, kSpreadOfSteps, kSpreadOfBounds);
    presets.push_back({preset, gate});
  };
  RangeStepParameters li;
  li.dw = 0.002;
  li.w_max = 1.1724;
  li.w_min = -0.8276;
  li.slope_up = 0.1153;
  li.slope_down = 0.5085;
  li.pulse_width_s = 1e-6;
  add("ecram_li", "ionic transistor with lithium, nearly linear and symmetric",
      "[R] Fig. 3b, device D6, [L:aihwkit] Li-ECRAM (Tang 2018)", 0.3, li, {});

  RangeStepParameters mo;
  mo.dw = 2.8214e-4;
  mo.w_max = 1.1714;
  mo.w_min = -0.8286;
  mo.slope_up = 0.4152;
  mo.slope_down = 0.7342;
  mo.pulse_width_s = 1e-6;
  add("ecram_mo", "ionic transistor of metal oxides", "[L:aihwkit] MO-ECRAM (Kim 2019)", 2.0, mo,
      {});

  RangeStepParameters organic;
  organic.dw = 0.004;
  organic.slope_up = 0.1;
  organic.slope_down = 0.2;
  organic.pulse_width_s = 1e-3;
  organic.step_source = "[A]";
  add("ecram_organic", "organic electrochemical transistor with protons, small voltages",
      "[R] sec. 3.2, device D14, named only; values [A]", 0.1, organic, {0.05, 0.5, 10e-9, 0});
  return presets;
}

}  // namespace

void EcramGate::describe(ParameterVisitor& v) {
  v.real({"v_0_v", "V", "gate voltages up to this move nothing", "[A]"}, v_0_v, at_least(0));
  v.real({"v_1_v", "V", "above v_0_v by this much is one nominal step", "[A]"}, v_1_v, above(0));
  v.real({"c_gate_f", "F", "capacitance of the gate", "[A]"}, c_gate_f, at_least(0));
  v.real({"g_leak_s", "S", "leakage of the gate", "[A]"}, g_leak_s, at_least(0));
}

void Ecram::describe(ParameterVisitor& visitor) {
  RangeStep::describe(visitor);
  gate_.describe(visitor);
}

void Ecram::check() const {
  RangeStep::check();
  check_bounds(gate_, "device");
}

double Ecram::strength(const WritePulse& pulse) const {
  const double above_v = std::max(0.0, pulse.amplitude_v - gate_.v_0_v);
  return above_v / gate_.v_1_v * RangeStep::strength(pulse);
}

double Ecram::pulse_energy_j(const PortPulse& applied, double g_s) const {
  if (applied.port != Port::gate) return RangeStep::pulse_energy_j(applied, g_s);
  const auto& pulse = applied.pulse;
  return (gate_.c_gate_f + gate_.g_leak_s * pulse.width_s) * pulse.amplitude_v * pulse.amplitude_v;
}

std::vector<std::unique_ptr<DeviceKind>> ecram_kinds() {
  static const std::vector<EcramPreset> kPresets = make_presets();
  std::vector<std::unique_ptr<DeviceKind>> kinds;
  kinds.reserve(kPresets.size());
  for (const auto& preset : kPresets) kinds.push_back(std::make_unique<Ecram>(preset));
  return kinds;
}

}  // namespace softbound
