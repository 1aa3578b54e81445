// SPDX-License-Identifier: Apache-2.0
#include "chip/spike_arbiter.h"

#include "chip/sim_time.h"

namespace softbound {

SpikeArbiter::SpikeArbiter(const sc_core::sc_module_name& name, const ControlTiming& timing,
                           RegisterBank& registers, std::size_t columns)
    : sc_module{name},
      timing_{timing},
      registers_{registers},
      fire_{Bits(columns), 5 * timing.clock_period_ps},
      waiting_(columns),
      since_ps_(columns, 0),
      last_{static_cast<std::uint32_t>(columns - 1)} {
  spikes_o(*this);
  SC_HAS_PROCESS(SpikeArbiter);
  SC_METHOD(on_fire);
  sensitive << fire_i;
  dont_initialize();
  SC_METHOD(on_synchronised);
  sensitive << synchronised_;
  dont_initialize();
  SC_METHOD(on_edge);
  sensitive << edge_;
  dont_initialize();
}

void SpikeArbiter::on_fire() {
  if (in_reset_) return;
  const Bits before = fire_.latest();
  fire_.record(now_ps(), fire_i->read());
  if (timing_.clocked()) {
    synchronised_.notify(
        sim_time(timing_.grid().edge_after(now_ps()) + 2 * timing_.clock_period_ps - now_ps()));
  } else {
    Bits rising = fire_i->read();
    accept(rising.subtract(before));
  }
}

// A spike that leaves at an edge makes room for one that arrives at it: arrivals come second.
void SpikeArbiter::on_synchronised() {
  // Pulses of several neurons that change within one cycle reach the same edge.
  if (edge_ps_ == now_ps()) return;
  edge_ps_ = now_ps();
  edge_.notify(sc_core::SC_ZERO_TIME);
}

// The edge detector behind the two flip-flops compares what they hold with what they held.
void SpikeArbiter::on_edge() {
  const TimePs period = timing_.clock_period_ps;
  Bits rising = fire_.before(now_ps() - 2 * period);
  accept(rising.subtract(fire_.before(now_ps() - 3 * period)));
}

void SpikeArbiter::accept(const Bits& rising) {
  rising.for_each([&](std::size_t column) {
    if (waiting_.test(column)) {
      registers_.count(ControlCounter::out_dropped);
      return;
    }
    waiting_.set(column);
    since_ps_[column] = now_ps();
    registers_.count(ControlCounter::out_spikes);
  });
  if (rising.any()) {
    arrived_.notify(sim_time(timing_.clocked() ? timing_.clock_period_ps : 0));
  }
}

void SpikeArbiter::reset() {
  in_reset_ = true;
  fire_.reset(Bits(waiting_.width()));
  waiting_.clear();
  last_ = static_cast<std::uint32_t>(waiting_.width() - 1);
  synchronised_.cancel_all();
  edge_.cancel();
  arrived_.cancel();
}

void SpikeArbiter::release() {
  in_reset_ = false;
  if (fire_i->read().any()) on_fire();
}

bool SpikeArbiter::quiet() const {
  if (waiting_.any()) return false;
  if (!timing_.clocked()) return true;
  const TimePs edge_ps = latest_edge_ps(timing_), period = timing_.clock_period_ps;
  const Bits& first = fire_.before(edge_ps);
  const Bits& second = fire_.before(edge_ps - period);
  return first == second && second == fire_.before(edge_ps - 2 * period);
}

std::optional<std::uint32_t> SpikeArbiter::take() {
  if (timing_.clocked() && registers_.soft_reset_ps == now_ps()) return std::nullopt;
  const auto visible = [&](std::uint32_t column) {
    return waiting_.test(column) && (!timing_.clocked() || since_ps_[column] < now_ps());
  };
  const auto columns = static_cast<std::uint32_t>(waiting_.width());
  const std::uint32_t first =
      registers_.arbitration() == Arbitration::round_robin ? (last_ + 1) % columns : 0;
  for (std::uint32_t k = 0; k < columns; ++k) {
    const std::uint32_t column = (first + k) % columns;
    if (!visible(column)) continue;
    waiting_.set(column, false);
    last_ = column;
    return column;
  }
  return std::nullopt;
}

}  // namespace softbound
