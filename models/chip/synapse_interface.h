// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/bits_signal.h"
#include "chip/register_bank.h"
#include "chip/up_dn_sampler.h"

namespace softbound {

/// Logic between the pulse extenders of a slot and its cells: latches UP and DN, keeps the dead
/// time between Read and the write, and lets at most one of LTP and LTD through.
///
///     sel    __/~~~~~~~~~~\______________________
///     Read   __/~~~~~~~~~~\______________________
///     write  ______________|gap|/~~~~~~~~~~~~~\__   to pulse extender 2; UP/DN latched as it rises
///     LTP[j] ___________________/~~~~~~~~~~~~~\__   or LTD[j], or neither
class SynapseInterface : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> sel_i{"sel_i"};
  sc_core::sc_in<bool> read_i{"read_i"};
  sc_core::sc_in<bool> wr_i{"wr_i"};
  sc_core::sc_in<bool> clear_i{"clear_i"};  ///< the event is given up
  sc_core::sc_out<bool> write_o{"write_o"};
  sc_core::sc_out<Bits> ltp_o{"ltp_o"};
  sc_core::sc_out<Bits> ltd_o{"ltd_o"};

  SynapseInterface(const sc_core::sc_module_name& name, RegisterBank& registers,
                   const UpDnSampler& up_dn, std::size_t columns);

  void set_gap_ps(TimePs gap_ps) { gap_ps_ = gap_ps; }
  /// What transparent latches follow has changed: UP and DN as latches see them, or the registers.
  void on_up_dn();

 private:
  void on_sel();
  void on_arrival();
  void on_read();
  void on_latch();
  void on_wr();
  void on_clear();
  void follow();
  bool settled(sc_core::sc_event& again);
  void decide(const UpDnSampler::Sample& sample, Bits& ltp, Bits& ltd, Bits& illegal) const;

  RegisterBank& registers_;
  const UpDnSampler& up_dn_;
  TimePs gap_ps_ = 0;
  Bits columns_;                 // enabled when the spike was accepted
  UpDnSampler::Sample arrival_;  // for LatchInstant::arrival
  Bits ltp_, ltd_;
  bool undecided_ = false;  // accepted, not latched yet
  int deltas_ = 0;
  int follow_deltas_ = 0;
  sc_core::sc_event arrival_settled_;
  sc_core::sc_event latch_;
  sc_core::sc_event follow_;
};

}  // namespace softbound
