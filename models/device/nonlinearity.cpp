// SPDX-License-Identifier: Apache-2.0
#include "device/nonlinearity.h"

#include <fmt/format.h>

#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr double kDistanceOfOne = 0.099;  // from the straight line at label 1, [C]
constexpr double kSmallestLabel = 0.001;
constexpr double kLargestLabel = 9;

}  // namespace

double exponential_curve(double nu, double x) {
  return one_minus_exp_neg(nu * x) / one_minus_exp_neg(nu);
}

double label_of_nu(double nu) {
  // Where the curve is as steep as the line.
  const double x = std::log(nu / one_minus_exp_neg(nu)) / nu;
  return (exponential_curve(nu, x) - x) / kDistanceOfOne;
}

double nu_of_label(double label) {
  const double magnitude = std::abs(label);
  if (!(magnitude >= kSmallestLabel && magnitude <= kLargestLabel)) {
    throw InputError{fmt::format("nonlinearity label {}: expected a magnitude from {} to {}", label,
                                 kSmallestLabel, kLargestLabel)};
  }
  double low = 1e-4, high = 60;
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) return middle;
    (label_of_nu(middle) < magnitude ? low : high) = middle;
  }
}

}  // namespace softbound
