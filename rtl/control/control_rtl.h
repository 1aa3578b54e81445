// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/bits.h"
#include "core/time.h"

namespace softbound {

class RtlContext;
class WaveFile;

/// Pins into a control (names as in the RTL without the _i).
struct ControlInputs {
  bool rst_n = false;
  bool req = false;  // AER in
  std::uint32_t addr = 0;
  Bits up, dn, fire;                                   // one bit per column
  bool out_ack = false;                                // AER out
  bool psel = false, penable = false, pwrite = false;  // APB
  std::uint32_t paddr = 0, pwdata = 0;
};

/// Pins out of a control. Slot s has slot_row[s], read bit s, wr bit s, ltp[s], ltd[s].
struct ControlOutputs {
  bool ack = false;
  Bits row_sel;                         // one bit per row
  Bits col_sel;                         // one bit per column
  std::vector<std::uint32_t> slot_row;  // row that slot s serves, valid while it is busy
  Bits read, wr;                        // one bit per slot
  std::vector<Bits> ltp, ltd;           // per slot, one bit per column
  bool out_req = false;
  std::uint32_t out_addr = 0;
  std::uint32_t prdata = 0;
  bool pslverr = false;
  bool irq = false;
  bool idle = false;

  /// Which state of the pins this is; ControlRtl::outputs() knows from it that nothing has changed.
  std::uint64_t state = 0;
};

/// A size in which the control has been built.
struct ControlSize {
  std::size_t rows = 0, columns = 0, slots = 0;
};

/// rtl/control/control_top.sv, Verilated, as a plain C++ object. Everything in it changes at
/// rising clock edges only, so a caller that skips the edges while it is idle loses nothing.
class ControlRtl {
 public:
  virtual ~ControlRtl() = default;

  /// The sizes built into this program, smallest first.
  static const std::vector<ControlSize>& built_sizes();
  /// The control of a user's own that this program has in their place; empty if it has none.
  static const std::string& own_name();
  /// The smallest built model that holds rows x columns.
  /// @param name hierarchical name for the waveform, dots between levels
  /// @throws InputError naming the built sizes and how to add one if none is large enough
  static std::unique_ptr<ControlRtl> create(RtlContext& context, const std::string& name,
                                            std::size_t rows, std::size_t columns);

  virtual ControlSize size() const = 0;
  /// A bus or address that is wider than the pins is a std::logic_error in the two calls that
  /// follow; a narrower bus leaves the upper pins at 0.
  ///
  /// Puts the pins on the model without a clock edge (used while the asynchronous reset changes).
  virtual void settle(TimePs now_ps, const ControlInputs& in) = 0;
  /// A rising clock edge with the inputs as they were just before it.
  virtual void rising_edge(TimePs now_ps, const ControlInputs& in) = 0;
  /// The falling edge in mid-cycle; only a waveform sees the difference.
  virtual void falling_edge(TimePs now_ps) = 0;
  /// Copies the output pins to `out` and tells whether any of them differs from what it held.
  /// Vectors of a larger model keep the model's width. A copy that the caller has altered must have
  /// its `state` set to 0.
  virtual bool outputs(ControlOutputs& out) = 0;
  /// Adds the model and everything in it to the waveform; before the wave file is opened.
  virtual void trace(WaveFile& wave) = 0;
};

}  // namespace softbound
