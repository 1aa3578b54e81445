// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bits.h"
#include "core/control_timing.h"

namespace softbound {

/// What the control does with one spike that it acknowledges.
struct BusEvent {
  TimePs request_ps = 0;
  TimePs time_ps = 0;  ///< acknowledged
  std::uint32_t row = 0;
  std::uint32_t slot = 0;  ///< the lowest that is free, or the one the row has already
  TimePs latch_ps = 0;     ///< when its write begins, unless a later spike restarts the row
  bool dropped = false;    ///< acknowledged without effect; slot and latch_ps mean nothing
  bool restarts = false;   ///< the row's event under way ends at time_ps and a new one begins
};

/// Rows and slots of the control: which are free when, and what the busy policy makes of a spike
/// (chip, rules 2 and 3). It knows nothing of the bus. Calls come with times that do not decrease.
///
/// Events mostly last as long as each other, so slots become free in the order in which they were
/// taken: a queue, from whose middle a restarted one moves to the end.
class SlotSchedule {
 public:
  SlotSchedule(const ControlTiming& timing, std::size_t slots, std::size_t rows);

  /// All free.
  void restart();

  // What software may change, for spikes to come.
  void set_phases(const ControlTiming::Phases& phases) { phases_ = phases; }
  void set_busy_policy(BusyPolicy policy) { policy_ = policy; }
  /// @param in_use slots from this one on are not taken
  void set_slots_in_use(std::size_t in_use);

  const ControlTiming::Phases& phases() const { return phases_; }
  BusyPolicy busy_policy() const { return policy_; }

  /// The first instant from `ready_ps` on at which a spike for this row need not wait any more.
  TimePs free_from(TimePs ready_ps, std::uint32_t row) const {
    TimePs time_ps = ready_ps;
    if (free_count_ == 0) time_ps = std::max(time_ps, first_usable_ps());
    if (policy_ == BusyPolicy::hold) time_ps = std::max(time_ps, rows_[row].usable_ps);
    return time_ps;
  }
  /// Takes a spike at such an instant; fills in all of `event` but the request.
  void take(std::uint32_t row, TimePs time_ps, BusEvent& event);

  /// Everything ends at once.
  void free_all(TimePs time_ps);
  /// Slots whose busy flag is up.
  Bits busy_at(TimePs time_ps) const;

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Row {
    TimePs read_end_ps;
    TimePs usable_ps;  ///< from when on it is seen to be free
    std::uint32_t slot;
  };
  struct Slot {
    TimePs usable_ps = 0;
    std::uint32_t earlier = kNone, later = kNone;  ///< neighbours in the queue of busy slots
    std::uint32_t row = 0;
  };

  TimePs first_usable_ps() const;
  bool reads_at(TimePs time_ps, TimePs read_end_ps) const;
  void release_slots(TimePs time_ps);
  void release(std::uint32_t slot);
  std::uint32_t take_free_slot();
  void insert(std::uint32_t slot, TimePs usable_ps, std::uint32_t row);
  void unlink(std::uint32_t slot);

  const bool clocked_;
  const TimePs seen_after_ps_;  ///< from a busy flag's fall to its being seen
  ControlTiming::Phases phases_;
  BusyPolicy policy_;
  std::size_t in_use_;
  std::vector<Row> rows_;
  std::vector<Slot> slots_;
  Bits free_;                   ///< by slot
  std::size_t free_count_ = 0;  ///< of those in use
  std::uint32_t first_ = kNone, last_ = kNone;
};

// What every spike goes through is here to be inlined.

// The first in the queue that is in use.
inline TimePs SlotSchedule::first_usable_ps() const {
  std::uint32_t slot = first_;
  while (slot >= in_use_) slot = slots_[slot].later;
  return slots_[slot].usable_ps;
}

// An edge sees what was so just before it.
inline bool SlotSchedule::reads_at(TimePs time_ps, TimePs read_end_ps) const {
  return clocked_ ? time_ps <= read_end_ps : time_ps < read_end_ps;
}

inline void SlotSchedule::take(std::uint32_t row_index, TimePs time_ps, BusEvent& event) {
  Row& row = rows_[row_index];
  event.time_ps = time_ps;
  event.row = row_index;
  event.dropped = event.restarts = false;
  release_slots(time_ps);
  if (row.usable_ps > time_ps) {
    if (policy_ == BusyPolicy::drop ||
        (policy_ == BusyPolicy::retrigger && !reads_at(time_ps, row.read_end_ps))) {
      event.dropped = true;
      return;
    }
    event.restarts = true;
    unlink(row.slot);
  } else {
    row.slot = take_free_slot();
  }
  row.read_end_ps = time_ps + phases_.read_ps;
  row.usable_ps = time_ps + phases_.total_ps() + seen_after_ps_;
  insert(row.slot, row.usable_ps, row_index);
  event.slot = row.slot;
  event.latch_ps = time_ps + phases_.latch_ps();
}

inline void SlotSchedule::release_slots(TimePs time_ps) {
  while (first_ != kNone && slots_[first_].usable_ps <= time_ps) release(first_);
}

inline void SlotSchedule::release(std::uint32_t slot) {
  free_.set(slot);
  free_count_ += slot < in_use_;
  unlink(slot);
}

inline std::uint32_t SlotSchedule::take_free_slot() {
  std::size_t word = 0;
  while (free_.words()[word] == 0) ++word;
  const auto bit = static_cast<std::size_t>(__builtin_ctzll(free_.words()[word]));
  const auto slot = static_cast<std::uint32_t>(word * Bits::kWordBits + bit);
  free_.set(slot, false);
  --free_count_;
  return slot;
}

// At the end, unless software has shortened the phases meanwhile.
inline void SlotSchedule::insert(std::uint32_t slot, TimePs usable_ps, std::uint32_t row) {
  std::uint32_t before = last_;
  while (before != kNone && slots_[before].usable_ps > usable_ps) before = slots_[before].earlier;
  const std::uint32_t after = before == kNone ? first_ : slots_[before].later;
  slots_[slot] = {usable_ps, before, after, row};
  (before == kNone ? first_ : slots_[before].later) = slot;
  (after == kNone ? last_ : slots_[after].earlier) = slot;
}

inline void SlotSchedule::unlink(std::uint32_t slot) {
  const Slot& s = slots_[slot];
  (s.earlier == kNone ? first_ : slots_[s.earlier].later) = s.later;
  (s.later == kNone ? last_ : slots_[s.later].earlier) = s.earlier;
}

}  // namespace softbound
