// SPDX-License-Identifier: Apache-2.0
#include "device/switching_element.h"

#include <cmath>

namespace softbound {

void SwitchingElement::set(bool up) {
  up_ = up;
  hazard_ = 0;
  limit_ = kNotDrawn;
}

double SwitchingElement::hazard_left(double beta, DrawSequence& random) {
  if (limit_ == kNotDrawn) {
    const double unit_exponential = -std::log(random.uniform());
    limit_ = beta == 1   ? unit_exponential
             : beta == 2 ? std::sqrt(unit_exponential)
                         : std::pow(unit_exponential, 1 / beta);
  }
  return limit_ - hazard_;
}

bool SwitchingElement::drive(double hazard, double beta, DrawSequence& random) {
  if (hazard == 0) return false;
  if (hazard <= hazard_left(beta, random)) {
    hazard_ += hazard;
    return false;
  }
  set(!up_);
  return true;
}

void SwitchingElement::visit_state(StateVisitor& visitor) {
  visitor.flag(up_);
  visitor.real(hazard_);
  visitor.real(limit_);
}

}  // namespace softbound
