// SPDX-License-Identifier: Apache-2.0
#include "neuron/neuron_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/vector_clones.h"

namespace softbound {

namespace {

/// Nothing is looked for beyond this: four times the longest time a user may name.
constexpr double kHorizonS = 4.0 * kLongestTimeS;
constexpr TimePs kHorizonPs = 4 * static_cast<TimePs>(kLongestTimeS) * kPsPerS;

/// Rounded up; a time beyond the horizon, infinity and NaN become the horizon.
TimePs ps_rounded_up(double time_s) {
  return time_s < kHorizonS ? static_cast<TimePs>(std::ceil(time_s * 1e12)) : kHorizonPs;
}

/// The ps at which `holds` becomes true between `no`, where it does not hold, and `yes`, where it
/// does (the caller knows; neither is asked). Two questions if the guess is right, else some more:
/// ever longer steps away from the guess, then halving.
template <class Condition>
TimePs first_ps(TimePs no, TimePs yes, TimePs guess, Condition&& holds) {
  guess = std::clamp(guess, no + 1, yes);
  const bool too_late = guess == yes || holds(guess);
  (too_late ? yes : no) = guess;
  for (TimePs step = 1; yes - no > step; step *= 2) {
    const TimePs probe = too_late ? yes - step : no + step;
    const bool held = holds(probe);
    (held ? yes : no) = probe;
    if (held != too_late) break;
  }
  while (yes - no > 1) {
    const TimePs middle = no + (yes - no) / 2;
    (holds(middle) ? yes : no) = middle;
  }
  return yes;
}

/// With this kind of leak, in a loop that vectorises: the model is a copy that no store changes.
template <class StepOf>
inline void work_out(std::size_t n, const double* __restrict dt_s, double* __restrict dpi_left,
                     double* __restrict membrane_left, double* __restrict membrane_loss,
                     double* __restrict membrane_gain, const StepOf step_of) {
  for (std::size_t k = 0; k < n; ++k) {
    const NeuronModel::Step step = step_of(dt_s[k]);
    dpi_left[k] = step.dpi_left;
    membrane_left[k] = step.membrane_left;
    membrane_loss[k] = step.membrane_loss;
    membrane_gain[k] = step.membrane_gain;
  }
}

}  // namespace

NeuronModel::NeuronModel(const OutputNeuronParameters& parameters)
    : parameters_{parameters},
      rate_s_{1.0 / parameters.tau_s_s},
      rate_mem_{1.0 / parameters.tau_mem_s},
      rate_ca_{1.0 / parameters.tau_ca_s},
      slower_rate_{std::min(rate_s_, rate_mem_)},
      rate_difference_{std::abs(rate_s_ - rate_mem_)},
      mem_is_slower_{rate_mem_ <= rate_s_},
      kernel_peak_{0.0},
      t_refractory_ps_{0} {
  parameters_.check();
  t_refractory_ps_ = ps_from_s(parameters_.t_refractory_s);
  if (parameters_.leak == Leak::exponential) {
    kernel_peak_ = exponential_run(std::min(peak_s({0, 0.0, 1.0}), kHorizonS)).kernel;
  }
}

NeuronModel::FreeRun NeuronModel::free_run(const NeuronState& state) const {
  const TimePs hold_ps = state.refractory_end_ps - state.anchor_ps;
  if (hold_ps <= 0) return {state.anchor_ps, state.v_mem, state.i_dpi_per_s};
  return {state.refractory_end_ps, state.v_mem, dpi_after(state.i_dpi_per_s, s_from_ps(hold_ps))};
}

NeuronValues NeuronModel::values(const NeuronState& state, TimePs t) const {
  const double dt_s = s_from_ps(t - state.anchor_ps);
  NeuronValues result{dpi_after(state.i_dpi_per_s, dt_s), state.v_mem, calcium_at(state, t)};
  if (t > state.refractory_end_ps) result.v_mem = membrane_at(free_run(state), t);
  return result;
}

Plasticity NeuronModel::plasticity(const NeuronState& state, TimePs t) const {
  const NeuronValues now = values(state, t);
  return plasticity(now.v_mem, now.calcium);
}

void NeuronModel::inject(NeuronState& state, TimePs t, double area) const {
  inject_current(state, t, area * rate_s_);
}

void NeuronModel::inject_current(NeuronState& state, TimePs t, double i_dpi_per_s) const {
  const NeuronValues now = values(state, t);
  state.anchor_ps = t;
  state.i_dpi_per_s = now.i_dpi_per_s + i_dpi_per_s;
  state.v_mem = now.v_mem;
}

SOFTBOUND_VECTOR_CLONES
void NeuronModel::steps(std::size_t n, const double* dt_s, double* dpi_left, double* membrane_left,
                        double* membrane_loss, double* membrane_gain) const {
  const double rate_s = rate_s_, tau_s_s = parameters_.tau_s_s, leak_per_s = parameters_.leak_per_s;
  if (parameters_.leak == Leak::constant) {
    work_out(n, dt_s, dpi_left, membrane_left, membrane_loss, membrane_gain, [=](double s) {
      const Decay dpi = decay(s * rate_s);
      return Step{dpi.left, 1.0, s * leak_per_s, dpi.gone * tau_s_s};
    });
    return;
  }
  const NeuronModel model = *this;
  work_out(n, dt_s, dpi_left, membrane_left, membrane_loss, membrane_gain,
           [&](double s) { return model.step(s); });
}

void NeuronModel::fire(NeuronState& state, TimePs t) const {
  const NeuronValues now = values(state, t);
  state = {t,
           now.i_dpi_per_s,
           parameters_.reset,
           now.calcium + parameters_.jump_ca,
           t + t_refractory_ps_,
           t};
}

NeuronModel::Motion NeuronModel::motion(double v_mem, double i_dpi) const {
  if (parameters_.leak == Leak::constant) {
    return {v_mem, i_dpi - parameters_.leak_per_s, -i_dpi * rate_s_};
  }
  const double slope = i_dpi - v_mem * rate_mem_;
  return {v_mem, slope, -i_dpi * rate_s_ - slope * rate_mem_};
}

NeuronModel::Motion NeuronModel::motion_after(const FreeRun& run, double dt_s) const {
  if (parameters_.leak == Leak::constant) {
    return motion(unfloored(run.v_mem, run.i_dpi, dt_s), dpi_after(run.i_dpi, dt_s));
  }
  const ExponentialRun e = exponential_run(dt_s);
  return motion(run.v_mem * e.left_mem + run.i_dpi * e.kernel, run.i_dpi * e.left_s);
}

/// False only if V surely stays below the level: a bound on its peak without logarithm, for the
/// many charges that make nobody fire. Constant leak: the peak is V + tau (x - l - l ln(x/l)), and
/// ln q >= 2 (q - 1) / (q + 1) for q >= 1. Exponential leak: V decays, K has its own peak.
bool NeuronModel::may_reach(const FreeRun& run, double level) const {
  if (!(motion(run.v_mem, run.i_dpi).slope > 0.0)) return false;
  const double leak = parameters_.leak_per_s;
  const double rise =
      parameters_.leak == Leak::constant
          ? parameters_.tau_s_s * (run.i_dpi - leak) * (run.i_dpi - leak) / (run.i_dpi + leak)
          : run.i_dpi * kernel_peak_;
  return (run.v_mem + rise) * (1.0 + 1e-12) >= level;
}

/// When V is highest, from the start of the run: where its slope is 0.
double NeuronModel::peak_s(const FreeRun& run) const {
  const double rising = motion(run.v_mem, run.i_dpi).slope;
  if (!(rising > 0.0)) return 0.0;
  if (parameters_.leak == Leak::constant) {
    return std::log1p(rising / parameters_.leak_per_s) * parameters_.tau_s_s;
  }
  const double first_order = rising / (run.i_dpi * rate_s_);
  const double difference = rate_s_ - rate_mem_;
  if (difference == 0.0) return first_order;
  return -std::log1p(-difference * first_order) / difference;
}

/// How far away a V of this slope and this bend throughout equals the level, the nearer of two
/// points; infinity if it does not.
double NeuronModel::parabola_crossing_s(const Motion& m, double level) {
  const double rest = level - m.v_mem;
  const double discriminant = m.slope * m.slope + 2.0 * rest * m.bend;
  if (!(discriminant > 0.0)) return std::numeric_limits<double>::infinity();
  return 2.0 * rest / (m.slope + std::copysign(std::sqrt(discriminant), m.slope));
}

/// Where V equals the level, between low_s on one side of it and high_s on the other, V monotone
/// in between. Each step goes to where the parabola through the last point meets the level, which
/// triples the correct digits; where it does not, or outside the bracket, the bracket is halved.
double NeuronModel::crossing_s(const FreeRun& run, double level, double low_s,
                               double high_s) const {
  constexpr double kCloseEnoughS = 0.1e-12;
  constexpr int kMostSteps = 100;
  Motion m = low_s > 0.0 ? motion_after(run, low_s) : motion(run.v_mem, run.i_dpi);
  const bool rising = m.v_mem < level;
  double s = low_s;
  double step = parabola_crossing_s(m, level);
  for (int n = 0; n < kMostSteps && high_s - low_s > kCloseEnoughS; ++n) {
    s += step;
    if (!(s > low_s && s <= high_s)) s = 0.5 * (low_s + high_s);
    m = motion_after(run, s);
    ((m.v_mem < level) == rising ? low_s : high_s) = s;
    step = parabola_crossing_s(m, level);
    // What this step will miss: its cube times V''' / (6 V'), V''' being about -rate V''.
    if (std::abs(step * step * step * m.bend * rate_s_) < kCloseEnoughS * std::abs(m.slope)) {
      return s + step;
    }
  }
  return s;
}

TimePs NeuronModel::next_spike_ps(const NeuronState& state) const {
  const double theta = parameters_.theta_fire;
  const FreeRun run = free_run(state);
  if (run.v_mem >= theta) return run.start_ps + 1;
  if (!may_reach(run, theta)) return kNever;
  // On the rising branch V'' is negative (constant leak: -x/tau_s, and x > leak >= 0; exponential
  // leak: -V'/tau_mem - x/tau_s, and x > V/tau_mem >= 0) and V''' positive, so V lies above the
  // parabola through the start: where that crosses, V has crossed. Only where it does not, the
  // peak must be looked at.
  double latest = parabola_crossing_s(motion(run.v_mem, run.i_dpi), theta);
  if (!(latest < kHorizonS)) {
    latest = std::min(peak_s(run), kHorizonS);
    if (unfloored(run.v_mem, run.i_dpi, latest) < theta) return kNever;
  }
  const double crossing = crossing_s(run, theta, 0.0, latest);
  return first_ps(run.start_ps, run.start_ps + ps_rounded_up(latest) + 1,
                  run.start_ps + ps_rounded_up(crossing), [&](TimePs t) {
                    return unfloored(run.v_mem, run.i_dpi, s_from_ps(t - run.start_ps)) >= theta;
                  });
}

TimePs NeuronModel::next_plasticity_change_ps(const NeuronState& state, TimePs t,
                                              TimePs before) const {
  const auto& p = parameters_;
  const FreeRun run = free_run(state);
  const auto calcium = [&](TimePs when) { return calcium_at(state, when); };
  // Calcium only falls: below both windows nothing comes any more.
  if (calcium(t) < std::min(p.ltp_low, p.ltd_low)) return kNever;
  const Plasticity now = plasticity(membrane_at(run, t), calcium(t));
  // V is held, rises, falls: between these instants it is monotone. A peak between two ps leaves
  // a stretch of one ps.
  const TimePs peak_ps = run.start_ps + ps_rounded_up(std::min(peak_s(run), kHorizonS));
  const TimePs stretches[] = {run.start_ps, peak_ps - 1, peak_ps, t + kHorizonPs};
  TimePs from = t;
  for (const TimePs end : stretches) {
    const TimePs to = std::min(end, before);
    while (from < to) {
      const TimePs change =
          std::min(membrane_change_ps(run, from, to), calcium_change_ps(state, from, to));
      from = std::min(change, to);
      if (from < before && plasticity(membrane_at(run, from), calcium(from)) != now) return from;
    }
  }
  return kNever;
}

TimePs NeuronModel::next_window_change_ps(const NeuronState& state, TimePs t) const {
  return calcium_change_ps(state, t, t + kHorizonPs);
}

/// How far to look for the crossing of a falling V: steps of growing length.
double NeuronModel::fall_bracket_s(const FreeRun& run, double level, double low_s) const {
  double width = parameters_.tau_s_s;
  if (parameters_.leak == Leak::exponential) width = std::max(width, parameters_.tau_mem_s);
  while (low_s + width < kHorizonS && unfloored(run.v_mem, run.i_dpi, low_s + width) > level) {
    width *= 2.0;
  }
  return std::min(low_s + width, kHorizonS);
}

/// The first ps after `from` up to `to` at which V lies on another side of theta_mem, or on it;
/// kNever if none. V is monotone from `from` to `to`.
TimePs NeuronModel::membrane_change_ps(const FreeRun& run, TimePs from, TimePs to) const {
  const double theta = parameters_.theta_mem;
  const auto side = [&](TimePs t) {
    const double v = membrane_at(run, t);
    return (v > theta) - (v < theta);
  };
  const int before = side(from);
  if (side(to) == before) return kNever;
  const double low_s = s_from_ps(from - run.start_ps);
  const double high_s =
      before > 0 ? fall_bracket_s(run, theta, low_s) : s_from_ps(to - run.start_ps);
  const TimePs guess =
      before == 0 ? from + 1 : run.start_ps + ps_rounded_up(crossing_s(run, theta, low_s, high_s));
  return first_ps(from, to, guess, [&](TimePs t) { return side(t) != before; });
}

/// The first ps after `from` up to `to` at which the calcium has passed an end of a window; kNever
/// if none. Calcium only falls.
TimePs NeuronModel::calcium_change_ps(const NeuronState& state, TimePs from, TimePs to) const {
  const auto& p = parameters_;
  const auto calcium = [&](TimePs t) { return calcium_at(state, t); };
  const auto passed = [&](double c) {
    return (c < p.ltp_low) + (c <= p.ltp_high) + (c < p.ltd_low) + (c <= p.ltd_high);
  };
  const int before = passed(calcium(from));
  if (passed(calcium(to)) == before) return kNever;
  double end = 0.0;  // the highest one still ahead
  const double c = calcium(from);
  for (const double low : {p.ltp_low, p.ltd_low}) end = c >= low ? std::max(end, low) : end;
  for (const double high : {p.ltp_high, p.ltd_high}) end = c > high ? std::max(end, high) : end;
  const double wait_s = p.calcium_decay == CalciumDecay::exponential
                            ? std::log(c / end) * p.tau_ca_s
                            : (c - end) * p.tau_ca_s;
  return first_ps(from, to, from + ps_rounded_up(wait_s),
                  [&](TimePs t) { return passed(calcium(t)) != before; });
}

}  // namespace softbound
