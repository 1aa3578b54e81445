// SPDX-License-Identifier: Apache-2.0
#include "network/duration_histogram.h"

#include <algorithm>
#include <cmath>

namespace softbound {

void DurationHistogram::add(TimePs duration_ps) {
  ++bins_[bin_of(duration_ps)];
  ++count_;
  sum_ps_ += static_cast<double>(duration_ps);
  greatest_ps_ = std::max(greatest_ps_, duration_ps);
}

// Octave 0 is 0 ... 255 in steps of 1, octave n is 256 ... 511 times 2^(n-1).
std::size_t DurationHistogram::bin_of(TimePs duration_ps) {
  const auto value = static_cast<std::uint64_t>(duration_ps);
  if (value < kFine) return static_cast<std::size_t>(value);
  const unsigned shift = 63 - kFineBits - static_cast<unsigned>(__builtin_clzll(value));
  return kFine * shift + static_cast<std::size_t>(value >> shift);
}

TimePs DurationHistogram::top_of(std::size_t bin) {
  if (bin < 2 * kFine) return static_cast<TimePs>(bin);
  const std::size_t shift = bin / kFine - 1;
  const std::uint64_t first = std::uint64_t{bin % kFine + kFine} << shift;
  return static_cast<TimePs>(first + (std::uint64_t{1} << shift) - 1);
}

TimePs DurationHistogram::quantile_ps(double share) const {
  const auto rank = std::max<std::uint64_t>(
      1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
  std::uint64_t below = 0;
  for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
    below += bins_[bin];
    if (below >= rank) return std::min(top_of(bin), greatest_ps_);
  }
  return 0;
}

}  // namespace softbound
