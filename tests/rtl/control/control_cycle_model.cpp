// SPDX-License-Identifier: Apache-2.0
#include "rtl/control/control_cycle_model.h"

#include <algorithm>

namespace softbound {

namespace reg = control_register;

ControlCycleModel::ControlCycleModel(const Parameters& parameters)
    : parameters_{parameters},
      slots_(parameters.size.slots),
      pending_(parameters.size.columns),
      last_granted_{static_cast<std::uint32_t>(parameters.size.columns - 1)},
      timing_{reg::kTReadReset, reg::kTGapReset, reg::kTWriteReset, reg::kTRecoverReset},
      slots_in_use_{static_cast<std::uint32_t>(parameters.size.slots)},
      column_mask_(parameters.size.columns, true),
      pos_mask_(parameters.size.columns, true),
      neg_mask_(parameters.size.columns, true) {
  for (auto& t : timing_) t &= (1u << parameters.counter_width) - 1;
  for (auto* bits : {&up_[0], &up_[1], &dn_[0], &dn_[1], &fire_[0], &fire_[1], &fire_[2]}) {
    *bits = Bits(parameters.size.columns);
  }
  for (auto& slot : slots_) {
    slot.columns = slot.up_at_arrival = slot.dn_at_arrival = slot.ltp = slot.ltd = pending_;
  }
}

void ControlCycleModel::count(ControlCounter counter, std::uint64_t n) {
  const std::uint64_t largest = (std::uint64_t{1} << parameters_.event_counter_width) - 1;
  auto& value = counters_[static_cast<std::size_t>(counter)];
  value = std::min(largest, value + n);
}

Bits* ControlCycleModel::mask(std::uint32_t address) {
  if (std::size_t{(address & 0xFF) / 4} * 32 >= parameters_.size.columns) return nullptr;
  switch (address & ~0xFFu) {
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

ControlCycleModel::Access ControlCycleModel::access(const ControlInputs& in) const {
  if (!in.psel || !in.penable) return {};
  const Access error{true, 0};
  const auto address = in.paddr;
  const auto value = [&](std::uint32_t data) { return Access{false, in.pwrite ? 0 : data}; };
  const auto read_only = [&](std::uint32_t data) { return in.pwrite ? error : value(data); };
  if (address % 4 != 0) return error;
  if (address >= reg::kCounters && address < reg::kCounters + 4 * kControlCounters) {
    return value(static_cast<std::uint32_t>(counters_[(address - reg::kCounters) / 4]));
  }
  if (const auto* bits = const_cast<ControlCycleModel*>(this)->mask(address)) {
    std::uint32_t word = 0;
    for (std::uint32_t k = 0; k < 32; ++k) {
      const auto column = (address & 0xFF) / 4 * 32 + k;
      if (column < bits->width() && bits->test(column)) word |= 1u << k;
    }
    return value(word);
  }
  std::uint32_t status = 0;
  for (std::size_t s = 0; s < slots_.size(); ++s) status |= slots_[s].running ? 1u << s : 0;
  switch (address) {
    case reg::kId:
      return read_only(reg::kIdValue);
    case reg::kVersion:
      return read_only(reg::kVersionValue);
    case reg::kControl:
      return value((enable_ ? reg::kControlEnable : 0) |
                   (write_enable_ ? reg::kControlWriteEnable : 0));
    case reg::kStatus:
      return read_only(status | (idle() ? reg::kStatusIdle : 0) |
                       (req_[1] && !ack_ ? reg::kStatusRequestWaiting : 0));
    case reg::kTRead:
    case reg::kTGap:
    case reg::kTWrite:
    case reg::kTRecover:
      if (in.pwrite && in.pwdata >> parameters_.counter_width != 0) return error;
      return value(timing_[(address - reg::kTRead) / 4]);
    case reg::kPolicy: {
      const auto slots = in.pwdata >> 8 & 0xFF;
      if (in.pwrite && ((in.pwdata >> 2 & 3) == 3 || slots == 0 || slots > slots_.size())) {
        return error;
      }
      return value(busy_policy_ | latch_ << 2 | (fixed_priority_ ? 1u << 4 : 0) |
                   slots_in_use_ << 8);
    }
    case reg::kIrqStatus:
      return value(irq_status_);
    case reg::kIrqMask:
      return value(irq_mask_);
    default:
      return error;
  }
}

void ControlCycleModel::write_register(std::uint32_t address, std::uint32_t data) {
  if (auto* bits = mask(address)) {
    for (std::uint32_t k = 0; k < 32; ++k) {
      const auto column = (address & 0xFF) / 4 * 32 + k;
      if (column < bits->width()) bits->set(column, data >> k & 1);
    }
  } else if (address == reg::kControl) {
    enable_ = data & reg::kControlEnable;
    write_enable_ = data & reg::kControlWriteEnable;
  } else if (address >= reg::kTRead && address <= reg::kTRecover) {
    timing_[(address - reg::kTRead) / 4] = data;
  } else if (address == reg::kPolicy) {
    busy_policy_ = data & 3;
    latch_ = data >> 2 & 3;
    fixed_priority_ = data >> 4 & 1;
    slots_in_use_ = data >> 8 & 0xFF;
  } else if (address == reg::kIrqMask) {
    irq_mask_ = data & 0xF;
  }
}

bool ControlCycleModel::idle() const {
  for (const auto& slot : slots_) {
    if (slot.running) return false;
  }
  return !ack_ && !req_[0] && !req_[1] && !pending_.any() && fire_[0] == fire_[1] &&
         fire_[1] == fire_[2] && !out_req_ && !out_ack_[0] && !out_ack_[1];
}

void ControlCycleModel::decide(Event& event, bool counted) {
  Bits up = (latch_ == 1 ? event.up_at_arrival : up_[1]) & pos_mask_ & event.columns;
  Bits dn = (latch_ == 1 ? event.dn_at_arrival : dn_[1]) & neg_mask_ & event.columns;
  if (!write_enable_) up.clear(), dn.clear();
  event.ltp = up;
  event.ltp.subtract(dn);
  event.ltd = dn;
  event.ltd.subtract(up);
  if (!counted) return;
  const auto illegal = (up & dn).count();
  count(ControlCounter::ltp, event.ltp.count());
  count(ControlCounter::ltd, event.ltd.count());
  count(ControlCounter::illegal_updn, illegal);
  count(ControlCounter::no_write, event.columns.count() - (up | dn).count());
  if (illegal != 0) irq_status_ |= reg::kIrqIllegalUpDn;
}

void ControlCycleModel::begin(Event& event, std::uint32_t row) {
  event.running = true;
  event.age = -1;  // the end of this edge makes it 0
  event.row = row;
  event.read = std::max<long>(1, timing_[0]);
  event.gap = timing_[1];
  event.write = std::max<long>(1, timing_[2]);
  event.recover = timing_[3];
  event.columns = column_mask_;
  event.up_at_arrival = up_[1];
  event.dn_at_arrival = dn_[1];
  count(ControlCounter::accepted, 1);
  count(ControlCounter::reads, column_mask_.count());
}

ControlCycleModel::Event* ControlCycleModel::free_slot() {
  const auto end = slots_.begin() + static_cast<std::ptrdiff_t>(slots_in_use_);
  const auto free = std::find_if(slots_.begin(), end, [](const Event& e) { return !e.running; });
  return free == end ? nullptr : &*free;
}

ControlCycleModel::Event* ControlCycleModel::slot_of(std::uint32_t row) {
  for (auto& slot : slots_) {
    if (slot.running && slot.row == row) return &slot;
  }
  return nullptr;
}

bool ControlCycleModel::blocked(std::uint32_t row) {
  if (row >= parameters_.size.rows) return false;
  return !free_slot() || (slot_of(row) && busy_policy_ == 0);
}

void ControlCycleModel::serve(std::uint32_t row) {
  if (row >= parameters_.size.rows) {
    count(ControlCounter::bad_address, 1);
    irq_status_ |= reg::kIrqBadAddress;
    return;
  }
  auto* const same = slot_of(row);
  if (!same) {
    begin(*free_slot(), row);
  } else if (busy_policy_ == 3 || (busy_policy_ == 2 && same->reading())) {
    if (same->age < same->latch()) count(ControlCounter::no_write, same->columns.count());
    begin(*same, row);
  } else {
    count(ControlCounter::dropped, 1);
    irq_status_ |= reg::kIrqDropped;
  }
}

int ControlCycleModel::granted() const {
  const auto columns = static_cast<int>(parameters_.size.columns);
  if (out_req_ || out_ack_[1]) return -1;
  const int first = fixed_priority_ ? 0 : static_cast<int>(last_granted_) + 1;
  for (int k = 0; k < columns; ++k) {
    const int column = (first + k) % columns;
    if (pending_.test(static_cast<std::size_t>(column))) return column;
  }
  return -1;
}

void ControlCycleModel::rising_edge(const ControlInputs& in) {
  const bool written = in.psel && in.penable && in.pwrite && !access(in).error;
  const bool soft_reset =
      written && in.paddr == reg::kControl && (in.pwdata & reg::kControlSoftReset) != 0;

  // What a write clears goes first; what it sets goes last, after everybody has seen the old value.
  if (written && in.paddr == reg::kIrqStatus) irq_status_ &= ~in.pwdata;
  if (written && in.paddr >= reg::kCounters && in.paddr < reg::kCounters + 4 * kControlCounters) {
    counters_[(in.paddr - reg::kCounters) / 4] = 0;
  }

  // The bus head. A soft reset has its edge to itself, but a spike that has to wait counts.
  bool acknowledged = false;
  if (req_[1] && !ack_ && enable_) {
    if (blocked(in.addr)) {
      if (!held_) count(ControlCounter::held, 1);
      held_ = true;
    } else if (!soft_reset) {
      serve(in.addr);
      acknowledged = true;
    }
  }
  if (acknowledged || !(req_[1] && !ack_)) held_ = false;

  // Slots.
  for (auto& slot : slots_) {
    if (!slot.running) continue;
    if (soft_reset) {
      if (slot.age < slot.latch()) count(ControlCounter::no_write, slot.columns.count());
      slot.running = false;
    } else {
      ++slot.age;
      if (slot.age == slot.latch()) decide(slot, true);
      if (slot.writing() && latch_ == 2 && slot.age > slot.latch()) decide(slot, false);
      if (slot.age >= slot.latch() + slot.write + slot.recover) slot.running = false;
    }
    if (!slot.writing()) slot.ltp.clear(), slot.ltd.clear();
  }

  // Output spikes.
  const int grant = soft_reset ? -1 : granted();
  Bits waits = pending_;
  if (grant >= 0) {
    waits.set(static_cast<std::size_t>(grant), false);
    last_granted_ = out_addr_ = static_cast<std::uint32_t>(grant);
  }
  fire_[1].for_each([&](std::size_t column) {
    if (fire_[2].test(column)) return;
    if (waits.test(column)) {
      count(ControlCounter::out_dropped, 1);
      irq_status_ |= reg::kIrqOutputDropped;
    } else {
      count(ControlCounter::out_spikes, 1);
      waits.set(column);
    }
  });
  pending_ = waits;
  if (soft_reset) pending_.clear();
  out_req_ = grant >= 0 || (out_req_ && !out_ack_[1]);

  ack_ = acknowledged || (ack_ && req_[1]);
  if (written) write_register(in.paddr, in.pwdata);

  // Synchronisers.
  req_[1] = req_[0], req_[0] = in.req;
  out_ack_[1] = out_ack_[0], out_ack_[0] = in.out_ack;
  up_[1] = up_[0], up_[0] = in.up;
  dn_[1] = dn_[0], dn_[0] = in.dn;
  fire_[2] = fire_[1], fire_[1] = fire_[0], fire_[0] = in.fire;
}

ControlOutputs ControlCycleModel::outputs(const ControlInputs& in) const {
  ControlOutputs out;
  out.ack = ack_;
  out.row_sel = Bits(parameters_.size.rows);
  out.col_sel = Bits(parameters_.size.columns);
  out.read = out.wr = Bits(slots_.size());
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    const auto& slot = slots_[s];
    out.slot_row.push_back(slot.row);
    out.ltp.push_back(slot.ltp);
    out.ltd.push_back(slot.ltd);
    out.wr.set(s, slot.writing());
    if (!slot.reading()) continue;
    out.read.set(s);
    out.row_sel.set(slot.row);
    out.col_sel = column_mask_;
  }
  out.out_req = out_req_;
  out.out_addr = out_addr_;
  const auto [error, data] = access(in);
  out.pslverr = error;
  out.prdata = data;
  out.irq = (irq_status_ & irq_mask_) != 0;
  out.idle = idle();
  return out;
}

}  // namespace softbound
