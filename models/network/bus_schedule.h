// SPDX-License-Identifier: Apache-2.0
#pragma once

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

}  // namespace softbound
