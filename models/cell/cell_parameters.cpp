// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_parameters.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

CellParameters::CellParameters(CellPreset chosen) : preset{chosen} {
  if (chosen == CellPreset::cmos180) return;
  r_switch_read_ohm = r_switch_ltp_ohm = r_switch_ltd_ohm = 0;
  r_line_ohm = r_in_ohm = wire_ohm_per_cell = 0;
  read_edge_fraction = 0;
  q_injection_c = 0;
}

void CellParameters::describe(ParameterVisitor& v) {
  const auto preset_before = preset;
  v.choice({"preset", "", "where the values below start from", "[D]"}, preset,
           {"cmos180", "ideal"});
  if (preset != preset_before) {
    CellParameters chosen{preset};
    chosen.topology = topology;
    chosen.readout = readout;
    chosen.reference_weight = reference_weight;
    chosen.series_compensation = series_compensation;
    *this = chosen;
  }
  const auto resistance = at_least(0);
  const auto energy = at_least(0);
  v.choice({"topology", "", "where a couple's two switches sit", "[A]"}, topology,
           {"transmission_gate", "bridge"});
  v.choice({"readout", "", "what a read gives the neuron", "[B] weight"}, readout,
           {"weight", "charge", "charge_referenced", "weight_referenced"});
  v.real({"reference_weight", "", "weight of the reference column (weight_referenced)", "[C]"},
         reference_weight, from_to(0, 1));
  v.choice({"series_compensation", "", "write voltages raised against the series drop", "[A]"},
           series_compensation, {"none", "midpoint"});
  v.real({"r_switch_read_ohm", "ohm", "on-resistance of S1-S2", "[D]"}, r_switch_read_ohm,
         resistance);
  v.real({"r_switch_ltp_ohm", "ohm", "on-resistance of S3-S4", "[D]"}, r_switch_ltp_ohm,
         resistance);
  v.real({"r_switch_ltd_ohm", "ohm", "on-resistance of S5-S6", "[D]"}, r_switch_ltd_ohm,
         resistance);
  v.real({"r_line_ohm", "ohm", "wire in a cell's path, wire_model lumped", "[D]"}, r_line_ohm,
         resistance);
  v.real({"r_in_ohm", "ohm", "input of the neuron", "[D]"}, r_in_ohm, resistance);
  v.real({"wire_ohm_per_cell", "ohm", "column wire of one cell, wire_model ladder", "[D]"},
         wire_ohm_per_cell, resistance);
  v.real({"v_read_v", "V", "read voltage at the driven terminal", "[B]"}, v_read_v, above(0));
  v.real({"v_ltp_v", "V", "LTP voltage at the driven terminal", "[B]"}, v_ltp_v, any_number());
  v.real({"v_ltd_v", "V", "LTD voltage at the driven terminal", "[B]"}, v_ltd_v, any_number());
  v.real({"c_node_f", "F", "capacitance of the cell's inner node", "[D]"}, c_node_f, at_least(0));
  v.real({"read_edge_fraction", "", "share of t_edge by which a read is shortened", "[D]"},
         read_edge_fraction, at_least(0));
  v.real({"q_injection_c", "C", "charge the switches inject in each read", "[D]"}, q_injection_c,
         any_number());
  v.real({"gate_energy_read_j", "J", "switching the gates for a read", "[D]"}, gate_energy_read_j,
         energy);
  v.real({"gate_energy_ltp_j", "J", "switching the gates for an LTP", "[D]"}, gate_energy_ltp_j,
         energy);
  v.real({"gate_energy_ltd_j", "J", "switching the gates for an LTD", "[D]"}, gate_energy_ltd_j,
         energy);
}

void CellParameters::check() const { check_bounds(*this, "cell"); }

void CellParameters::check_against(const DeviceParameters& device) const {
  device.check_synapse();
  const DeviceLaw* const law = device.law();
  if (law == nullptr) return;
  const auto expect = [&](const char* key, double voltage_v, WriteKind kind) {
    const auto found = law->kind_of(voltage_v);
    if (!found || *found == kind) return;
    throw InputError{fmt::format(
        "cell.{} = {}: expected the other sign: device {} is {} by this one", key, voltage_v,
        law->name(), *found == WriteKind::ltp ? "potentiated" : "depressed")};
  };
  if (device.write_driver == WriteDriver::cell) {
    expect("v_ltp_v", v_ltp_v, WriteKind::ltp);
    expect("v_ltd_v", v_ltd_v, WriteKind::ltd);
  }
  if (law->write_port() == Port::main && law->kind_of(v_read_v)) {
    throw InputError{
        fmt::format("cell.v_read_v = {}: expected less than the voltage at which device {} changes",
                    v_read_v, law->name())};
  }
}

}  // namespace softbound
