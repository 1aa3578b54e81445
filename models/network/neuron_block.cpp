// SPDX-License-Identifier: Apache-2.0
#include "network/neuron_block.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace softbound {

namespace {

constexpr TimePs kAtOnce = std::numeric_limits<TimePs>::min();

bool has(std::uint32_t lanes, std::size_t lane) { return (lanes >> lane & 1u) != 0; }
std::uint32_t bit(std::size_t lane) { return 1u << lane; }

/// Calls f(lane) for each lane in the set, lowest first.
template <class F>
void for_each_lane(std::uint32_t lanes, F&& f) {
  for (; lanes != 0; lanes &= lanes - 1) f(static_cast<std::size_t>(__builtin_ctz(lanes)));
}

std::uint32_t lanes_of(const Bits& columns, std::size_t first, std::size_t count) {
  std::uint32_t lanes = 0;
  for (std::size_t lane = 0; lane < count; ++lane) {
    if (columns.test(first + lane)) lanes |= bit(lane);
  }
  return lanes;
}

/// As much as can reach a device.
WritePulse strongest_pulse(const Cell6T1M& cell, WriteKind kind) {
  return {kind, cell.widths().write_s, std::abs(cell.drive_v(phase_of(kind)))};
}

}  // namespace

NeuronBlock::NeuronBlock(const BlockSurroundings& surroundings, std::size_t first_column,
                         std::size_t width)
    : array_{surroundings},
      first_column_{first_column},
      width_{width},
      lanes_{std::min(width, surroundings.columns - first_column)},
      to_sample_{
          surroundings.model.step(s_from_ps(std::max<TimePs>(0, surroundings.read_to_sample_ps)))},
      theta_{EventTape::almost_firing(surroundings.model)},
      steps_alike_{surroundings.devices.steps_alike_up_to(
                       strongest_pulse(surroundings.cell, WriteKind::ltp)) &&
                   surroundings.devices.steps_alike_up_to(
                       strongest_pulse(surroundings.cell, WriteKind::ltd))},
      rows_{surroundings.devices.size() / surroundings.columns},
      waiting_(rows_ + 1),
      row_energy_(rows_) {
  rest();
}

void NeuronBlock::rest() {
  state_ = {};
  anchor_ps_ = 0;
  own_ = held_ = 0;
  own_state_.fill({});
  next_spike_ps_.fill(kNever);
  fire_free_ps_.fill(0);
  // All lanes are alike.
  const NeuronState at_rest;
  const Plasticity open = array_.model.open_windows(at_rest, 0);
  const std::uint32_t all = ~0u >> (kBlockLanes - lanes_);
  ltp_window_ = open.up ? all : 0;
  ltd_window_ = open.dn ? all : 0;
  next_window_ps_ = array_.model.next_window_change_ps(at_rest, 0);
  window_ps_.fill(next_window_ps_);
  decisions_.clear();
}

void NeuronBlock::move_origin_to(TimePs time_ps) {
  const auto move = [&](TimePs& t) {
    if (t != kNever) t -= time_ps;
  };
  move(anchor_ps_);
  move(next_window_ps_);
  for (std::size_t lane = 0; lane < kBlockLanes; ++lane) {
    move(own_state_[lane].anchor_ps);
    move(own_state_[lane].refractory_end_ps);
    move(own_state_[lane].calcium_ps);
    move(next_spike_ps_[lane]);
    move(fire_free_ps_[lane]);
    move(window_ps_[lane]);
  }
}

void NeuronBlock::start(const Bits& may_rise, const Bits& may_fall) {
  may_rise_ = lanes_of(may_rise, first_column_, lanes_);
  may_fall_ = lanes_of(may_fall, first_column_, lanes_);
  spikes_.clear();
  writes_.clear();
  fire_pulses_ = ltp_ = ltd_ = cut_writes_ = overstressed_writes_ = 0;
  if (array_.measuring) std::fill(row_energy_.begin(), row_energy_.end(), CellEnergy{});
}

LaneRun NeuronBlock::lane_run() {
  const auto& readouts = array_.readouts.empty() ? array_.devices.weights() : array_.readouts;
  LaneRun run{};
  run.tape = part_;
  run.charges = array_.charges.data() + first_column_;
  run.readouts = readouts.data() + first_column_;
  run.jumps = array_.jumps.data() + first_column_;
  run.reference = array_.reference;
  // Past the end of a row lies the next one: lanes that do not exist may read it, if it exists,
  // even while another thread writes it; nobody looks at them.
  const std::size_t cells = first_column_ + width_;
  run.first_short = readouts.size() < cells ? 0 : readouts.size() - cells + 1;
  run.lanes = lanes_;
  run.groups = width_ / kGroupLanes;
  run.theta_mem = array_.model.parameters().theta_mem;
  run.reset = array_.model.parameters().reset;
  run.to_sample = to_sample_;
  run.s_to_sample = s_from_ps(std::max<TimePs>(0, array_.read_to_sample_ps));
  run.sample_fire_level =
      array_.model.parameters().leak == Leak::constant ? theta_ - to_sample_.membrane_loss : theta_;
  run.almost_firing = theta_;
  run.waiting = waiting_.data();
  run.first_column = static_cast<std::uint32_t>(first_column_);
  run.queue = &queue_;
  run.may_write = (may_rise_ | may_fall_) != 0;
  return run;
}

void NeuronBlock::play(const TapePart& part) {
  part_ = &part;
  anchor_ps_ = part.anchor_ps;
  const TapeEntry* const entries = part.entries.data();
  const std::size_t end = part.size;
  const PlayLanes play_lanes = array_.model.parameters().leak == Leak::constant
                                   ? array_.kernel.constant_leak
                                   : array_.kernel.exponential_leak;
  LaneRun run = lane_run();
  const std::size_t sampled_before = decisions_.size();
  decisions_.resize(sampled_before + part.samples);
  run.next_latched = decisions_.data();
  run.next_sampled = decisions_.data() + sampled_before;
  std::size_t energy_spent = 0;
  for (std::size_t k = 0; k < end;) {
    run.end = end;
    if (array_.measuring) {
      run.end = k + 1;
      if (energy_spent == k) {
        ++energy_spent;
        spend_read(entries[k]);
      }
    }
    find_next_attention();
    run.held = held_;
    run.up_open = may_rise_ & ltp_window_;
    run.dn_open = may_fall_ & ltd_window_;
    run.attention_ps = attention_ps_;
    run.anchor_ps = anchor_ps_;
    run.round = round_;
    k = play_lanes(run, state_, k);
    anchor_ps_ = run.anchor_ps;
    if (k == run.end) continue;
    const bool writes_due =
        waiting_[entries[k].row] == round_ || queue_.size == WriteQueue::kCapacity;
    const bool window_due = own_ == 0 && entries[k].last_ps >= next_window_ps_;
    if (writes_due) make_writes();
    if (window_due) update_windows(entries[k].last_ps);
    if (!writes_due && !window_due) play_entry(k++, run);
  }
  make_writes();
  decisions_.resize(static_cast<std::size_t>(run.next_sampled - decisions_.data()));
  decisions_.erase(decisions_.begin(), decisions_.begin() + (run.next_latched - decisions_.data()));
}

void NeuronBlock::play_entry(std::size_t k, LaneRun& run) {
  const TapeEntry& entry = part_->entries[k];
  switch (entry.what) {
    case TapeEntry::What::stimulus:
    case TapeEntry::What::read:
      charge(k, run);
      break;
    case TapeEntry::What::event:
      charge(k, run);
      latch(entry.event, sample(entry.last_ps, to_sample_));
      break;
    case TapeEntry::What::sample:
      *run.next_sampled++ = sample(entry.time_ps, part_->steps.of(k));
      break;
    case TapeEntry::What::latch:
    case TapeEntry::What::cut_latch:
      latch(entry.event, *run.next_latched++);
      break;
  }
}

/// A charge on every lane; all are anchored here then.
void NeuronBlock::charge(std::size_t k, const LaneRun& run) {
  const TapeEntry& entry = part_->entries[k];
  const TimePs time_ps = entry.time_ps;
  const NeuronModel::Step step = part_->steps.of(k);
  fire_due(time_ps);
  for_each_lane(held_ & ~own_, [&](std::size_t lane) {
    if (own_state_[lane].refractory_end_ps >= time_ps) return;
    own_state_[lane] = state_of(lane);
    own_ |= bit(lane);
  });
  const bool stimulates = entry.what == TapeEntry::What::stimulus;
  double current[kBlockLanes] = {};
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    current[lane] = stimulates ? run.charges[entry.at + lane]
                               : (run.readouts[entry.at + lane] - run.reference) * run.jumps[lane];
  }
  double* const v = state_.v_mem;
  double* const x = state_.i_dpi;
  for (std::size_t lane = 0; lane < width_; ++lane) {
    const double free =
        v[lane] * step.membrane_left - step.membrane_loss + x[lane] * step.membrane_gain;
    v[lane] = free > 0.0 ? free : 0.0;
    x[lane] = x[lane] * step.dpi_left + current[lane];
  }
  anchor_ps_ = time_ps;
  for_each_lane(own_, [&](std::size_t lane) {
    NeuronState& own = own_state_[lane];
    array_.model.inject_current(own, time_ps, current[lane]);
    v[lane] = own.v_mem;
    x[lane] = own.i_dpi_per_s;
  });
  for_each_lane(held_ & ~own_,
                [&](std::size_t lane) { v[lane] = array_.model.parameters().reset; });
  std::uint32_t held = 0;
  for_each_lane(held_ | own_, [&](std::size_t lane) {
    if (own_state_[lane].refractory_end_ps > time_ps) held |= bit(lane);
  });
  held_ = held;
  own_ = 0;
}

LaneDecision NeuronBlock::sample(TimePs time_ps, const NeuronModel::Step& step) {
  fire_due(time_ps);
  update_windows(time_ps);
  double v[kBlockLanes];
  for (std::size_t lane = 0; lane < width_; ++lane) {
    const double free = state_.v_mem[lane] * step.membrane_left - step.membrane_loss +
                        state_.i_dpi[lane] * step.membrane_gain;
    v[lane] = free > 0.0 ? free : 0.0;
  }
  for_each_lane(held_ | own_, [&](std::size_t lane) { v[lane] = membrane(lane, time_ps); });
  const double theta = array_.model.parameters().theta_mem;
  LaneDecision decision{0, 0};
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    if (v[lane] > theta) decision.up |= bit(lane);
    if (v[lane] < theta) decision.dn |= bit(lane);
  }
  return {decision.up & may_rise_ & ltp_window_, decision.dn & may_fall_ & ltd_window_};
}

void NeuronBlock::latch(std::uint32_t event, const LaneDecision& decision) {
  if (event_of(event).cut) {
    const std::uint32_t row = event_of(event).row;
    const auto first = static_cast<std::uint32_t>(row * array_.columns + first_column_);
    const auto write = [&](std::uint32_t lanes, WriteKind kind) {
      for_each_lane(lanes, [&](std::size_t lane) {
        write_one(first + static_cast<std::uint32_t>(lane), event, kind);
      });
    };
    write(decision.up, WriteKind::ltp);
    write(decision.dn, WriteKind::ltd);
    return;
  }
  if ((decision.up | decision.dn) == 0) return;
  if (queue_.size == WriteQueue::kCapacity) make_writes();
  const std::uint32_t row = event_of(event).row;
  const auto first = static_cast<std::uint32_t>(row * array_.columns + first_column_);
  queue_.writes[queue_.size++] = {first, event, decision};
  waiting_[row] = round_;
}

/// All that wait: together if nobody wants to know, else one by one.
void NeuronBlock::make_writes() {
  if (queue_.size == 0) return;
  if (array_.readouts.empty() && !array_.recording && !array_.measuring && steps_alike_) {
    array_.kernel.list_cells(queue_, lists_);
    make_writes_alike(WriteKind::ltp, lists_.ltp_size, lists_.ltp.data());
    make_writes_alike(WriteKind::ltd, lists_.ltd_size, lists_.ltd.data());
  } else {
    for (std::size_t k = 0; k < queue_.size; ++k) {
      const LaneWrites& writes = queue_.writes[k];
      const auto write = [&](std::uint32_t lanes, WriteKind kind) {
        for_each_lane(lanes, [&](std::size_t lane) {
          write_one(writes.first_cell + static_cast<std::uint32_t>(lane), writes.event, kind);
        });
      };
      write(writes.lanes.up, WriteKind::ltp);
      write(writes.lanes.dn, WriteKind::ltd);
    }
  }
  queue_.size = 0;
  ++round_;
}

void NeuronBlock::make_writes_alike(WriteKind kind, std::size_t n, const std::uint32_t* cells) {
  (kind == WriteKind::ltp ? ltp_ : ltd_) += n;
  const WritePulse pulse = strongest_pulse(array_.cell, kind);
  for (std::size_t k = 0; k < n; k += DeviceArray::kMostAlike) {
    array_.devices.write_alike(pulse, std::min(n - k, DeviceArray::kMostAlike), cells + k);
  }
}

void NeuronBlock::write_one(std::uint32_t cell, std::uint32_t event, WriteKind kind) {
  const ArrayEvent& e = event_of(event);
  WritePulse pulse = array_.cell.write_pulse(kind, array_.devices.conductance_s(cell));
  if (e.cut) {
    pulse.width_s = s_from_ps(std::max<TimePs>(0, e.write_width_ps - array_.timing.t_edge_ps));
    ++cut_writes_;
  }
  const WriteRecord record = array_.devices.write(cell, pulse);
  overstressed_writes_ += record.overstressed;
  ++(kind == WriteKind::ltp ? ltp_ : ltd_);
  note(cell, event, kind, record.weight_before, record.weight_after);
}

void NeuronBlock::note(std::uint32_t cell, std::uint32_t event, WriteKind kind, double before,
                       double after) {
  if (!array_.readouts.empty()) array_.readouts[cell] = array_.cell.readout(after);
  if (!array_.recording && !array_.measuring) return;
  const ArrayEvent& e = event_of(event);
  if (array_.recording) {
    const auto column = static_cast<std::uint32_t>(cell - e.row * array_.columns);
    writes_.push_back({e.latch_ps, e.row, column, kind, before, after});
  }
  if (array_.measuring) {
    const double width_s =
        s_from_ps(std::max<TimePs>(0, e.write_width_ps - array_.timing.t_edge_ps));
    const double g_s = array_.devices.parameters().conductance_s(before);
    row_energy_[e.row] += array_.cell.write_energy(kind, g_s, width_s);
  }
}

/// The cells of the row about to be read.
void NeuronBlock::spend_read(const TapeEntry& entry) {
  if (entry.what != TapeEntry::What::read && entry.what != TapeEntry::What::event) return;
  if (waiting_[entry.row] == round_) make_writes();
  const double width_s = s_from_ps(event_of(entry.event).read_width_ps);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    if (!array_.enabled.test(first_column_ + lane)) continue;
    const std::size_t cell = entry.row * array_.columns + first_column_ + lane;
    row_energy_[entry.row] += array_.cell.read_energy(array_.devices.conductance_s(cell), width_s);
  }
}

NeuronState NeuronBlock::state_of(std::size_t lane) const {
  NeuronState state = own_state_[lane];
  if (!has(own_, lane)) {
    state.anchor_ps = anchor_ps_;
    state.i_dpi_per_s = state_.i_dpi[lane];
    state.v_mem = state_.v_mem[lane];
  }
  return state;
}

double NeuronBlock::membrane(std::size_t lane, TimePs time_ps) const {
  return array_.model.values(state_of(lane), time_ps).v_mem;
}

void NeuronBlock::finish(TimePs end_ps) { fire_due(end_ps - 1); }

void NeuronBlock::fire_due(TimePs time_ps) {
  for_each_lane(own_, [&](std::size_t lane) { fire_own_due(lane, time_ps); });
  // At the anchor itself nobody fires: a charge moves the membrane later on.
  if (time_ps == anchor_ps_) return;
  // V rises by no more than x dt, for x falls and the leak only lowers V.
  const double dt_s = s_from_ps(time_ps - anchor_ps_);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const bool may = state_.v_mem[lane] + std::max(state_.i_dpi[lane], 0.0) * dt_s >= theta_;
    if (may && !has(own_, lane)) fire_lane_due(lane, time_ps);
  }
}

/// A lane that may fire by then: if it does, it leaves the common anchor.
void NeuronBlock::fire_lane_due(std::size_t lane, TimePs time_ps) {
  const NeuronState state = state_of(lane);
  const TimePs next_ps = array_.model.next_spike_ps(state);
  if (next_ps > time_ps) return;
  own_state_[lane] = state;
  next_spike_ps_[lane] = next_ps;
  own_ |= bit(lane);
  fire_own_due(lane, time_ps);
}

void NeuronBlock::fire_own_due(std::size_t lane, TimePs time_ps) {
  NeuronState& own = own_state_[lane];
  while (next_spike_ps_[lane] <= time_ps) {
    const TimePs spike_ps = next_spike_ps_[lane];
    array_.model.fire(own, spike_ps);
    next_spike_ps_[lane] = array_.model.next_spike_ps(own);
    look_at_calcium(lane, spike_ps);
    spikes_.emplace_back(spike_ps, static_cast<std::uint32_t>(first_column_ + lane));
    if (spike_ps < fire_free_ps_[lane]) continue;
    fire_free_ps_[lane] = spike_ps + 2 * fire_pulse_ps(array_.timing);
    ++fire_pulses_;
  }
}

void NeuronBlock::look_at_calcium(std::size_t lane, TimePs time_ps) {
  const Plasticity open = array_.model.open_windows(own_state_[lane], time_ps);
  ltp_window_ = open.up ? ltp_window_ | bit(lane) : ltp_window_ & ~bit(lane);
  ltd_window_ = open.dn ? ltd_window_ | bit(lane) : ltd_window_ & ~bit(lane);
  window_ps_[lane] = array_.model.next_window_change_ps(own_state_[lane], time_ps);
  next_window_ps_ = *std::min_element(window_ps_.begin(), window_ps_.begin() + lanes_);
}

void NeuronBlock::update_windows(TimePs time_ps) {
  if (time_ps < next_window_ps_) return;
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    if (window_ps_[lane] <= time_ps) look_at_calcium(lane, time_ps);
  }
}

void NeuronBlock::find_next_attention() {
  attention_ps_ = own_ != 0 ? kAtOnce : next_window_ps_;
  for_each_lane(held_, [&](std::size_t lane) {
    attention_ps_ = std::min(attention_ps_, own_state_[lane].refractory_end_ps + 1);
  });
}

}  // namespace softbound
