// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bits.h"
#include "core/control_timing.h"
#include "network/spike_file.h"

namespace softbound {

/// What the AER bus does with one offered spike.
struct BusEvent {
  TimePs request_ps = 0;
  TimePs time_ps = 0;  ///< acknowledged
  std::uint32_t row = 0;
  std::size_t slot = 0;   ///< the lowest that is free, or the one the row has already
  TimePs latch_ps = 0;    ///< when its write begins, unless a later spike restarts the row
  bool dropped = false;   ///< acknowledged without effect; slot and latch_ps mean nothing
  bool restarts = false;  ///< the row's event under way ends at time_ps and a new one begins
};

/// When each offered spike is accepted and what becomes of it: no rule lets a neuron or a weight
/// delay a spike, so offered spikes and ControlTiming tell everything (chip, rules 1 to 3 and the
/// busy policies). A stream: memory for slots and rows alone.
///
/// Every event lasts as long as every other, so slots become free in the order in which they were
/// taken: a queue, from whose middle a restarted one moves to the end.
class BusSchedule {
 public:
  BusSchedule(const ControlTiming& timing, std::size_t slots, std::size_t rows);

  /// All free, bus at rest, counters 0. Spikes are accepted before `duration_ps`.
  void restart(TimePs duration_ps);
  /// Spikes accepted from `time_ps` on do not exist.
  void end_at(TimePs time_ps);

  /// Offers the next spike, in the sender's order.
  /// @return whether it was acknowledged; if not, no later one is
  bool offer(const Spike& spike, BusEvent& event);

  TimePs duration_ps() const { return duration_ps_; }
  std::uint64_t offered() const { return offered_; }  ///< spikes whose request rose
  std::uint64_t accepted() const { return accepted_; }
  std::uint64_t held() const { return held_; }  ///< delayed by a busy slot or row
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t waiting() const { return offered_ - accepted_ - dropped_; }

  /// When a spike is accepted that finds bus, slots and row free.
  TimePs undelayed_ps(TimePs spike_ps) const;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Row {
    TimePs accepted_ps;
    TimePs usable_ps;  ///< from when on it is seen to be free
    std::uint32_t slot;
  };
  struct Slot {
    TimePs usable_ps = 0;
    std::uint32_t earlier = kNone, later = kNone;  ///< neighbours in the queue of busy slots
  };

  TimePs first_instant_by_bus_timing(TimePs request_ps) const;
  bool reads_at(TimePs time_ps, TimePs accepted_ps) const;
  void take(std::uint32_t row, TimePs time_ps, BusEvent& event);
  void release_slots(TimePs time_ps);
  std::uint32_t take_free_slot();
  void append(std::uint32_t slot, TimePs usable_ps);
  void unlink(std::uint32_t slot);

  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  const TimePs seen_after_ps_;  ///< from a busy flag's fall to its being seen
  std::vector<Row> rows_;
  std::vector<Slot> slots_;
  Bits free_;  ///< by slot
  std::size_t free_count_ = 0;
  std::uint32_t first_ = kNone, last_ = kNone;
  TimePs duration_ps_ = 0;
  TimePs previous_ps_ = 0;
  TimePs next_request_ps_ = 0;
  bool ended_ = false;
  std::uint64_t offered_ = 0, accepted_ = 0, held_ = 0, dropped_ = 0;
};

}  // namespace softbound
