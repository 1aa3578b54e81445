// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string>

#include "core/control_timing.h"
#include "core/toml_parameters.h"

namespace softbound {

/// What the timing table measures, one row each.
enum class TimingQuantity {
  request_to_acknowledge,
  request_to_read,
  read_width,
  read_to_write_gap,
  ltp_width,
  ltd_width,
  up_dn_setup,      ///< since the last change of UP or DN, before they are sampled
  up_dn_stability,  ///< for how long UP and DN stay as they were at the start of a write, within it
  hold_time,        ///< by which a waiting spike is accepted later than one that need not wait
  output_spike_to_acknowledge,
};
constexpr std::size_t kTimingQuantities = 10;
constexpr std::array<const char*, kTimingQuantities> kTimingQuantityNames{
    "request_to_acknowledge",
    "request_to_read",
    "read_width",
    "read_to_write_gap",
    "ltp_width",
    "ltd_width",
    "up_dn_setup",
    "up_dn_stability",
    "hold_time",
    "output_spike_to_acknowledge"};

/// Least and greatest value of one quantity, in ns; "no limit" is 0 and infinity.
struct TimingLimit {
  double least_ns = 0;
  double greatest_ns = std::numeric_limits<double>::infinity();
  std::string origin;  ///< file and line, or "nominal"

  bool set() const { return least_ns > 0 || greatest_ns < std::numeric_limits<double>::infinity(); }
};

/// What is judged of a whole run, each by a greatest value.
enum class TotalQuantity {
  energy_read_j,
  energy_ltp_j,
  energy_ltd_j,
  energy_gate_j,
  energy_total_j,
  energy_row_j,      ///< of the row that takes most
  concurrent_reads,  ///< rows read at once
  ir_drop,           ///< worst relative error of a column's summed current
  reads_meeting_write_current,
  amended_writes,
  held,
  dropped,
  out_dropped,
  waiting_at_end,  ///< spikes not accepted
};
constexpr std::size_t kTotalQuantities = 14;
constexpr std::array<const char*, kTotalQuantities> kTotalQuantityNames{
    "energy_read_j",    "energy_ltp_j",   "energy_ltd_j",
    "energy_gate_j",    "energy_total_j", "energy_row_j",
    "concurrent_reads", "ir_drop",        "reads_meeting_write_current",
    "amended_writes",   "held",           "dropped",
    "out_dropped",      "waiting_at_end"};

struct TotalLimit {
  double greatest = std::numeric_limits<double>::infinity();
  std::string origin;  ///< file and line

  bool set() const { return greatest < std::numeric_limits<double>::infinity(); }
};

/// The table [limits]: `<quantity>_min_ns` and `<quantity>_max_ns`, and what beside them is judged.
struct LimitParameters {
  /// Widths of Read, LTP, LTD and the gap must be their nominal value exactly; a limit of the
  /// user's own on one of them replaces that. Not where delays are built with a mismatch.
  bool nominal_widths = true;
  /// Longest that a handshake may wait, in ns; 0: one and a half events as programmed.
  double watchdog_ns = 0;
  std::array<TimingLimit, kTimingQuantities> limits;
  std::array<TotalLimit, kTotalQuantities> totals;  ///< `<quantity>_max`

  void describe(ParameterVisitor& visitor);
  void read(TomlSource& source);
  /// @throws InputError naming the key if a least value is above the greatest
  void check() const;
  /// The limits that hold for a control with this timing.
  std::array<TimingLimit, kTimingQuantities> resolve(const ControlTiming& timing) const;
};

}  // namespace softbound
