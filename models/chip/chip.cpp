// SPDX-License-Identifier: Apache-2.0
#include "chip/chip.h"

namespace softbound {

namespace {

const ChipParameters& checked(const ChipParameters& parameters) {
  parameters.check();
  return parameters;
}

}  // namespace

Chip::Chip(const sc_core::sc_module_name& name, const ChipParameters& chip, std::uint64_t seed,
           std::size_t slots, const ControlFactory& make_control, bool apart)
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
          restarts_read(chip.timing.busy_policy)},
      neurons{"output_neurons", chip.neuron, pins.columns, fire_pulse_ps(chip.timing)} {
  crossbar.charges_o(neurons.charges_i);
  if (apart) {
    const auto wires = [&](const char* of) {
      return std::make_unique<ControlSignals>(of, pins.rows, pins.columns, slots);
    };
    environment_ = wires("environment_pins");
    control_pins_ = wires("control_pins");
  }
  neurons.up_o(environment().up);
  neurons.dn_o(environment().dn);
  neurons.fire_o(environment().fire);
  control = make_control(control_pins());
}

}  // namespace softbound
