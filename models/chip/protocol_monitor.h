// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <systemc>
#include <vector>

#include "cell/cell_parameters.h"
#include "chip/control_signals.h"
#include "chip/couple_checker.h"
#include "chip/handshake_checker.h"
#include "chip/latch_checker.h"
#include "chip/register_bank.h"
#include "chip/watchdog.h"

namespace softbound {

/// Shows the wires between a control and the rest to the protocol checkers: both AER buses, the
/// latches, the switch couples, and a watchdog on every handshake. It reads signals only, so it
/// serves every control the same; what the registers hold it knows from the writes on the APB.
class ProtocolMonitor : public sc_core::sc_module {
 public:
  struct Options {
    /// Longest that a handshake may wait; 0: one and a half events as programmed.
    TimePs watchdog_ps = 0;
    TimePs origin_ps = 0;  ///< times in messages count from there
    /// Told when the watchdog has found a handshake stuck.
    std::function<void()> on_stuck = [] {};
    /// Told of a latch that found UP and DN both high.
    std::function<void(const IllegalLatch&)> on_illegal = [](const IllegalLatch&) {};
  };

  /// @param environment wires as the environment drives them: those of `pins`, unless something
  ///        stands between
  ProtocolMonitor(const sc_core::sc_module_name& name, ControlSignals& pins,
                  ControlSignals& environment, const ControlTiming& timing,
                  const CellParameters& cell, ViolationLog& log, const Options& options);

  /// The run is over: what is still going wrong is announced.
  void finish();

 private:
  struct Slot {
    bool read = false, wr = false;
    Bits columns;  // selected when the spike was accepted
    std::size_t watch = 0;
  };
  void on_reset();
  void on_access();
  void on_input_bus();
  void on_output_bus();
  void on_up_dn();
  void on_slot(std::size_t slot);
  void on_timer();
  void on_restart(std::uint32_t row);
  void watch_bus(std::size_t handshake, bool req, bool ack, int& phase);
  void open(std::size_t handshake, const char* waits_for);
  TimePs limit_ps() const;

  ControlSignals& pins_;
  ControlSignals& environment_;
  const ControlTiming timing_;
  const Options options_;
  const Bits none_;
  RegisterBank registers_;
  HandshakeChecker input_, output_;
  ViolationLog& log_;
  LatchChecker latches_;
  Watchdog watchdog_;
  std::vector<CoupleChecker> couples_;
  std::vector<Slot> slots_;
  std::size_t watch_in_, watch_out_;
  int phase_in_ = 0, phase_out_ = 0;  // of the handshakes: req + 2 ack
  bool acknowledged_ = false;
  bool armed_ = false;
  sc_core::sc_event timer_;
};

}  // namespace softbound
