// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <systemc>

#include "chip/register_bank.h"
#include "core/control_timing.h"

namespace softbound {

/// The control's registers on an APB without wait states. A write takes effect at the clock edge
/// that ends the access (clocked) or as penable rises (self-timed).
class RegisterFile : public sc_core::sc_module {
 public:
  sc_core::sc_in<bool> psel_i{"psel_i"};
  sc_core::sc_in<bool> penable_i{"penable_i"};
  sc_core::sc_in<bool> pwrite_i{"pwrite_i"};
  sc_core::sc_in<std::uint32_t> paddr_i{"paddr_i"};
  sc_core::sc_in<std::uint32_t> pwdata_i{"pwdata_i"};
  sc_core::sc_out<std::uint32_t> prdata_o{"prdata_o"};
  sc_core::sc_out<bool> pslverr_o{"pslverr_o"};

  /// @param on_write told after every write what it set off
  RegisterFile(const sc_core::sc_module_name& name, const ControlTiming& timing,
               RegisterBank& registers, std::function<void(RegisterBank::Effect)> on_write);

 private:
  void on_access();
  void on_write_edge();

  const ControlTiming timing_;
  RegisterBank& registers_;
  std::function<void(RegisterBank::Effect)> on_write_;
  int deltas_ = 0;
  sc_core::sc_event write_edge_;
};

}  // namespace softbound
