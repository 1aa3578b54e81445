// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <systemc>

#include "chip/control_signals.h"
#include "chip/output_neurons.h"
#include "chip/pseudo_crossbar.h"
#include "configuration/chip_parameters.h"
#include "device/device_array.h"

namespace softbound {

/// The chip: digital control, pseudo-crossbar and output neurons on one set of wires. The control
/// is whatever the factory makes of the wires: SystemC modules or Verilated RTL.
///
///     AER in -> control -> slots -> pseudo_crossbar -> charges -> neurons -> up, dn, fire --+
///               ^  |                                                                        |
///               |  +-> AER out                                                              |
///               +---------------------------------------------------------------------------+
class Chip : public sc_core::sc_module {
 public:
  using ControlFactory = std::function<std::unique_ptr<sc_core::sc_module>(ControlSignals&)>;

  /// @param apart environment and control have wires of their own, for something that stands
  ///        between them and passes on what they drive
  /// @throws InputError if the parameters are impossible
  Chip(const sc_core::sc_module_name& name, const ChipParameters& parameters, std::uint64_t seed,
       std::size_t slots, const ControlFactory& make_control, bool apart = false);

  /// Wires that the environment and the neurons drive.
  ControlSignals& environment() { return environment_ ? *environment_ : pins; }
  /// Wires of the control.
  ControlSignals& control_pins() { return control_pins_ ? *control_pins_ : pins; }

  const ChipParameters parameters;
  DeviceArray devices;
  ControlSignals pins;
  PseudoCrossbar crossbar;
  OutputNeurons neurons;
  std::unique_ptr<sc_core::sc_module> control;

 private:
  std::unique_ptr<ControlSignals> environment_, control_pins_;
};

}  // namespace softbound
