// SPDX-License-Identifier: Apache-2.0
// The bus under Poisson traffic against queueing theory: service times here are constant, so that
// M/D/1 (Pollaczek-Khinchine), M/D/c (Crommelin) and Erlang's loss formula hold exactly where one
// resource alone is short. Means over independent seeds are compared with four standard errors.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "network/bus_schedule.h"
#include "network/spike_traffic.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeeds = 25;  // 1, 2, ...
constexpr std::size_t kSpikes = 20'000, kWarmUp = 2'000;

/// Mean over the seeds and its standard error.
struct Estimate {
  double mean, error;

  static Estimate of(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    for (const double value : values) sum += value;
    for (const double value : values) squares += (value - sum / n) * (value - sum / n);
    return {sum / n, std::sqrt(squares / (n - 1) / n)};
  }
  void expect(double exact, const char* what) const {
    EXPECT_NEAR(mean, exact, 4 * error) << what << ", standard error " << error;
    EXPECT_LT(error, 0.1 * exact) << what;
  }
};

struct Waiting {
  Estimate share;   ///< of the spikes that wait longer than `least_ps`
  Estimate mean_s;  ///< hold, over all
};

Waiting waiting(const ControlTiming& timing, std::size_t slots, std::uint32_t rows, double rate_hz,
                TimePs least_ps) {
  std::vector<double> shares, means_s;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    TrafficParameters traffic;
    traffic.rate_hz = rate_hz;
    SpikeTraffic source{traffic, rows, seed};
    BusSchedule bus{timing, slots, rows};
    bus.restart(kNever);
    double waited = 0, sum_s = 0;
    for (std::size_t k = 0; k < kSpikes; ++k) {
      const Spike spike = source.next();
      BusEvent event;
      EXPECT_TRUE(bus.offer(spike, event));
      if (k < kWarmUp) continue;
      const TimePs hold_ps = event.time_ps - bus.undelayed_ps(spike.time_ps);
      waited += hold_ps > least_ps;
      sum_s += s_from_ps(hold_ps);
    }
    shares.push_back(waited / (kSpikes - kWarmUp));
    means_s.push_back(sum_s / (kSpikes - kWarmUp));
  }
  return {Estimate::of(shares), Estimate::of(means_s)};
}

class BusLoadFactor : public testing::TestWithParam<double> {};

// Events shorter than a handshake: the bus alone is short, one server of constant service t_cycle.
TEST_P(BusLoadFactor, WaitsForTheBusAreThoseOfAnMD1Queue) {
  const double rho = GetParam();
  SCOPED_TRACE(fmt::format("load {}, seeds 1 to {}", rho, kSeeds));
  ControlTiming timing;
  timing.t_read_ps = timing.t_write_ps = kPsPerNs;
  timing.t_gap_ps = timing.t_edge_ps = timing.t_recover_ps = 0;
  const double service_s = s_from_ps(timing.t_cycle_ps);
  const Waiting found = waiting(timing, 64, 64, rho / service_s, 0);
  found.share.expect(rho, "share that waits");
  found.mean_s.expect(rho * service_s / (2 * (1 - rho)), "mean wait");
}

INSTANTIATE_TEST_SUITE_P(, BusLoadFactor, testing::Values(0.2, 0.5, 0.8, 0.9));

/// M/D/c in equilibrium. Over one service time D all that are in service leave and nobody who comes
/// in it does: the number in the system goes from n to max(0, n - c) + Poisson(lambda D).
struct MDc {
  double share_that_waits, mean_wait_services;

  MDc(std::size_t servers, double load) {
    constexpr std::size_t kStates = 300;
    const double arrivals = load * static_cast<double>(servers);  // in one service time
    std::vector<double> poisson(kStates), p(kStates, 0);
    poisson[0] = std::exp(-arrivals);
    for (std::size_t k = 1; k < kStates; ++k) {
      poisson[k] = poisson[k - 1] * arrivals / static_cast<double>(k);
    }
    p[0] = 1;
    for (int step = 0; step < 500; ++step) {
      std::vector<double> next(kStates, 0);
      for (std::size_t n = 0; n < kStates; ++n) {
        const std::size_t left = n > servers ? n - servers : 0;
        for (std::size_t k = 0; left + k < kStates && k < 60; ++k) {
          next[left + k] += p[n] * poisson[k];
        }
      }
      p = next;
    }
    share_that_waits = 0;
    double queue = 0;
    for (std::size_t n = servers; n < kStates; ++n) {
      share_that_waits += p[n];  // arrivals of a Poisson process see the equilibrium
      queue += static_cast<double>(n - servers) * p[n];
    }
    mean_wait_services = queue / arrivals;  // Little's law
  }
};

struct SlotLoad {
  std::size_t slots;
  double load;
};
class SlotLoadFactor : public testing::TestWithParam<SlotLoad> {};

// Very many rows and a fast bus: slots alone are short.
TEST_P(SlotLoadFactor, WaitsForASlotAreThoseOfAnMDcQueue) {
  const auto [slots, load] = GetParam();
  SCOPED_TRACE(fmt::format("{} slots, load {}, seeds 1 to {}", slots, load, kSeeds));
  ControlTiming timing;
  timing.t_cycle_ps = 1;
  const double service_s = s_from_ps(timing.phases().total_ps());
  const Waiting found = waiting(timing, slots, 1u << 17,
                                load * static_cast<double>(slots) / service_s, 10 * kPsPerNs);
  const MDc exact{slots, load};
  found.share.expect(exact.share_that_waits, "share that waits");
  found.mean_s.expect(exact.mean_wait_services * service_s, "mean wait");
}

INSTANTIATE_TEST_SUITE_P(, SlotLoadFactor,
                         testing::Values(SlotLoad{1, 0.5}, SlotLoad{2, 0.7}, SlotLoad{4, 0.5},
                                         SlotLoad{4, 0.8}, SlotLoad{8, 0.9}));

TEST(Queueing, TheOracleOfOneServerIsPollaczekKhinchine) {
  const MDc one{1, 0.6};
  EXPECT_NEAR(one.share_that_waits, 0.6, 1e-12);
  EXPECT_NEAR(one.mean_wait_services, 0.6 / (2 * 0.4), 1e-9);
}

class RowLoadFactor : public testing::TestWithParam<double> {};

// With a slot for every row and busy_policy drop each row loses what finds it busy: Erlang's
// formula for one server, whatever the service time's law.
TEST_P(RowLoadFactor, LossesOfABusyRowAreErlangs) {
  const double erlang = GetParam();
  SCOPED_TRACE(fmt::format("{} erlang a row, seeds 1 to {}", erlang, kSeeds));
  constexpr std::uint32_t kRows = 64;
  ControlTiming timing;
  timing.busy_policy = BusyPolicy::drop;
  std::vector<double> losses;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    TrafficParameters traffic;
    traffic.rate_hz = kRows * erlang / s_from_ps(timing.phases().total_ps());
    SpikeTraffic source{traffic, kRows, seed};
    BusSchedule bus{timing, kRows, kRows};
    bus.restart(kNever);
    double lost = 0;
    for (std::size_t k = 0; k < kSpikes; ++k) {
      BusEvent event;
      bus.offer(source.next(), event);
      if (k >= kWarmUp) lost += event.dropped;
    }
    losses.push_back(lost / (kSpikes - kWarmUp));
  }
  Estimate::of(losses).expect(erlang / (1 + erlang), "share that is lost");
}

INSTANTIATE_TEST_SUITE_P(, RowLoadFactor, testing::Values(0.1, 1.0, 4.0));

}  // namespace
}  // namespace softbound
