// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <systemc>

#include "chip/history.h"
#include "core/control_timing.h"

namespace softbound {

/// Receiving end of the AER bus, four phases. Holds the acknowledge back until the row controller
/// takes the spike; every later spike waits behind it.
///
///     req_i  __/~~~~~~~~~~~~~~\_______   addr_i is stable while req_i is high
///     valid  _______/~~~~~\___________   the request has been up long enough, the bus has
///     recovered ack_o  _____________/~~~~~~~\___   rises at acceptance
class AerReceiver : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> req_i{"req_i"};
  sc_core::sc_in<std::uint32_t> taken_i{"taken_i"};
  sc_core::sc_out<bool> valid_o{"valid_o"};
  sc_core::sc_out<bool> ack_o{"ack_o"};

  AerReceiver(const sc_core::sc_module_name& name, const ControlTiming& timing);

  void reset();
  void release();
  /// A request is up and has not been acknowledged.
  bool waiting() const;
  /// The handshake is at rest.
  bool quiet() const;

 private:
  void on_request();
  void on_synchronised();
  void on_ripe();
  void on_taken();
  void on_ack_fall();

  const ControlTiming timing_;
  History<bool> request_;
  bool in_reset_ = false;
  bool ripe_ = false;  // the request may be taken as far as the bus is concerned
  TimePs accepted_ps_ = -kNever / 2;
  sc_core::sc_event_queue synchronised_{"synchronised_queue"};
  sc_core::sc_event ripe_event_;
  sc_core::sc_event ack_fall_;
};

}  // namespace softbound
