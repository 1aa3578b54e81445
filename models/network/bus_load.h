// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "core/control_timing.h"
#include "network/duration_histogram.h"

namespace softbound {

/// One handshake of the AER input, times from t = 0.
struct AcknowledgedSpike {
  std::uint32_t row;
  TimePs request_ps;      ///< its request rose
  TimePs acknowledge_ps;  ///< its acknowledge rose
  /// By how much that was later than it would have been had the spike found everything free: its
  /// wait in the sender's queue and at the head of the bus.
  TimePs hold_ps;
};

/// What spikes wait and how many slots they keep busy, measured at the acknowledge of each: the
/// same at every level, whose acknowledges are all that is asked for. Memory for rows and slots
/// alone.
class BusLoad {
 public:
  BusLoad(const ControlTiming& timing, std::size_t rows);

  /// In the order of the acknowledges.
  void add(const AcknowledgedSpike& spike);

  /// Request to acknowledge.
  const DurationHistogram& latency() const { return latency_; }
  /// 0 for spikes that need not wait.
  const DurationHistogram& hold() const { return hold_; }
  std::uint64_t waited() const { return waited_; }  ///< spikes with a hold above 0

  std::size_t most_slots() const { return most_slots_; }
  /// Sum over all slots of the time for which they serve an event, by the phases of ControlTiming.
  TimePs slot_time_ps() const { return slot_time_ps_; }

 private:
  struct Row {
    TimePs accepted_ps, end_ps;
  };
  struct End {
    TimePs time_ps;
    std::uint32_t row;
  };
  /// What becomes of a spike for a busy row; false if nothing.
  bool restarts(const Row& row, TimePs time_ps) const;
  void occupy(std::uint32_t row, TimePs time_ps);

  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  const TimePs seen_after_ps_;  ///< from the end of an event to its being seen
  DurationHistogram latency_, hold_;
  std::uint64_t waited_ = 0;
  std::vector<Row> rows_;
  std::deque<End> ends_;  ///< of events under way, and of those that were restarted
  std::size_t slots_ = 0, most_slots_ = 0;
  TimePs slot_time_ps_ = 0;
};

}  // namespace softbound
