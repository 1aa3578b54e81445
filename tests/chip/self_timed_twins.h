// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "chip/control_signals.h"
#include "chip/control_stimulus.h"
#include "chip/pin_control.h"
#include "rtl_context.h"
#include "self_timed_control.h"

namespace softbound::test {

/// The self-timed control in SystemC and that in RTL in one kernel, on the same stimulus: spikes,
/// UP and DN, fire pulses, acknowledges and register accesses of all kinds, very often at the
/// picosecond at which something in the controls is due. At each instant at which any output of
/// either changes, once it has come to rest, all outputs are compared: so every edge is the same to
/// 1 ps. Slots are compared by the row they serve.
class SelfTimedTwins : public sc_core::sc_module {
 public:
  struct Setup {
    std::size_t rows = 6, columns = 4;
    ControlTiming timing;
    unsigned seed = 1;
    bool registers_at_random = true;  ///< else they keep their reset values
    bool resets = false;              ///< rst_n at random instants
    bool runts = false;               ///< requests that are withdrawn before their acknowledge
  };

  SelfTimedTwins(const sc_core::sc_module_name& name, const Setup& setup);

  /// Random legal delays on a grid of 1 ns or next to it, so that much falls together.
  static ControlTiming random_timing(std::mt19937& random);

  void enable();
  /// Changes the stimulus so many times, or up to the first difference.
  /// @return what differs, with its time; empty if nothing does
  std::string run(long changes);

  const ControlSignals& pins() const { return pin_pins_; }
  const RegisterBank& registers() const { return rtl_.registers(); }
  int assertion_failures() const { return context_.assertion_failures(); }
  long reads_seen() const { return reads_seen_; }

 private:
  void on_output();
  void compare();
  void run_for(TimePs duration_ps);
  TimePs random_step();
  void stimulate();
  void change_bus();
  void select(const ControlStimulus::Access& access);

  const Setup setup_;
  RtlContext context_;
  ControlSignals pin_pins_, rtl_pins_;
  PinControl pin_;
  SelfTimedControl rtl_;
  sc_core::sc_event settle_;
  TimePs instant_ps_ = -1;
  int deltas_ = 0;
  std::string difference_;
  std::vector<TimePs> steps_;  // after which something may be due
  ControlStimulus stimulus_;
  bool access_alone_ = false;  // nothing else at the instant of the access
  Bits row_sel_before_;
  long reads_seen_ = 0;
};

}  // namespace softbound::test
