// SPDX-License-Identifier: Apache-2.0
#include "network/spike_traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/random.h"

namespace softbound {

namespace {

// Who draws what of a spike.
constexpr std::uint64_t kInterval = 0, kRow = 1, kLastOfBurst = 2;

double within_burst_s(const TrafficParameters& traffic) {
  return std::min(traffic.burst_gap_s, 1 / traffic.rate_hz);
}

// Of burst_spikes times, one is the pause: their mean must be 1 / rate.
double between_bursts_s(const TrafficParameters& traffic) {
  return traffic.burst_spikes / traffic.rate_hz -
         (traffic.burst_spikes - 1) * within_burst_s(traffic);
}

}  // namespace

void TrafficParameters::check() const {
  if (!(rate_hz >= 1e-3 && rate_hz <= 1e9)) {
    throw InputError{fmt::format("--rate {}: expected 0.001 to 1e9 spikes per second", rate_hz)};
  }
  if (!(burst_spikes >= 1 && burst_spikes <= 1e6)) {
    throw InputError{fmt::format("--burst-spikes {}: expected 1 to 1e6", burst_spikes)};
  }
  if (!(burst_gap_s > 0 && burst_gap_s <= 1)) {
    throw InputError{
        fmt::format("--burst-gap {}: expected a time above 0 and at most 1 s", burst_gap_s)};
  }
}

SpikeTraffic::SpikeTraffic(const TrafficParameters& traffic, std::uint32_t rows, std::uint64_t seed)
    : rows_{rows},
      seed_{seed},
      within_s_{within_burst_s(traffic)},
      between_s_{between_bursts_s(traffic)},
      last_share_{1 / traffic.burst_spikes} {
  traffic.check();
}

Spike SpikeTraffic::next() {
  const CounterRandom random{seed_, RandomStream::stimulus};
  const bool new_burst = random.uniform(kLastOfBurst, count_) < last_share_;
  const double interval_s =
      -(new_burst ? between_s_ : within_s_) * std::log(random.uniform(kInterval, count_));
  time_ps_ += std::max<TimePs>(1, ps_from_s(interval_s));
  const auto row =
      static_cast<std::uint32_t>(static_cast<double>(rows_) * random.uniform(kRow, count_));
  ++count_;
  return {time_ps_, std::min(row, rows_ - 1)};
}

std::vector<Spike> random_traffic(const TrafficParameters& traffic, std::uint32_t rows,
                                  std::uint64_t seed, std::size_t count) {
  SpikeTraffic source{traffic, rows, seed};
  std::vector<Spike> spikes(count);
  for (Spike& spike : spikes) spike = source.next();
  return spikes;
}

}  // namespace softbound
