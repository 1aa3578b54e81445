// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/chip.h"
#include "chip/invariant_checker.h"

namespace softbound::test {

/// Hands every instant of a chip, once its delta cycles are done, to the checker.
class InvariantMonitor : public sc_core::sc_module {
 public:
  InvariantMonitor(const sc_core::sc_module_name& name, Chip& chip);

  InvariantChecker& checker() { return checker_; }
  const ChipFrame& frame() const { return frame_; }

 private:
  void on_change();
  void take_wires();
  void take_cells();
  void take_array();

  Chip& chip_;
  InvariantChecker checker_;
  ChipFrame frame_;
  int deltas_ = 0;
  sc_core::sc_event settle_;
};

}  // namespace softbound::test
