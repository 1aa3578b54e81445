// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "chip_bench.h"
#include "network/bus_load.h"
#include "network/spike_traffic.h"

namespace softbound {

/// When the chip bears a rate: the queue has not grown and few spikes wait for long.
struct StressCriterion {
  std::uint64_t queue_limit = 100;  ///< spikes that may wait when the last one has come
  double p99_limit_s = 0;           ///< hold that 99 % of the spikes may not exceed
};

/// Random traffic for a chip.
struct StressSetup {
  Level level = Level::event;
  ChipParameters chip;
  LimitParameters limits;
  std::uint64_t seed = 1;
  TrafficParameters traffic;
  std::uint64_t spikes = 20'000;  ///< of each rate, 1 to kMostStressSpikes
  bool free_running_clock = false;
  StressCriterion criterion;
};
constexpr std::uint64_t kMostStressSpikes = 10'000'000;

/// Shares of the durations of many spikes, in seconds.
struct DurationShares {
  double mean_s = 0, p50_s = 0, p90_s = 0, p99_s = 0, max_s = 0;

  static DurationShares of(const DurationHistogram& histogram);
};

/// What one rate did. Trivially copyable: it comes from a process of its own.
struct StressPoint {
  double rate_hz = 0;          ///< asked for
  double duration_s = 0;       ///< from t = 0 to the last spike
  std::uint64_t offered = 0;   ///< spikes that came
  std::uint64_t accepted = 0;  ///< by the control's counters, as the next two
  std::uint64_t held = 0;      ///< delayed at the head of the bus by a busy slot or row
  std::uint64_t dropped = 0;   ///< acknowledged without effect
  std::uint64_t queue = 0;     ///< not acknowledged when the last spike has come, it included
  std::uint64_t waited = 0;    ///< acknowledged spikes whose hold is above 0
  DurationShares latency;      ///< request to acknowledge
  DurationShares hold;         ///< later than if everything had been free
  double slots_mean = 0;       ///< in use, over the duration
  std::uint64_t slots_max = 0;
  std::uint64_t violations = 0;  ///< limits, invariants and hazards; 0 at level event
  std::array<char, 240> first_violation{};
  bool sustainable = false;
};

/// The highest rate that bus timing and slots could bear if spikes came evenly and never met a busy
/// row.
double stress_ceiling_hz(const ChipParameters& chip);

/// @throws InputError naming the option if the traffic or the criterion is impossible at this rate
void check_stress(const StressSetup& setup, double rate_hz);

/// Plays the traffic at one rate. All levels but event run in a process of their own: SystemC has
/// one kernel a process.
/// @param interrupted asked now and then; true gives the measurement up
/// @return nothing if it was given up
/// @throws InputError if the setup is impossible
std::optional<StressPoint> measure_stress(const StressSetup& setup, double rate_hz,
                                          const std::function<bool()>& interrupted);

}  // namespace softbound
