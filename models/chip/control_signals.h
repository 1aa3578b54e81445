// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "chip/bits_signal.h"

namespace softbound {

using sc_core::sc_signal;

/// One pair of pulse extenders and the cells it drives at the moment.
struct SlotSignals : sc_core::sc_module {
  SlotSignals(const sc_core::sc_module_name& name, std::size_t columns)
      : sc_module{name}, ltp{"ltp", Bits(columns)}, ltd{"ltd", Bits(columns)} {}
  sc_signal<std::uint32_t> row{"row"};
  sc_signal<bool> read{"read"};
  sc_signal<bool> wr{"wr"};
  sc_signal<Bits> ltp;
  sc_signal<Bits> ltd;
};

/// Every wire between a control and the rest: its environment (AER, APB), the array and the
/// neurons. The same bundle joins the SystemC control and the Verilated one; the names are those
/// of the RTL's pins without `_i` and `_o`.
class ControlSignals : public sc_core::sc_module {
 public:
  ControlSignals(const sc_core::sc_module_name& name, std::size_t row_count,
                 std::size_t column_count, std::size_t slot_count)
      : sc_module{name},
        rows{row_count},
        columns{column_count},
        row_sel{"row_sel", Bits(row_count)},
        col_sel{"col_sel", Bits(column_count)},
        up{"up", Bits(column_count)},
        dn{"dn", Bits(column_count)},
        fire{"fire", Bits(column_count)} {
    for (std::size_t s = 0; s < slot_count; ++s) {
      slots.push_back(
          std::make_unique<SlotSignals>(("slot" + std::to_string(s)).c_str(), column_count));
    }
  }

  const std::size_t rows;
  const std::size_t columns;

  sc_signal<bool> rst_n{"rst_n"};
  // AER in
  sc_signal<bool> req{"req"};
  sc_signal<std::uint32_t> addr{"addr"};
  sc_signal<bool> ack{"ack"};
  // array
  sc_signal<Bits> row_sel;
  sc_signal<Bits> col_sel;
  std::vector<std::unique_ptr<SlotSignals>> slots;
  // neurons
  sc_signal<Bits> up;
  sc_signal<Bits> dn;
  sc_signal<Bits> fire;
  // AER out
  sc_signal<bool> out_req{"out_req"};
  sc_signal<std::uint32_t> out_addr{"out_addr"};
  sc_signal<bool> out_ack{"out_ack"};
  // APB
  sc_signal<bool> psel{"psel"};
  sc_signal<bool> penable{"penable"};
  sc_signal<bool> pwrite{"pwrite"};
  sc_signal<std::uint32_t> paddr{"paddr"};
  sc_signal<std::uint32_t> pwdata{"pwdata"};
  sc_signal<std::uint32_t> prdata{"prdata"};
  sc_signal<bool> pslverr{"pslverr"};
  sc_signal<bool> irq{"irq"};
  sc_signal<bool> idle{"idle"};
};

}  // namespace softbound
