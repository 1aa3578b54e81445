// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_6t1m.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace softbound {

namespace {

constexpr double kOpen = std::numeric_limits<double>::infinity();

double wire_ohm(const CellParameters& p, WireModel wire_model, std::size_t distance_cells) {
  switch (wire_model) {
    case WireModel::lumped:
      return p.r_line_ohm;
    case WireModel::ladder:
      return p.wire_ohm_per_cell * static_cast<double>(distance_cells);
    case WireModel::ideal:
      break;
  }
  return 0;
}

}  // namespace

CellPulseWidths CellPulseWidths::of(const ControlTiming& timing) {
  const auto phases = timing.phases();
  return {s_from_ps(phases.read_ps), s_from_ps(phases.write_ps - timing.t_edge_ps),
          s_from_ps(timing.t_edge_ps)};
}

Cell6T1M::Cell6T1M(const CellParameters& parameters, const DeviceParameters& device,
                   const CellPulseWidths& widths, WireModel wire_model, std::size_t distance_cells)
    : parameters_{parameters},
      widths_{widths},
      g_min_s_{device.g_min_s},
      g_max_s_{device.g_max_s},
      r_wire_ohm_{wire_ohm(parameters, wire_model, distance_cells)},
      ltp_{driver_of(device, WriteKind::ltp)},
      ltd_{driver_of(device, WriteKind::ltd)} {
  parameters_.check();
  device.check();
  parameters_.check_against(device);
  v_ltp_v_ = raised(parameters_.v_ltp_v, series_ohm(CellPhase::write_ltp));
  v_ltd_v_ = raised(parameters_.v_ltd_v, series_ohm(CellPhase::write_ltd));
  q_zero_c_ = read_charge_c(g_min_s_);
  q_one_c_ = read_charge_c(g_max_s_);
  const bool by_charge = parameters_.readout == CellReadout::charge ||
                         parameters_.readout == CellReadout::charge_referenced;
  if (by_charge && !(q_one_c_ > 0)) {
    throw InputError{fmt::format(
        "timing.t_read_ns = {}: a cell at w = 1 gives a charge of {} C, expected a longer read: "
        "cell.readout is relative to it",
        widths_.read_s * 1e9, q_one_c_)};
  }
}

double Cell6T1M::raised(double v, double series_ohm) const {
  if (parameters_.series_compensation == SeriesCompensation::none) return v;
  return v * (1 + 0.5 * (g_min_s_ + g_max_s_) * series_ohm);
}

Cell6T1M::Driver Cell6T1M::driver_of(const DeviceParameters& device, WriteKind kind) {
  const auto nominal = device.kind->nominal_pulse(kind);
  if (device.write_driver == WriteDriver::cell || !nominal) return {};
  Driver driver{true, 0, nominal->pulse.width_s / device.strobe_width_s, 0};
  if (nominal->port == Port::main) {
    driver.v = nominal->pulse.amplitude_v;
  } else {
    driver.other_port_j = device.kind->pulse_energy_j(*nominal, 0);
  }
  return driver;
}

const Cell6T1M::Driver* Cell6T1M::driver(CellPhase phase) const {
  if (ltp_.on && phase == CellPhase::write_ltp) return &ltp_;
  if (ltd_.on && phase == CellPhase::write_ltd) return &ltd_;
  return nullptr;
}

double Cell6T1M::drive_v(CellPhase phase) const {
  if (const Driver* own = driver(phase)) {
    return own->v * (1 + 0.5 * (g_min_s_ + g_max_s_) * series_ohm(phase));
  }
  switch (phase_row(phase).drive) {
    case CellDrive::v_read:
      return parameters_.v_read_v;
    case CellDrive::v_ltp:
      return v_ltp_v_;
    case CellDrive::v_ltd:
      return v_ltd_v_;
    case CellDrive::floating:
      break;
  }
  return 0;
}

double Cell6T1M::switch_ohm(CellPhase phase) const {
  switch (phase_row(phase).drive) {
    case CellDrive::v_read:
      return parameters_.r_switch_read_ohm;
    case CellDrive::v_ltp:
      return parameters_.r_switch_ltp_ohm;
    case CellDrive::v_ltd:
      return parameters_.r_switch_ltd_ohm;
    case CellDrive::floating:
      break;
  }
  return kOpen;
}

double Cell6T1M::series_ohm(CellPhase phase) const {
  return switch_ohm(phase) + r_wire_ohm_ + parameters_.r_in_ohm;
}

double Cell6T1M::v_mem_v(CellPhase phase, double g_s) const {
  if (phase_row(phase).drive == CellDrive::floating) return 0;
  if (const Driver* own = driver(phase)) return own->v;
  return drive_v(phase) / (1 + g_s * series_ohm(phase));
}

double Cell6T1M::column_current_a(CellPhase phase, double g_s) const {
  return current_in_column(phase, parameters_.topology) ? current_a(phase, g_s) : 0;
}

double Cell6T1M::read_charge_c(double g_s, double read_s) const {
  const double on_s = std::max(0.0, read_s - parameters_.read_edge_fraction * widths_.edge_s);
  return current_a(CellPhase::read, g_s) * on_s + parameters_.q_injection_c;
}

double Cell6T1M::write_charge_c(WriteKind kind, double g_s) const {
  return write_charge_c(kind, g_s, widths_.write_s);
}

double Cell6T1M::write_charge_c(WriteKind kind, double g_s, double write_s) const {
  return current_a(phase_of(kind), g_s) * write_s * driver(kind).width_share;
}

CellEnergy Cell6T1M::read_energy(double g_s, double read_s) const {
  CellEnergy energy;
  energy.read_j = std::abs(drive_v(CellPhase::read) * read_charge_c(g_s, read_s));
  energy.gate_j = parameters_.gate_energy_read_j;
  return energy;
}

CellEnergy Cell6T1M::write_energy(WriteKind kind, double g_s) const {
  return write_energy(kind, g_s, widths_.write_s);
}

CellEnergy Cell6T1M::write_energy(WriteKind kind, double g_s, double write_s) const {
  CellEnergy energy;
  const CellPhase phase = phase_of(kind);
  const Driver& own = driver(kind);
  const double supply_v = own.on ? own.v * (1 + g_s * series_ohm(phase)) : drive_v(phase);
  const double rail_j = supply_v * write_charge_c(kind, g_s, write_s) +
                        own.other_port_j * std::min(1.0, write_s / widths_.write_s);
  const bool ltp = kind == WriteKind::ltp;
  (ltp ? energy.ltp_j : energy.ltd_j) = rail_j;
  energy.gate_j = ltp ? parameters_.gate_energy_ltp_j : parameters_.gate_energy_ltd_j;
  return energy;
}

double Cell6T1M::readout(double weight) const {
  if (parameters_.readout == CellReadout::weight) return weight;
  if (parameters_.readout == CellReadout::weight_referenced) {
    return weight - parameters_.reference_weight;
  }
  const double charge_c = read_charge_c(g_min_s_ + weight * (g_max_s_ - g_min_s_));
  const double reference_c =
      parameters_.readout == CellReadout::charge_referenced ? q_zero_c_ : 0.0;
  return (charge_c - reference_c) / q_one_c_;
}

WritePulse Cell6T1M::write_pulse(WriteKind kind, double g_s) const {
  return {kind, widths_.write_s, std::abs(v_mem_v(phase_of(kind), g_s))};
}

double Cell6T1M::off_decay_s(double g_s) const { return 2.2 * parameters_.c_node_f / g_s; }

double Cell6T1M::shoot_through_a(CellPhase first, CellPhase second) const {
  if (phase_row(first).drive == CellDrive::floating ||
      phase_row(second).drive == CellDrive::floating || first == second) {
    return 0;
  }
  return (drive_v(first) - drive_v(second)) / (switch_ohm(first) + switch_ohm(second));
}

}  // namespace softbound
