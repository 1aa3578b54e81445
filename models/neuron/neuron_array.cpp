// SPDX-License-Identifier: Apache-2.0
#include "neuron/neuron_array.h"

#include <algorithm>

#include "core/vector_clones.h"
#include "neuron/crossing_bounds.h"

namespace softbound {

namespace {

using crossing::bounds;
using crossing::kInfinity;
using crossing::LeastWaits;
using crossing::Levels;
using crossing::Mask;
using crossing::mask;
using elementary::select;

/// LeastWaits are at least 0, and so their bits are in order.
inline std::int64_t in_order(double bound) { return __builtin_bit_cast(std::int64_t, bound); }

struct Lanes {
  double* v_mem;
  double* i_dpi;
  double* spike_s;
  double* edge_s;
  const double* current;
  const Mask* regular;
  const Mask* open;
};

/// One charge.
/// @return the first bound of each kind
template <Leak Kind>
inline LeastWaits move_all(std::size_t n, const Lanes& lanes, const NeuronModel::Step step,
                           const Levels levels) {
  double* __restrict const v_mem = lanes.v_mem;
  double* __restrict const i_dpi = lanes.i_dpi;
  double* __restrict const spike_s = lanes.spike_s;
  double* __restrict const edge_s = lanes.edge_s;
  const double* __restrict const current = lanes.current;
  const Mask* __restrict const regular = lanes.regular;
  const Mask* __restrict const open = lanes.open;
  std::int64_t first_spike = in_order(kInfinity), first_edge = first_spike;
  for (std::size_t j = 0; j < n; ++j) {
    const double v_left = Kind == Leak::constant ? v_mem[j] : v_mem[j] * step.membrane_left;
    const double free = v_left - step.membrane_loss + i_dpi[j] * step.membrane_gain;
    const double v = select(free > 0.0, free, 0.0);
    const double x = i_dpi[j] * step.dpi_left + current[j];
    const LeastWaits b = bounds<Kind>(levels, v, x, regular[j], open[j]);
    v_mem[j] = v;
    i_dpi[j] = x;
    spike_s[j] = b.spike_s;
    edge_s[j] = b.edge_s;
    first_spike = std::min(first_spike, in_order(b.spike_s));
    first_edge = std::min(first_edge, in_order(b.edge_s));
  }
  return {__builtin_bit_cast(double, first_spike), __builtin_bit_cast(double, first_edge)};
}

SOFTBOUND_VECTOR_CLONES
LeastWaits move_with_constant_leak(std::size_t n, const Lanes& lanes, const NeuronModel::Step& step,
                                   const Levels& levels) {
  return move_all<Leak::constant>(n, lanes, step, levels);
}
SOFTBOUND_VECTOR_CLONES
LeastWaits move_with_exponential_leak(std::size_t n, const Lanes& lanes,
                                      const NeuronModel::Step& step, const Levels& levels) {
  return move_all<Leak::exponential>(n, lanes, step, levels);
}

/// V of up to 64 neurons after a step: above and below theta_mem, a bit each.
SOFTBOUND_VECTOR_CLONES
void compare(std::size_t n, const double* __restrict v_mem, const double* __restrict i_dpi,
             const NeuronModel::Step& step, double theta_mem, Bits::Word& above,
             Bits::Word& below) {
  const double left = step.membrane_left, loss = step.membrane_loss, gain = step.membrane_gain;
  Bits::Word a = 0, b = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double free = v_mem[k] * left - loss + i_dpi[k] * gain;
    const double v = select(free > 0.0, free, 0.0);
    a |= static_cast<Bits::Word>(v > theta_mem) << k;
    b |= static_cast<Bits::Word>(v < theta_mem) << k;
  }
  above = a;
  below = b;
}

LeastWaits bounds_of(const NeuronModel& model, double v, double x) {
  constexpr Mask kAll = ~Mask{0};
  const Levels levels = Levels::of(model);
  return model.parameters().leak == Leak::constant
             ? bounds<Leak::constant>(levels, v, x, kAll, kAll)
             : bounds<Leak::exponential>(levels, v, x, kAll, kAll);
}

/// A lower bound in ps; one that is far away or not there becomes kNever.
TimePs ps_of_bound(double bound_s, TimePs from_ps) {
  constexpr double kHorizonS = 4.0 * kLongestTimeS;
  if (!(bound_s < kHorizonS)) return kNever;
  return from_ps + static_cast<TimePs>(bound_s * (1e12 * (1.0 - 1e-9)));
}

/// A bound that is not further away than this is not worth another.
constexpr TimePs kNearPs = 10 * kPsPerNs;

}  // namespace

NeuronArray::NeuronArray(const OutputNeuronParameters& parameters, std::size_t count)
    : model_{parameters},
      count_{count},
      v_mem_(count),
      i_dpi_(count),
      calcium_(count),
      spiked_ps_(count),
      refractory_end_ps_(count),
      regular_(count, ~Mask{0}),
      open_(count),
      ltp_open_(count),
      ltd_open_(count),
      window_ps_(count, kNever) {
  for (Next* next : {&spike_, &edge_}) {
    next->bound_s.assign(count, kInfinity);
    next->ps.assign(count, kNever);
    next->found.assign(count, Found::at_charge);
  }
  for (std::size_t j = 0; j < count; ++j) {
    look_at_windows(j, 0);
    bound_both(j, 0, Found::later);
  }
  find_first(spike_);
  find_first(edge_);
}

void NeuronArray::watch_plasticity(bool watch) {
  watching_ = watch;
  if (watching_) find_first(edge_);
}

// A neuron that has not spiked since was last moved by the last charge.
NeuronState NeuronArray::state_of(std::size_t j) const {
  const TimePs anchor_ps = std::max(anchor_ps_, spiked_ps_[j]);
  return {anchor_ps, i_dpi_[j], v_mem_[j], calcium_[j], refractory_end_ps_[j], spiked_ps_[j]};
}

void NeuronArray::inject(TimePs t, const double* i_dpi_per_s) {
  const auto step = model_.step(s_from_ps(t - anchor_ps_));
  moved_.clear();
  for (const auto j : exceptions_) {
    moved_.push_back(state_of(j));
    NeuronState& state = moved_.back();
    if (refractory_end_ps_[j] >= t && state.anchor_ps == anchor_ps_) {  // held all the while
      state.i_dpi_per_s = state.i_dpi_per_s * step.dpi_left + i_dpi_per_s[j];
    } else {
      model_.inject_current(state, t, i_dpi_per_s[j]);
    }
  }
  if (some_found_) {
    std::fill(spike_.found.begin(), spike_.found.end(), Found::at_charge);
    std::fill(edge_.found.begin(), edge_.found.end(), Found::at_charge);
    some_found_ = false;
  }
  const Lanes lanes{v_mem_.data(), i_dpi_.data(),   spike_.bound_s.data(), edge_.bound_s.data(),
                    i_dpi_per_s,   regular_.data(), open_.data()};
  const auto move = model_.parameters().leak == Leak::constant ? move_with_constant_leak
                                                               : move_with_exponential_leak;
  const LeastWaits first = move(count_, lanes, step, Levels::of(model_));
  anchor_ps_ = t;
  spike_.first_ps = ps_of_bound(first.spike_s, t);
  edge_.first_ps = ps_of_bound(first.edge_s, t);

  std::size_t kept = 0;
  for (std::size_t k = 0; k < exceptions_.size(); ++k) {
    const std::uint32_t j = exceptions_[k];
    v_mem_[j] = moved_[k].v_mem;
    i_dpi_[j] = moved_[k].i_dpi_per_s;
    if (refractory_end_ps_[j] > t) {
      exceptions_[kept++] = j;
    } else {
      regular_[j] = ~Mask{0};
      open_[j] = mask(ltp_open_.test(j) || ltd_open_.test(j));
    }
    bound_both(j, t, Found::later);
    spike_.first_ps = std::min(spike_.first_ps, due_ps(spike_, j));
    edge_.first_ps = std::min(edge_.first_ps, due_ps(edge_, j));
  }
  exceptions_.resize(kept);
}

void NeuronArray::fire(std::size_t j) {
  const TimePs t = spike_.ps[j];
  NeuronState state = state_of(j);
  model_.fire(state, t);
  v_mem_[j] = state.v_mem;
  i_dpi_[j] = state.i_dpi_per_s;
  calcium_[j] = state.calcium;
  spiked_ps_[j] = t;
  refractory_end_ps_[j] = state.refractory_end_ps;
  if (regular_[j] != 0) {
    regular_[j] = 0;
    exceptions_.push_back(static_cast<std::uint32_t>(j));
  }
  look_at_windows(j, t);
  bound_both(j, t, Found::later);
  find_first(spike_);
  if (watching_) find_first(edge_);
}

// Lower bounds from what the neuron is doing at t; at reset it does nothing before it is let go.
void NeuronArray::bound_both(std::size_t j, TimePs t, Found found) {
  if (refractory_end_ps_[j] > t) {
    set(spike_, j, refractory_end_ps_[j], Found::later);
    set(edge_, j, refractory_end_ps_[j], Found::later);
    return;
  }
  const NeuronValues now = model_.values(state_of(j), t);
  const LeastWaits b = bounds_of(model_, now.v_mem, now.i_dpi_per_s);
  const bool open = ltp_open_.test(j) || ltd_open_.test(j);
  set(spike_, j, ps_of_bound(b.spike_s, t), found);
  set(edge_, j, open ? ps_of_bound(b.edge_s, t) : kNever, found);
}

void NeuronArray::set(Next& next, std::size_t j, TimePs ps, Found found) {
  next.ps[j] = ps;
  next.found[j] = found;
  some_found_ = true;
}

TimePs NeuronArray::due_ps(const Next& next, std::size_t j) const {
  return next.found[j] == Found::at_charge ? ps_of_bound(next.bound_s[j], anchor_ps_) : next.ps[j];
}

void NeuronArray::find_first(Next& next) const {
  next.first_ps = kNever;
  for (std::size_t j = 0; j < count_; ++j) {
    next.first_ps = std::min(next.first_ps, due_ps(next, j));
  }
}

void NeuronArray::solve_spike(std::size_t j) {
  if (spike_.found[j] == Found::exactly) return;
  set(spike_, j, model_.next_spike_ps(state_of(j)), Found::exactly);
}

std::size_t NeuronArray::next_due(TimePs t) {
  std::size_t next = count_;
  TimePs next_ps = kNever;
  for (std::size_t j = 0; j < count_; ++j) {
    if (due_ps(spike_, j) > t) continue;
    solve_spike(j);
    if (spike_.ps[j] <= t && spike_.ps[j] < next_ps) {
      next = j;
      next_ps = spike_.ps[j];
    }
  }
  if (next == count_) find_first(spike_);
  return next;
}

void NeuronArray::look_at_windows(std::size_t j, TimePs t) {
  const NeuronState state = state_of(j);
  const Plasticity open = model_.open_windows(state, t);
  ltp_open_.set(j, open.up);
  ltd_open_.set(j, open.dn);
  open_[j] = regular_[j] & mask(open.up || open.dn);
  window_ps_[j] = model_.next_window_change_ps(state, t);
  next_window_ps_ = *std::min_element(window_ps_.begin(), window_ps_.end());
}

void NeuronArray::pass_windows(TimePs t) {
  while (next_window_ps_ <= t) {
    for (std::size_t j = 0; j < count_; ++j) {
      if (window_ps_[j] > t) continue;
      look_at_windows(j, window_ps_[j]);
      // An edge at this very instant is one that everybody sees; the next comes later.
      if (refractory_end_ps_[j] > t) continue;
      const NeuronValues now = model_.values(state_of(j), t);
      const bool open = ltp_open_.test(j) || ltd_open_.test(j);
      set(edge_, j,
          open ? ps_of_bound(bounds_of(model_, now.v_mem, now.i_dpi_per_s).edge_s, t) : kNever,
          Found::later);
    }
    find_first(edge_);
  }
}

void NeuronArray::plasticity(TimePs t, Bits& up, Bits& dn) {
  pass_windows(t);
  const auto step = model_.step(s_from_ps(t - anchor_ps_));
  const double theta_mem = model_.parameters().theta_mem;
  up = ltp_open_;
  dn = ltd_open_;
  for (std::size_t k = 0; k < up.words().size(); ++k) {
    const std::size_t first = k * Bits::kWordBits;
    Bits::Word above = 0, below = 0;
    compare(std::min(Bits::kWordBits, count_ - first), v_mem_.data() + first, i_dpi_.data() + first,
            step, model_.parameters().theta_mem, above, below);
    up.set_word(k, up.words()[k] & above);
    dn.set_word(k, dn.words()[k] & below);
  }
  for (const auto j : exceptions_) {
    const double v = refractory_end_ps_[j] >= t ? v_mem_[j] : values(j, t).v_mem;
    up.set(j, ltp_open_.test(j) && v > theta_mem);
    dn.set(j, ltd_open_.test(j) && v < theta_mem);
  }
}

void NeuronArray::look_again_at_spikes(TimePs t) {
  for (std::size_t j = 0; j < count_; ++j) {
    if (due_ps(spike_, j) > t) continue;
    if (spike_.found[j] < Found::once_more && refractory_end_ps_[j] <= t) {
      const NeuronValues now = model_.values(state_of(j), t);
      const TimePs bound = ps_of_bound(bounds_of(model_, now.v_mem, now.i_dpi_per_s).spike_s, t);
      if (bound > t + kNearPs) {
        set(spike_, j, bound, Found::once_more);
        continue;
      }
    }
    solve_spike(j);
  }
  find_first(spike_);
}

void NeuronArray::look_again_at_edges(TimePs t) {
  for (std::size_t j = 0; j < count_; ++j) {
    if (due_ps(edge_, j) > t) continue;
    if (edge_.found[j] != Found::once_more) {
      const NeuronValues now = model_.values(state_of(j), t);
      const TimePs bound = ps_of_bound(bounds_of(model_, now.v_mem, now.i_dpi_per_s).edge_s, t);
      if (bound > t + kNearPs) {
        set(edge_, j, bound, Found::once_more);
        continue;
      }
    }
    solve_spike(j);
    set(edge_, j, model_.next_plasticity_change_ps(state_of(j), t, spike_.ps[j]), Found::exactly);
  }
  find_first(edge_);
}

TimePs NeuronArray::quiet_until_ps(TimePs t) {
  if (spike_.first_ps <= t) look_again_at_spikes(t);
  if (!watching_) return spike_.first_ps;
  pass_windows(t);
  if (edge_.first_ps <= t) look_again_at_edges(t);
  return std::min({spike_.first_ps, edge_.first_ps, next_window_ps_});
}

}  // namespace softbound
