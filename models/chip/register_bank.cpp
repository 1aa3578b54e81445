// SPDX-License-Identifier: Apache-2.0
#include "chip/register_bank.h"

#include <algorithm>

namespace softbound {

namespace reg = control_register;

RegisterBank::RegisterBank(const ControlTiming& timing, std::size_t columns, std::size_t slots,
                           Slots in_use)
    : timing_{timing},
      slots_{slots},
      fewest_slots_{in_use == Slots::all ? slots : 1},
      masks_{Bits(columns), Bits(columns), Bits(columns)},
      busy_slots_(slots) {
  set_defaults();
}

void RegisterBank::set_defaults() {
  enabled_ = (reg::kControlReset & reg::kControlEnable) != 0;
  write_enabled_ = (reg::kControlReset & reg::kControlWriteEnable) != 0;
  t_read_ = reg::kTReadReset;
  t_gap_ = reg::kTGapReset;
  t_write_ = reg::kTWriteReset;
  t_recover_ = reg::kTRecoverReset;
  busy_policy_ = BusyPolicy::hold;
  latch_ = LatchInstant::write_start;
  arbitration_ = Arbitration::round_robin;
  slots_in_use_ = slots_;
  irq_status_ = irq_mask_ = 0;
  counters_ = {};
  masks_.fill(Bits(masks_[0].width(), true));
}

void RegisterBank::reset() {
  set_defaults();
  in_reset_ = true;
  idle = true;
  request_waiting = false;
  on_event();
}

ControlTiming::Phases RegisterBank::phases() const {
  if (!timing_.clocked()) return timing_.phases();
  // A phase without which an event makes no sense lasts a cycle at least.
  const TimePs period = timing_.clock_period_ps;
  return {std::max<TimePs>(t_read_, 1) * period, t_gap_ * period,
          std::max<TimePs>(t_write_, 1) * period, t_recover_ * period};
}

void RegisterBank::count(ControlCounter counter, std::uint64_t n) {
  if (n == 0 || in_reset_) return;
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
  on_event();
}

void RegisterBank::set_busy(std::size_t slot, bool busy) {
  busy_slots_.set(slot, busy);
  on_event();
}

namespace {

std::optional<std::size_t> counter_at(std::uint32_t address) {
  if (address < reg::kCounters || address >= reg::kCounters + 4 * kControlCounters) return {};
  return (address - reg::kCounters) / 4;
}

}  // namespace

std::optional<RegisterBank::MaskWord> RegisterBank::mask_at(std::uint32_t address) const {
  constexpr std::array<std::uint32_t, 3> kPages{reg::kColumnMask, reg::kPosMask, reg::kNegMask};
  const std::size_t word = (address & 0xff) / 4;
  if (word >= (masks_[0].width() + 31) / 32) return {};
  for (std::size_t k = 0; k < kPages.size(); ++k) {
    if ((address & ~0xffu) == kPages[k]) return MaskWord{k, word};
  }
  return {};
}

bool RegisterBank::clears(std::uint32_t address) {
  return address == reg::kIrqStatus || counter_at(address).has_value();
}

bool RegisterBank::soft_resets(std::uint32_t address, std::uint32_t data) {
  return address == reg::kControl && (data & reg::kControlSoftReset) != 0;
}

bool RegisterBank::accepts(std::uint32_t address, std::uint32_t data) const {
  if (address % 4 != 0 || address > 0xfff) return false;
  if (counter_at(address) || mask_at(address)) return true;
  switch (address) {
    case reg::kControl:
    case reg::kIrqStatus:
    case reg::kIrqMask:
      return true;
    case reg::kTRead:
    case reg::kTGap:
    case reg::kTWrite:
    case reg::kTRecover:
      return timing_.clocked() && data <= reg::kLongestPhaseCycles;
    case reg::kPolicy: {
      // The field is 8 bits wide; a self-timed control with more slots always uses all of them.
      const std::uint32_t in_use = (data >> 8) & 0xff;
      return ((data >> 2) & 3) != 3 &&
             (slots_ > 0xff || (in_use >= fewest_slots_ && in_use <= slots_));
    }
    default:
      return false;
  }
}

void RegisterBank::write(std::uint32_t address, std::uint32_t data) {
  if (in_reset_ || !accepts(address, data)) return;
  if (const auto counter = counter_at(address)) {
    counters_[*counter] = 0;
  } else if (const auto at = mask_at(address)) {
    Bits& mask = masks_[at->mask];
    const unsigned shift = at->word % 2 == 0 ? 0 : 32;
    const Bits::Word keep = ~(Bits::Word{0xffffffffu} << shift);
    mask.set_word(at->word / 2, (mask.words()[at->word / 2] & keep) | (Bits::Word{data} << shift));
  }
  switch (address) {
    case reg::kControl:
      enabled_ = data & reg::kControlEnable;
      write_enabled_ = data & reg::kControlWriteEnable;
      break;
    case reg::kTRead:
      t_read_ = data;
      break;
    case reg::kTGap:
      t_gap_ = data;
      break;
    case reg::kTWrite:
      t_write_ = data;
      break;
    case reg::kTRecover:
      t_recover_ = data;
      break;
    case reg::kPolicy:
      busy_policy_ = static_cast<BusyPolicy>(data & 3);
      latch_ = static_cast<LatchInstant>((data >> 2) & 3);
      arbitration_ = static_cast<Arbitration>((data >> 4) & 1);
      if (slots_ <= 0xff) slots_in_use_ = (data >> 8) & 0xff;
      break;
    case reg::kIrqStatus:
      irq_status_ &= ~data;
      break;
    case reg::kIrqMask:
      irq_mask_ = data & 0xf;
      break;
    default:
      break;
  }
  on_event();
}

std::optional<std::uint32_t> RegisterBank::read(std::uint32_t address) const {
  if (address % 4 != 0 || address > 0xfff) return std::nullopt;
  if (const auto at = mask_at(address)) {
    const Bits::Word word = masks_[at->mask].words()[at->word / 2];
    return static_cast<std::uint32_t>(word >> (at->word % 2 == 0 ? 0 : 32));
  }
  if (const auto counter = counter_at(address)) {
    return static_cast<std::uint32_t>(counters_[*counter]);
  }
  switch (address) {
    case reg::kId:
      return reg::kIdValue;
    case reg::kVersion:
      return reg::kVersionValue;
    case reg::kControl:
      return (enabled_ ? reg::kControlEnable : 0) | (write_enabled_ ? reg::kControlWriteEnable : 0);
    case reg::kStatus:
      return static_cast<std::uint32_t>(busy_slots_.words().front() & 0xff) |
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
