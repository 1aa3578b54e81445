// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "cell/cell_parameters.h"
#include "cell/cell_phase.h"
#include "core/control_timing.h"
#include "device/device_law.h"

namespace softbound {

constexpr CellPhase phase_of(WriteKind kind) {
  return kind == WriteKind::ltp ? CellPhase::write_ltp : CellPhase::write_ltd;
}

/// Energy drawn from the supply by phase; a sum over events, cells or rows.
struct CellEnergy {
  double read_j = 0;
  double ltp_j = 0;
  double ltd_j = 0;
  double gate_j = 0;

  double total_j() const { return read_j + ltp_j + ltd_j + gate_j; }
  CellEnergy& operator+=(const CellEnergy& other) {
    read_j += other.read_j;
    ltp_j += other.ltp_j;
    ltd_j += other.ltd_j;
    gate_j += other.gate_j;
    return *this;
  }
};

/// Widths of the pulses a cell gets, in s; the write pulse at half amplitude.
struct CellPulseWidths {
  double read_s = 3e-6;
  double write_s = 10e-6;
  double edge_s = 40e-9;

  /// As the control really times them: clocked control rounds up to cycles.
  static CellPulseWidths of(const ControlTiming& timing);
};

/// Electrical behaviour of the 6T-1M cell in closed form, each formula compared with a
/// transistor-level simulation (chip, section 6). All of it is a function of the conductance; the
/// object holds parameters alone and serves every cell of an array.
class Cell6T1M {
 public:
  /// @param distance_cells cells of column wire between this cell and the neuron, 1 for the
  /// nearest;
  ///        matters under WireModel::ladder alone
  /// @throws InputError if the parameters are impossible or do not fit each other
  Cell6T1M(const CellParameters& parameters, const DeviceParameters& device,
           const CellPulseWidths& widths = {}, WireModel wire_model = WireModel::lumped,
           std::size_t distance_cells = 1);

  const CellParameters& parameters() const { return parameters_; }
  const CellPulseWidths& widths() const { return widths_; }

  /// Voltage at the driven terminal, series compensation included; 0 where nothing drives. Of a
  /// device's own driver: at mid conductance.
  double drive_v(CellPhase phase) const;
  /// On-resistance of the phase's couple; infinite where none conducts.
  double switch_ohm(CellPhase phase) const;
  /// All that is in series with the device; infinite where nothing drives.
  double series_ohm(CellPhase phase) const;

  /// Voltage between the device's terminals, V / (1 + G R); 0.1 %.
  double v_mem_v(CellPhase phase, double g_s) const;
  /// Current through the device, positive from TE to BE; 0.1 %.
  double current_a(CellPhase phase, double g_s) const { return g_s * v_mem_v(phase, g_s); }
  /// The part of it that enters the column.
  double column_current_a(CellPhase phase, double g_s) const;

  /// Charge one read gives the column; 0.13 % from 1 us on.
  double read_charge_c(double g_s) const { return read_charge_c(g_s, widths_.read_s); }
  double read_charge_c(double g_s, double read_s) const;
  /// Charge through the device in one write, signed.
  double write_charge_c(WriteKind kind, double g_s) const;
  double write_charge_c(WriteKind kind, double g_s, double write_s) const;

  /// Supply energy of one phase, gate energy apart; 0.15 %.
  CellEnergy read_energy(double g_s) const { return read_energy(g_s, widths_.read_s); }
  CellEnergy read_energy(double g_s, double read_s) const;
  CellEnergy write_energy(WriteKind kind, double g_s) const;
  CellEnergy write_energy(WriteKind kind, double g_s, double write_s) const;

  /// What one read gives the neuron, as [cell] readout says; about 1 for a cell at w = 1, less what
  /// a reference column takes off.
  double readout(double weight) const;
  /// The nominal write pulse as it reaches a device of this conductance.
  WritePulse write_pulse(WriteKind kind, double g_s) const;

  /// 10-90 % time in which the open cell's node discharges through the device; 14 %.
  double off_decay_s(double g_s) const;
  /// Current if the couples of two phases conduct at once, from the first to the second; 9 %.
  /// Infinite with ideal switches, 0 if either phase drives nothing.
  double shoot_through_a(CellPhase first, CellPhase second) const;

 private:
  /// What stands in for a couple's voltage where the device has a driver of its own, which holds
  /// the nominal voltage between the device's terminals whatever is in series.
  struct Driver {
    bool on = false;
    double v = 0;             ///< on the main port; 0 if it writes another one
    double width_share = 1;   ///< of the control's pulse
    double other_port_j = 0;  ///< of one pulse on another port
  };

  static Driver driver_of(const DeviceParameters& device, WriteKind kind);
  const Driver& driver(WriteKind kind) const { return kind == WriteKind::ltp ? ltp_ : ltd_; }
  /// Null for phases that the cell's own voltages drive.
  const Driver* driver(CellPhase phase) const;
  double raised(double v, double series_ohm) const;

  CellParameters parameters_;
  CellPulseWidths widths_;
  double g_min_s_;
  double g_max_s_;
  double r_wire_ohm_;
  Driver ltp_;
  Driver ltd_;
  double v_ltp_v_ = 0;
  double v_ltd_v_ = 0;
  double q_zero_c_ = 0;
  double q_one_c_ = 0;
};

}  // namespace softbound
