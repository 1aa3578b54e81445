// SPDX-License-Identifier: Apache-2.0
#include "chip/invariant_monitor.h"

#include "chip/sim_time.h"

namespace softbound {

namespace {

// More delta cycles than any instant of the chip takes.
constexpr int kInstantDeltas = 40;

InvariantChecker::Rules rules_of(
    const Chip& chip, bool charges_from_reads_alone,
    std::function<void(int, TimePs, const std::string&)> on_violation) {
  InvariantChecker::Rules rules;
  rules.timing = chip.parameters.timing;
  rules.rows = chip.pins.rows;
  rules.columns = chip.pins.columns;
  rules.charge_per_s = chip.parameters.neuron.jump / chip.parameters.neuron.tau_s_s;
  rules.tau_s_s = chip.parameters.neuron.tau_s_s;
  rules.charges_from_reads_alone =
      charges_from_reads_alone && chip.parameters.cell.readout == CellReadout::weight;
  rules.on_violation = std::move(on_violation);
  return rules;
}

}  // namespace

InvariantMonitor::InvariantMonitor(
    const sc_core::sc_module_name& name, Chip& chip, bool charges_from_reads_alone,
    std::function<void(int, TimePs, const std::string&)> on_violation)
    : sc_module{name},
      chip_{chip},
      checker_{rules_of(chip, charges_from_reads_alone, std::move(on_violation))} {
  ControlSignals& pins = chip.pins;
  SC_HAS_PROCESS(InvariantMonitor);
  SC_METHOD(on_change);
  sensitive << settle_ << pins.rst_n << pins.req << pins.ack << pins.row_sel << pins.col_sel
            << pins.up << pins.dn;
  for (auto& slot : pins.slots) sensitive << slot->read << slot->wr << slot->ltp << slot->ltd;
  for (const auto& probe : chip.crossbar.probes()) {
    sensitive << probe->cell->v_te_v << probe->cell->v_mem_v;
  }
  frame_.slots.resize(pins.slots.size());
  frame_.cells.resize(chip.crossbar.probes().size());
  frame_.i_dpi_per_s.resize(pins.columns);
  frame_.write_counts.resize(chip.devices.size());
}

// Every change of the instant, its own waiting included, comes here; the last one counts.
void InvariantMonitor::on_change() {
  if (frame_.time_ps != now_ps()) {
    frame_.time_ps = now_ps();
    deltas_ = 0;
  }
  if (++deltas_ < kInstantDeltas) {
    settle_.notify(sc_core::SC_ZERO_TIME);
  } else if (deltas_ == kInstantDeltas) {
    take_wires();
    take_cells();
    take_array();
    checker_.observe(frame_);
  }
}

void InvariantMonitor::take_wires() {
  const ControlSignals& pins = chip_.pins;
  frame_.rst_n = pins.rst_n.read();
  frame_.req = pins.req.read();
  frame_.ack = pins.ack.read();
  frame_.addr = pins.addr.read();
  frame_.row_sel = pins.row_sel.read();
  frame_.col_sel = pins.col_sel.read();
  frame_.up = pins.up.read();
  frame_.dn = pins.dn.read();
  for (std::size_t s = 0; s < pins.slots.size(); ++s) {
    const SlotSignals& wires = *pins.slots[s];
    frame_.slots[s] = {wires.row.read(), wires.read.read(), wires.wr.read(), wires.ltp.read(),
                       wires.ltd.read()};
  }
}

void InvariantMonitor::take_cells() {
  const auto& probes = chip_.crossbar.probes();
  for (std::size_t k = 0; k < probes.size(); ++k) {
    const auto& probe = *probes[k];
    const Synapse6T1M& cell = *probe.cell;
    ChipFrame::Cell& shown = frame_.cells[k];
    shown.row = probe.row;
    shown.column = probe.column;
    shown.read = probe.read.read();
    shown.ltp = probe.ltp.read();
    shown.ltd = probe.ltd.read();
    shown.n_read = cell.n_read.read();
    shown.n_ltp = cell.n_ltp.read();
    shown.n_ltd = cell.n_ltd.read();
    for (std::size_t s = 0; s < 6; ++s) shown.s[s] = cell.s[s].read();
    shown.v_te_v = cell.v_te_v.read();
    shown.v_mem_v = cell.v_mem_v.read();
    shown.i_a = cell.i_a.read();
    shown.energy = cell.energy();
  }
}

void InvariantMonitor::take_array() {
  frame_.weights = chip_.devices.weights();
  for (std::size_t cell = 0; cell < chip_.devices.size(); ++cell) {
    frame_.write_counts[cell] = chip_.devices.write_count(cell);
  }
  for (std::size_t j = 0; j < chip_.neurons.size(); ++j) {
    frame_.i_dpi_per_s[j] = chip_.neurons.values(j).i_dpi_per_s;
  }
}

}  // namespace softbound
