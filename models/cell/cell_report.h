// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cell/cell_6t1m.h"

namespace softbound {

/// One phase of one cell.
struct CellPhaseReport {
  double drive_v;      ///< at the driven terminal
  double switch_ohm;   ///< of the couple
  double series_ohm;   ///< all in series with the device
  double v_mem_v;      ///< between the device's terminals
  double i_a;          ///< through the device, signed
  double charge_c;     ///< read: what the column gets; write: through the device, signed
  double energy_j;     ///< from the supply, gates included
  double gate_j;       ///< of it, gates
  double dw;           ///< weight step, 0 for a read, without noise
  double off_decay_s;  ///< 10-90 % once the couple opens
};

/// What `softbound cell` shows.
struct CellReport {
  double weight;
  double conductance_s;
  double readout;  ///< what a read gives the neuron
  CellPhaseReport read;
  CellPhaseReport ltp;
  CellPhaseReport ltd;
};

/// @throws InputError if a parameter is impossible or the weight is outside [0, 1]
CellReport report_cell(const CellParameters& cell, const DeviceParameters& device,
                       const ControlTiming& timing, double weight,
                       WireModel wire_model = WireModel::lumped);

/// Keys read, ltp, ltd, each with the members of CellPhaseReport, beside the members of CellReport.
nlohmann::ordered_json to_json(const CellReport& report);
/// A table to read.
std::string to_text(const CellReport& report);

}  // namespace softbound
