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

  /// @throws InputError if the parameters are impossible
  Chip(const sc_core::sc_module_name& name, const ChipParameters& parameters, std::uint64_t seed,
       std::size_t slots, const ControlFactory& make_control);

  const ChipParameters parameters;
  DeviceArray devices;
  ControlSignals pins;
  PseudoCrossbar crossbar;
  OutputNeurons neurons;
  std::unique_ptr<sc_core::sc_module> control;
};

}  // namespace softbound
