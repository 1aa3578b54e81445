// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/bits.h"
#include "core/control_timing.h"
#include "core/time.h"

namespace softbound {

class RtlContext;
class WaveFile;

/// rtl/self_timed/row_controller.sv, Verilated, as a plain C++ object: pins in, pins out, and the
/// time at which something in it is due. One object is one row.
class RowControllerRtl {
 public:
  struct Delays {
    TimePs read_ps, gap_ps, write_ps, recover_ps;
    TimePs mutex_ps = 0;
  };
  struct Registers {
    bool enable = false;
    BusyPolicy busy_policy = BusyPolicy::hold;
    LatchInstant latch = LatchInstant::write_start;
  };
  /// One bit per column: enabled ones, those in which UP counts, those in which DN counts.
  struct Masks {
    Bits columns, up, dn;
  };
  /// What is written, one bit per column, and where UP and DN met.
  struct Decision {
    Bits ltp, ltd, illegal;
  };
  /// Pins out but for the buses, as of the last eval(). The last four count, modulo 2^16.
  struct Outputs {
    bool ack = false, ask = false, read = false, wr = false, busy = false;
    std::uint16_t started = 0, decided = 0, dropped = 0, held = 0;
  };

  virtual ~RowControllerRtl() = default;

  /// The numbers of columns built into this program, smallest first.
  static std::vector<std::size_t> built_columns();
  /// The smallest built model that has so many columns.
  /// @param name hierarchical name for the waveform, dots between levels
  /// @throws InputError naming what is built and how to add to it if none is large enough
  static std::unique_ptr<RowControllerRtl> create(RtlContext& context, const std::string& name,
                                                  std::size_t columns);

  // Inputs; they reach the row with the next eval().
  virtual void set_delays(const Delays& delays) = 0;
  virtual void set_registers(const Registers& registers) = 0;
  /// A bus here and below is as wide as the array has columns.
  virtual void set_masks(const Masks& masks) = 0;
  virtual void set_neurons(const Bits& up, const Bits& dn) = 0;
  virtual void set_clear(bool clear) = 0;
  virtual void set_request(bool request) = 0;

  /// @param now_ps not later than next_ps()
  /// @param answer the row asked, and everything has come to rest
  virtual const Outputs& eval(TimePs now_ps, bool answer = false) = 0;
  virtual const Outputs& outputs() const = 0;
  /// When something in the row is due without a change of its inputs; kNever if nothing is.
  virtual TimePs next_ps() const = 0;
  /// Copies the buses; LTP and LTD are 0 outside Wr, `illegal` is what the latches hold.
  virtual void read_decision(Decision& decision) const = 0;

  /// Adds the model and everything in it to the waveform; before the wave file is opened.
  virtual void trace(WaveFile& wave) = 0;
  /// Where coverage is measured: keeps what the models of this context did, before they go.
  virtual void keep_coverage() = 0;
};

}  // namespace softbound
