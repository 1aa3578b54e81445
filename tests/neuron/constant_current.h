// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "neuron/output_neuron_parameters.h"

namespace softbound {

/// A DPI so slow that one charge is a constant current from then on.
constexpr double kConstantCurrentTauS = 1e15;

inline OutputNeuronParameters with_constant_input(OutputNeuronParameters parameters) {
  parameters.tau_s_s = kConstantCurrentTauS;
  return parameters;
}
/// The charge that makes this current, in units of theta_fire per second.
inline double constant_current_area(double current_per_s) {
  return current_per_s * kConstantCurrentTauS;
}

}  // namespace softbound
