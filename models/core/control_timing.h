// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/parameter.h"
#include "core/time.h"

namespace softbound {

enum class ControlKind {
  self_timed,  ///< gate delays, no clock (the paper)
  clocked,     ///< what the clocked RTL does, cycle by cycle
};

/// What happens to a spike for a row that is busy (without a free slot the bus always waits).
enum class BusyPolicy {
  hold,       ///< acknowledge withheld until the row is free
  drop,       ///< acknowledged, no effect, counted
  retrigger,  ///< in Read: Read starts anew; later: dropped
  abort,      ///< whatever the row is doing ends, the row is read anew
};

/// With these an accepted spike can start a Read anew that has not fallen.
constexpr bool restarts_read(BusyPolicy policy) {
  return policy == BusyPolicy::retrigger || policy == BusyPolicy::abort;
}

/// When UP and DN are sampled.
enum class LatchInstant {
  write_start,  ///< when Wr rises
  arrival,      ///< when the spike is accepted
  transparent,  ///< not at all: they act during the whole write (hazard studies)
};

enum class Arbitration { round_robin, fixed_priority };

/// Edges of the AER sender, an environment of the chip: it lets request fall and may raise the
/// next one this long after the acknowledge it waits for. Self-timed control answers as fast.
constexpr TimePs kAerResponsePs = 1 * kPsPerNs;

/// How long everything takes in the control, and its design choices; the same struct at every
/// level. Durations are in ps.
///
///     accepted
///     |<---- t_read ---->|<t_gap>|<- t_write + t_edge ->|<t_recover>|
///     Read ~~~~~~~~~~~~~~\______________________________|___________| slot and row free
///     Wr   ______________________/~~~~~~~~~~~~~~~~~~~~~~\____________
struct ControlTiming {
  ControlKind control = ControlKind::self_timed;
  TimePs clock_period_ps = 10 * kPsPerNs;
  TimePs t_request_ps = 1 * kPsPerNs;
  TimePs t_cycle_ps = 4 * kPsPerNs;
  TimePs t_read_ps = 3 * kPsPerUs;
  TimePs t_gap_ps = 20 * kPsPerNs;
  TimePs t_write_ps = 10 * kPsPerUs;
  TimePs t_edge_ps = 40 * kPsPerNs;
  TimePs t_recover_ps = 20 * kPsPerNs;
  BusyPolicy busy_policy = BusyPolicy::hold;
  LatchInstant latch = LatchInstant::write_start;
  Arbitration arbitration = Arbitration::round_robin;
  /// Relative standard deviation of each delay line of self-timed RTL; other levels take none.
  double mismatch_sigma = 0;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key if a value is impossible
  void check() const;
  /// @throws InputError if there is a mismatch: this level, or this control, has none
  void refuse_mismatch(const std::string& level) const;

  bool clocked() const { return control == ControlKind::clocked; }
  ClockGrid grid() const { return ClockGrid{clock_period_ps}; }

  /// Length of the LTP/LTD control pulse: the device sees exactly t_write at half amplitude.
  TimePs write_pulse_ps() const { return t_write_ps + t_edge_ps; }

  // The chip's end of the AER bus (chip, rules 2 and 3).

  /// When a request that rises then is accepted, if nothing is in its way: it has been up long
  /// enough, or has passed two flip-flops.
  TimePs undelayed_acceptance_ps(TimePs request_ps) const {
    if (!clocked()) return request_ps + t_request_ps;
    return grid().edge_after(request_ps) + 2 * clock_period_ps;
  }
  /// Least time between two acceptances.
  TimePs acceptance_interval_ps() const { return clocked() ? 6 * clock_period_ps : t_cycle_ps; }
  /// When the acknowledge falls, after a request that falls then.
  TimePs acknowledge_fall_ps(TimePs request_fall_ps) const {
    if (!clocked()) return request_fall_ps + kAerResponsePs;
    return grid().edge_after(request_fall_ps) + 2 * clock_period_ps;
  }

  /// Phases of one event as the control really times them: clocked control rounds up to cycles.
  struct Phases {
    TimePs read_ps, gap_ps, write_ps, recover_ps;
    TimePs latch_ps() const { return read_ps + gap_ps; }
    TimePs total_ps() const { return read_ps + gap_ps + write_ps + recover_ps; }
  };
  Phases phases() const;
  /// The same in cycles, as the registers T_READ, T_GAP, T_WRITE, T_RECOVER hold it.
  struct Cycles {
    TimePs read, gap, write, recover;
  };
  Cycles cycles() const;
};

/// A neuron's fire pulse: long enough for two synchronising flip-flops to see both its levels.
inline TimePs fire_pulse_ps(const ControlTiming& timing) {
  return timing.clocked() ? 2 * timing.clock_period_ps : 20 * kPsPerNs;
}

}  // namespace softbound
