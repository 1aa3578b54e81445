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

}  // namespace softbound
