// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "network/spike_file.h"

namespace softbound {

/// How spikes come, all rows together and every row as likely as every other.
struct TrafficParameters {
  double rate_hz = 1e5;  ///< mean over the array
  /// Spikes of a burst, on average: a spike is the last of its burst with one in so many. 1: a
  /// Poisson process.
  double burst_spikes = 1;
  /// Mean time between the spikes of a burst; at most the mean time between all spikes counts, at
  /// which bursts are no bursts any more.
  double burst_gap_s = 100e-9;

  /// @throws InputError naming the option unless 1e-3 <= rate_hz <= 1e9, burst_spikes >= 1 and
  ///   burst_gap_s > 0
  void check() const;
};

/// Random spikes, one after the other: a renewal process whose times between spikes are
/// exponential, short within a burst and long between bursts, so that their mean is 1 / rate_hz.
/// The draws of spike k depend on (seed, k) alone: another rate stretches the same spikes.
///
/// Times are at least 1 ps apart, so that their order is that of the sender.
class SpikeTraffic {
 public:
  SpikeTraffic(const TrafficParameters& traffic, std::uint32_t rows, std::uint64_t seed);

  Spike next();

 private:
  const std::uint32_t rows_;
  const std::uint64_t seed_;
  const double within_s_;   ///< mean time to the next spike of a burst
  const double between_s_;  ///< ... of another burst
  const double last_share_;
  std::uint64_t count_ = 0;
  TimePs time_ps_ = 0;
};

/// The first `count` of them.
std::vector<Spike> random_traffic(const TrafficParameters& traffic, std::uint32_t rows,
                                  std::uint64_t seed, std::size_t count);

}  // namespace softbound
