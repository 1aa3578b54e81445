// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>
#include <vector>

#include "chip/control_signals.h"
#include "chip/register_bank.h"
#include "chip/register_file.h"
#include "configuration/chip_parameters.h"
#include "control/control_rtl.h"
#include "network/spike_file.h"
#include "self_timed/self_timed_rtl.h"

namespace softbound {

/// The digital control at level `rtl`, self-timed: SystemC shell of the Verilated rows, columns and
/// bus ends. Slot i is row i. The register file is that of level `pin`, since delays are built, not
/// programmed.
///
/// The shell wakes when an input changes or something in the RTL is due. What rows ask for - that
/// everything at this instant has happened - it answers after as many delta cycles as everything
/// takes.
class SelfTimedControl : public sc_core::sc_module {
 public:
  /// @param seed of the mismatch of the delays
  /// @throws InputError if there is no model for so many columns
  SelfTimedControl(const sc_core::sc_module_name& name, RtlContext& context,
                   const ControlTiming& timing, std::uint64_t seed, ControlSignals& pins);

  /// What a chip gets: its own rows and columns, and a slot for each row.
  /// @throws InputError if it asks for other slots, more columns than are built, or if this program
  ///   has a control of a user's own
  static ControlSize size_for(const ChipParameters& chip);

  /// Adds the insides of the first rows that are played and of the first columns to the waveform: a
  /// traced model costs time at each instant, whether or not anything happens in it.
  void trace_played(WaveFile& wave, const std::vector<Spike>& spikes);

  const RegisterBank& registers() const { return registers_; }
  SelfTimedRtl& rtl() { return rtl_; }

 private:
  void on_wires();
  void on_rest();
  void on_soft_reset();
  void on_register_write();
  void update_status();
  void set_registers();
  void drive();
  void drive_row(std::size_t row);

  RegisterBank registers_;
  ControlSignals& pins_;
  SelfTimedRtl rtl_;
  SelfTimedRtl::Inputs in_;
  RegisterFile register_file_;
  RowControllerRtl::Decision decision_;
  Bits row_sel_;
  int deltas_ = 0;
  bool resting_ = false;  // on its way to answering
  sc_core::sc_event due_;
  sc_core::sc_event rest_;
  sc_core::sc_event status_;
};

}  // namespace softbound
