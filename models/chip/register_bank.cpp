// SPDX-License-Identifier: Apache-2.0
#include "chip/register_bank.h"

#include <algorithm>

namespace softbound {

namespace reg = control_register;

RegisterBank::RegisterBank(const ControlTiming& timing, std::size_t columns, std::size_t slots)
    : busy_slots(slots),
      timing_{timing},
      slots_{slots},
      t_read_{reg::kTReadReset},
      t_gap_{reg::kTGapReset},
      t_write_{reg::kTWriteReset},
      t_recover_{reg::kTRecoverReset},
      busy_policy_{BusyPolicy::hold},
      latch_{LatchInstant::write_start},
      arbitration_{Arbitration::round_robin},
      slots_in_use_{slots},
      column_mask_(columns, true),
      pos_mask_(columns, true),
      neg_mask_(columns, true) {}

ControlTiming::Phases RegisterBank::phases() const {
  if (!timing_.clocked()) return timing_.phases();
  // A phase without which an event makes no sense lasts a cycle at least.
  const TimePs period = timing_.clock_period_ps;
  return {std::max<TimePs>(t_read_, 1) * period, t_gap_ * period,
          std::max<TimePs>(t_write_, 1) * period, t_recover_ * period};
}

void RegisterBank::count(ControlCounter counter, std::uint64_t n) {
  if (n == 0) return;
  auto& value = counters_[static_cast<std::size_t>(counter)];
  value = std::min<std::uint64_t>(value + n, 0xffffffffu);
  switch (counter) {
    case ControlCounter::illegal_updn:
      irq_status_ |= reg::kIrqIllegalUpDn;
      break;
    case ControlCounter::bad_address:
      irq_status_ |= reg::kIrqBadAddress;
      break;
    case ControlCounter::dropped:
      irq_status_ |= reg::kIrqDropped;
      break;
    case ControlCounter::out_dropped:
      irq_status_ |= reg::kIrqOutputDropped;
      break;
    default:
      break;
  }
}

Bits* RegisterBank::mask_at(std::uint32_t address, std::size_t& word) {
  word = (address & 0xff) / 4;
  if (word >= (column_mask_.width() + 31) / 32) return nullptr;
  switch (address & 0xf00) {
    case reg::kColumnMask:
      return &column_mask_;
    case reg::kPosMask:
      return &pos_mask_;
    case reg::kNegMask:
      return &neg_mask_;
    default:
      return nullptr;
  }
}

std::optional<RegisterBank::Effect> RegisterBank::write(std::uint32_t address, std::uint32_t data) {
  if (address % 4 != 0 || address > 0xfff) return std::nullopt;
  std::size_t word = 0;
  if (Bits* mask = mask_at(address, word)) {
    const unsigned shift = word % 2 == 0 ? 0 : 32;
    const Bits::Word keep = ~(Bits::Word{0xffffffffu} << shift);
    mask->set_word(word / 2, (mask->words()[word / 2] & keep) | (Bits::Word{data} << shift));
    return Effect::none;
  }
  const std::uint32_t counter = (address - reg::kCounters) / 4;
  if (address >= reg::kCounters && counter < kControlCounters) {
    counters_[counter] = 0;
    return Effect::none;
  }
  const auto set_cycles = [&](std::uint32_t& cycles) -> std::optional<Effect> {
    if (!timing_.clocked() || data > reg::kLongestPhaseCycles) return std::nullopt;
    cycles = data;
    return Effect::none;
  };
  switch (address) {
    case reg::kControl:
      enabled_ = data & reg::kControlEnable;
      write_enabled_ = data & reg::kControlWriteEnable;
      if (data & reg::kControlSoftReset) return Effect::soft_reset;
      return enabled_ ? Effect::enabled : Effect::none;
    case reg::kTRead:
      return set_cycles(t_read_);
    case reg::kTGap:
      return set_cycles(t_gap_);
    case reg::kTWrite:
      return set_cycles(t_write_);
    case reg::kTRecover:
      return set_cycles(t_recover_);
    case reg::kPolicy: {
      const std::uint32_t latch = (data >> 2) & 3;
      // The field is 8 bits wide; a self-timed control with more slots always uses all of them.
      const std::uint32_t in_use = (data >> 8) & 0xff;
      if (latch == 3 || (slots_ <= 0xff && (in_use == 0 || in_use > slots_))) return std::nullopt;
      busy_policy_ = static_cast<BusyPolicy>(data & 3);
      latch_ = static_cast<LatchInstant>(latch);
      arbitration_ = static_cast<Arbitration>((data >> 4) & 1);
      if (slots_ <= 0xff) slots_in_use_ = in_use;
      return Effect::none;
    }
    case reg::kIrqStatus:
      irq_status_ &= ~data;
      return Effect::none;
    case reg::kIrqMask:
      irq_mask_ = data & 0xf;
      return Effect::none;
    default:
      return std::nullopt;
  }
}

std::optional<std::uint32_t> RegisterBank::read(std::uint32_t address) const {
  if (address % 4 != 0 || address > 0xfff) return std::nullopt;
  std::size_t word = 0;
  if (const Bits* mask = const_cast<RegisterBank*>(this)->mask_at(address, word)) {
    return static_cast<std::uint32_t>(mask->words()[word / 2] >> (word % 2 == 0 ? 0 : 32));
  }
  const std::uint32_t counter = (address - reg::kCounters) / 4;
  if (address >= reg::kCounters && counter < kControlCounters) {
    return static_cast<std::uint32_t>(counters_[counter]);
  }
  switch (address) {
    case reg::kId:
      return reg::kIdValue;
    case reg::kVersion:
      return reg::kVersionValue;
    case reg::kControl:
      return (enabled_ ? reg::kControlEnable : 0) | (write_enabled_ ? reg::kControlWriteEnable : 0);
    case reg::kStatus:
      return static_cast<std::uint32_t>(busy_slots.words().front() & 0xff) |
             (idle ? reg::kStatusIdle : 0) | (request_waiting ? reg::kStatusRequestWaiting : 0);
    case reg::kTRead:
      return t_read_;
    case reg::kTGap:
      return t_gap_;
    case reg::kTWrite:
      return t_write_;
    case reg::kTRecover:
      return t_recover_;
    case reg::kPolicy:
      return static_cast<std::uint32_t>(busy_policy_) | static_cast<std::uint32_t>(latch_) << 2 |
             static_cast<std::uint32_t>(arbitration_) << 4 |
             (static_cast<std::uint32_t>(std::min<std::size_t>(slots_in_use_, 0xff)) << 8);
    case reg::kIrqStatus:
      return irq_status_;
    case reg::kIrqMask:
      return irq_mask_;
    default:
      return std::nullopt;
  }
}

}  // namespace softbound
