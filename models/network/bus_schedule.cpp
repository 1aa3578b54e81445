// SPDX-License-Identifier: Apache-2.0
#include "network/bus_schedule.h"

#include <algorithm>

namespace softbound {

namespace {

constexpr TimePs kLongAgo = -kPsPerS;

}  // namespace

BusSchedule::BusSchedule(const ControlTiming& timing, std::size_t slots, std::size_t rows)
    : timing_{timing}, slots_{timing, slots, rows} {
  restart(0);
}

void BusSchedule::restart(TimePs duration_ps) {
  duration_ps_ = duration_ps;
  previous_ps_ = kLongAgo;
  next_request_ps_ = 0;
  ended_ = false;
  offered_ = accepted_ = held_ = dropped_ = 0;
  slots_.restart();
}

void BusSchedule::end_at(TimePs time_ps) { duration_ps_ = std::min(duration_ps_, time_ps); }

bool BusSchedule::offer(const Spike& spike, BusEvent& event) {
  if (ended_) return false;
  ended_ = true;
  const TimePs request_ps = std::max(spike.time_ps, next_request_ps_);
  if (request_ps >= duration_ps_) return false;
  ++offered_;
  const TimePs ready_ps =
      std::max(undelayed_ps(request_ps), previous_ps_ + timing_.acceptance_interval_ps());
  if (ready_ps >= duration_ps_) return false;
  const TimePs time_ps = slots_.free_from(ready_ps, spike.row);
  held_ += time_ps > ready_ps;
  if (time_ps >= duration_ps_) return false;
  ended_ = false;
  event.request_ps = request_ps;
  slots_.take(spike.row, time_ps, event);
  ++(event.dropped ? dropped_ : accepted_);
  // Acknowledge falls after the request, or at the third edge; then the sender may go on.
  previous_ps_ = time_ps;
  next_request_ps_ = timing_.acknowledge_fall_ps(time_ps + kAerResponsePs) + kAerResponsePs;
  return true;
}

}  // namespace softbound
