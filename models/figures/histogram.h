// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace softbound {

/// Shares of weights in equal bins from 0 to 1. A weight on a bound belongs to the bin above it, 1
/// to the last one.
class Histogram {
 public:
  /// @param bins at least 1
  explicit Histogram(std::size_t bins) : counts_(bins) {}

  void add(double weight);
  void add(const Histogram& other);

  std::size_t bins() const { return counts_.size(); }
  std::size_t total() const { return total_; }
  double low(std::size_t bin) const {
    return static_cast<double>(bin) / static_cast<double>(bins());
  }
  double high(std::size_t bin) const { return low(bin + 1); }
  /// 0 of an empty histogram.
  double share(std::size_t bin) const;
  /// Share of the weights in bins that lie within `distance` of 0 or 1.
  double share_near_bounds(double distance) const;

  /// Peaks that a valley separates: of the shares averaged over three bins, those that rise by at
  /// least `prominence` of the greatest above the valley to the next peak.
  std::size_t modes(double prominence = 0.1) const;

 private:
  std::vector<std::size_t> counts_;
  std::size_t total_ = 0;
};

}  // namespace softbound
