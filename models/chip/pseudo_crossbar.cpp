// SPDX-License-Identifier: Apache-2.0
#include "chip/pseudo_crossbar.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "core/error.h"

namespace softbound {

namespace {

// Delta cycles from Read rising to sx and sy being what belongs to it, and to every Read that ends
// at this instant having ended.
constexpr int kSelectDeltas = 9;

}  // namespace

PseudoCrossbar::PseudoCrossbar(const sc_core::sc_module_name& name, ControlSignals& pins,
                               const ControlTiming& timing, const Cell6T1M& cell,
                               DeviceArray& devices, WireModel wire_model, double jump,
                               bool restarts)
    : sc_module{name},
      pins_{pins},
      timing_{timing},
      cell_{cell},
      devices_{devices},
      ladder_{cell.parameters(), wire_model},
      jump_{jump},
      restarts_{restarts},
      nominal_write_ps_{timing.phases().write_ps},
      charges_(pins.columns),
      column_writes_(pins.columns, 0),
      write_starts_(pins.columns) {
  statistics_.row_energy.resize(pins.rows);
  statistics_.concurrent_reads.resize(pins.slots.size() + 1);
  slots_.resize(pins.slots.size());
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    slots_[s].columns = slots_[s].met_write = slots_[s].ltp = slots_[s].ltd = Bits(pins.columns);
    slots_[s].branch_s.resize(pins.columns);
    slots_[s].isolated_s.resize(pins.columns);
    sc_core::sc_spawn_options on_read_options;
    on_read_options.spawn_method();
    on_read_options.dont_initialize();
    on_read_options.set_sensitivity(&pins.slots[s]->read);
    sc_core::sc_spawn([this, s] { on_read(s); }, fmt::format("on_read{}", s).c_str(),
                      &on_read_options);
    sc_core::sc_spawn_options on_write_options;
    on_write_options.spawn_method();
    on_write_options.dont_initialize();
    on_write_options.set_sensitivity(&pins.slots[s]->ltp);
    on_write_options.set_sensitivity(&pins.slots[s]->ltd);
    sc_core::sc_spawn([this, s] { on_write(s); }, fmt::format("on_write{}", s).c_str(),
                      &on_write_options);
  }
  SC_HAS_PROCESS(PseudoCrossbar);
  SC_METHOD(on_read_settled);
  sensitive << read_settled_;
  dont_initialize();
  if (restarts_) {
    SC_METHOD(on_acknowledge);
    sensitive << pins.ack.posedge_event();
    dont_initialize();
  }
}

void PseudoCrossbar::probe(std::uint32_t row, std::uint32_t column) {
  if (row >= pins_.rows || column >= pins_.columns) {
    throw InputError{fmt::format("probe {},{}: expected a cell of the {} x {} array", row, column,
                                 pins_.rows, pins_.columns)};
  }
  for (const auto& probe : probes_) {
    if (probe->row == row && probe->column == column) return;
  }
  const auto index = cell_index(row, column);
  auto probe = std::make_unique<Probe>(row, column, fmt::format("cell_{}_{}", row, column));
  probe->cell = std::make_unique<Synapse6T1M>(
      fmt::format("synapse_{}_{}", row, column).c_str(), cell_, devices_.parameters(),
      timing_.t_edge_ps, nominal_write_ps_, [this, index] { return devices_.weight(index); },
      [this, row, column](const std::string& what) {
        violate(fmt::format("cell {},{}: {}", row, column, what));
      });
  probe->cell->read_i(probe->read);
  probe->cell->ltp_i(probe->ltp);
  probe->cell->ltd_i(probe->ltd);
  probes_.push_back(std::move(probe));
}

void PseudoCrossbar::violate(const std::string& what) {
  if (violation_.empty()) violation_ = fmt::format("{} ps: {}", now_ps(), what);
  if (on_violation) on_violation(what);
}

void PseudoCrossbar::show_probe(std::uint32_t row, std::size_t column, CellPhase phase, bool on) {
  for (auto& probe : probes_) {
    if (probe->row != row || probe->column != column) continue;
    if (phase == CellPhase::read) probe->read.write(on);
    if (phase == CellPhase::write_ltp) probe->ltp.write(on);
    if (phase == CellPhase::write_ltd) probe->ltd.write(on);
  }
}

void PseudoCrossbar::on_read(std::size_t s) {
  SlotState& slot = slots_[s];
  if (pins_.slots[s]->read.read()) {
    starting_.push_back(s);
    deltas_ = 0;
    read_settled_.notify(sc_core::SC_ZERO_TIME);
  } else if (slot.reading) {
    end_read(slot);
  }
}

void PseudoCrossbar::on_read_settled() {
  if (deltas_ < kSelectDeltas) {
    ++deltas_;
    read_settled_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  if (acknowledged_) restart_read();
  acknowledged_ = false;
  for (const auto s : starting_) {
    SlotState& slot = slots_[s];
    slot.row = pins_.slots[s]->row.read();
    if (slot.row >= pins_.rows || !pins_.row_sel.read().test(slot.row)) {
      violate(fmt::format("slot {} reads row {}, whose sx is low", s, slot.row));
      continue;
    }
    slot.columns = pins_.col_sel.read();
    start_read(slot);
  }
  starting_.clear();
}

void PseudoCrossbar::on_acknowledge() {
  acknowledged_ = true;
  deltas_ = 0;
  read_settled_.notify(sc_core::SC_ZERO_TIME);
}

// An accepted spike for a row that is in Read already: with retrigger and abort its Read starts
// anew without having fallen.
void PseudoCrossbar::restart_read() {
  const auto row = pins_.addr.read();
  for (auto& slot : slots_) {
    if (slot.reading && slot.row == row && slot.read_start_ps < now_ps()) {
      end_read(slot);
      slot.columns = pins_.col_sel.read();
      start_read(slot);
      return;
    }
  }
}

void PseudoCrossbar::start_read(SlotState& slot) {
  slot.reading = true;
  reading_.push_back(&slot);
  slot.read_start_ps = now_ps();
  slot.met_write.clear();
  measure_concurrency(slot);
  std::fill(charges_.begin(), charges_.end(), 0.0);
  slot.columns.for_each([&](std::size_t column) {
    const double weight = devices_.weight(cell_index(slot.row, column));
    charges_[column] = jump_ * cell_.readout(weight);
    if (column_writes_[column] != 0) slot.met_write.set(column);
  });
  statistics_.cells_read += slot.columns.count();
  charges_o->inject(charges_);
  for (auto& probe : probes_) {
    if (probe->row == slot.row && slot.columns.test(probe->column)) probe->read.write(true);
  }
}

void PseudoCrossbar::end_read(SlotState& slot) {
  slot.reading = false;
  reading_.erase(std::find(reading_.begin(), reading_.end(), &slot));
  slot.columns.for_each([&](std::size_t column) {
    if (write_starts_[column].within(slot.read_start_ps, now_ps())) slot.met_write.set(column);
  });
  statistics_.reads_meeting_write_current += slot.met_write.count();
  const double width_s = s_from_ps(now_ps() - slot.read_start_ps);
  CellEnergy& energy = statistics_.row_energy[slot.row];
  slot.columns.for_each([&](std::size_t column) {
    energy += cell_.read_energy(devices_.conductance_s(cell_index(slot.row, column)), width_s);
  });
  for (auto& probe : probes_) {
    if (probe->row == slot.row && slot.columns.test(probe->column)) probe->read.write(false);
  }
}

void PseudoCrossbar::measure_concurrency(SlotState& slot) {
  ++statistics_.concurrent_reads[reading_.size()];
  ladder_.wire_ohm_per_cell == 0 ? measure_shared_input(slot) : measure_ladder(slot);
}

// Without wire between the cells all that read share one resistance, the neuron's input.
void PseudoCrossbar::measure_shared_input(SlotState& slot) {
  std::fill(slot.branch_s.begin(), slot.branch_s.end(), 0.0);
  std::fill(slot.isolated_s.begin(), slot.isolated_s.end(), 0.0);
  slot.columns.for_each([&](std::size_t column) {
    const double g_s = devices_.conductance_s(cell_index(slot.row, column));
    slot.branch_s[column] = g_s / (1 + g_s * ladder_.r_cell_ohm);
    slot.isolated_s[column] =
        slot.branch_s[column] / (1 + slot.branch_s[column] * ladder_.r_in_ohm);
  });
  if (reading_.size() < 2) return;
  sum_branch_s_ = slot.branch_s;
  sum_isolated_s_ = slot.isolated_s;
  for (const auto* other : reading_) {
    if (other == &slot) continue;
    for (std::size_t j = 0; j < pins_.columns; ++j) {
      sum_branch_s_[j] += other->branch_s[j];
      sum_isolated_s_[j] += other->isolated_s[j];
    }
  }
  slot.columns.for_each([&](std::size_t j) {
    if (sum_isolated_s_[j] == 0) return;
    const double total_s = sum_branch_s_[j] / (1 + sum_branch_s_[j] * ladder_.r_in_ohm);
    statistics_.worst_ir_drop =
        std::max(statistics_.worst_ir_drop, 1 - total_s / sum_isolated_s_[j]);
  });
}

void PseudoCrossbar::measure_ladder(const SlotState& slot) {
  if (reading_.size() < 2) return;
  std::vector<SlotState*> reading = reading_;
  std::sort(reading.begin(), reading.end(),
            [](const SlotState* a, const SlotState* b) { return a->row < b->row; });
  std::vector<LadderCell> cells;
  slot.columns.for_each([&](std::size_t column) {
    cells.clear();
    for (const auto* other : reading) {
      if (!other->columns.test(column)) continue;
      cells.push_back({other->row + 1, devices_.conductance_s(cell_index(other->row, column))});
    }
    statistics_.worst_ir_drop =
        std::max(statistics_.worst_ir_drop, solve_ladder(ladder_, cells).relative_error());
  });
}

void PseudoCrossbar::on_write(std::size_t s) {
  SlotState& slot = slots_[s];
  const Bits& ltp = pins_.slots[s]->ltp.read();
  const Bits& ltd = pins_.slots[s]->ltd.read();
  const auto fallen = [](Bits was, const Bits& is) { return was.subtract(is); };
  const Bits ltp_off = fallen(slot.ltp, ltp), ltd_off = fallen(slot.ltd, ltd);
  const Bits ltp_on = fallen(ltp, slot.ltp), ltd_on = fallen(ltd, slot.ltd);
  slot.ltp = ltp;
  slot.ltd = ltd;
  ltp_off.for_each([&](std::size_t column) {
    end_write(slot, static_cast<std::uint32_t>(column), WriteKind::ltp);
  });
  ltd_off.for_each([&](std::size_t column) {
    end_write(slot, static_cast<std::uint32_t>(column), WriteKind::ltd);
  });
  if (ltp_on.any() || ltd_on.any()) slot.row = pins_.slots[s]->row.read();
  (ltp_on | ltd_on).for_each([&](std::size_t column) {
    const auto j = static_cast<std::uint32_t>(column);
    if (ltp_on.test(column)) start_write(slot, j, WriteKind::ltp);
    if (ltd_on.test(column)) start_write(slot, j, WriteKind::ltd);
  });
  if (ltp.intersects(ltd)) violate(fmt::format("slot {}: LTP and LTD of one cell at once", s));
  if ((ltp_on.any() || ltd_on.any()) && pins_.slots[s]->read.read()) {
    violate(fmt::format("slot {}: a write starts while Read is high", s));
  }
}

void PseudoCrossbar::start_write(SlotState& slot, std::uint32_t column, WriteKind kind) {
  if (slot.row >= pins_.rows) return;
  const auto index = cell_index(slot.row, column);
  const WritePulse pulse = cell_.write_pulse(kind, devices_.conductance_s(index));
  const WriteRecord record = devices_.write(index, pulse);
  statistics_.overstressed_writes += record.overstressed;
  ++(kind == WriteKind::ltp ? statistics_.ltp : statistics_.ltd);
  ++column_writes_[column];
  WriteStarts& starts = write_starts_[column];
  if (starts.last_ps != now_ps()) starts = {now_ps(), starts.last_ps};
  slot.writes.push_back({record, now_ps(), writes_.size()});
  if (recording_) {
    writes_.push_back(
        {now_ps(), slot.row, column, kind, record.weight_before, record.weight_after});
  }
  show_probe(slot.row, column, phase_of(kind), true);
}

// The weight has been the new one since the latch; a pulse of another width than the nominal one
// takes the step again with the width the device really saw.
void PseudoCrossbar::end_write(SlotState& slot, std::uint32_t column, WriteKind kind) {
  const auto index = cell_index(slot.row, column);
  const auto it = std::find_if(slot.writes.begin(), slot.writes.end(), [&](const ActiveWrite& w) {
    return w.record.cell == index && w.record.pulse.kind == kind;
  });
  if (it == slot.writes.end()) return;
  const TimePs high_ps = now_ps() - it->start_ps;
  const double width_s = s_from_ps(std::max<TimePs>(0, high_ps - timing_.t_edge_ps));
  if (high_ps != nominal_write_ps_) {
    ++statistics_.amended_writes;
    const WriteRecord amended = devices_.amend(it->record, width_s);
    if (recording_) writes_[it->log_index].weight_after = amended.weight_after;
  }
  statistics_.row_energy[slot.row] += cell_.write_energy(
      kind, devices_.parameters().conductance_s(it->record.weight_before), width_s);
  --column_writes_[column];
  slot.writes.erase(it);
  show_probe(slot.row, column, phase_of(kind), false);
}

}  // namespace softbound
