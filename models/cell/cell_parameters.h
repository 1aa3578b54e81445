// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/parameter.h"
#include "device/device_parameters.h"

namespace softbound {

enum class CellPreset {
  cmos180,  ///< 180 nm-class switches and wires
  ideal,    ///< no resistance, no pedestal, no edge loss
};

enum class CellTopology {
  transmission_gate,  ///< each couple is a transmission gate; write current flows into the column
  bridge,             ///< one switch of a couple at either terminal; write current stays out of it
};

/// What a read gives the neuron, as a multiple of what a cell at w = 1 gives (without reference).
enum class CellReadout {
  weight,             ///< w itself: the paper's network simulation
  charge,             ///< Q(w) / Q(1), pedestal included
  charge_referenced,  ///< the same minus a reference column at G_min: (Q(w) - Q(0)) / Q(1)
  weight_referenced,  ///< w minus a reference column at reference_weight: either sign
};

/// Whether V_P and V_D are raised against the series drop (ledger 3.7).
enum class SeriesCompensation {
  none,
  midpoint,  ///< the device sees the nominal voltage at mid conductance
};

/// How a column's wire is represented ([array] wire_model).
enum class WireModel {
  lumped,  ///< r_line_ohm in each cell's path
  ladder,  ///< wire_ohm_per_cell in its place, by the cell's distance from the neuron
  ideal,   ///< no resistance
};

/// The table [cell]: the electrical 6T-1M cell (ledger 3.7, chip closed forms). Choosing a preset
/// sets all its values; keys given beside it win.
struct CellParameters {
  CellPreset preset = CellPreset::cmos180;
  CellTopology topology = CellTopology::transmission_gate;
  CellReadout readout = CellReadout::weight;
  double reference_weight = 0.49;  ///< in [0, 1]; matters under weight_referenced alone
  SeriesCompensation series_compensation = SeriesCompensation::none;
  double r_switch_read_ohm = 505;
  double r_switch_ltp_ohm = 209;
  double r_switch_ltd_ohm = 463;
  double r_line_ohm = 1000;
  double r_in_ohm = 100;
  double wire_ohm_per_cell = 1.6;
  double v_read_v = 0.1;
  double v_ltp_v = -0.45;
  double v_ltd_v = 0.5;
  double c_node_f = 163e-15;
  /// Part of t_edge by which a read is shorter than t_read (k of the charge formula).
  double read_edge_fraction = 0.71;
  /// Pedestal that the switches inject in each read.
  double q_injection_c = 20e-15;
  double gate_energy_read_j = 50e-15;
  double gate_energy_ltp_j = 50e-15;
  double gate_energy_ltd_j = 60e-15;

  CellParameters() = default;
  explicit CellParameters(CellPreset chosen);

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
  /// Beyond check(): the device can be a synapse, and voltages that reach it do what they should.
  /// @throws InputError naming the key
  void check_against(const DeviceParameters& device) const;
};

}  // namespace softbound
