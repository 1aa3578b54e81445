// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/parameter.h"

namespace softbound {

/// Conductance of a phase-change cell, and how much of its last RESET it remembers.
struct CrystalGrowth {
  double g_s;
  double memory = 1;  ///< 1 after RESET, less after every SET pulse
};

/// Kernel K2, the cumulative one-sided step (ledger 2.1, 4.2; [L:pcm]): a SET pulse lets crystals
/// grow, less from pulse to pulse,
///
///     P <- P exp(-n / A),   dG ~ N(n (m1 G + c1 + A1 P), n (m2 G + c2 + A2 P)^2)
///
/// n = 1 for the nominal pulse; a shorter or longer one counts as that part or multiple of it.
struct CumulativeStep {
  double memory_pulses = 2.6;
  double m1 = -0.084;
  double c1_s = 0.880e-6;
  double a1_s = 1.40e-6;
  double m2 = 0.091;
  double c2_s = 0.260e-6;
  double a2_s = 2.15e-6;
  double g_low_s = 0.1e-6;
  double g_high_s = 12e-6;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// @param pulses n, above 0 and at most 1
  /// @param xi standard normal, 0 without noise
  CrystalGrowth after(const CrystalGrowth& state, double pulses, double xi) const;
  struct Way {
    CrystalGrowth state;
    double pulses;  ///< after RESET
  };
  /// Where noiseless pulses have this conductance (the inverse curve); beyond their reach, as after
  /// very many of them.
  /// @param g_s from g_low to g_high
  Way way_to(double g_s) const;
};

}  // namespace softbound
