// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "chip/violation_log.h"
#include "core/timing_limits.h"

namespace softbound {

/// One quantity over a whole run.
struct TimingEntry {
  bool measured = true;  ///< false: the level has not what it takes
  std::uint64_t count = 0;
  TimePs least_ps = kNever;
  TimePs greatest_ps = -kNever;
  double sum_ps = 0;
  TimingLimit limit;
  std::uint64_t violations = 0;
  std::uint64_t cut = 0;  ///< pulses that policy or reset has cut short: not judged, not counted
  TimePs first_violation_ps = 0;  ///< when it was noticed
  TimePs first_violating_ps = 0;  ///< the value
  std::string first_violation_signal;

  double mean_ps() const { return count == 0 ? 0 : sum_ps / static_cast<double>(count); }
};

/// "3000.000", "<= 20.000", ... in ns.
std::string limit_text(const TimingLimit& limit);

/// What an architect reads first: each quantity's count, least, mean, greatest, limit, verdict.
class TimingTable {
 public:
  explicit TimingTable(const std::array<TimingLimit, kTimingQuantities>& limits);

  /// Says of a quantity that this level does not measure it.
  void leave_out(TimingQuantity quantity) {
    entries_[static_cast<std::size_t>(quantity)].measured = false;
  }

  /// Every violation from now on is announced there, too; nullptr: nowhere.
  void announce_to(ViolationLog* log) { log_ = log; }

  /// @param signal names where it was measured; called only for a violation
  template <class SignalName>
  void record(TimingQuantity quantity, TimePs value_ps, TimePs noticed_ps, SignalName&& signal) {
    if (TimingEntry& entry = add(quantity, value_ps); outside(entry, value_ps)) {
      if (entry.violations++ == 0) {
        entry.first_violation_ps = noticed_ps;
        entry.first_violating_ps = value_ps;
        entry.first_violation_signal = signal();
      }
      if (log_ != nullptr && log_->wants(CheckKind::limit, name_of(quantity))) {
        announce(quantity, value_ps, noticed_ps, signal());
      }
    }
  }
  /// Whether a value would be no violation.
  bool within(TimingQuantity quantity, TimePs value_ps) const {
    return !outside(entry(quantity), value_ps);
  }
  void count_cut(TimingQuantity quantity) { ++entries_[static_cast<std::size_t>(quantity)].cut; }
  const TimingEntry& entry(TimingQuantity quantity) const {
    return entries_[static_cast<std::size_t>(quantity)];
  }
  const std::array<TimingEntry, kTimingQuantities>& entries() const { return entries_; }
  bool passed() const;
  /// As a text table; times in `first violation` are relative to `origin_ps`.
  std::string to_text(TimePs origin_ps) const;

 private:
  TimingEntry& add(TimingQuantity quantity, TimePs value_ps) {
    TimingEntry& entry = entries_[static_cast<std::size_t>(quantity)];
    ++entry.count;
    entry.least_ps = std::min(entry.least_ps, value_ps);
    entry.greatest_ps = std::max(entry.greatest_ps, value_ps);
    entry.sum_ps += static_cast<double>(value_ps);
    return entry;
  }
  // A limit written in ns is met to the picosecond.
  static bool outside(const TimingEntry& entry, TimePs value_ps) {
    const double ps = static_cast<double>(value_ps);
    return ps < entry.limit.least_ns * 1e3 - 0.5 || ps > entry.limit.greatest_ns * 1e3 + 0.5;
  }
  static const char* name_of(TimingQuantity quantity) {
    return kTimingQuantityNames[static_cast<std::size_t>(quantity)];
  }
  void announce(TimingQuantity quantity, TimePs value_ps, TimePs noticed_ps,
                const std::string& signal);

  std::array<TimingEntry, kTimingQuantities> entries_;
  ViolationLog* log_ = nullptr;
};

}  // namespace softbound
