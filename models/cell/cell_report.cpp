// SPDX-License-Identifier: Apache-2.0
#include "cell/cell_report.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "device/device_array.h"

namespace softbound {

namespace {

struct Quantity {
  const char* key;
  const char* unit;
  double scale;  // of the unit shown
  double CellPhaseReport::*value;
};

constexpr std::array<Quantity, 10> kQuantities{{
    {"drive_v", "V", 1, &CellPhaseReport::drive_v},
    {"switch_ohm", "ohm", 1, &CellPhaseReport::switch_ohm},
    {"series_ohm", "ohm", 1, &CellPhaseReport::series_ohm},
    {"v_mem_v", "V", 1, &CellPhaseReport::v_mem_v},
    {"i_a", "uA", 1e6, &CellPhaseReport::i_a},
    {"charge_c", "pC", 1e12, &CellPhaseReport::charge_c},
    {"energy_j", "pJ", 1e12, &CellPhaseReport::energy_j},
    {"gate_j", "pJ", 1e12, &CellPhaseReport::gate_j},
    {"dw", "", 1, &CellPhaseReport::dw},
    {"off_decay_s", "ns", 1e9, &CellPhaseReport::off_decay_s},
}};

CellPhaseReport report_phase(const Cell6T1M& cell, CellPhase phase, double g_s) {
  CellPhaseReport report{};
  report.drive_v = cell.drive_v(phase);
  report.switch_ohm = cell.switch_ohm(phase);
  report.series_ohm = cell.series_ohm(phase);
  report.v_mem_v = cell.v_mem_v(phase, g_s);
  report.i_a = cell.current_a(phase, g_s);
  report.off_decay_s = cell.off_decay_s(g_s);
  return report;
}

void add_energy(CellPhaseReport& report, const CellEnergy& energy) {
  report.energy_j = energy.total_j();
  report.gate_j = energy.gate_j;
}

// One device without write noise.
DeviceArray quiet(DeviceParameters device) {
  device.sigma = 0;
  return {device, 1, 0};
}

CellPhaseReport report_write(const Cell6T1M& cell, const DeviceParameters& device, WriteKind kind,
                             double weight) {
  const double g_s = device.conductance_s(weight);
  auto report = report_phase(cell, phase_of(kind), g_s);
  report.charge_c = cell.write_charge_c(kind, g_s);
  add_energy(report, cell.write_energy(kind, g_s));
  DeviceArray single = quiet(device);
  single.set_weights({weight});
  const WriteRecord record = single.write(0, cell.write_pulse(kind, g_s));
  report.dw = record.weight_after - record.weight_before;
  return report;
}

nlohmann::ordered_json to_json(const CellPhaseReport& report) {
  nlohmann::ordered_json json;
  for (const auto& quantity : kQuantities) json[quantity.key] = report.*quantity.value;
  return json;
}

}  // namespace

CellReport report_cell(const CellParameters& cell_parameters, const DeviceParameters& device,
                       const ControlTiming& timing, double weight, WireModel wire_model) {
  if (!(weight >= 0 && weight <= 1)) {
    throw InputError{fmt::format("weight = {}: expected a number from 0 to 1", weight)};
  }
  timing.check();
  const Cell6T1M cell{cell_parameters, device, CellPulseWidths::of(timing), wire_model};
  DeviceArray single = quiet(device);
  single.set_weights({weight});
  const double settled = single.weight(0);
  const double g_s = device.conductance_s(settled);

  CellReport report{};
  report.weight = settled;
  report.conductance_s = g_s;
  report.readout = cell.readout(settled);
  report.read = report_phase(cell, CellPhase::read, g_s);
  report.read.charge_c = cell.read_charge_c(g_s);
  add_energy(report.read, cell.read_energy(g_s));
  report.ltp = report_write(cell, device, WriteKind::ltp, settled);
  report.ltd = report_write(cell, device, WriteKind::ltd, settled);
  return report;
}

nlohmann::ordered_json to_json(const CellReport& report) {
  nlohmann::ordered_json json;
  json["weight"] = report.weight;
  json["conductance_s"] = report.conductance_s;
  json["readout"] = report.readout;
  json["read"] = to_json(report.read);
  json["ltp"] = to_json(report.ltp);
  json["ltd"] = to_json(report.ltd);
  return json;
}

std::string to_text(const CellReport& report) {
  std::string text =
      fmt::format("6T-1M cell at w = {:.6g}, G = {:.6g} uS; a read gives the neuron {:.6g}\n",
                  report.weight, report.conductance_s * 1e6, report.readout);
  text += fmt::format("{:<18}{:>14}{:>14}{:>14}\n", "", "read", "LTP", "LTD");
  for (const auto& quantity : kQuantities) {
    text += fmt::format("{:<12}{:<6}", quantity.key, quantity.unit);
    for (const auto* phase : {&report.read, &report.ltp, &report.ltd}) {
      text += fmt::format("{:>14.6g}", phase->*quantity.value * quantity.scale);
    }
    text += '\n';
  }
  return text;
}

}  // namespace softbound
