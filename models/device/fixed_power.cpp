// SPDX-License-Identifier: Apache-2.0
#include "device/fixed_power.h"

namespace softbound {

FixedPower::FixedPower(double exponent) : exponent_{exponent} {
  for (unsigned segment = 0; segment < kSegments; ++segment) {
    const long double x = centre(segment);
    long double coefficient = std::pow(x, static_cast<long double>(exponent));
    unsigned k = 0;
    for (double& c : polynomial_[segment]) {
      c = static_cast<double>(coefficient);
      coefficient *= (static_cast<long double>(exponent) - k) / ((k + 1) * x);
      ++k;
    }
  }
  for (int k = 0; k < kScales; ++k) {
    const long double power = static_cast<long double>(exponent) * (kLowest + k);
    scale_[static_cast<unsigned>(k)] = static_cast<double>(std::exp2(power));
  }
}

}  // namespace softbound
