// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/aer_receiver.h"
#include "chip/aer_sender.h"
#include "chip/column_controller.h"
#include "chip/control_signals.h"
#include "chip/register_bank.h"
#include "chip/register_file.h"
#include "chip/row_controller.h"
#include "chip/spike_arbiter.h"
#include "chip/up_dn_sampler.h"

namespace softbound {

/// The digital control at level `pin`: SystemC modules joined by signals, self-timed or clocked.
///
///     AER -> receiver -> row controller -> slots (extenders, synapse interface) -> array
///                                              ^ up, dn
///     AER <- sender <- arbiter <- fire        neurons
class PinControl : public sc_core::sc_module {
 public:
  PinControl(const sc_core::sc_module_name& name, const ControlTiming& timing,
             ControlSignals& pins);

  const RegisterBank& registers() const { return registers_; }

 private:
  void on_reset();
  void on_soft_reset();
  void on_register_write();
  void on_registers();
  void on_synchronised_input();
  void update_status();

  RegisterBank registers_;
  const ControlTiming timing_;
  ControlSignals& pins_;
  sc_core::sc_signal<bool> valid_{"valid"};
  sc_core::sc_signal<std::uint32_t> taken_{"taken"};

  AerReceiver aer_receiver_;
  UpDnSampler up_dn_;
  RowController row_controller_;
  ColumnController column_controller_;
  SpikeArbiter spike_arbiter_;
  AerSender aer_sender_;
  RegisterFile register_file_;

  sc_core::sc_event registers_changed_;
  sc_core::sc_event status_;
  sc_core::sc_event_queue status_edges_{"status_edges"};
};

}  // namespace softbound
