// SPDX-License-Identifier: Apache-2.0
#include "chip/pin_control.h"

#include "chip/sim_time.h"

namespace softbound {

PinControl::PinControl(const sc_core::sc_module_name& name, const ControlTiming& timing,
                       ControlSignals& pins)
    : sc_module{name},
      registers_{timing, pins.columns, pins.slots.size()},
      timing_{timing},
      pins_{pins},
      aer_receiver_{"aer_receiver", timing},
      up_dn_{"up_dn", timing, pins.columns},
      row_controller_{"row_controller", timing, registers_, up_dn_, pins},
      column_controller_{"column_controller", registers_},
      spike_arbiter_{"spike_arbiter", timing, registers_, pins.columns},
      aer_sender_{"aer_sender", timing},
      register_file_{"register_file", timing, registers_, [this] { on_soft_reset(); },
                     [this] { on_register_write(); }} {
  aer_receiver_.req_i(pins.req);
  aer_receiver_.taken_i(taken_);
  aer_receiver_.valid_o(valid_);
  aer_receiver_.ack_o(pins.ack);

  up_dn_.up_i(pins.up);
  up_dn_.dn_i(pins.dn);

  row_controller_.valid_i(valid_);
  row_controller_.addr_i(pins.addr);
  row_controller_.taken_o(taken_);
  row_controller_.row_sel_o(pins.row_sel);

  column_controller_.row_sel_i(pins.row_sel);
  column_controller_.col_sel_o(pins.col_sel);

  spike_arbiter_.fire_i(pins.fire);
  aer_sender_.spikes_i(spike_arbiter_.spikes_o);
  aer_sender_.req_o(pins.out_req);
  aer_sender_.addr_o(pins.out_addr);
  aer_sender_.ack_i(pins.out_ack);

  register_file_.psel_i(pins.psel);
  register_file_.penable_i(pins.penable);
  register_file_.pwrite_i(pins.pwrite);
  register_file_.paddr_i(pins.paddr);
  register_file_.pwdata_i(pins.pwdata);
  register_file_.prdata_o(pins.prdata);
  register_file_.pslverr_o(pins.pslverr);

  registers_.on_event = [this] { status_.notify(sc_core::SC_ZERO_TIME); };

  SC_HAS_PROCESS(PinControl);
  SC_METHOD(on_reset);
  sensitive << pins.rst_n;
  SC_METHOD(on_registers);
  sensitive << registers_changed_;
  dont_initialize();
  SC_METHOD(on_synchronised_input);
  sensitive << pins.req << pins.fire << pins.out_ack;
  dont_initialize();
  SC_METHOD(update_status);
  sensitive << status_ << status_edges_ << pins.ack << pins.out_req;
}

// Everything at once; the pulses under way end here.
void PinControl::on_reset() {
  if (!pins_.rst_n.read()) {
    registers_.reset();
    row_controller_.soft_reset();
    aer_receiver_.reset();
    up_dn_.reset();
    spike_arbiter_.reset();
    aer_sender_.reset();
    column_controller_.on_mask();
    register_file_.on_reset();
  } else {
    registers_.release();
    aer_receiver_.release();
    up_dn_.release();
    spike_arbiter_.release();
    aer_sender_.release();
  }
  on_synchronised_input();
}

void PinControl::on_soft_reset() { row_controller_.soft_reset(); }

// What was set counts from now on; clocked logic acts on it at the next edge.
void PinControl::on_register_write() {
  if (registers_.soft_reset_ps == now_ps()) spike_arbiter_.soft_reset();
  column_controller_.on_mask();
  registers_changed_.notify(sim_time(timing_.clocked() ? timing_.clock_period_ps : 0));
}

void PinControl::on_registers() { row_controller_.on_registers(); }

// Each flip-flop that an input passes may show in the status, at an edge of its own.
void PinControl::on_synchronised_input() {
  if (!timing_.clocked()) {
    status_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  const TimePs first_ps = timing_.grid().edge_after(now_ps()) - now_ps();
  for (int stage = 0; stage < 3; ++stage) {
    status_edges_.notify(sim_time(first_ps + stage * timing_.clock_period_ps));
  }
}

void PinControl::update_status() {
  registers_.idle = !registers_.busy_slots().any() && aer_receiver_.quiet() &&
                    spike_arbiter_.quiet() && aer_sender_.quiet();
  registers_.request_waiting = aer_receiver_.waiting();
  pins_.idle.write(registers_.idle);
  pins_.irq.write(registers_.irq());
}

}  // namespace softbound
