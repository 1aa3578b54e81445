// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "chip/control_signals.h"
#include "chip/output_neuron_module.h"
#include "chip/pseudo_crossbar.h"
#include "configuration/chip_parameters.h"
#include "device/device_array.h"

namespace softbound {

/// Merges what each neuron drives into the buses that the control sees.
class ColumnBus : public sc_core::sc_module {
 public:
  sc_core::sc_vector<sc_core::sc_signal<bool>> up, dn, fire;  ///< one per column
  sc_core::sc_out<Bits> up_o{"up_o"};
  sc_core::sc_out<Bits> dn_o{"dn_o"};
  sc_core::sc_out<Bits> fire_o{"fire_o"};

  ColumnBus(const sc_core::sc_module_name& name, std::size_t columns);

 private:
  void merge_up();
  void merge_dn();
  void merge_fire();
};

/// The chip: digital control, pseudo-crossbar and output neurons on one set of wires. The control
/// is whatever the factory makes of the wires: SystemC modules or Verilated RTL.
///
///     AER in -> control -> slots -> pseudo_crossbar -> charge -> neuron[j] -> up, dn, fire -+
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
  std::vector<std::unique_ptr<OutputNeuronModule>> neurons;
  ColumnBus column_bus;
  std::unique_ptr<sc_core::sc_module> control;
};

}  // namespace softbound
