// SPDX-License-Identifier: Apache-2.0
#include "chip/chip.h"

#include <fmt/format.h>

namespace softbound {

ColumnBus::ColumnBus(const sc_core::sc_module_name& name, std::size_t columns)
    : sc_module{name}, up{"up", columns}, dn{"dn", columns}, fire{"fire", columns} {
  SC_HAS_PROCESS(ColumnBus);
  SC_METHOD(merge_up);
  for (auto& wire : up) sensitive << wire;
  SC_METHOD(merge_dn);
  for (auto& wire : dn) sensitive << wire;
  SC_METHOD(merge_fire);
  for (auto& wire : fire) sensitive << wire;
}

namespace {

Bits merged(const sc_core::sc_vector<sc_core::sc_signal<bool>>& wires) {
  Bits bits(wires.size());
  for (std::size_t j = 0; j < wires.size(); ++j) {
    if (wires[j].read()) bits.set(j);
  }
  return bits;
}

}  // namespace

void ColumnBus::merge_up() { up_o->write(merged(up)); }
void ColumnBus::merge_dn() { dn_o->write(merged(dn)); }
void ColumnBus::merge_fire() { fire_o->write(merged(fire)); }

namespace {

const ChipParameters& checked(const ChipParameters& parameters) {
  parameters.check();
  return parameters;
}

// With these policies an accepted spike can start a Read anew that has not fallen.
bool restarts(const ControlTiming& timing) {
  return timing.busy_policy == BusyPolicy::retrigger || timing.busy_policy == BusyPolicy::abort;
}

}  // namespace

Chip::Chip(const sc_core::sc_module_name& name, const ChipParameters& chip, std::uint64_t seed,
           std::size_t slots, const ControlFactory& make_control)
    : sc_module{name},
      parameters{checked(chip)},
      devices{chip.device, static_cast<std::size_t>(chip.array.rows * chip.array.columns), seed},
      pins{"pins", static_cast<std::size_t>(chip.array.rows),
           static_cast<std::size_t>(chip.array.columns), slots},
      crossbar{
          "pseudo_crossbar",
          pins,
          chip.timing,
          Cell6T1M{chip.cell, chip.device, CellPulseWidths::of(chip.timing), chip.array.wire_model},
          devices,
          chip.array.wire_model,
          chip.neuron.jump,
          restarts(chip.timing)},
      column_bus{"column_bus", pins.columns} {
  for (std::size_t j = 0; j < pins.columns; ++j) {
    neurons.push_back(std::make_unique<OutputNeuronModule>(
        fmt::format("output_neuron{}", j).c_str(), chip.neuron, fire_pulse_ps(chip.timing)));
    neurons[j]->up_o(column_bus.up[j]);
    neurons[j]->dn_o(column_bus.dn[j]);
    neurons[j]->fire_o(column_bus.fire[j]);
    (*crossbar.column_o[j])(neurons[j]->charge_i);
  }
  column_bus.up_o(pins.up);
  column_bus.dn_o(pins.dn);
  column_bus.fire_o(pins.fire);
  control = make_control(pins);
}

}  // namespace softbound
