// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "chip/control_signals.h"
#include "chip/control_stimulus.h"
#include "chip/pin_control.h"
#include "control/control_rtl.h"
#include "rtl_context.h"
#include "rtl_control.h"

namespace softbound::test {

/// The SystemC control and the Verilated one in one kernel, on the same stimulus: spikes, UP and
/// DN, fire pulses, acknowledges and register accesses of all kinds, at random instants, clock
/// edges and their neighbours included. Their outputs are compared just before every rising edge.
class ControlTwins {
 public:
  struct Setup {
    std::size_t rows = 16, columns = 4;
    TimePs clock_period_ps = 10 * kPsPerNs;
    unsigned seed = 1;
    bool registers_at_random = true;  ///< else they keep what program() wrote
    bool resets = false;              ///< rst_n at random instants
    /// The control of the built sizes unless given.
    std::function<std::unique_ptr<ControlRtl>(RtlContext&)> make_rtl;
  };

  explicit ControlTwins(const Setup& setup);

  /// @return an access that both answered alike
  struct Access {
    std::uint32_t data;
    bool error;
  };
  Access access(bool write, std::uint32_t address, std::uint32_t data = 0);
  void enable();
  /// Runs this many cycles, or up to the first in which the outputs differ.
  /// @return what differs, with its time; nothing if nothing does
  std::optional<std::string> run(long cycles);

  PinControl& pin() { return *pin_; }
  const ControlSignals& pins() const { return pin_pins_; }
  /// Cycles in which some slot began to read.
  long reads_seen() const { return reads_seen_; }
  int assertion_failures() const { return context_.assertion_failures(); }
  std::uint64_t rtl_edges() const { return rtl_->edges(); }

 private:
  void reset();
  void run_to(TimePs time_ps);
  void to_mid_cycle();
  std::optional<std::string> cycle();
  std::optional<std::string> difference();
  void change_spikes_and_neurons();
  void change_bus();
  TimePs random_offset();

  const Setup setup_;
  ControlTiming timing_;
  RtlContext context_;
  ControlSignals pin_pins_, rtl_pins_;
  std::unique_ptr<PinControl> pin_;
  std::unique_ptr<RtlControl> rtl_;
  sc_core::sc_event boundary_;
  ControlStimulus stimulus_;
  Bits row_sel_before_;
  long reads_seen_ = 0;
};

}  // namespace softbound::test
