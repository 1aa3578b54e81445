// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/control_timing.h"
#include "network/slot_schedule.h"
#include "network/spike_file.h"

namespace softbound {

/// When each offered spike is accepted and what becomes of it: no rule lets a neuron or a weight
/// delay a spike, so offered spikes and ControlTiming tell everything (chip, rules 1 to 3 and the
/// busy policies). A stream: memory for slots and rows alone.
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
  TimePs undelayed_ps(TimePs spike_ps) const { return timing_.undelayed_acceptance_ps(spike_ps); }

 private:
  const ControlTiming timing_;
  SlotSchedule slots_;
  TimePs duration_ps_ = 0;
  TimePs previous_ps_ = 0;
  TimePs next_request_ps_ = 0;
  bool ended_ = false;
  std::uint64_t offered_ = 0, accepted_ = 0, held_ = 0, dropped_ = 0;
};

inline bool BusSchedule::offer(const Spike& spike, BusEvent& event) {
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
