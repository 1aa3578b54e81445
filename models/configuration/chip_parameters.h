// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "cell/cell_parameters.h"
#include "core/bits.h"
#include "core/control_timing.h"
#include "core/toml_parameters.h"
#include "device/device_parameters.h"
#include "neuron/output_neuron_parameters.h"

namespace softbound {

/// The table [array].
struct ArrayParameters {
  std::int64_t rows = 784;
  std::int64_t columns = 10;
  /// Pairs of pulse extenders; 0: one per row (self-timed control) or 8 (clocked control).
  std::int64_t slots = 0;
  WireModel wire_model = WireModel::lumped;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
  std::size_t slot_count(const ControlTiming& timing) const;
};

/// The table [control]: what software may change in the control's registers while a chip is used.
/// Columns are lists such as "all", "none", "0,3,8-11".
struct ControlParameters {
  bool write_enable = true;
  std::string enabled_columns = "all";
  std::string pos_columns = "all";
  std::string neg_columns = "all";

  void describe(ParameterVisitor& visitor);
};

/// @throws InputError naming `key` unless text is "all", "none" or a list of columns in the array
Bits parse_columns(const std::string& text, std::size_t columns, const std::string& key);

/// Everything that a chip is built from, whatever the level.
struct ChipParameters {
  ArrayParameters array;
  ControlTiming timing;
  ControlParameters control;
  CellParameters cell;
  DeviceParameters device;
  OutputNeuronParameters neuron;

  void read(TomlSource& source);
  void write(TomlWriter& writer) const;
  /// @throws InputError naming the key if a value is impossible, alone or beside another
  void check() const;
};

}  // namespace softbound
