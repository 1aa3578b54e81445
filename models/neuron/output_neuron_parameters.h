// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/parameter.h"

namespace softbound {

enum class Leak {
  constant,     ///< dV/dt = I - leak_per_s, floor 0 (eq. 2 of the paper)
  exponential,  ///< dV/dt = I - V / tau_mem_s, floor 0 (the silicon neuron)
};

enum class CalciumDecay {
  exponential,  ///< dC/dt = -C / tau_ca_s
  linear,       ///< dC/dt = -1 / tau_ca_s, floor 0 (eq. 3 as the paper prints it)
};

/// `[neuron]`: the output neuron N5. Membrane, thresholds and charges are in units of I_mem, with
/// theta_fire 1 in all presets; calcium windows are in units of calcium. The defaults are the
/// preset `brivio2019`.
struct OutputNeuronParameters {
  std::string preset = "brivio2019";
  double jump = 0.0097913;
  double tau_s_s = 12.355e-3;
  Leak leak = Leak::constant;
  double leak_per_s = 1.1583;
  double tau_mem_s = 15e-3;
  double theta_fire = 1.0;
  double theta_mem = 0.43099;
  double reset = 0.0;
  double t_refractory_s = 2e-3;
  double tau_ca_s = 97.611e-3;
  double jump_ca = 1.0;
  CalciumDecay calcium_decay = CalciumDecay::exponential;
  double ltp_low = 1.0102;
  double ltp_high = 11.678;
  double ltd_low = 0.4578;
  double ltd_high = 1.5208;

  /// brivio2019 (the default network), brivio2019_silicon (the same with the leak and the time
  /// constants of the silicon neuron), brader2007 (the neuron the paper builds on), competitive or
  /// answer_driven (the networks beyond the paper).
  /// @throws InputError naming the nearest preset if there is none of that name
  static OutputNeuronParameters from_preset(const std::string& name);

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
};

}  // namespace softbound
