// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>

#include "core/parameter.h"
#include "device/pulse_shape.h"
#include "device/rosenbrock.h"

namespace softbound {

/// Kernel K6, the filament with a gap (ledger 2.1, 4.1.1; Stanford-PKU model):
///
///     I     = I0 exp(-g/g0) sinh(V/V0),   gamma = gamma0 - beta (g/1 nm)^3
///     dg/dt = -v0 { exp((-Ea_g + gamma (a0/L) V)/kT) - exp((-Ea_r - gamma (a0/L) V)/kT) }
///     dT/dt = |V I| R_th/tau_th - (T - T_amb)/tau_th,      g clipped to [g_min, g_max]
///
/// with energies in eV. Without a thermal time constant T = T_amb + R_th |V I|; below a least field
/// gamma |V|/L nothing moves. 2 exp(-Ea/kT) sinh(gamma (a0/L) V/kT) is the case of equal energies.
///
/// Bipolar: V > 0 closes the gap, V < 0 opens it. Unipolar: |V| closes it, and a filament hotter
/// than T_reset ruptures, to g_max, and stays so until the pulse is over.
struct FilamentParameters {
  double i0_a = 61.4e-6;
  double g0_nm = 0.27505;
  double v0_v = 0.43;
  double velocity_m_per_s = 150;
  double gamma0 = 16.5;
  double beta = 1.25;
  double ea_generation_ev = 1.501;
  double ea_recombination_ev = 1.500;
  double a0_nm = 0.25;
  double oxide_nm = 5;
  double field_min_v_per_m = 0;
  double g_min_nm = 0.1;
  double g_max_nm = 1.7;
  double t_ambient_k = 298;
  double r_th_k_per_w = 0.23e-9 / 3.1825e-16;
  double tau_th_s = 0.23e-9;
  bool unipolar = false;
  double t_reset_k = 600;
  /// Rate noise, one draw a pulse: rate (1 + delta_g xi / (1 + exp((T_crit - T)/T_smth))).
  double delta_g = 0;
  double t_crit_k = 450;
  double t_smooth_k = 500;
  bool formed = true;
  double v_form_v = 3;
  double g_unformed_s = 1e-9;
  double v_read_v = 0.1;
  double v_max_v = 4;
  /// Of the gap, as a part of g0: the relative error of the conductance in one step.
  double tolerance = 6e-4;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// @param gap_nm in [g_min_nm, g_max_nm]
  double current_a(double gap_nm, double voltage_v) const;
  double conductance_s(double gap_nm) const { return current_a(gap_nm, v_read_v) / v_read_v; }
  /// The gap of this conductance at v_read_v, clipped.
  double gap_nm(double conductance_s) const;
};

/// Gap and temperature of one filament.
struct FilamentState {
  double gap_nm;
  double temperature_k;
};

class Filament {
 public:
  /// @param parameters keep living
  explicit Filament(const FilamentParameters& parameters) : p_{&parameters} {}

  /// The filament under a straight line of voltage.
  /// @param limit_a largest current that the source gives
  /// @param rate_factor of the gap's rate, see FilamentParameters::delta_g, as delta_g xi
  /// @return time until it ruptured (unipolar); the ramp's duration if it did not
  double advance(FilamentState& state, const VoltageRamp& ramp,
                 double limit_a = std::numeric_limits<double>::infinity(),
                 double rate_noise = 0) const;
  /// No current, no motion.
  void cool(FilamentState& state, double time_s) const;

 private:
  const FilamentParameters* p_;
};

}  // namespace softbound
