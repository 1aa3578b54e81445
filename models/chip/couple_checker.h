// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cell/cell_parameters.h"
#include "chip/violation_log.h"
#include "core/bits.h"

namespace softbound {

/// Watches the switch couples of the cells that one slot drives: while two of a cell's couples
/// conduct at once, charge flows straight from one rail to the other,
///
///     Q = |V_a - V_b| / (R_sw,a + R_sw,b) x overlap.
class CoupleChecker {
 public:
  CoupleChecker(const CellParameters& cell, std::size_t slot, ViolationLog& log)
      : cell_{cell}, slot_{slot}, log_{log} {}

  /// The slot's wires now. An overlap is announced as it ends.
  /// @param read columns of the cells whose Read is high
  void observe(TimePs now_ps, std::uint32_t row, const Bits& read, const Bits& ltp,
               const Bits& ltd);
  /// The run is over: what still overlaps is announced, too.
  void finish(TimePs now_ps) { end_where_not({}, now_ps); }

 private:
  enum class Pair { read_ltp, read_ltd, ltp_ltd };
  struct Overlap {
    Pair pair;
    std::uint32_t row;
    std::size_t column;
    TimePs since_ps;
  };
  void begin(Pair pair, std::uint32_t row, const Bits& columns, TimePs now_ps);
  void end_where_not(const std::vector<std::pair<Pair, Bits>>& still, TimePs now_ps);
  void announce(const Overlap& overlap, TimePs now_ps);

  const CellParameters cell_;
  const std::size_t slot_;
  ViolationLog& log_;
  std::vector<Overlap> overlaps_;
};

}  // namespace softbound
