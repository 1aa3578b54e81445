// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <systemc>

#include "chip/register_bank.h"
#include "core/control_timing.h"

namespace softbound {

/// The control's registers on an APB without wait states. A write takes effect at the clock edge
/// that ends the access (clocked) or as penable rises (self-timed). What it clears it clears before
/// all else that happens then; what it sets, all else that happens then still sees as it was.
class RegisterFile : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> psel_i{"psel_i"};
  sc_core::sc_in<bool> penable_i{"penable_i"};
  sc_core::sc_in<bool> pwrite_i{"pwrite_i"};
  sc_core::sc_in<std::uint32_t> paddr_i{"paddr_i"};
  sc_core::sc_in<std::uint32_t> pwdata_i{"pwdata_i"};
  sc_core::sc_out<std::uint32_t> prdata_o{"prdata_o"};
  sc_core::sc_out<bool> pslverr_o{"pslverr_o"};

  /// @param on_soft_reset called first when a write asks for it
  /// @param on_write called after every write
  RegisterFile(const sc_core::sc_module_name& name, const ControlTiming& timing,
               RegisterBank& registers, std::function<void()> on_soft_reset,
               std::function<void()> on_write);

  /// The registers have been reset: an access under way shows it.
  void on_reset() { on_access(); }

 private:
  void on_access();
  void answer_read();
  void on_write_edge();
  void end_write();

  const ControlTiming timing_;
  RegisterBank& registers_;
  const std::function<void()> on_soft_reset_;
  const std::function<void()> on_write_;
  std::uint32_t address_ = 0, data_ = 0;  // of the write under way
  int deltas_ = 0;
  sc_core::sc_event write_edge_;
  sc_core::sc_event settle_;
};

}  // namespace softbound
