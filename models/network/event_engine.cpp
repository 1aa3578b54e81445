// SPDX-License-Identifier: Apache-2.0
#include "network/event_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/error.h"
#include "neuron/str_dp.h"

namespace softbound {

namespace {

constexpr std::size_t kFirstRing = 16;
// How often the caller may end a presentation early, in offered spikes.
constexpr std::size_t kAskEvery = 4096;
constexpr std::size_t kNoRow = ~std::size_t{0};

const ChipParameters& checked(const ChipParameters& chip) {
  chip.check();
  if (chip.timing.latch == LatchInstant::transparent) {
    throw InputError{
        "timing.latch = \"transparent\": expected \"write_start\" or \"arrival\" at level event; "
        "levels pin and rtl have it"};
  }
  return chip;
}

void check_area(double area) {
  if (std::isfinite(area)) return;
  throw std::domain_error{fmt::format("charge of area {}: expected a finite number", area)};
}

void check_width(const char* of, const Bits& columns, std::size_t expected) {
  if (columns.width() == expected) return;
  throw std::invalid_argument{fmt::format("columns where {} counts: a mask of {} bits, expected {}",
                                          of, columns.width(), expected)};
}

}  // namespace

EventEngine::EventEngine(const ChipParameters& chip, std::uint64_t seed, StimulusArea stimulus_area)
    : timing_{checked(chip).timing},
      phases_{timing_.phases()},
      rows_{static_cast<std::size_t>(chip.array.rows)},
      columns_{static_cast<std::size_t>(chip.array.columns)},
      words_{(columns_ + Bits::kWordBits - 1) / Bits::kWordBits},
      enabled_{parse_columns(chip.control.enabled_columns, columns_, "control.enabled_columns")},
      pos_{parse_columns(chip.control.pos_columns, columns_, "control.pos_columns")},
      neg_{parse_columns(chip.control.neg_columns, columns_, "control.neg_columns")},
      enabled_count_{enabled_.count()},
      cell_{chip.cell, chip.device, CellPulseWidths::of(timing_), chip.array.wire_model},
      readout_is_weight_{chip.cell.readout == CellReadout::weight},
      pulses_can_be_cut_{timing_.busy_policy == BusyPolicy::abort},
      model_{chip.neuron},
      stimulus_area_{std::move(stimulus_area)},
      devices_{chip.device, rows_ * columns_, seed},
      bus_{timing_, chip.array.slot_count(timing_), rows_},
      write_enable_{chip.control.write_enable},
      jumps_(columns_, 0.0),
      ones_(columns_, 1.0),
      v_mem_(lanes::padded(columns_)),
      i_dpi_(lanes::padded(columns_)),
      calcium_(lanes::padded(columns_)),
      fire_free_ps_(columns_),
      ring_(kFirstRing),
      up_(kFirstRing * words_),
      dn_(kFirstRing * words_),
      slots_(chip.array.slot_count(timing_)),
      spike_counts_(columns_),
      row_energy_(rows_) {
  enabled_.for_each([&](std::size_t column) { jumps_[column] = chip.neuron.jump; });
  refresh_readouts();
}

void EventEngine::set_weights(const std::vector<double>& weights) {
  devices_.set_weights(weights);
  refresh_readouts();
}

void EventEngine::restore(const std::vector<double>& weights,
                          const std::vector<std::uint32_t>& write_counts,
                          const std::vector<double>& hidden_state) {
  devices_.restore(weights, write_counts, hidden_state);
  refresh_readouts();
}

void EventEngine::randomize_weights() {
  devices_.randomize_weights();
  refresh_readouts();
}

void EventEngine::refresh_readouts() {
  if (readout_is_weight_) return;
  readouts_.resize(devices_.size());
  for (std::size_t cell = 0; cell < devices_.size(); ++cell) {
    readouts_[cell] = cell_.readout(devices_.weight(cell));
  }
}

void EventEngine::set_pos_columns(const Bits& columns) {
  check_width("UP", columns, columns_);
  pos_ = columns;
}

void EventEngine::set_neg_columns(const Bits& columns) {
  check_width("DN", columns, columns_);
  neg_ = columns;
}

void EventEngine::reset(TimePs duration_ps) {
  bus_.restart(duration_ps);
  counters_ = {};
  spikes_out_.clear();
  std::fill(spike_counts_.begin(), spike_counts_.end(), 0u);
  writes_.clear();
  std::fill(row_energy_.begin(), row_energy_.end(), CellEnergy{});
  amended_writes_ = overstressed_writes_ = 0;
  pulled_ = read_ = sampled_ = latched_ = 0;
  next_spike_ = 0;
  for (SlotState& slot : slots_) {
    slot.event = kNoEvent;
    slot.pulses.clear();
  }
}

TimePs EventEngine::sample_instant(const BusEvent& event) const {
  const TimePs at_ps = timing_.latch == LatchInstant::arrival ? event.time_ps : event.latch_ps;
  // Two flip-flops: what counts is the value just before the edge two cycles earlier.
  return timing_.clocked() ? at_ps - 2 * timing_.clock_period_ps - 1 : at_ps;
}

void EventEngine::grow_ring() {
  const std::size_t size = ring_.size();
  std::vector<Pending> ring(2 * size);
  std::vector<std::uint64_t> up(2 * size * words_), dn(2 * size * words_);
  for (std::uint64_t event = latched_; event < pulled_; ++event) {
    const std::size_t from = event & (size - 1), to = event & (2 * size - 1);
    ring[to] = ring_[from];
    for (std::size_t k = 0; k < words_; ++k) {
      up[to * words_ + k] = up_[from * words_ + k];
      dn[to * words_ + k] = dn_[from * words_ + k];
    }
  }
  ring_ = std::move(ring);
  up_ = std::move(up);
  dn_ = std::move(dn);
}

/// Fetches the next spike that has an effect. One is always known ahead: clocked control samples
/// before it accepts.
void EventEngine::pull(const std::vector<Spike>& spikes) {
  BusEvent event;
  while (next_spike_ < spikes.size()) {
    const Spike& spike = spikes[next_spike_];
    if (go_on_ && next_spike_ % kAskEvery == 0 && !go_on_(spike.time_ps)) {
      bus_.end_at(std::max(spike.time_ps, anchor_ps_));
    }
    if (!bus_.offer(spike, event)) return;
    ++next_spike_;
    if (event.dropped) continue;
    if (pulled_ - latched_ == ring_.size()) grow_ring();
    pending(pulled_++) = {event, sample_instant(event), false};
    return;
  }
}

void EventEngine::present(const std::vector<Spike>& spikes, const std::vector<Stimulus>& stimuli,
                          TimePs duration_ps, Start start) {
  if (start == Start::continued) {
    move_neurons_to_former_end();
  } else {
    rest_neurons();
  }
  reset(duration_ps);
  pull(spikes);
  std::size_t next_stimulus = 0;
  while (true) {
    const TimePs stimulus_ps =
        next_stimulus < stimuli.size() ? stimuli[next_stimulus].time_ps : kNever;
    const TimePs read_ps = read_ < pulled_ ? pending(read_).bus.time_ps : kNever;
    const TimePs sample_ps = sampled_ < pulled_ ? pending(sampled_).sample_ps : kNever;
    const TimePs latch_ps = latched_ < pulled_ ? pending(latched_).bus.latch_ps : kNever;
    const TimePs now_ps = std::min(std::min(stimulus_ps, read_ps), std::min(sample_ps, latch_ps));
    if (now_ps >= end_ps()) break;
    // The order within a picosecond.
    if (stimulus_ps == now_ps) {
      stimulate(stimuli[next_stimulus++]);
    } else if (read_ps == now_ps) {
      read(read_++);
      pull(spikes);
    } else if (sample_ps == now_ps) {
      sample(sampled_++);
    } else {
      latch(latched_++);
    }
  }
  fire_due(end_ps() - 1);
  for (SlotState& slot : slots_) end_pulses(slot, phases_.write_ps);
  std::sort(spikes_out_.begin(), spikes_out_.end());
  count(ControlCounter::accepted) = bus_.accepted();
  count(ControlCounter::held) = bus_.held();
  count(ControlCounter::dropped) = bus_.dropped();
}

std::size_t& EventEngine::area_row(StimulusKind kind, std::uint32_t index) {
  auto& rows = area_rows_[static_cast<std::size_t>(kind)];
  if (index >= rows.size()) rows.resize(index + std::size_t{1}, kNoRow);
  return rows[index];
}

void EventEngine::set_stimulus_areas(StimulusKind kind, std::uint32_t index,
                                     const std::vector<double>& area_by_column) {
  if (area_by_column.size() != columns_) {
    throw std::invalid_argument{fmt::format("stimulus areas: {} values, expected {}, one a column",
                                            area_by_column.size(), columns_)};
  }
  for (const double area : area_by_column) check_area(area);
  std::size_t& row = area_row(kind, index);
  if (row == kNoRow) {
    row = areas_.size();
    areas_.resize(areas_.size() + columns_);
  }
  std::copy(area_by_column.begin(), area_by_column.end(),
            areas_.begin() + static_cast<std::ptrdiff_t>(row));
}

const double* EventEngine::areas_of(const Stimulus& stimulus) {
  std::size_t& row = area_row(stimulus.kind, stimulus.index);
  if (row == kNoRow) {
    std::vector<double> areas;
    for (std::size_t column = 0; column < columns_; ++column) {
      areas.push_back(stimulus_area_(stimulus, column));
      check_area(areas.back());
    }
    row = areas_.size();
    areas_.insert(areas_.end(), areas.begin(), areas.end());
  }
  return areas_.data() + row;
}

void EventEngine::stimulate(const Stimulus& stimulus) {
  charge(stimulus.time_ps, areas_of(stimulus), ones_.data(), stimulus_step_);
}

void EventEngine::read(std::uint64_t event) {
  const BusEvent& bus = pending(event).bus;
  SlotState& slot = slots_[bus.slot];
  if (bus.restarts) {
    cut(slot, bus.time_ps);
  } else {
    end_pulses(slot, phases_.write_ps);
  }
  slot.event = event;
  slot.accepted_ps = bus.time_ps;
  slot.latch_ps = bus.latch_ps;
  slot.row = bus.row;
  count(ControlCounter::reads) += enabled_count_;
  const double* readout =
      (readout_is_weight_ ? devices_.weights() : readouts_).data() + bus.row * columns_;
  charge(bus.time_ps, jumps_.data(), readout, read_step_);
}

void EventEngine::latch(std::uint64_t event) {
  if (pending(event).superseded) return;
  SlotState& slot = slots_[pending(event).bus.slot];
  if (measuring_) spend_read(slot.row, phases_.read_ps);
  const std::uint64_t* const up = words(up_, event);
  const std::uint64_t* const dn = words(dn_, event);
  std::uint64_t ltp = 0, ltd = 0, illegal = 0;
  const auto ones = [](std::uint64_t word) {
    return static_cast<std::uint64_t>(__builtin_popcountll(word));
  };
  for (std::size_t k = 0; k < words_; ++k) {
    const std::uint64_t either = up[k] ^ dn[k];
    illegal += ones(up[k] & dn[k]);
    ltp += ones(either & up[k]);
    ltd += ones(either & dn[k]);
    for (std::uint64_t left = either; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::size_t>(__builtin_ctzll(left));
      write(slot, static_cast<std::uint32_t>(k * Bits::kWordBits + bit),
            (up[k] >> bit & 1u) != 0 ? WriteKind::ltp : WriteKind::ltd);
    }
  }
  count(ControlCounter::ltp) += ltp;
  count(ControlCounter::ltd) += ltd;
  count(ControlCounter::illegal_updn) += illegal;
  count(ControlCounter::no_write) += enabled_count_ - ltp - ltd - illegal;
}

void EventEngine::write(SlotState& slot, std::uint32_t column, WriteKind kind) {
  const std::size_t cell = slot.row * columns_ + column;
  const WriteRecord record =
      devices_.write(cell, cell_.write_pulse(kind, devices_.conductance_s(cell)));
  overstressed_writes_ += record.overstressed;
  if (!readout_is_weight_) readouts_[cell] = cell_.readout(record.weight_after);
  if (pulses_can_be_cut_ || measuring_) slot.pulses.push_back({record, writes_.size()});
  if (recording_) {
    writes_.push_back(
        {slot.latch_ps, slot.row, column, kind, record.weight_before, record.weight_after});
  }
}

/// The row starts anew: what its event still does ends now. A spike at the very latch instant
/// comes before the latch.
void EventEngine::cut(SlotState& slot, TimePs time_ps) {
  if (time_ps <= slot.latch_ps) {
    pending(slot.event).superseded = true;
    count(ControlCounter::no_write) += enabled_count_;
    if (measuring_) spend_read(slot.row, std::min(phases_.read_ps, time_ps - slot.accepted_ps));
  } else {
    end_pulses(slot, std::min(phases_.write_ps, time_ps - slot.latch_ps));
  }
}

/// A pulse that was cut takes its step again with the width the device really saw.
void EventEngine::end_pulses(SlotState& slot, TimePs high_ps) {
  if (slot.pulses.empty()) return;
  const double width_s = s_from_ps(std::max<TimePs>(0, high_ps - timing_.t_edge_ps));
  for (const Pulse& pulse : slot.pulses) {
    const WriteRecord& record = pulse.record;
    if (high_ps < phases_.write_ps) {
      const double weight = devices_.amend(record, width_s).weight_after;
      ++amended_writes_;
      if (!readout_is_weight_) readouts_[record.cell] = cell_.readout(weight);
      if (recording_) writes_[pulse.write].weight_after = weight;
    }
    if (measuring_) {
      const double g_s = devices_.parameters().conductance_s(record.weight_before);
      row_energy_[slot.row] += cell_.write_energy(record.pulse.kind, g_s, width_s);
    }
  }
  slot.pulses.clear();
}

/// Before the row is written: its cells have the weights that were read.
void EventEngine::spend_read(std::uint32_t row, TimePs width_ps) {
  const double width_s = s_from_ps(width_ps);
  enabled_.for_each([&](std::size_t column) {
    row_energy_[row] += cell_.read_energy(devices_.conductance_s(row * columns_ + column), width_s);
  });
}

}  // namespace softbound
