// SPDX-License-Identifier: Apache-2.0
#include "chip/cell_array.h"

#include <algorithm>

#include "core/time.h"

namespace softbound {

namespace {

/// Four sums side by side: no addition waits for the one before.
double sum(std::size_t n, const double* values) {
  double parts[4] = {};
  std::size_t k = 0;
  for (; k + 4 <= n; k += 4) {
    for (std::size_t part = 0; part < 4; ++part) parts[part] += values[k + part];
  }
  for (; k < n; ++k) parts[0] += values[k];
  return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

}  // namespace

CellArray::CellArray(const ChipParameters& chip, std::uint64_t seed, double dpi_per_area)
    : columns_{static_cast<std::size_t>(chip.array.columns)},
      cell_{chip.cell, chip.device, CellPulseWidths::of(chip.timing), chip.array.wire_model},
      t_edge_ps_{chip.timing.t_edge_ps},
      nominal_read_ps_{chip.timing.phases().read_ps},
      nominal_write_ps_{chip.timing.phases().write_ps},
      jump_dpi_{chip.neuron.jump * dpi_per_area},
      reference_{chip.cell.readout == CellReadout::weight_referenced ? chip.cell.reference_weight
                                                                     : 0.0},
      devices_{chip.device, static_cast<std::size_t>(chip.array.rows) * columns_, seed},
      jumps_(columns_, jump_dpi_),
      currents_(columns_) {
  const bool follows_from_weight = chip.cell.readout == CellReadout::weight ||
                                   chip.cell.readout == CellReadout::weight_referenced;
  if (!follows_from_weight) readouts_.resize(devices_.size());
  refresh();
  statistics_.row_energy.resize(static_cast<std::size_t>(chip.array.rows));
}

void CellArray::set_weights(const std::vector<double>& weights) {
  devices_.set_weights(weights);
  refresh();
}

void CellArray::randomize_weights() {
  devices_.randomize_weights();
  refresh();
}

void CellArray::measure_energy(bool measure) {
  measuring_ = measure;
  read_j_.resize(measure ? devices_.size() : 0);
  refresh();
}

void CellArray::refresh() {
  for (std::size_t cell = 0; cell < devices_.size(); ++cell) refresh(cell);
}

// What follows from a weight, and is asked for more often than weights change.
void CellArray::refresh(std::size_t cell) {
  if (!readouts_.empty()) readouts_[cell] = cell_.readout(devices_.weight(cell));
  if (measuring_) {
    read_j_[cell] =
        cell_.read_energy(devices_.conductance_s(cell), s_from_ps(nominal_read_ps_)).read_j;
  }
}

void CellArray::enable(const Bits& columns) {
  for (std::size_t j = 0; j < columns_; ++j) jumps_[j] = columns.test(j) ? jump_dpi_ : 0.0;
}

const double* CellArray::read(std::uint32_t row) {
  const auto& readouts = readouts_.empty() ? devices_.weights() : readouts_;
  const double* const of_row = readouts.data() + row * columns_;
  for (std::size_t j = 0; j < columns_; ++j) currents_[j] = (of_row[j] - reference_) * jumps_[j];
  return currents_.data();
}

double CellArray::width_s(TimePs pulse_ps) const {
  return s_from_ps(std::max<TimePs>(0, pulse_ps - t_edge_ps_));
}

void CellArray::write(std::uint32_t row, TimePs latch_ps, const Bits& ltp, const Bits& ltd,
                      TimePs pulse_ps, RowWrite& written) {
  written.row = row;
  written.pulse_ps = pulse_ps;
  written.first_logged = writes_.size();
  (ltp | ltd).for_each([&](std::size_t column) {
    write_one(static_cast<std::uint32_t>(column),
              ltp.test(column) ? WriteKind::ltp : WriteKind::ltd, latch_ps, written);
  });
}

void CellArray::write_one(std::uint32_t column, WriteKind kind, TimePs latch_ps,
                          RowWrite& written) {
  const std::size_t cell = written.row * columns_ + column;
  WritePulse pulse = cell_.write_pulse(kind, devices_.conductance_s(cell));
  if (written.pulse_ps != nominal_write_ps_) {
    pulse.width_s = width_s(written.pulse_ps);
    ++statistics_.amended_writes;
  }
  const WriteRecord record = devices_.write(cell, pulse);
  statistics_.overstressed_writes += record.overstressed;
  ++(kind == WriteKind::ltp ? statistics_.ltp : statistics_.ltd);
  refresh(cell);
  written.pulses.push_back(record);
  if (!recording_) return;
  writes_.push_back(
      {latch_ps, written.row, column, kind, record.weight_before, record.weight_after});
}

void CellArray::cut(RowWrite& written, TimePs pulse_ps) {
  const bool was_nominal = written.pulse_ps == nominal_write_ps_;
  written.pulse_ps = pulse_ps;
  for (std::size_t k = 0; k < written.pulses.size(); ++k) {
    const WriteRecord amended = devices_.amend(written.pulses[k], width_s(pulse_ps));
    statistics_.amended_writes += was_nominal;
    refresh(amended.cell);
    if (recording_) writes_[written.first_logged + k].weight_after = amended.weight_after;
  }
}

void CellArray::finish(RowWrite& written) {
  if (measuring_) {
    for (const WriteRecord& record : written.pulses) {
      const double g_s = devices_.parameters().conductance_s(record.weight_before);
      statistics_.row_energy[written.row] +=
          cell_.write_energy(record.pulse.kind, g_s, width_s(written.pulse_ps));
    }
  }
  written.pulses.clear();
}

void CellArray::finish_read(std::uint32_t row, const Bits& columns, TimePs read_ps) {
  const std::size_t count = columns.count();
  statistics_.cells_read += count;
  if (!measuring_) return;
  CellEnergy& energy = statistics_.row_energy[row];
  const std::size_t first = row * columns_;
  if (read_ps == nominal_read_ps_) {
    if (count == columns_) {
      energy.read_j += sum(columns_, read_j_.data() + first);
    } else {
      columns.for_each([&](std::size_t column) { energy.read_j += read_j_[first + column]; });
    }
    energy.gate_j += static_cast<double>(count) * cell_.parameters().gate_energy_read_j;
    return;
  }
  columns.for_each([&](std::size_t column) {
    energy += cell_.read_energy(devices_.conductance_s(first + column), s_from_ps(read_ps));
  });
}

}  // namespace softbound
