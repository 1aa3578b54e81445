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

}  // namespace softbound
