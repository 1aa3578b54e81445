// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/time.h"

namespace softbound {

/// Durations by size, in memory that does not grow: bins a 256th of their durations wide, 1 ps
/// below 512 ps. Mean and greatest are exact.
class DurationHistogram {
 public:
  /// @param duration_ps at least 0
  void add(TimePs duration_ps);

  std::uint64_t count() const { return count_; }
  double mean_ps() const { return count_ == 0 ? 0 : sum_ps_ / static_cast<double>(count_); }
  TimePs greatest_ps() const { return greatest_ps_; }
  /// The duration that a share of all does not exceed, to 1 in 256 above it; 0 without any.
  /// @param share 0 to 1
  TimePs quantile_ps(double share) const;

 private:
  static constexpr unsigned kFineBits = 8;
  static constexpr std::size_t kFine = std::size_t{1} << kFineBits;  ///< bins an octave
  static std::size_t bin_of(TimePs duration_ps);
  /// The greatest duration of a bin.
  static TimePs top_of(std::size_t bin);

  std::array<std::uint64_t, (64 - kFineBits) * kFine> bins_{};
  std::uint64_t count_ = 0;
  double sum_ps_ = 0;
  TimePs greatest_ps_ = 0;
};

}  // namespace softbound
