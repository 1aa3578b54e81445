// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "chip/history.h"
#include "chip/register_bank.h"
#include "chip/violation_log.h"
#include "core/bits.h"
#include "core/control_timing.h"

namespace softbound {

/// A latch that found UP and DN both high, and so wrote nothing.
struct IllegalLatch {
  TimePs latch_ps;
  std::uint32_t row, column;
};

/// Watches UP and DN at the latches of the slots: they must not change at the very instant at
/// which they are sampled, and not both be high then. Under transparent latching, any change
/// during the write reaches the cell.
class LatchChecker {
 public:
  /// @param registers as the control's own: masks, latch instant, write enable
  LatchChecker(const ControlTiming& timing, const RegisterBank& registers, std::size_t columns,
               std::size_t slots, ViolationLog& log);

  void on_up_dn(TimePs now_ps, const Bits& up, const Bits& dn);
  /// The slot begins to read; or begins anew.
  void on_read(std::size_t slot, TimePs now_ps) { slots_[slot].read_ps = now_ps; }
  /// Wr rises, and the instant is over as far as UP and DN are concerned.
  /// @param columns read
  /// @param on_illegal told of each column whose UP and DN are both high
  void on_latch(std::size_t slot, TimePs now_ps, std::uint32_t row, const Bits& columns,
                const std::function<void(const IllegalLatch&)>& on_illegal);
  void on_write_end(std::size_t slot) { slots_[slot].writing = false; }

 private:
  struct Slot {
    TimePs read_ps = 0;
    bool writing = false;
    Bits columns;
  };
  struct Change {
    TimePs time_ps;
    std::size_t column;
  };
  TimePs sampled_ps(const Slot& slot, TimePs latch_ps) const;
  void announce(TimePs now_ps, std::size_t column, Hazard hazard, const std::string& text);

  const ControlTiming timing_;
  const RegisterBank& registers_;
  ViolationLog& log_;
  const TimePs keep_ps_;
  std::vector<Slot> slots_;
  Bits up_, dn_;
  History<Bits> both_;         // UP and DN of one column
  std::deque<Change> recent_;  // of UP or DN
};

}  // namespace softbound
