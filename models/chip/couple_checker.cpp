// SPDX-License-Identifier: Apache-2.0
#include "chip/couple_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace softbound {

void CoupleChecker::observe(TimePs now_ps, std::uint32_t row, const Bits& read, const Bits& ltp,
                            const Bits& ltd) {
  const bool writes = ltp.any() || ltd.any();
  if (overlaps_.empty() && !(writes && read.any()) && !(ltp & ltd).any()) return;
  const std::vector<std::pair<Pair, Bits>> now{
      {Pair::read_ltp, read & ltp}, {Pair::read_ltd, read & ltd}, {Pair::ltp_ltd, ltp & ltd}};
  end_where_not(now, now_ps);
  for (const auto& [pair, columns] : now) begin(pair, row, columns, now_ps);
}

void CoupleChecker::begin(Pair pair, std::uint32_t row, const Bits& columns, TimePs now_ps) {
  columns.for_each([&, pair = pair](std::size_t j) {
    const bool known = std::any_of(overlaps_.begin(), overlaps_.end(), [&](const Overlap& o) {
      return o.pair == pair && o.column == j;
    });
    if (!known) overlaps_.push_back({pair, row, j, now_ps});
  });
}

void CoupleChecker::end_where_not(const std::vector<std::pair<Pair, Bits>>& still, TimePs now_ps) {
  const auto ends = [&](const Overlap& overlap) {
    return std::none_of(still.begin(), still.end(), [&](const auto& pair_and_columns) {
      return pair_and_columns.first == overlap.pair && pair_and_columns.second.test(overlap.column);
    });
  };
  for (const Overlap& overlap : overlaps_) {
    // Within one instant wires may change one after the other.
    if (ends(overlap) && overlap.since_ps < now_ps) announce(overlap, now_ps);
  }
  overlaps_.erase(std::remove_if(overlaps_.begin(), overlaps_.end(), ends), overlaps_.end());
}

void CoupleChecker::announce(const Overlap& overlap, TimePs now_ps) {
  const bool read = overlap.pair != Pair::ltp_ltd;
  const bool ltd = overlap.pair != Pair::read_ltp;
  const double v_a = read ? cell_.v_read_v : cell_.v_ltp_v;
  const double v_b = ltd ? cell_.v_ltd_v : cell_.v_ltp_v;
  const double r_ohm = (read ? cell_.r_switch_read_ohm : cell_.r_switch_ltp_ohm) +
                       (ltd ? cell_.r_switch_ltd_ohm : cell_.r_switch_ltp_ohm);
  const TimePs overlap_ps = now_ps - overlap.since_ps;
  const double charge_c = std::abs(v_a - v_b) / r_ohm * s_from_ps(overlap_ps);
  log_.announce(Hazard::shoot_through, now_ps,
                fmt::format("slot{0}.{1}, slot{0}.{2}[{3}]", slot_, read ? "read" : "ltp",
                            ltd ? "ltd" : "ltp", overlap.column),
                fmt::format("two couples of cell {},{} on together for {:.3f} ns: {} C from rail "
                            "to rail",
                            overlap.row, overlap.column, ns_from_ps(overlap_ps),
                            r_ohm > 0 ? fmt::format("{:.6g}", charge_c) : "no limit to the"));
}

}  // namespace softbound
