// SPDX-License-Identifier: Apache-2.0
#include "device/linear.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace softbound {

namespace {

constexpr double kUnitsPerLevel = 0x1.0p30;

double steps_to_the_top(double step) { return std::round(1 / step); }

}  // namespace

void LinearParameters::describe(ParameterVisitor& v) {
  v.real({"step", "", "weight step of the nominal pulse, one over a whole number", "[B]"}, step,
         from_to(1e-6, 1));
  v.real({"pulse_width_s", "s", "width of the nominal pulse", "[B]"}, pulse_width_s, above(0));
  window.describe(v);
}

void LinearParameters::check() const {
  check_bounds(*this, "device");
  window.check();
  if (std::abs(step * steps_to_the_top(step) - 1) > 1e-9) {
    throw InputError{fmt::format(
        "device.step = {}: expected one over a whole number, such as 0.1, 0.01 or 0.001", step)};
  }
}

Linear::Linear(const LinearParameters& parameters) : parameters_{parameters} {}

void Linear::describe(ParameterVisitor& visitor) { parameters_.describe(visitor); }

std::optional<PortPulse> Linear::nominal_pulse(WriteKind kind) const {
  const auto& window = parameters_.window;
  return PortPulse{{window.signed_v(kind, window.middle_v()), parameters_.pulse_width_s}};
}

double Linear::weight_after(const WritePulse& pulse, double weight, double noise) const {
  if (pulse.width_s == 0 || overstressed(pulse)) return weight;
  // Whole numbers of units of at most 2^50: the rounding of the weight cannot move one.
  const double steps = steps_to_the_top(parameters_.step);
  const double top = steps * kUnitsPerLevel;
  const double widths = pulse.width_s / parameters_.pulse_width_s;
  const double change = std::abs(widths - 1) > 1e-12
                            ? std::round(std::min(widths, steps) * kUnitsPerLevel)
                            : kUnitsPerLevel;
  double units = std::round(weight * top);
  units += pulse.kind == WriteKind::ltp ? change : -change;
  units += std::round(std::clamp(noise, -2.0, 2.0) * top);
  return std::clamp(units, 0.0, top) / top;
}

double Linear::settle_weight(double weight) const {
  const double steps = steps_to_the_top(parameters_.step);
  return std::round(weight * steps) / steps;
}

}  // namespace softbound
