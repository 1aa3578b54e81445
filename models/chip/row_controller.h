// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <queue>
#include <systemc>
#include <vector>

#include "chip/bits_signal.h"
#include "chip/control_signals.h"
#include "chip/pulse_extender.h"
#include "chip/register_bank.h"
#include "chip/synapse_interface.h"
#include "core/control_timing.h"

namespace softbound {

/// What serves one row at a time: two pulse extenders, the logic between them, and its wires.
///
///     sel -> [extender 1] -> Read -> [interface: gap, latch] -> write -> [extender 2] -> Wr
class Slot : public sc_core::sc_module {
 public:
  sc_core::sc_signal<bool> sel{"sel"};
  sc_core::sc_signal<bool> clear_read{"clear_read"};
  sc_core::sc_signal<bool> clear{"clear"};
  sc_core::sc_signal<bool> write{"write"};

  PulseExtender read_extender;
  SynapseInterface interface;
  PulseExtender write_extender;

  Slot(const sc_core::sc_module_name& name, const ControlTiming& timing, RegisterBank& registers,
       const UpDnSampler& up_dn, SlotSignals& pins);
};

/// Gives an accepted spike a slot and its row: raises sx[row], starts Read, and keeps slot and row
/// until the event is over. Says to the receiver whether the spike at the bus head can be taken.
class RowController : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> valid_i{"valid_i"};  ///< a request has been up long enough
  sc_core::sc_in<std::uint32_t> addr_i{"addr_i"};
  sc_core::sc_out<std::uint32_t> taken_o{"taken_o"};  ///< counts the spikes taken
  sc_core::sc_out<Bits> row_sel_o{"row_sel_o"};

  RowController(const sc_core::sc_module_name& name, const ControlTiming& timing,
                RegisterBank& registers, const UpDnSampler& up_dn, ControlSignals& pins);

  /// Ends all events at once: every switch off, slots and rows free.
  void soft_reset();
  /// Registers have changed: looks at the bus head again.
  void on_registers();

 private:
  struct SlotState {
    bool busy = false;
    bool reading = false;
    std::uint32_t row = 0;
    TimePs read_end_ps = 0;
    std::uint32_t event = 0;  // counts events, so that the end of a given-up one is not taken
  };
  struct Release {
    TimePs time_ps;
    std::size_t slot;
    std::uint32_t event;
    bool operator>(const Release& other) const { return time_ps > other.time_ps; }
  };

  void evaluate();
  void on_address();
  void on_address_seen() { retry(); }  // after the receiver, which may withdraw the request
  std::uint32_t address() const;
  void retry() { evaluate_.notify(sc_core::SC_ZERO_TIME); }
  void on_release();
  void on_read_end();
  void on_restart();
  void on_up_dn();
  void start(std::size_t slot, std::uint32_t row);
  void expect_restarts(Slot& slot);
  void give_up(std::size_t slot);
  void free_slot(std::size_t slot);
  void take();
  void arm_release();
  std::size_t free_slot_index() const;
  bool in_read(std::size_t slot) const;
  bool blocked(std::uint32_t row) const;
  void hold_head();

  const ControlTiming timing_;
  RegisterBank& registers_;
  ControlSignals& pins_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<SlotState> states_;
  std::vector<std::int32_t> slot_of_row_;  // -1: row is free
  Bits available_;                         // slots that a spike may take
  Bits row_sel_;
  std::vector<std::size_t> restarting_;  // slots whose sel rises again in the next delta cycle
  std::priority_queue<Release, std::vector<Release>, std::greater<Release>> releases_;
  bool head_held_ = false;
  bool head_taken_ = false;
  bool blocked_at_soft_reset_ = false;
  sc_dt::uint64 reset_delta_ = 0;  // in which all that a soft reset ends has ended
  std::uint32_t taken_ = 0;
  std::uint32_t address_ = 0, address_before_ = 0;  // clocked: latest, and before the latest change
  TimePs address_changed_ps_ = -1;
  sc_core::sc_event evaluate_;
  sc_core::sc_event address_seen_;
  sc_core::sc_event release_;
  sc_core::sc_event restart_;
};

}  // namespace softbound
