// SPDX-License-Identifier: Apache-2.0
#include "device/exponential.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/elementary.h"
#include "core/error.h"
#include "device/nonlinearity.h"

namespace softbound {

namespace {

constexpr double kLargestNu = 60;

// Nothing is published on the pulses of most of them: voltages and width of the chip's device.
constexpr double kPulseWidthS = 10e-6;
constexpr double kLtpV = 0.45, kLtdV = 0.50;

struct Curve {
  double label_p, label_d;
  std::int64_t pulses_p, pulses_d;
};

ExponentialPreset with_labels(const char* name, const char* summary, const char* source,
                              const char* curve_source, const Curve& curve, double g_max_s,
                              double on_off, double sigma) {
  ExponentialPreset preset{};
  preset.name = name;
  preset.summary = summary;
  preset.source = source;
  preset.curve_source = curve_source;
  preset.pulse_source = "[A]";
  preset.window = {g_max_s / on_off, g_max_s, sigma};
  preset.driver = WriteDriver::cell;
  preset.parameters.ltp = {nu_of_label(curve.label_p), curve.pulses_p, kLtpV};
  preset.parameters.ltd = {nu_of_label(curve.label_d), curve.pulses_d, kLtdV};
  preset.parameters.pulse_width_s = kPulseWidthS;
  preset.parameters.window.source = "[A]";
  preset.curve_is_known = true;
  return preset;
}

ExponentialPreset without_curve(const char* name, const char* summary) {
  ExponentialPreset preset{};
  preset.name = name;
  preset.summary = summary;
  preset.source = "[R] Fig. 8c, which gives no constants";
  preset.curve_source = "yours";
  preset.pulse_source = "[A]";
  preset.window = {20e-6, 200e-6, 0};
  preset.driver = WriteDriver::cell;
  preset.parameters.ltp = {0, 0, kLtpV};
  preset.parameters.ltd = {0, 0, kLtdV};
  preset.parameters.window.source = "[A]";
  return preset;
}

std::vector<ExponentialPreset> make_presets() {
  constexpr const char* kNeurosim = "[L:neurosim]";
  constexpr const char* kMeliso = "[L:meliso]";
  std::vector<ExponentialPreset> presets;
  presets.push_back(with_labels("taox_tio2", "TaOx/TiO2 analogue RRAM", "[R] Fig. 6, [L:neurosim]",
                                kNeurosim, {1.85, -1.79, 102, 102}, 200e-9, 2, 0.01));
  presets.push_back(with_labels(
      "taox_tio2_window35", "TaOx/TiO2 vertical RRAM with its window of 35 %",
      "[R] Fig. 6c, curve of [L:neurosim]", kNeurosim, {1.85, -1.79, 102, 102}, 200e-9, 1.35, 0));
  presets.push_back(with_labels("pcmo", "Pr0.7Ca0.3MnO3, strongly nonlinear",
                                "[R] Fig. 8, [L:neurosim]", kNeurosim, {3.68, -6.76, 50, 50},
                                43.5e-9, 6.84, 0.01));
  auto ag_asi =
      with_labels("ag_asi", "Ag:a-Si, a CBRAM of the analogue kind", "[R] Fig. 8, [L:neurosim]",
                  kNeurosim, {2.40, -4.88, 97, 100}, 38.46e-9, 12.5, 0.035);
  ag_asi.driver = WriteDriver::device;
  ag_asi.pulse_source = kNeurosim;
  ag_asi.parameters.ltp.v_nominal_v = 3.2;
  ag_asi.parameters.ltd.v_nominal_v = 2.8;
  ag_asi.parameters.pulse_width_s = 300e-6;
  ag_asi.parameters.window = {1, 1.0, 5.0, "[A]"};
  presets.push_back(ag_asi);
  presets.push_back(with_labels("alox_hfo2", "AlOx/HfO2 analogue RRAM", "[R] Fig. 8, [L:neurosim]",
                                kNeurosim, {1.94, -0.61, 40, 40}, 59.2e-6, 4.43, 0.05));
  presets.push_back(with_labels("taox_hfox", "TaOx/HfOx analogue RRAM", "[R] Fig. 8, [L:meliso]",
                                kMeliso, {0.04, -0.63, 128, 128}, 10e-6, 10, 0.037));
  presets.push_back(with_labels("epiram", "SiGe:Ag epitaxial RRAM, the most linear of the family",
                                "[R] Fig. 8, [L:meliso]", kMeliso, {0.5, -0.5, 256, 256}, 12.3e-6,
                                50.2, 0.02));
  presets.push_back(without_curve("taox_hfalo", "TaOx/HfAlOy RRAM; the curve is the user's"));
  presets.push_back(without_curve("hfox_tiox", "HfOx/TiOx RRAM; the curve is the user's"));
  presets.push_back(
      without_curve("hfo2_exponential", "HfO2 RRAM of the review; the curve is the user's"));
  return presets;
}

}  // namespace

void ExponentialParameters::describe(ParameterVisitor& v, const char* curve_source,
                                     const char* pulse_source) {
  Bounds nonlinearity = above(0);
  nonlinearity.high = kLargestNu;
  const Bounds count = from_to(2, 1e9);
  v.real({"nu_p", "", "nonlinearity of the curve, LTP", curve_source}, ltp.nu, nonlinearity);
  v.real({"nu_d", "", "nonlinearity of the curve, LTD", curve_source}, ltd.nu, nonlinearity);
  v.whole({"pulses_p", "", "pulses from bound to bound, LTP", curve_source}, ltp.pulses, count);
  v.whole({"pulses_d", "", "pulses from bound to bound, LTD", curve_source}, ltd.pulses, count);
  v.real({"pulse_width_s", "s", "width of the nominal pulse", pulse_source}, pulse_width_s,
         above(0));
  v.real({"v_p_v", "V", "magnitude of the nominal LTP pulse", pulse_source}, ltp.v_nominal_v,
         above(0));
  v.real({"v_d_v", "V", "magnitude of the nominal LTD pulse", pulse_source}, ltd.v_nominal_v,
         above(0));
  window.describe(v);
}

Exponential::Exponential(const ExponentialPreset& preset)
    : preset_{&preset}, parameters_{preset.parameters} {
  derive();
}

CommonKeys Exponential::common_keys() const {
  CommonKeys keys;
  if (preset_->curve_is_known) keys.window_source = keys.sigma_source = preset_->curve_source;
  return keys;
}

const char* Exponential::needs() const {
  return preset_->curve_is_known ? nullptr : "nu_p, nu_d, pulses_p and pulses_d";
}

void Exponential::derive() {
  ltp_ = step_of(parameters_.ltp);
  ltd_ = step_of(parameters_.ltd);
}

Exponential::Step Exponential::step_of(const ExponentialParameters::Direction& direction) {
  if (direction.pulses == 0 || !(direction.nu > 0)) return {};  // check() refuses it
  return {one_minus_exp_neg(direction.nu / static_cast<double>(direction.pulses)),
          1 / one_minus_exp_neg(direction.nu)};
}

void Exponential::describe(ParameterVisitor& visitor) {
  parameters_.describe(visitor, preset_->curve_source, preset_->pulse_source);
  derive();
}

void Exponential::check() const {
  struct Keys {
    ExponentialParameters parameters;
    const ExponentialPreset* preset;
    void describe(ParameterVisitor& visitor) {
      parameters.describe(visitor, preset->curve_source, preset->pulse_source);
    }
  };
  const auto& [ltp, ltd] = std::pair{parameters_.ltp, parameters_.ltd};
  if (!preset_->curve_is_known &&
      (ltp.nu == 0 || ltd.nu == 0 || ltp.pulses == 0 || ltd.pulses == 0)) {
    throw InputError{
        fmt::format("device.model = \"{}\": expected device.nu_p, nu_d, pulses_p and pulses_d "
                    "beside it: none are published",
                    name())};
  }
  check_bounds(Keys{parameters_, preset_}, "device");
  parameters_.window.check();
}

std::optional<PortPulse> Exponential::nominal_pulse(WriteKind kind) const {
  const auto& direction = kind == WriteKind::ltp ? parameters_.ltp : parameters_.ltd;
  return PortPulse{
      {parameters_.window.signed_v(kind, direction.v_nominal_v), parameters_.pulse_width_s}};
}

double Exponential::weight_after(const WritePulse& pulse, double weight, double noise) const {
  if (pulse.width_s == 0 || overstressed(pulse)) return weight;
  const bool up = pulse.kind == WriteKind::ltp;
  const Step& step = up ? ltp_ : ltd_;
  const double a = std::min(1.0, step.a * in_nominal_widths(pulse, parameters_.pulse_width_s));
  const double distance = up ? step.s - weight : weight - (1 - step.s);
  return std::clamp(weight + (up ? a : -a) * distance + noise, 0.0, 1.0);
}

std::vector<std::unique_ptr<DeviceKind>> exponential_kinds() {
  static const std::vector<ExponentialPreset> kPresets = make_presets();
  std::vector<std::unique_ptr<DeviceKind>> kinds;
  kinds.reserve(kPresets.size());
  for (const auto& preset : kPresets) kinds.push_back(std::make_unique<Exponential>(preset));
  return kinds;
}

}  // namespace softbound
