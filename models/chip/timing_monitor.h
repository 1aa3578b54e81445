// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <systemc>
#include <vector>

#include "chip/control_signals.h"
#include "chip/timing_table.h"
#include "core/control_timing.h"

namespace softbound {

/// Watches the wires between control, array and neurons and fills the timing table. It reads
/// signals only, so it serves every control the same.
class TimingMonitor : public sc_core::sc_module {
 public:
  TimingMonitor(const sc_core::sc_module_name& name, ControlSignals& pins,
                const ControlTiming& timing, TimingTable& table);

 private:
  struct SlotState {
    TimePs read_rise_ps = 0;
    TimePs read_fall_ps = 0;
    TimePs latch_ps = 0;
    bool reading = false;
    bool writing = false;
    bool wr_before_read_fell = false;
    Bits columns;  // selected in the read
    Bits ltp, ltd;
    std::vector<TimePs> ltp_rise_ps;  // per column
    std::vector<TimePs> ltd_rise_ps;
    std::vector<TimePs> disturbed_ps;  // first change of UP or DN in the write, kNever if none
  };
  struct ColumnState {
    TimePs last_change_ps = 0;
    TimePs change_before_ps = 0;
    std::deque<TimePs> unacknowledged_ps;  // output spikes
  };

  void on_request();
  void on_acknowledge();
  void on_acknowledge_settled();
  void on_read(std::size_t slot);
  void on_wr(std::size_t slot);
  void record_gap(std::size_t slot);
  void on_pulses(std::size_t slot);
  void on_columns();
  void on_up_dn();
  void on_fire();
  void on_out_acknowledge();
  void on_pulse_ends_settled();
  template <class SignalName>
  void record_width(std::size_t slot, TimingQuantity quantity, TimePs width_ps,
                    SignalName&& signal);
  bool cut_at_this_instant(std::uint32_t row) const;
  void measure_edges(std::size_t slot, const Bits& now, Bits& was, std::vector<TimePs>& rise_ps,
                     TimingQuantity quantity, const char* name);

  ControlSignals& pins_;
  const ControlTiming timing_;
  TimingTable& table_;
  TimePs request_ps_ = 0;
  int deltas_ = 0;
  sc_core::sc_event acknowledge_settled_;
  /// A pulse whose width its limit does not allow, until it is known whether it was cut short.
  struct SuspectPulse {
    TimingQuantity quantity;
    TimePs width_ps;
    std::uint32_t row;
    std::string signal;
  };
  std::vector<SuspectPulse> suspects_;
  int suspect_deltas_ = 0;
  TimePs acknowledged_ps_ = -1;
  sc_core::sc_event pulse_ends_settled_;
  std::vector<SlotState> slots_;
  std::vector<std::size_t> writing_;
  std::vector<ColumnState> columns_;
  Bits selected_;  // sy while cells were last read
  Bits up_, dn_, fire_;
};

}  // namespace softbound
