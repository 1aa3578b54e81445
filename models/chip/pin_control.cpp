// SPDX-License-Identifier: Apache-2.0
#include "chip/pin_control.h"

namespace softbound {

PinControl::PinControl(const sc_core::sc_module_name& name, const ControlTiming& timing,
                       ControlSignals& pins)
    : sc_module{name},
      registers_{timing, pins.columns, pins.slots.size()},
      pins_{pins},
      aer_receiver_{"aer_receiver", timing, registers_},
      up_dn_{"up_dn", timing, pins.columns},
      row_controller_{"row_controller", timing, registers_, up_dn_, pins},
      column_controller_{"column_controller", registers_},
      spike_arbiter_{"spike_arbiter", timing, registers_, pins.columns},
      aer_sender_{"aer_sender", timing},
      register_file_{"register_file", timing, registers_,
                     [this](RegisterBank::Effect effect) { on_register_write(effect); }} {
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

  SC_HAS_PROCESS(PinControl);
  SC_METHOD(update_status);
  sensitive << pins.req << pins.ack << pins.row_sel << pins.out_req << pins.out_ack << pins.fire
            << pins.psel;
  for (auto& slot : pins.slots) sensitive << slot->wr;
}

void PinControl::on_register_write(RegisterBank::Effect effect) {
  switch (effect) {
    case RegisterBank::Effect::soft_reset:
      row_controller_.soft_reset();
      spike_arbiter_.soft_reset();
      break;
    case RegisterBank::Effect::enabled:
    case RegisterBank::Effect::none:
      break;
  }
  aer_receiver_.on_enable();
  row_controller_.retry();
  column_controller_.on_mask();
}

void PinControl::update_status() {
  registers_.idle = !registers_.busy_slots.any() && !pins_.req.read() && !pins_.ack.read() &&
                    !pins_.out_req.read() && !pins_.out_ack.read() && !spike_arbiter_.any();
  pins_.idle.write(registers_.idle);
  pins_.irq.write(registers_.irq());
}

}  // namespace softbound
