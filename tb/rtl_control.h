// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <systemc>

#include "chip/control_signals.h"
#include "control/control_rtl.h"
#include "core/control_timing.h"

namespace softbound {

/// The digital control at level `rtl`: SystemC shell of the Verilated control. The clock stops
/// while the control is idle and every input has been seen by an edge; it restarts on the next edge
/// of the same grid, so results are those of a clock that never stops.
///
/// While nothing else in the simulation is due, edges are evaluated ahead of the kernel's time, up
/// to the first that changes an output: most cycles of an event only count down, and the kernel
/// need not know of them.
class RtlControl : public sc_core::sc_module {
 public:
  struct Options {
    bool free_running_clock = false;  ///< for comparison: never stop
    /// Takes a waveform's record of the RTL at a time.
    std::function<void(TimePs)> record;
    /// Whether there is to be one at present; it begins in mid-cycle. Falling edges, which nothing
    /// else sees, then happen at their own time.
    std::function<bool()> recording;
  };

  RtlControl(const sc_core::sc_module_name& name, const ControlTiming& timing, ControlSignals& pins,
             std::unique_ptr<ControlRtl> rtl, Options options);

  ControlRtl& rtl() { return *rtl_; }
  /// Rising edges evaluated so far.
  std::uint64_t edges() const { return edges_; }

 private:
  void on_input();
  void tick();
  void fall();
  void run_ahead(TimePs edge_ps);
  bool rise(TimePs edge_ps);
  void sample();
  void drive();
  bool recording() const { return options_.recording && options_.recording(); }

  const ControlTiming timing_;
  ControlSignals& pins_;
  std::unique_ptr<ControlRtl> rtl_;
  const Options options_;
  ControlInputs in_;
  ControlOutputs out_;
  bool running_ = false;
  std::uint64_t edges_ = 0;
  sc_core::sc_event tick_;
  sc_core::sc_event fall_;
  sc_core::sc_event drive_;
};

}  // namespace softbound
