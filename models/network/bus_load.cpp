// SPDX-License-Identifier: Apache-2.0
#include "network/bus_load.h"

#include <algorithm>

namespace softbound {

namespace {

constexpr TimePs kLongAgo = -kPsPerS;

}  // namespace

BusLoad::BusLoad(const ControlTiming& timing, std::size_t rows)
    : timing_{timing},
      phases_{timing.phases()},
      seen_after_ps_{timing.clocked() ? timing.clock_period_ps : 0},
      rows_(rows, Row{kLongAgo, kLongAgo}) {}

void BusLoad::add(const AcknowledgedSpike& spike) {
  latency_.add(spike.acknowledge_ps - spike.request_ps);
  hold_.add(std::max<TimePs>(0, spike.hold_ps));
  waited_ += spike.hold_ps > 0;
  occupy(spike.row, spike.acknowledge_ps);
}

bool BusLoad::restarts(const Row& row, TimePs time_ps) const {
  if (timing_.busy_policy == BusyPolicy::abort) return true;
  if (timing_.busy_policy != BusyPolicy::retrigger) return false;
  const TimePs read_end_ps = row.accepted_ps + phases_.read_ps;
  return timing_.clocked() ? time_ps <= read_end_ps : time_ps < read_end_ps;
}

void BusLoad::occupy(std::uint32_t row_index, TimePs time_ps) {
  for (; !ends_.empty() && ends_.front().time_ps <= time_ps; ends_.pop_front()) {
    slots_ -= rows_[ends_.front().row].end_ps == ends_.front().time_ps;
  }
  Row& row = rows_[row_index];
  if (row.end_ps + seen_after_ps_ > time_ps) {
    if (!restarts(row, time_ps)) return;
    // The rest of the event under way does not happen.
    if (row.end_ps > time_ps) {
      slot_time_ps_ -= row.end_ps - time_ps;
      --slots_;
    }
  }
  row = {time_ps, time_ps + phases_.total_ps()};
  ends_.push_back({row.end_ps, row_index});
  slot_time_ps_ += phases_.total_ps();
  most_slots_ = std::max(most_slots_, ++slots_);
}

}  // namespace softbound
