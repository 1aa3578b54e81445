// SPDX-License-Identifier: Apache-2.0
#include "chip/latch_checker.h"

#include <fmt/format.h>

namespace softbound {

LatchChecker::LatchChecker(const ControlTiming& timing, const RegisterBank& registers,
                           std::size_t columns, std::size_t slots, ViolationLog& log)
    : timing_{timing},
      registers_{registers},
      log_{log},
      // From a latch back to where UP and DN were sampled, with room for registers that make it
      // twice as far.
      keep_ps_{2 * timing.phases().latch_ps() + 4 * timing.clock_period_ps},
      slots_(slots),
      up_(columns),
      dn_(columns),
      both_{Bits(columns), keep_ps_} {}

TimePs LatchChecker::sampled_ps(const Slot& slot, TimePs latch_ps) const {
  const TimePs ps = registers_.latch() == LatchInstant::arrival ? slot.read_ps : latch_ps;
  return timing_.clocked() ? ps - 2 * timing_.clock_period_ps : ps;
}

void LatchChecker::on_up_dn(TimePs now_ps, const Bits& up, const Bits& dn) {
  const Bits changed = (up ^ up_) | (dn ^ dn_);
  up_ = up;
  dn_ = dn;
  if (const Bits both = up & dn; both != both_.latest()) both_.record(now_ps, both);
  while (!recent_.empty() && recent_.front().time_ps < now_ps - keep_ps_) recent_.pop_front();
  changed.for_each([&](std::size_t column) { recent_.push_back({now_ps, column}); });
  if (registers_.latch() != LatchInstant::transparent) return;
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    if (!slots_[s].writing) continue;
    (changed & slots_[s].columns).for_each([&](std::size_t column) {
      announce(now_ps, column, Hazard::latch,
               fmt::format("changes during Wr of slot {}, whose latch is transparent", s));
    });
  }
}

void LatchChecker::on_latch(std::size_t s, TimePs now_ps, std::uint32_t row, const Bits& columns,
                            const std::function<void(const IllegalLatch&)>& on_illegal) {
  Slot& slot = slots_[s];
  slot.writing = true;
  slot.columns = columns;
  const TimePs sampled = sampled_ps(slot, now_ps);
  if (registers_.latch() != LatchInstant::transparent) {
    for (auto it = recent_.rbegin(); it != recent_.rend() && it->time_ps >= sampled; ++it) {
      if (it->time_ps != sampled || !columns.test(it->column)) continue;
      announce(now_ps, it->column, Hazard::latch,
               fmt::format("changes exactly as slot {} samples it, {} ps before its latch", s,
                           now_ps - sampled));
    }
  }
  const Bits& both = timing_.clocked() ? both_.before(sampled) : both_.before(sampled + 1);
  if (!both.any() || !registers_.write_enabled()) return;
  (both & columns & registers_.pos_mask() & registers_.neg_mask()).for_each([&](std::size_t j) {
    on_illegal({now_ps, row, static_cast<std::uint32_t>(j)});
    announce(
        now_ps, j, Hazard::illegal_up_dn,
        fmt::format("both high where slot {} samples them: cell {},{} is not written", s, row, j));
  });
}

void LatchChecker::announce(TimePs now_ps, std::size_t column, Hazard hazard,
                            const std::string& text) {
  log_.announce(hazard, now_ps, fmt::format("up[{0}], dn[{0}]", column), text);
}

}  // namespace softbound
