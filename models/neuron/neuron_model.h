// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/elementary.h"
#include "core/time.h"
#include "neuron/neuron_circuit.h"
#include "neuron/output_neuron_parameters.h"

namespace softbound {

/// The neuron at its anchor, the last instant at which something happened to it (a charge or its
/// own spike), and its calcium, which charges do not touch, as of the last spike. Everything later
/// follows in closed form.
struct NeuronState {
  TimePs anchor_ps = 0;
  double i_dpi_per_s = 0.0;  ///< DPI current: what it adds to dV/dt
  double v_mem = 0.0;        ///< I_mem
  double calcium = 0.0;      ///< I_Ca at calcium_ps
  TimePs refractory_end_ps = 0;
  TimePs calcium_ps = 0;
};

/// The three currents at some instant.
struct NeuronValues {
  double i_dpi_per_s;
  double v_mem;
  double calcium;
};

/// The mathematics of the output neuron N5, without a neuron: parameters turned into rates, and
/// functions of a state. One model serves any number of states, at every level.
///
/// With the DPI current x, the membrane V and the calcium C at s = 0, no charge and no spike:
///
///     x(s) = x e^(-s/tau_s)
///     V(s) = max(0, V - leak s + x tau_s (1 - e^(-s/tau_s)))            constant leak
///     V(s) = max(0, V e^(-s/tau_mem) + x K(s))                          exponential leak
///     K(s) = (e^(-s/tau_mem) - e^(-s/tau_s)) / (1/tau_s - 1/tau_mem)
///     C(s) = C e^(-s/tau_ca)   or   max(0, C - s/tau_ca)
///
/// The floor is exact. Let U be V(s) without max. Constant leak: U' = x(s) - leak, and x(s) falls
/// towards 0 or rises towards 0 from below, so with leak >= 0 the sign of U' changes at most once,
/// from + to -. Exponential leak: (U e^(s/tau_mem))' = x(s) e^(s/tau_mem) never changes sign.
/// Either way U, which starts at 0 or above, is below 0 from some instant on or never; at that
/// instant dV/dt without floor is negative and stays so, hence V stays on the floor.
///
/// During the refractory period V is held, while x and C go on.
///
/// Times are from 0 to kLongestTimeS; t is at or after the anchor.
class NeuronModel {
 public:
  /// @throws InputError if the parameters are impossible
  explicit NeuronModel(const OutputNeuronParameters& parameters);

  const OutputNeuronParameters& parameters() const { return parameters_; }
  TimePs t_refractory_ps() const { return t_refractory_ps_; }
  /// How far a DPI current of 1 per s can raise a membrane at rest; exponential leak only, else 0.
  double kernel_peak() const { return kernel_peak_; }

  double dpi_after(double i_dpi, double dt_s) const { return i_dpi * decay(dt_s * rate_s_).left; }

  /// What one time step does to every neuron of this model, whatever its state:
  ///
  ///     x' = x dpi_left
  ///     V' = max(0, V membrane_left - membrane_loss + x membrane_gain)
  ///
  /// the same operations, hence the same bits, as the functions of one state.
  struct Step {
    double dpi_left;
    double membrane_left;
    double membrane_loss;
    double membrane_gain;
  };
  Step step(double dt_s) const {
    Step s{0.0, 1.0, 0.0, 0.0};
    const Decay dpi = decay(dt_s * rate_s_);
    s.dpi_left = dpi.left;
    if (parameters_.leak == Leak::constant) {
      s.membrane_loss = dt_s * parameters_.leak_per_s;
      s.membrane_gain = dpi.gone * parameters_.tau_s_s;
    } else {
      const ExponentialRun run = exponential_run(dt_s);
      s.membrane_left = run.left_mem;
      s.membrane_gain = run.kernel;
    }
    return s;
  }
  /// step() of n times, the same bits at a fraction of the time.
  void steps(std::size_t n, const double* dt_s, double* dpi_left, double* membrane_left,
             double* membrane_loss, double* membrane_gain) const;
  /// DPI current that a charge of area 1 adds.
  double dpi_per_area() const { return rate_s_; }

  /// Outside the refractory period.
  double membrane_after(double v_mem, double i_dpi, double dt_s) const {
    const double v = unfloored(v_mem, i_dpi, dt_s);
    return v > 0.0 ? v : 0.0;
  }

  double calcium_after(double calcium, double dt_s) const {
    if (parameters_.calcium_decay == CalciumDecay::exponential) {
      return calcium * decay(dt_s * rate_ca_).left;
    }
    const double c = calcium - dt_s * rate_ca_;
    return c > 0.0 ? c : 0.0;
  }

  /// All three at t; at the anchor itself the anchored values, bit for bit.
  NeuronValues values(const NeuronState& state, TimePs t) const;

  /// UP and DN at t (eq. 4): closed calcium windows, I_mem equal to theta_mem is neutral. Spikes
  /// due up to t must have been fired.
  Plasticity plasticity(const NeuronState& state, TimePs t) const;
  Plasticity plasticity(double v_mem, double calcium) const {
    const auto& p = parameters_;
    return {v_mem > p.theta_mem && calcium >= p.ltp_low && calcium <= p.ltp_high,
            v_mem < p.theta_mem && calcium >= p.ltd_low && calcium <= p.ltd_high};
  }

  /// The same as far as calcium has a say in it: is I_Ca inside the windows?
  Plasticity open_windows(const NeuronState& state, TimePs t) const {
    const double c = calcium_at(state, t);
    const auto& p = parameters_;
    return {c >= p.ltp_low && c <= p.ltp_high, c >= p.ltd_low && c <= p.ltd_high};
  }
  /// The first ps after t at which I_Ca has passed an end of a window if no spike comes; kNever if
  /// there is none.
  TimePs next_window_change_ps(const NeuronState& state, TimePs t) const;

  /// When V reaches theta_fire if no charge comes: the crossing, rounded up to a ps, later than
  /// the anchor and than the refractory period; kNever if there is none. A V that is at theta_fire
  /// already fires at the first ps possible.
  TimePs next_spike_ps(const NeuronState& state) const;

  /// The first ps after t and before `before` (the next spike, which changes everything) at which
  /// plasticity() differs from what it is at t, if no charge comes; kNever if there is none.
  /// plasticity() itself was asked at that ps and at the one before. Where V moves by less than
  /// its own rounding within a ps, the change is one of several candidates a few ps apart.
  TimePs next_plasticity_change_ps(const NeuronState& state, TimePs t, TimePs before) const;

  /// A charge of signed `area` (units of I_mem) at t.
  void inject(NeuronState& state, TimePs t, double area) const;

  /// The same, as the DPI current that the charge adds.
  void inject_current(NeuronState& state, TimePs t, double i_dpi_per_s) const;

  /// The spike that is due at t: V is reset, calcium jumps, the refractory period begins.
  void fire(NeuronState& state, TimePs t) const;

 private:
  double calcium_at(const NeuronState& state, TimePs t) const {
    return calcium_after(state.calcium, s_from_ps(t - state.calcium_ps));
  }

  double unfloored(double v_mem, double i_dpi, double dt_s) const {
    if (parameters_.leak == Leak::constant) {
      const double gone = decay(dt_s * rate_s_).gone;
      return v_mem - dt_s * parameters_.leak_per_s + i_dpi * (gone * parameters_.tau_s_s);
    }
    const ExponentialRun run = exponential_run(dt_s);
    return v_mem * run.left_mem + i_dpi * run.kernel;
  }

  /// What is left of V and x after dt, and K(dt); exponential leak.
  struct ExponentialRun {
    double left_mem;
    double left_s;
    double kernel;
  };
  /// Without cancellation for any two time constants: with the slower rate taken out, K is
  /// (1 - e^(-d dt)) / d, d being the difference of the rates; equal rates leave dt.
  ExponentialRun exponential_run(double dt_s) const {
    const double slow = decay(dt_s * slower_rate_).left;
    const Decay apart = decay(dt_s * rate_difference_);
    const double fast = slow * apart.left;
    const double kernel = slow * (rate_difference_ > 0.0 ? apart.gone / rate_difference_ : dt_s);
    return mem_is_slower_ ? ExponentialRun{slow, fast, kernel} : ExponentialRun{fast, slow, kernel};
  }

  /// The free run of V: from the end of the refractory period, or the anchor if that is later.
  struct FreeRun {
    TimePs start_ps;
    double v_mem;
    double i_dpi;
  };
  FreeRun free_run(const NeuronState& state) const;

  double membrane_at(const FreeRun& run, TimePs t) const {
    if (t <= run.start_ps) return run.v_mem;
    return membrane_after(run.v_mem, run.i_dpi, s_from_ps(t - run.start_ps));
  }

  /// V without floor and its first two derivatives.
  struct Motion {
    double v_mem;
    double slope;
    double bend;
  };
  Motion motion(double v_mem, double i_dpi) const;
  Motion motion_after(const FreeRun& run, double dt_s) const;

  static double parabola_crossing_s(const Motion& m, double level);
  bool may_reach(const FreeRun& run, double level) const;
  double peak_s(const FreeRun& run) const;
  double crossing_s(const FreeRun& run, double level, double low_s, double high_s) const;
  double fall_bracket_s(const FreeRun& run, double level, double low_s) const;
  TimePs membrane_change_ps(const FreeRun& run, TimePs from, TimePs to) const;
  TimePs calcium_change_ps(const NeuronState& state, TimePs from, TimePs to) const;

  OutputNeuronParameters parameters_;
  double rate_s_;
  double rate_mem_;
  double rate_ca_;
  double slower_rate_;  ///< of rate_s_ and rate_mem_
  double rate_difference_;
  bool mem_is_slower_;
  double kernel_peak_;  ///< largest K(s); exponential leak only
  TimePs t_refractory_ps_;
};

}  // namespace softbound
