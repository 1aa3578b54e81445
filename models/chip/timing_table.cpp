// SPDX-License-Identifier: Apache-2.0
#include "chip/timing_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace softbound {

TimingTable::TimingTable(const std::array<TimingLimit, kTimingQuantities>& limits) {
  for (std::size_t k = 0; k < kTimingQuantities; ++k) entries_[k].limit = limits[k];
}

bool TimingTable::passed() const {
  return std::all_of(entries_.begin(), entries_.end(),
                     [](const TimingEntry& entry) { return entry.violations == 0; });
}

std::string limit_text(const TimingLimit& limit) {
  if (!limit.set()) return "no limit";
  if (limit.least_ns == limit.greatest_ns) return fmt::format("{:.3f}", limit.least_ns);
  if (limit.least_ns == 0) return fmt::format("<= {:.3f}", limit.greatest_ns);
  if (limit.greatest_ns == std::numeric_limits<double>::infinity()) {
    return fmt::format(">= {:.3f}", limit.least_ns);
  }
  return fmt::format("{:.3f} .. {:.3f}", limit.least_ns, limit.greatest_ns);
}

void TimingTable::announce(TimingQuantity quantity, TimePs value_ps, TimePs noticed_ps,
                           const std::string& signal) {
  log_->announce({CheckKind::limit, name_of(quantity), noticed_ps, signal,
                  fmt::format("was {:.3f} ns, limit {} ns ({})", ns_from_ps(value_ps),
                              limit_text(entry(quantity).limit), entry(quantity).limit.origin)});
}

std::string TimingTable::to_text(TimePs origin_ps) const {
  std::string text = fmt::format("{:<28}{:>9}{:>16}{:>16}{:>16}  {:<22}{}\n", "timing / ns",
                                 "count", "min", "mean", "max", "limit", "verdict");
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const TimingEntry& e = entries_[k];
    text += fmt::format("{:<28}{:>9}", kTimingQuantityNames[k], e.count);
    if (e.count == 0) {
      text += fmt::format("{:>16}{:>16}{:>16}", "-", "-", "-");
    } else {
      text += fmt::format("{:>16.3f}{:>16.3f}{:>16.3f}", ns_from_ps(e.least_ps), e.mean_ps() * 1e-3,
                          ns_from_ps(e.greatest_ps));
    }
    const char* verdict = !e.measured         ? "not measured at this level"
                          : !e.limit.set()    ? ""
                          : e.violations == 0 ? "pass"
                                              : "FAIL";
    text += fmt::format("  {:<22}{}\n", limit_text(e.limit), verdict);
  }
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const TimingEntry& e = entries_[k];
    if (e.violations == 0) continue;
    text +=
        fmt::format("FAIL {}: {} of {} outside {} ns ({}), first at {:.9f} s: {} was {:.3f} ns\n",
                    kTimingQuantityNames[k], e.violations, e.count, limit_text(e.limit),
                    e.limit.origin, s_from_ps(e.first_violation_ps - origin_ps),
                    e.first_violation_signal, ns_from_ps(e.first_violating_ps));
  }
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    if (entries_[k].cut == 0) continue;
    text += fmt::format("{}: {} cut short by policy or reset, not judged\n",
                        kTimingQuantityNames[k], entries_[k].cut);
  }
  return text;
}

}  // namespace softbound
