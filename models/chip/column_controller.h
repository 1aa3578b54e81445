// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "chip/bits_signal.h"
#include "chip/register_bank.h"

namespace softbound {

/// Raises sy of the enabled columns as long as some row is being read. A cell is selected where
/// sx and sy meet.
class ColumnController : public sc_core::sc_module {
 public:
  sc_core::sc_in<Bits> row_sel_i{"row_sel_i"};
  sc_core::sc_out<Bits> col_sel_o{"col_sel_o"};

  ColumnController(const sc_core::sc_module_name& name, const RegisterBank& registers)
      : sc_module{name}, registers_{registers} {
    SC_HAS_PROCESS(ColumnController);
    SC_METHOD(on_rows);
    sensitive << row_sel_i << mask_changed_;
    dont_initialize();
  }

  void on_mask() { mask_changed_.notify(sc_core::SC_ZERO_TIME); }

 private:
  void on_rows() {
    const Bits& mask = registers_.column_mask();
    col_sel_o->write(row_sel_i->read().any() ? mask : Bits(mask.width()));
  }

  const RegisterBank& registers_;
  sc_core::sc_event mask_changed_;
};

}  // namespace softbound
