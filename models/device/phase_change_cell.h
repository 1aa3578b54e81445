// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "device/cumulative_step.h"
#include "device/device.h"

namespace softbound {

/// Which exponents the drift of conductance has.
enum class DriftStatistics {
  off,
  device,      ///< one per device, normal around nu
  programmed,  ///< one per programming, by the conductance reached: arrays [L:aihwkit-pcm]
};

enum class PcmReadNoise {
  off,
  linear,   ///< standard deviation m3 G + c3 [L:pcm]
  flicker,  ///< 1/f noise that grows with the time since programming [L:aihwkit-pcm]
};

/// A phase-change memory (device D2, [R] Fig. 2c,d; ledger 4.2). The voltage of a pulse, of either
/// sign, decides: below V_x nothing; from V_x on SET, kernel K2; from V_m on it melts, and what
/// freezes amorphous is the share u = min(1, (|V| - V_m) / (V_full - V_m)): G = G_c^(1-u) G_a^u.
/// Between pulses G drifts:
///
///     G(t) = G(t_p) ((t - t_p) / T0)^(-nu)       from T0 after the pulse on
struct PcmParameters {
  CumulativeStep step;
  double write_noise = 1;
  double reset_spread = 0.1;
  double set_width_s = 50e-9;
  double v_x_v = 0.6;
  double v_m_v = 1.2;
  double v_full_v = 1.8;
  double v_max_v = 3;
  double v_set_v = 0.9;
  double v_reset_v = 2;

  DriftStatistics drift = DriftStatistics::device;
  double nu = 0.05;
  double nu_spread = 0;
  double t0_s = 38.6;

  PcmReadNoise read_noise = PcmReadNoise::linear;
  double m3 = 0.03;
  double c3_s = 0.13e-6;
  double read_time_s = 250e-9;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// Amorphous share of what a voltage of this magnitude melts and lets freeze; 0 below V_m.
  double amorphous_share(double amplitude_v) const;
  /// Mean and standard deviation of the drift exponent by the programmed conductance.
  double programmed_nu(double g_s) const;
  double programmed_nu_deviation(double g_s) const;
  /// @param age_s since the latest programming pulse
  double read_deviation_s(double g_s, double age_s) const;
  /// Of closed-loop programming to `g_s` [L:aihwkit-pcm].
  double programming_deviation_s(double g_s) const;
};

/// The state of one phase-change memory; its parameters are kept by whoever owns it.
class PhaseChangeCell {
 public:
  explicit PhaseChangeCell(const PcmParameters& parameters)
      : growth_{parameters.step.g_low_s, 1}, nu_{parameters.nu} {}

  /// Drift included.
  double conductance_s(const PcmParameters& parameters) const;
  /// As one read sees it; noise may make it negative.
  double read_conductance_s(const PcmParameters& parameters, DrawSequence& random) const;

  /// @param pulse legal, of either sign
  void apply(const PcmParameters& parameters, const Pulse& pulse, DrawSequence& random);
  void relax(const PcmParameters& parameters, double time_s, DrawSequence& random);
  /// Exactly there, as SET pulses would have left it.
  void settle(const PcmParameters& parameters, double g_s);
  /// As closed-loop programming of an array leaves it.
  /// @param g_s from 0 to the largest conductance
  void program(const PcmParameters& parameters, double g_s, DrawSequence& random);
  /// From RESET towards a conductance, by as many SET pulses as lead there on average.
  void set_towards(const PcmParameters& parameters, double g_s, DrawSequence& random);

  void visit_state(StateVisitor& visitor);

 private:
  void programmed(const PcmParameters& parameters, const CrystalGrowth& growth);

  CrystalGrowth growth_;
  double age_s_ = 0;
  double nu_;
  bool nu_due_ = true;  ///< not drawn yet; the next wait draws it
};

}  // namespace softbound
