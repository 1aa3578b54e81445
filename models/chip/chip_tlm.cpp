// SPDX-License-Identifier: Apache-2.0
#include "chip/chip_tlm.h"

#include <algorithm>

#include "chip/sim_time.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr TimePs kLongAgo = -kPsPerS;
// More delta cycles than anything takes that happens at an instant of its own accord.
constexpr int kInstantDeltas = 5;

const ChipParameters& checked(const ChipParameters& chip) {
  chip.check();
  if (chip.timing.latch == LatchInstant::transparent) {
    throw InputError{
        "timing.latch = \"transparent\": expected \"write_start\" or \"arrival\" at level tlm; "
        "levels pin and rtl have it"};
  }
  return chip;
}

/// Nearly always at the end.
template <class Queue, class Entry>
void insert_by_time(Queue& queue, const Entry& entry) {
  auto at = queue.end();
  while (at != queue.begin() && std::prev(at)->time_ps > entry.time_ps) --at;
  queue.insert(at, entry);
}

}  // namespace

ChipTlm::ChipTlm(const sc_core::sc_module_name& name, const ChipParameters& chip,
                 std::uint64_t seed)
    : sc_module{name},
      registers_{checked(chip).timing, static_cast<std::size_t>(chip.array.columns),
                 chip.array.slot_count(chip.timing)},
      sender_{chip.timing, registers_, static_cast<std::size_t>(chip.array.columns), wake_},
      registers_i{"registers", chip.timing, *this},
      timing_{chip.timing},
      rows_{static_cast<std::size_t>(chip.array.rows)},
      neurons_{chip.neuron, static_cast<std::size_t>(chip.array.columns)},
      array_{chip, seed, neurons_.model().dpi_per_area()},
      schedule_{chip.timing, chip.array.slot_count(chip.timing), rows_},
      previous_ps_{kLongAgo},
      slots_(chip.array.slot_count(chip.timing)),
      ltp_(neurons_.size()),
      ltd_(neurons_.size()) {
  aer_i.bind(*this);
  neurons_.watch_plasticity(false);
  for (SlotState& slot : slots_) slot.columns = slot.up = slot.dn = Bits(neurons_.size());
  registers_.on_event = [this] {
    if (registers_.irq() != irq.read()) irq_event_.notify(sc_core::SC_ZERO_TIME);
  };
  on_registers();
  SC_HAS_PROCESS(ChipTlm);
  SC_METHOD(on_wake);
  sensitive << wake_;
  SC_METHOD(show_irq);
  sensitive << irq_event_;
  dont_initialize();
}

void ChipTlm::show_irq() { irq.write(registers_.irq()); }

std::size_t ChipTlm::add_source(const std::vector<double>& area_by_column) {
  sources_.push_back(area_by_column);
  for (double& area : sources_.back()) area *= neurons_.model().dpi_per_area();
  return sources_.size() - 1;
}

void ChipTlm::stimulate(TimePs time_ps, std::size_t source) {
  stimuli_.emplace_back(time_ps, source);
  wake_.notify(sim_time(time_ps - now_ps()));
}

void ChipTlm::catch_up() {
  play_until(now_ps());
  arm();
}

void ChipTlm::finish() {
  for (SlotState& slot : slots_) array_.finish(slot.written);
}

void ChipTlm::on_wake() {
  if (settling_ps_ == now_ps()) ++deltas_;
  catch_up();
}

// When the kernel has to be here again: when somebody outside may see something.
TimePs ChipTlm::wake_ps() {
  TimePs next_ps = sender_.next_ps();
  const auto sooner = [&](TimePs time_ps) { next_ps = std::min(next_ps, time_ps); };
  if (!writes_.empty()) sooner(writes_.front().time_ps);
  if (!stimuli_.empty()) sooner(stimuli_.front().first);
  if (!taken_.empty()) sooner(taken_.front().event.time_ps);
  if (registers_.enabled()) sooner(head_free_ps());
  if (now_ps() < stop_ps_) sooner(neurons_.quiet_until_ps(now_ps()));
  return next_ps;
}

void ChipTlm::arm() {
  const TimePs next_ps = wake_ps();
  if (next_ps != kNever) wake_.notify(sim_time(std::max<TimePs>(next_ps - now_ps(), 0)));
}

std::pair<TimePs, ChipTlm::Due> ChipTlm::next_due() const {
  std::pair<TimePs, Due> next{kNever, Due::nothing};
  const auto consider = [&](TimePs time_ps, Due due) {
    if (time_ps < next.first) next = {time_ps, due};
  };
  // The order within a picosecond.
  if (!writes_.empty() && !writes_.front().begun) {
    consider(writes_.front().time_ps, Due::write_begins);
  }
  if (!stimuli_.empty()) consider(stimuli_.front().first, Due::stimulus);
  consider(head_.evaluate_ps, Due::evaluation);
  if (!taken_.empty()) consider(taken_.front().event.time_ps, Due::read);
  for (const EarlySample& early : early_samples_) {
    if (early.sampled) continue;
    consider(early.time_ps, Due::early_sample);
    break;
  }
  if (!samples_.empty()) consider(samples_.front().time_ps, Due::sample);
  if (!latches_.empty()) consider(latches_.front().time_ps, Due::latch);
  consider(sender_.next_ps(), Due::departure);
  if (!writes_.empty() && writes_.front().begun) consider(writes_.front().time_ps, Due::write);
  return next;
}

void ChipTlm::play_until(TimePs time_ps) {
  while (true) {
    const auto [due_ps, due] = next_due();
    if (due_ps > time_ps) break;
    if (!settled(due, due_ps)) return;
    play(due, due_ps);
  }
  advance_neurons(time_ps);
  if (sender_.next_ps() <= time_ps) sender_.play(time_ps);
}

// What a register write sets, all else that happens at its instant still sees as it was. A spike at
// the very instant of a latch comes before it and may give its event up. Such a spike may come a
// few delta cycles later than time itself.
bool ChipTlm::settled(Due due, TimePs time_ps) {
  if (time_ps < now_ps()) return true;
  const bool restarts = restarts_read(registers_.busy_policy());
  if (due != Due::write && !(due == Due::latch && restarts)) return true;
  if (settling_ps_ != time_ps) {
    settling_ps_ = time_ps;
    deltas_ = 0;
  }
  if (deltas_ >= kInstantDeltas) return true;
  wake_.notify(sc_core::SC_ZERO_TIME);
  return false;
}

void ChipTlm::play(Due due, TimePs time_ps) {
  switch (due) {
    case Due::nothing:
      break;
    case Due::write_begins:
      begin_write(writes_.front());
      break;
    case Due::stimulus:
      charge(time_ps, sources_[stimuli_.front().second].data());
      stimuli_.pop_front();
      break;
    case Due::evaluation:
      evaluate(time_ps);
      break;
    case Due::read:
      read(taken_.front());
      taken_.pop_front();
      break;
    case Due::early_sample:
      for (EarlySample& early : early_samples_) {
        if (early.sampled || early.time_ps != time_ps) continue;
        sample(time_ps, early.up, early.dn);
        early.sampled = true;
      }
      break;
    case Due::sample: {
      SlotState& slot = slots_[samples_.front().slot];
      // Without write enable nobody asks, unless it comes before the latch.
      const bool asked = registers_.write_enabled() || !writes_.empty();
      if (asked && slot.event == samples_.front().event) sample(time_ps, slot.up, slot.dn);
      samples_.pop_front();
      break;
    }
    case Due::latch:
      latch(latches_.front());
      latches_.pop_front();
      break;
    case Due::departure:
      advance_neurons(time_ps);
      sender_.play(time_ps);
      break;
    case Due::write:
      advance_neurons(time_ps);
      end_write(writes_.front());
      writes_.pop_front();
      break;
  }
}

void ChipTlm::advance_neurons(TimePs time_ps) {
  neurons_.advance_to(std::min(time_ps, stop_ps_ - 1), [this](std::size_t column, TimePs spike_ps) {
    spikes_out_.emplace_back(spike_ps, static_cast<std::uint32_t>(column));
    sender_.fire(column, spike_ps);
  });
}

void ChipTlm::charge(TimePs time_ps, const double* i_dpi_per_s) {
  advance_neurons(time_ps);
  if (time_ps < stop_ps_) neurons_.inject(time_ps, i_dpi_per_s);
}

void ChipTlm::sample(TimePs time_ps, Bits& up, Bits& dn) {
  advance_neurons(time_ps);
  neurons_.plasticity(time_ps, up, dn);
}

void ChipTlm::read(const Taken& taken) {
  const BusEvent& event = taken.event;
  if (taken.held) registers_.count(ControlCounter::held);
  if (taken.bad_address) return registers_.count(ControlCounter::bad_address);
  if (event.dropped) return registers_.count(ControlCounter::dropped);
  registers_.count(ControlCounter::accepted);
  SlotState& slot = slots_[event.slot];
  if (event.restarts) give_up(slot, event.time_ps);
  array_.finish(slot.written);
  slot.row = event.row;
  slot.decided = false;
  slot.accepted_ps = event.time_ps;
  slot.latch_ps = event.latch_ps;
  slot.phases = taken.phases;
  slot.at_arrival = registers_.latch() == LatchInstant::arrival;
  slot.columns = registers_.column_mask();
  ++slot.event;
  registers_.count(ControlCounter::reads, slot.columns.count());
  charge(event.time_ps, array_.read(event.row));
  if (slot.at_arrival) {
    sample_at_arrival(event.time_ps, slot);
  } else if (timing_.clocked()) {
    insert_by_time(samples_, SlotInstant{sampled_ps(slot.latch_ps), event.slot, slot.event});
  }
  insert_by_time(latches_, SlotInstant{slot.latch_ps, event.slot, slot.event});
}

// UP and DN pass two flip-flops: what counts is their value just before the edge two cycles ago.
TimePs ChipTlm::sampled_ps(TimePs latch_ps) const {
  return timing_.clocked() ? latch_ps - 2 * timing_.clock_period_ps - 1 : latch_ps;
}

void ChipTlm::sample_at_arrival(TimePs time_ps, SlotState& slot) {
  while (!early_samples_.empty() && early_samples_.front().edge_ps < time_ps) {
    early_samples_.pop_front();
  }
  if (!early_samples_.empty() && early_samples_.front().edge_ps == time_ps) {
    std::swap(slot.up, early_samples_.front().up);
    std::swap(slot.dn, early_samples_.front().dn);
    early_samples_.pop_front();
  } else {
    sample(time_ps, slot.up, slot.dn);
  }
}

// The event in this slot ends here: what it had not decided stays undecided.
void ChipTlm::give_up(SlotState& slot, TimePs time_ps) {
  if (!slot.decided) {
    registers_.count(ControlCounter::no_write, slot.columns.count());
    array_.finish_read(slot.row, slot.columns,
                       std::min(slot.phases.read_ps, time_ps - slot.accepted_ps));
    slot.decided = true;
    ++slot.event;
  } else if (time_ps - slot.latch_ps < slot.phases.write_ps) {
    array_.cut(slot.written, time_ps - slot.latch_ps);
    array_.finish(slot.written);
  }
}

void ChipTlm::latch(const SlotInstant& due) {
  SlotState& slot = slots_[due.slot];
  if (slot.event != due.event) return;
  slot.decided = true;
  array_.finish_read(slot.row, slot.columns, slot.phases.read_ps);
  if (!registers_.write_enabled()) {
    registers_.count(ControlCounter::no_write, slot.columns.count());
    return;
  }
  if (!slot.at_arrival && !timing_.clocked()) sample(due.time_ps, slot.up, slot.dn);
  ltp_ = slot.up;
  ltp_ &= registers_.pos_mask();
  ltp_ &= slot.columns;
  ltd_ = slot.dn;
  ltd_ &= registers_.neg_mask();
  ltd_ &= slot.columns;
  const std::size_t ltp = ltp_.count(), ltd = ltd_.count();
  registers_.count(ControlCounter::ltp, ltp);
  registers_.count(ControlCounter::ltd, ltd);
  registers_.count(ControlCounter::no_write, slot.columns.count() - ltp - ltd);
  if (ltp + ltd != 0) {
    array_.write(slot.row, due.time_ps, ltp_, ltd_, slot.phases.write_ps, slot.written);
  }
}

}  // namespace softbound
