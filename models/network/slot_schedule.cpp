// SPDX-License-Identifier: Apache-2.0
#include "network/slot_schedule.h"

namespace softbound {

namespace {

constexpr TimePs kLongAgo = -kPsPerS;

}  // namespace

SlotSchedule::SlotSchedule(const ControlTiming& timing, std::size_t slots, std::size_t rows)
    : clocked_{timing.clocked()},
      seen_after_ps_{timing.clocked() ? timing.clock_period_ps : 0},
      phases_{timing.phases()},
      policy_{timing.busy_policy},
      in_use_{slots},
      rows_(rows),
      slots_(slots) {
  restart();
}

void SlotSchedule::restart() {
  std::fill(rows_.begin(), rows_.end(), Row{kLongAgo, kLongAgo, 0});
  std::fill(slots_.begin(), slots_.end(), Slot{});
  first_ = last_ = kNone;
  free_ = Bits(slots_.size(), true);
  free_count_ = in_use_;
}

void SlotSchedule::set_slots_in_use(std::size_t in_use) {
  in_use_ = std::min(in_use, slots_.size());
  free_count_ = 0;
  free_.for_each([this](std::size_t slot) { free_count_ += slot < in_use_; });
}

// The first in the queue that is in use.
TimePs SlotSchedule::first_usable_ps() const {
  std::uint32_t slot = first_;
  while (slot >= in_use_) slot = slots_[slot].later;
  return slots_[slot].usable_ps;
}

// An edge sees what was so just before it.
bool SlotSchedule::reads_at(TimePs time_ps, TimePs read_end_ps) const {
  return clocked_ ? time_ps <= read_end_ps : time_ps < read_end_ps;
}

void SlotSchedule::take(std::uint32_t row_index, TimePs time_ps, BusEvent& event) {
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

void SlotSchedule::free_all(TimePs time_ps) {
  while (first_ != kNone) {
    rows_[slots_[first_].row].usable_ps = time_ps;
    release(first_);
  }
}

Bits SlotSchedule::busy_at(TimePs time_ps) const {
  Bits busy(slots_.size());
  for (std::uint32_t slot = first_; slot != kNone; slot = slots_[slot].later) {
    if (slots_[slot].usable_ps - seen_after_ps_ > time_ps) busy.set(slot);
  }
  return busy;
}

void SlotSchedule::release_slots(TimePs time_ps) {
  while (first_ != kNone && slots_[first_].usable_ps <= time_ps) release(first_);
}

void SlotSchedule::release(std::uint32_t slot) {
  free_.set(slot);
  free_count_ += slot < in_use_;
  unlink(slot);
}

std::uint32_t SlotSchedule::take_free_slot() {
  std::size_t word = 0;
  while (free_.words()[word] == 0) ++word;
  const auto bit = static_cast<std::size_t>(__builtin_ctzll(free_.words()[word]));
  const auto slot = static_cast<std::uint32_t>(word * Bits::kWordBits + bit);
  free_.set(slot, false);
  --free_count_;
  return slot;
}

// At the end, unless software has shortened the phases meanwhile.
void SlotSchedule::insert(std::uint32_t slot, TimePs usable_ps, std::uint32_t row) {
  std::uint32_t before = last_;
  while (before != kNone && slots_[before].usable_ps > usable_ps) before = slots_[before].earlier;
  const std::uint32_t after = before == kNone ? first_ : slots_[before].later;
  slots_[slot] = {usable_ps, before, after, row};
  (before == kNone ? first_ : slots_[before].later) = slot;
  (after == kNone ? last_ : slots_[after].earlier) = slot;
}

void SlotSchedule::unlink(std::uint32_t slot) {
  const Slot& s = slots_[slot];
  (s.earlier == kNone ? first_ : slots_[s.earlier].later) = s.later;
  (s.later == kNone ? last_ : slots_[s.later].earlier) = s.earlier;
}

}  // namespace softbound
