// SPDX-License-Identifier: Apache-2.0
#include "network/bus_schedule.h"

#include <algorithm>

namespace softbound {

namespace {

constexpr TimePs kLongAgo = -kPsPerS;

}  // namespace

BusSchedule::BusSchedule(const ControlTiming& timing, std::size_t slots, std::size_t rows)
    : timing_{timing},
      phases_{timing.phases()},
      seen_after_ps_{timing.clocked() ? timing.clock_period_ps : 0},
      rows_(rows),
      slots_(slots),
      free_(slots, true) {
  restart(0);
}

void BusSchedule::restart(TimePs duration_ps) {
  duration_ps_ = duration_ps;
  previous_ps_ = kLongAgo;
  next_request_ps_ = 0;
  ended_ = false;
  offered_ = accepted_ = held_ = dropped_ = 0;
  std::fill(rows_.begin(), rows_.end(), Row{kLongAgo, kLongAgo, 0});
  std::fill(slots_.begin(), slots_.end(), Slot{});
  first_ = last_ = kNone;
  free_ = Bits(slots_.size(), true);
  free_count_ = slots_.size();
}

void BusSchedule::end_at(TimePs time_ps) { duration_ps_ = std::min(duration_ps_, time_ps); }

TimePs BusSchedule::first_instant_by_bus_timing(TimePs request_ps) const {
  return std::max(
      undelayed_ps(request_ps),
      previous_ps_ + (timing_.clocked() ? 6 * timing_.clock_period_ps : timing_.t_cycle_ps));
}

TimePs BusSchedule::undelayed_ps(TimePs spike_ps) const {
  if (!timing_.clocked()) return spike_ps + timing_.t_request_ps;
  return timing_.grid().edge_after(spike_ps) + 2 * timing_.clock_period_ps;
}

// An edge sees what was so just before it.
bool BusSchedule::reads_at(TimePs time_ps, TimePs accepted_ps) const {
  const TimePs read_end_ps = accepted_ps + phases_.read_ps;
  return timing_.clocked() ? time_ps <= read_end_ps : time_ps < read_end_ps;
}

bool BusSchedule::offer(const Spike& spike, BusEvent& event) {
  if (ended_) return false;
  ended_ = true;
  const TimePs request_ps = std::max(spike.time_ps, next_request_ps_);
  if (request_ps >= duration_ps_) return false;
  ++offered_;
  const TimePs ready_ps = first_instant_by_bus_timing(request_ps);
  if (ready_ps >= duration_ps_) return false;
  TimePs time_ps = ready_ps;
  release_slots(ready_ps);
  if (free_count_ == 0) time_ps = std::max(time_ps, slots_[first_].usable_ps);
  if (timing_.busy_policy == BusyPolicy::hold) {
    time_ps = std::max(time_ps, rows_[spike.row].usable_ps);
  }
  held_ += time_ps > ready_ps;
  if (time_ps >= duration_ps_) return false;
  ended_ = false;
  event = {};
  event.request_ps = request_ps;
  event.time_ps = time_ps;
  event.row = spike.row;
  take(spike.row, time_ps, event);
  // Acknowledge falls after the request, or at the third edge; then the sender may go on.
  previous_ps_ = time_ps;
  next_request_ps_ = time_ps + kAerResponsePs +
                     (timing_.clocked() ? 3 * timing_.clock_period_ps : 2 * kAerResponsePs);
  return true;
}

void BusSchedule::take(std::uint32_t row_index, TimePs time_ps, BusEvent& event) {
  Row& row = rows_[row_index];
  release_slots(time_ps);
  if (row.usable_ps > time_ps) {
    if (timing_.busy_policy == BusyPolicy::drop ||
        (timing_.busy_policy == BusyPolicy::retrigger && !reads_at(time_ps, row.accepted_ps))) {
      event.dropped = true;
      ++dropped_;
      return;
    }
    event.restarts = true;
    unlink(row.slot);
  } else {
    row.slot = take_free_slot();
  }
  row.accepted_ps = time_ps;
  row.usable_ps = time_ps + phases_.total_ps() + seen_after_ps_;
  append(row.slot, row.usable_ps);
  event.slot = row.slot;
  event.latch_ps = time_ps + phases_.latch_ps();
  ++accepted_;
}

void BusSchedule::release_slots(TimePs time_ps) {
  while (first_ != kNone && slots_[first_].usable_ps <= time_ps) {
    free_.set(first_);
    ++free_count_;
    unlink(first_);
  }
}

std::uint32_t BusSchedule::take_free_slot() {
  std::size_t word = 0;
  while (free_.words()[word] == 0) ++word;
  const auto bit = static_cast<std::size_t>(__builtin_ctzll(free_.words()[word]));
  const auto slot = static_cast<std::uint32_t>(word * Bits::kWordBits + bit);
  free_.set(slot, false);
  --free_count_;
  return slot;
}

void BusSchedule::append(std::uint32_t slot, TimePs usable_ps) {
  slots_[slot] = {usable_ps, last_, kNone};
  (last_ == kNone ? first_ : slots_[last_].later) = slot;
  last_ = slot;
}

void BusSchedule::unlink(std::uint32_t slot) {
  const Slot& s = slots_[slot];
  (s.earlier == kNone ? first_ : slots_[s.earlier].later) = s.later;
  (s.later == kNone ? last_ : slots_[s.later].earlier) = s.earlier;
}

}  // namespace softbound
