// SPDX-License-Identifier: Apache-2.0
#include "rtl_control.h"

#include "chip/sim_time.h"

namespace softbound {

RtlControl::RtlControl(const sc_core::sc_module_name& name, const ControlTiming& timing,
                       ControlSignals& pins, std::unique_ptr<ControlRtl> rtl, Options options)
    : sc_module{name}, timing_{timing}, pins_{pins}, rtl_{std::move(rtl)}, options_{options} {
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
}

void RtlControl::on_input() {
  if (in_.rst_n != pins_.rst_n.read()) {  // asynchronous
    sample();
    rtl_->settle(now_ps(), in_);
    drive();
  }
  if (!running_) {
    running_ = true;
    tick_.notify(sim_time(timing_.grid().edge_after(now_ps()) - now_ps()));
  }
}

// Runs in the first delta cycle of the edge's instant, so the wires still have the values of just
// before it: a change at the same picosecond is seen at the next edge.
void RtlControl::tick() {
  sample();
  ++edges_;
  rtl_->rising_edge(now_ps(), in_);
  drive();
  if (options_.falling_edges) {
    fall_.notify(sim_time(timing_.clock_period_ps / 2));
  } else {
    rtl_->falling_edge(now_ps());
  }
  // Reset keeps the clock running: the control is idle only once it has left it.
  running_ = options_.free_running_clock || !out_.idle || !in_.rst_n;
  if (running_) tick_.notify(sim_time(timing_.clock_period_ps));
}

void RtlControl::fall() { rtl_->falling_edge(now_ps()); }

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
  if (!rtl_->outputs(out_)) return;
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
