// SPDX-License-Identifier: Apache-2.0
#include "rtl_control.h"

#include "chip/sim_time.h"

namespace softbound {

RtlControl::RtlControl(const sc_core::sc_module_name& name, const ControlTiming& timing,
                       ControlSignals& pins, std::unique_ptr<ControlRtl> rtl, Options options)
    : sc_module{name},
      timing_{timing},
      pins_{pins},
      rtl_{std::move(rtl)},
      options_{std::move(options)} {
  const ControlSize size = rtl_->size();
  in_.up = in_.dn = in_.fire = Bits(size.columns);
  SC_HAS_PROCESS(RtlControl);
  SC_METHOD(on_input);
  sensitive << pins.rst_n << pins.req << pins.fire << pins.out_ack << pins.psel << pins.penable;
  SC_METHOD(tick);
  sensitive << tick_;
  dont_initialize();
  SC_METHOD(fall);
  sensitive << fall_;
  dont_initialize();
  SC_METHOD(drive);
  sensitive << drive_;
  dont_initialize();
}

void RtlControl::on_input() {
  // Reset is asynchronous, and the bus is answered within the cycle.
  if (in_.rst_n != pins_.rst_n.read() || in_.psel != pins_.psel.read() ||
      in_.penable != pins_.penable.read()) {
    sample();
    rtl_->settle(now_ps(), in_);
    if (rtl_->outputs(out_)) drive();
  }
  if (!running_) {
    running_ = true;
    tick_.notify(sim_time(timing_.grid().edge_after(now_ps()) - now_ps()));
  }
}

// One rising edge. Tells whether an output changed.
bool RtlControl::rise(TimePs edge_ps) {
  ++edges_;
  rtl_->rising_edge(edge_ps, in_);
  const bool changed = rtl_->outputs(out_);
  // Reset keeps the clock running: the control is idle only once it has left it.
  running_ = options_.free_running_clock || !out_.idle || !in_.rst_n;
  return changed;
}

// Runs in the first delta cycle of the edge's instant, so the wires still have the values of just
// before it: a change at the same picosecond is seen at the next edge.
void RtlControl::tick() {
  const TimePs now = now_ps();
  const bool alone = !sc_core::sc_pending_activity_at_current_time();
  sample();
  const bool changed = rise(now);
  if (changed) drive();
  if (recording()) {
    fall_.notify(sim_time(timing_.clock_period_ps / 2));
    return;
  }
  rtl_->falling_edge(now);
  if (!running_) return;
  if (alone && !changed) {
    run_ahead(now + timing_.clock_period_ps);
  } else {
    tick_.notify(sim_time(timing_.clock_period_ps));
  }
}

void RtlControl::fall() {
  const bool alone = !sc_core::sc_pending_activity_at_current_time();
  rtl_->falling_edge(now_ps());
  if (!running_) return;
  const TimePs edge_ps = timing_.grid().edge_after(now_ps());
  if (alone) {
    sample();
    run_ahead(edge_ps);
  } else {
    tick_.notify(sim_time(edge_ps - now_ps()));
  }
}

// Edges from edge_ps on, as long as nothing else is due before them.
void RtlControl::run_ahead(TimePs edge_ps) {
  const TimePs now = now_ps();
  const TimePs period = timing_.clock_period_ps;
  const TimePs half = period / 2;
  const TimePs due_ps = now + static_cast<TimePs>(sc_core::sc_time_to_pending_activity().value());
  if (recording() && edge_ps + half < due_ps) options_.record(now);  // as it is before them
  while (running_ && (recording() ? edge_ps + half < due_ps : edge_ps <= due_ps)) {
    if (rise(edge_ps)) {
      drive_.notify(sim_time(edge_ps - now));
      if (recording()) {
        fall_.notify(sim_time(edge_ps + half - now));
        return;
      }
      rtl_->falling_edge(edge_ps);
      if (running_) tick_.notify(sim_time(edge_ps + period - now));
      return;
    }
    if (recording()) {
      options_.record(edge_ps);
      rtl_->falling_edge(edge_ps + half);
      options_.record(edge_ps + half);
    } else {
      rtl_->falling_edge(edge_ps);
    }
    edge_ps += period;
  }
  if (running_) tick_.notify(sim_time(edge_ps - now));
}

void RtlControl::sample() {
  in_.rst_n = pins_.rst_n.read();
  in_.req = pins_.req.read();
  in_.addr = pins_.addr.read();
  const auto widen = [&](Bits& in, const Bits& wires) {
    for (std::size_t k = 0; k < wires.words().size(); ++k) in.set_word(k, wires.words()[k]);
  };
  widen(in_.up, pins_.up.read());
  widen(in_.dn, pins_.dn.read());
  widen(in_.fire, pins_.fire.read());
  in_.out_ack = pins_.out_ack.read();
  in_.psel = pins_.psel.read();
  in_.penable = pins_.penable.read();
  in_.pwrite = pins_.pwrite.read();
  in_.paddr = pins_.paddr.read();
  in_.pwdata = pins_.pwdata.read();
}

void RtlControl::drive() {
  pins_.ack.write(out_.ack);
  pins_.row_sel.write(out_.row_sel.resized(pins_.rows));
  pins_.col_sel.write(out_.col_sel.resized(pins_.columns));
  for (std::size_t s = 0; s < pins_.slots.size(); ++s) {
    SlotSignals& slot = *pins_.slots[s];
    slot.row.write(out_.slot_row[s]);
    slot.read.write(out_.read.test(s));
    slot.wr.write(out_.wr.test(s));
    slot.ltp.write(out_.ltp[s].resized(pins_.columns));
    slot.ltd.write(out_.ltd[s].resized(pins_.columns));
  }
  pins_.out_req.write(out_.out_req);
  pins_.out_addr.write(out_.out_addr);
  pins_.prdata.write(out_.prdata);
  pins_.pslverr.write(out_.pslverr);
  pins_.irq.write(out_.irq);
  pins_.idle.write(out_.idle);
}

}  // namespace softbound
