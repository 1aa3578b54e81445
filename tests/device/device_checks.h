// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/error.h"

namespace softbound {

/// What check() says of default parameters with one of them spoilt.
template <class Parameters>
std::string error_of(void (*spoil)(Parameters&)) {
  Parameters parameters;
  spoil(parameters);
  try {
    parameters.check();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

struct Spread {
  double mean;
  double deviation;
};

inline Spread spread_of(const std::vector<double>& samples) {
  double sum = 0, squares = 0;
  for (const double sample : samples) sum += sample;
  const double mean = sum / static_cast<double>(samples.size());
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return {mean, std::sqrt(squares / static_cast<double>(samples.size()))};
}

}  // namespace softbound
