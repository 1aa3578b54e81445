// SPDX-License-Identifier: Apache-2.0
//
// The engine's neurons: lanes on a common anchor, and those apart from it.
#include <algorithm>

#include "network/event_engine.h"
#include "neuron/str_dp.h"

namespace softbound {

namespace {

// What rounding may hide from a bound on the membrane.
constexpr double kAlmost = 1.0 - 1e-9;

}  // namespace

void EventEngine::rest_neurons() {
  anchor_ps_ = 0;
  for (auto* lane_values : {&v_mem_, &i_dpi_, &calcium_}) {
    std::fill(lane_values->begin(), lane_values->end(), 0.0);
  }
  apart_.clear();
  std::fill(fire_free_ps_.begin(), fire_free_ps_.end(), TimePs{0});
}

/// The end of the former presentation becomes t = 0; neurons stay anchored where they are.
void EventEngine::move_neurons_to_former_end() {
  const TimePs end_ps = this->end_ps();
  anchor_ps_ -= end_ps;
  for (Apart& apart : apart_) {
    apart.state.anchor_ps -= end_ps;
    apart.state.refractory_end_ps -= end_ps;
    if (apart.next_spike_ps != kNever) apart.next_spike_ps -= end_ps;
  }
  for (TimePs& free_ps : fire_free_ps_) free_ps -= end_ps;
}

std::vector<double> EventEngine::membranes() const {
  std::vector<double> membranes(columns_);
  for (std::size_t k = 0; k < columns_; ++k) {
    const NeuronState state{anchor_ps_, i_dpi_[k], v_mem_[k], calcium_[k], anchor_ps_};
    membranes[k] = model_.values(state, end_ps()).v_mem;
  }
  for (const Apart& apart : apart_) {
    const NeuronState state = apart.own ? apart.state : common_state(apart);
    membranes[apart.lane] = model_.values(state, end_ps()).v_mem;
  }
  return membranes;
}

const NeuronModel::Step& EventEngine::step_to(TimePs time_ps, StepMemo& memo) {
  static constexpr NeuronModel::Step kNoTime{1.0, 1.0, 0.0, 0.0, 1.0, 0.0};
  const TimePs dt_ps = time_ps - anchor_ps_;
  if (dt_ps == 0) return kNoTime;
  if (memo.dt_ps != dt_ps) {
    memo.dt_ps = dt_ps;
    memo.step = model_.step(s_from_ps(dt_ps));
  }
  return memo.step;
}

NeuronState EventEngine::common_state(const Apart& apart) const {
  const std::size_t k = apart.lane;
  return {anchor_ps_, i_dpi_[k], v_mem_[k], calcium_[k], apart.state.refractory_end_ps};
}

void EventEngine::fire_due(TimePs time_ps) {
  for (Apart& apart : apart_) {
    if (apart.own) fire_all_due(apart, time_ps);
  }
  // At the anchor itself nobody fires: a charge moves the membrane later on.
  if (time_ps == anchor_ps_) return;
  const double dt_s = s_from_ps(time_ps - anchor_ps_);
  const double theta = model_.parameters().theta_fire * kAlmost;
  if (!lanes::may_reach(lanes(), theta, dt_s)) return;
  for (std::size_t k = 0; k < columns_; ++k) {
    if (v_mem_[k] + std::max(i_dpi_[k], 0.0) * dt_s >= theta) fire_lane_due(k, time_ps);
  }
}

/// A lane that may fire by then: if it does, it leaves the common anchor.
void EventEngine::fire_lane_due(std::size_t lane, TimePs time_ps) {
  auto apart =
      std::find_if(apart_.begin(), apart_.end(), [&](const Apart& a) { return a.lane == lane; });
  const bool held = apart != apart_.end();
  NeuronState state{anchor_ps_, i_dpi_[lane], v_mem_[lane], calcium_[lane], anchor_ps_};
  if (held) state.refractory_end_ps = apart->state.refractory_end_ps;
  const TimePs next_ps = model_.next_spike_ps(state);
  if (next_ps > time_ps) return;
  if (!held) apart = apart_.insert(apart_.end(), {lane, {}, kNever, true});
  *apart = {lane, state, next_ps, true};
  // Nothing that a bound on the common lanes would take for a spike.
  v_mem_[lane] = i_dpi_[lane] = 0.0;
  fire_all_due(*apart, time_ps);
}

void EventEngine::fire_all_due(Apart& apart, TimePs time_ps) {
  while (apart.next_spike_ps <= time_ps) {
    const TimePs spike_ps = apart.next_spike_ps;
    model_.fire(apart.state, spike_ps);
    apart.next_spike_ps = model_.next_spike_ps(apart.state);
    spikes_out_.emplace_back(spike_ps, static_cast<std::uint32_t>(apart.lane));
    ++spike_counts_[apart.lane];
    TimePs& free_ps = fire_free_ps_[apart.lane];
    if (spike_ps < free_ps) continue;
    free_ps = spike_ps + 2 * fire_pulse_ps(timing_);
    ++count(ControlCounter::out_spikes);
  }
}

/// A charge on every lane; all are anchored here then.
void EventEngine::charge(TimePs time_ps, const double* charge, const double* readout,
                         StepMemo& memo) {
  fire_due(time_ps);
  for (Apart& apart : apart_) {
    if (apart.own || apart.state.refractory_end_ps >= time_ps) continue;
    apart.state = common_state(apart);
    apart.own = true;
  }
  lanes::step_and_charge(lanes(), step_to(time_ps, memo), charge, readout, model_.dpi_per_area());
  anchor_ps_ = time_ps;
  for (Apart& apart : apart_) {
    const std::size_t k = apart.lane;
    if (apart.own) {
      model_.inject(apart.state, time_ps, charge[k] * readout[k]);
      v_mem_[k] = apart.state.v_mem;
      i_dpi_[k] = apart.state.i_dpi_per_s;
      calcium_[k] = apart.state.calcium;
      apart.own = false;
    } else {
      v_mem_[k] = model_.parameters().reset;
    }
  }
  apart_.erase(
      std::remove_if(apart_.begin(), apart_.end(),
                     [&](const Apart& apart) { return apart.state.refractory_end_ps <= time_ps; }),
      apart_.end());
}

void EventEngine::sample(std::uint64_t event) {
  if (pending(event).superseded) return;
  const TimePs time_ps = pending(event).sample_ps;
  fire_due(time_ps);
  const NeuronModel::Step& step = step_to(time_ps, sample_step_);
  std::uint64_t* const up = words(up_, event);
  std::uint64_t* const dn = words(dn_, event);
  for (std::size_t k = 0; k < words_; ++k) {
    const LaneWords sampled =
        lanes::sample(lanes(), k * Bits::kWordBits, step, model_.parameters());
    up[k] = sampled.up;
    dn[k] = sampled.dn;
  }
  for (const Apart& apart : apart_) {
    Plasticity plasticity{};
    if (apart.own) {
      plasticity = model_.plasticity(apart.state, time_ps);
    } else if (apart.state.refractory_end_ps < time_ps) {
      plasticity = model_.plasticity(common_state(apart), time_ps);
    } else {
      const double calcium = calcium_[apart.lane] * step.calcium_left - step.calcium_loss;
      plasticity = model_.plasticity(model_.parameters().reset, std::max(calcium, 0.0));
    }
    const std::size_t k = apart.lane / Bits::kWordBits;
    const std::uint64_t bit = std::uint64_t{1} << (apart.lane % Bits::kWordBits);
    up[k] = plasticity.up ? up[k] | bit : up[k] & ~bit;
    dn[k] = plasticity.dn ? dn[k] | bit : dn[k] & ~bit;
  }
  for (std::size_t k = 0; k < words_; ++k) {
    const std::uint64_t written = write_enable_ ? enabled_.words()[k] : 0;
    up[k] &= written & pos_.words()[k];
    dn[k] &= written & neg_.words()[k];
  }
}

}  // namespace softbound
