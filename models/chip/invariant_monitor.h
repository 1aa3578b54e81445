// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/chip.h"
#include "chip/invariant_checker.h"

namespace softbound {

/// Hands every instant of a chip, once its delta cycles are done, to the checker.
class InvariantMonitor : public sc_core::sc_module {
 public:
  /// @param charges_from_reads_alone nothing else charges the neurons
  /// @param on_violation told of the first violation of each invariant; may be empty
  InvariantMonitor(const sc_core::sc_module_name& name, Chip& chip,
                   bool charges_from_reads_alone = true,
                   std::function<void(int, TimePs, const std::string&)> on_violation = {});

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

}  // namespace softbound
