// SPDX-License-Identifier: Apache-2.0
#include "network/event_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "core/error.h"

namespace softbound {

namespace {

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
      rows_{static_cast<std::size_t>(chip.array.rows)},
      columns_{static_cast<std::size_t>(chip.array.columns)},
      enabled_{parse_columns(chip.control.enabled_columns, columns_, "control.enabled_columns")},
      pos_{parse_columns(chip.control.pos_columns, columns_, "control.pos_columns")},
      neg_{parse_columns(chip.control.neg_columns, columns_, "control.neg_columns")},
      cell_{chip.cell, chip.device, CellPulseWidths::of(timing_), chip.array.wire_model},
      model_{chip.neuron},
      stimulus_area_{std::move(stimulus_area)},
      devices_{chip.device, rows_ * columns_, seed},
      tape_{timing_, chip.array.slot_count(timing_), rows_, columns_, model_},
      write_enable_{chip.control.write_enable},
      surroundings_{
          timing_,
          model_,
          cell_,
          devices_,
          columns_,
          enabled_,
          jumps_,
          readouts_,
          chip.cell.readout == CellReadout::weight_referenced ? chip.cell.reference_weight : 0.0,
          charges_,
          tape_.read_to_sample_ps(),
          lane_kernels().front()},
      spike_counts_(columns_),
      row_energy_(rows_) {
  const bool follows_from_weight = chip.cell.readout == CellReadout::weight ||
                                   chip.cell.readout == CellReadout::weight_referenced;
  if (!follows_from_weight) readouts_.resize(devices_.size());
  refresh_readouts();
  // As few blocks as there can be, of widths as equal as they can be: threads share them.
  const std::size_t groups = padded_columns() / kGroupLanes;
  const std::size_t most = surroundings_.kernel.most_lanes / kGroupLanes;
  const std::size_t count = (groups + most - 1) / most;
  for (std::size_t k = 0, first = 0; k < count; ++k) {
    const std::size_t width = (groups * (k + 1) / count - groups * k / count) * kGroupLanes;
    blocks_.emplace_back(surroundings_, first, width);
    first += width;
  }
  schedule_ = std::make_unique<PartSchedule>(count, parts_.size());
  jumps_.resize(padded_columns());
  enabled_.for_each(
      [&](std::size_t column) { jumps_[column] = chip.neuron.jump * model_.dpi_per_area(); });
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
  for (std::size_t cell = 0; cell < readouts_.size(); ++cell) {
    readouts_[cell] = cell_.readout(devices_.weight(cell));
  }
}

void EventEngine::let_time_pass(double time_s) {
  if (devices_.relax(time_s)) refresh_readouts();
}

void EventEngine::set_threads(std::size_t threads) {
  if (threads == 0) throw std::invalid_argument{"0 threads: expected at least 1"};
  workers_.resize(threads);
}

void EventEngine::set_pos_columns(const Bits& columns) {
  check_width("UP", columns, columns_);
  pos_ = columns;
}

void EventEngine::set_neg_columns(const Bits& columns) {
  check_width("DN", columns, columns_);
  neg_ = columns;
}

void EventEngine::set_stimulus_areas(StimulusKind kind, std::uint32_t index,
                                     const std::vector<double>& area_by_column) {
  if (area_by_column.size() != columns_) {
    throw std::invalid_argument{fmt::format("stimulus areas: {} values, expected {}, one a column",
                                            area_by_column.size(), columns_)};
  }
  for (const double area : area_by_column) check_area(area);
  std::uint32_t& row = charge_table_.place(kind, index);
  if (row == ChargeTable::kNone) {
    row = static_cast<std::uint32_t>(charges_.size());
    charges_.resize(charges_.size() + padded_columns());
  }
  for (std::size_t column = 0; column < columns_; ++column) {
    charges_[row + column] = area_by_column[column] * model_.dpi_per_area();
  }
}

void EventEngine::know_charges_of(const std::vector<Stimulus>& stimuli) {
  for (const Stimulus& stimulus : stimuli) {
    if (charge_table_.place(stimulus.kind, stimulus.index) != ChargeTable::kNone) continue;
    std::vector<double> areas(columns_);
    for (std::size_t column = 0; column < columns_; ++column) {
      areas[column] = stimulus_area_(stimulus, column);
    }
    set_stimulus_areas(stimulus.kind, stimulus.index, areas);
  }
}

void EventEngine::present(const std::vector<Spike>& spikes, const std::vector<Stimulus>& stimuli,
                          TimePs duration_ps, Start start) {
  TimePs anchor_ps = 0;
  if (start == Start::continued) {
    const TimePs former_end_ps = end_ps();
    anchor_ps = tape_.anchor_ps() - former_end_ps;
    for (NeuronBlock& block : blocks_) block.move_origin_to(former_end_ps);
  } else {
    for (NeuronBlock& block : blocks_) block.rest();
  }
  const Bits none(columns_);
  for (NeuronBlock& block : blocks_) {
    block.start(write_enable_ ? enabled_ & pos_ : none, write_enable_ ? enabled_ & neg_ : none);
  }
  counters_ = {};
  know_charges_of(stimuli);
  tape_.start(duration_ps, anchor_ps);
  schedule_->start(workers_.threads());
  const auto make = [&](std::size_t place) {
    return tape_.next_part(spikes, stimuli, charge_table_, go_on_, parts_[place]);
  };
  const auto play = [&](std::size_t block, std::size_t place) {
    blocks_[block].play(parts_[place]);
  };
  workers_.together([&](std::size_t thread) { schedule_->take_part(thread, make, play); });
  collect();
}

/// What the blocks have, in the order of the chip.
void EventEngine::collect() {
  const auto count = [&](ControlCounter c) -> std::uint64_t& {
    return counters_[static_cast<std::size_t>(c)];
  };
  spikes_out_.clear();
  std::fill(spike_counts_.begin(), spike_counts_.end(), 0u);
  writes_.clear();
  std::fill(row_energy_.begin(), row_energy_.end(), CellEnergy{});
  amended_writes_ = overstressed_writes_ = 0;
  for (NeuronBlock& block : blocks_) {
    block.finish(end_ps());
    spikes_out_.insert(spikes_out_.end(), block.output_spikes().begin(),
                       block.output_spikes().end());
    writes_.insert(writes_.end(), block.writes().begin(), block.writes().end());
    count(ControlCounter::out_spikes) += block.fire_pulses();
    count(ControlCounter::ltp) += block.ltp();
    count(ControlCounter::ltd) += block.ltd();
    amended_writes_ += block.cut_writes();
    overstressed_writes_ += block.overstressed_writes();
    if (!surroundings_.measuring) continue;
    for (std::size_t row = 0; row < rows_; ++row) row_energy_[row] += block.row_energy()[row];
  }
  std::sort(spikes_out_.begin(), spikes_out_.end());
  for (const auto& spike : spikes_out_) ++spike_counts_[spike.second];
  std::sort(writes_.begin(), writes_.end(), [](const Write& a, const Write& b) {
    return std::tie(a.latch_ps, a.row, a.column) < std::tie(b.latch_ps, b.row, b.column);
  });
  count(ControlCounter::reads) = bus().accepted() * enabled_.count();
  count(ControlCounter::no_write) =
      count(ControlCounter::reads) - count(ControlCounter::ltp) - count(ControlCounter::ltd);
  count(ControlCounter::accepted) = bus().accepted();
  count(ControlCounter::held) = bus().held();
  count(ControlCounter::dropped) = bus().dropped();
}

std::vector<double> EventEngine::membranes() const {
  std::vector<double> membranes;
  for (const NeuronBlock& block : blocks_) {
    for (std::size_t lane = 0; lane < block.lanes(); ++lane) {
      membranes.push_back(block.membrane(lane, end_ps()));
    }
  }
  return membranes;
}

}  // namespace softbound
