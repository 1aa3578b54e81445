// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace softbound {

/// Simulated time and durations: a whole number of picoseconds (about 106 days fit).
using TimePs = std::int64_t;

/// Later than any event.
constexpr TimePs kNever = std::numeric_limits<TimePs>::max();

constexpr TimePs kPsPerNs = 1'000;
constexpr TimePs kPsPerUs = 1'000'000;
constexpr TimePs kPsPerS = 1'000'000'000'000;

/// Longest time that a file or an option may name, in seconds; leaves room for sums.
constexpr double kLongestTimeS = 1e6;

/// Nearest picosecond; the caller has checked that |time_s| is at most kLongestTimeS.
inline TimePs ps_from_s(double time_s) { return std::llround(time_s * 1e12); }
inline TimePs ps_from_ns(double time_ns) { return std::llround(time_ns * 1e3); }
constexpr double s_from_ps(TimePs time_ps) { return static_cast<double>(time_ps) * 1e-12; }
constexpr double ns_from_ps(TimePs time_ps) { return static_cast<double>(time_ps) * 1e-3; }

/// A clock as a descriptor: rising edges at every multiple of the period. Nothing ticks; whoever
/// needs an edge computes it, so an idle clock costs nothing.
class ClockGrid {
 public:
  /// @param period_ps length of a cycle, above 0
  explicit constexpr ClockGrid(TimePs period_ps) : period_ps_{period_ps} {}

  constexpr TimePs period_ps() const { return period_ps_; }
  /// First edge strictly after a time of at least 0: a change on an edge is seen at the next one.
  constexpr TimePs edge_after(TimePs time_ps) const {
    return (time_ps / period_ps_ + 1) * period_ps_;
  }
  /// First edge at or after a time of at least 0.
  constexpr TimePs edge_from(TimePs time_ps) const {
    return (time_ps + period_ps_ - 1) / period_ps_ * period_ps_;
  }
  /// A duration in whole cycles, rounded up.
  constexpr TimePs cycles(TimePs duration_ps) const {
    return (duration_ps + period_ps_ - 1) / period_ps_;
  }

 private:
  TimePs period_ps_;
};

}  // namespace softbound
