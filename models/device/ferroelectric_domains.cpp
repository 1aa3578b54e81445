// SPDX-License-Identifier: Apache-2.0
#include "device/ferroelectric_domains.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/elementary.h"

namespace softbound {

void NucleationParameters::describe(ParameterVisitor& v) {
  v.whole({"domains", "", "ferroelectric domains of the device", "[L:fefet]"}, domains,
          from_to(1, 100'000));
  v.real({"tau0_s", "s", "nucleation time in an infinite field", "[L:fefet]"}, tau0_s, above(0));
  v.real({"alpha", "", "exponent of the field in the nucleation time", "[L:fefet]"}, alpha,
         Bounds{0, 10, false, false});
  v.real({"beta", "", "exponent of the hazard; above 1 short pulses add up", "[L:fefet]"}, beta,
         Bounds{0, 10, false, false});
  v.real({"activation_v", "V", "mean activation field times thickness", "[L:fefet]"}, activation_v,
         above(0));
  v.real({"activation_spread_v", "V", "its standard deviation among domains", "[L:fefet]"},
         activation_spread_v, at_least(0));
}

FerroelectricDomains::FerroelectricDomains(const NucleationParameters& parameters)
    : parameters_{parameters},
      elements_(static_cast<std::size_t>(parameters.domains)),
      barriers_(elements_.size()) {}

void FerroelectricDomains::draw_barriers(DrawSequence& random) {
  for (double& barrier : barriers_) {
    const double activation_v =
        parameters_.activation_v + parameters_.activation_spread_v * random.normal();
    barrier = std::pow(std::max(0.0, activation_v), parameters_.alpha);
  }
  drawn_ = true;
}

void FerroelectricDomains::expose(double voltage_v, double time_s, DrawSequence& random) {
  if (voltage_v == 0) return;
  if (!drawn_) draw_barriers(random);
  // Finite, lest a product with 0 be no number.
  constexpr double kMost = std::numeric_limits<double>::max();
  const double field = std::min(std::pow(std::abs(voltage_v), -parameters_.alpha), kMost);
  const double longest = std::min(time_s / parameters_.tau0_s, kMost);
  for (std::size_t k = 0; k < elements_.size(); ++k) {
    SwitchingElement& element = elements_[k];
    const double hazard = longest * portable_exp(-barriers_[k] * field);
    if (element.up() == (voltage_v > 0)) {
      element.hold(hazard);
    } else {
      element.drive(hazard, parameters_.beta, random);
    }
  }
}

double FerroelectricDomains::share_up() const {
  const auto up = std::count_if(elements_.begin(), elements_.end(),
                                [](const SwitchingElement& element) { return element.up(); });
  return static_cast<double>(up) / static_cast<double>(elements_.size());
}

void FerroelectricDomains::settle(double share_up) {
  const auto up =
      static_cast<std::size_t>(std::lround(share_up * static_cast<double>(elements_.size())));
  for (std::size_t k = 0; k < elements_.size(); ++k) elements_[k].set(k < up);
}

void FerroelectricDomains::visit_state(StateVisitor& visitor) {
  visitor.flag(drawn_);
  for (double& barrier : barriers_) visitor.real(barrier);
  for (SwitchingElement& element : elements_) element.visit_state(visitor);
}

}  // namespace softbound
