// SPDX-License-Identifier: Apache-2.0
#include "network/bus_load.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "network/bus_schedule.h"
#include "network/spike_traffic.h"

namespace softbound {
namespace {

constexpr std::uint32_t kRows = 6;

/// When an event keeps a slot busy; a restart cuts the one before short.
struct Stay {
  std::uint32_t row;
  TimePs begin_ps, end_ps;
};

class Policies : public testing::TestWithParam<BusyPolicy> {};

TEST_P(Policies, SlotsInUseAreThoseOfANaiveCount) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      SCOPED_TRACE(fmt::format("control {}, seed {}", static_cast<int>(control), seed));
      ControlTiming timing;
      timing.control = control;
      timing.busy_policy = GetParam();
      TrafficParameters traffic;
      traffic.rate_hz = 2e5 * static_cast<double>(seed);
      BusSchedule bus{timing, 4, kRows};
      BusLoad load{timing, kRows};
      bus.restart(kNever);
      std::vector<Stay> stays;
      for (const Spike& spike : random_traffic(traffic, kRows, seed, 500)) {
        BusEvent event;
        ASSERT_TRUE(bus.offer(spike, event));
        load.add({event.row, event.request_ps, event.time_ps,
                  event.time_ps - bus.undelayed_ps(spike.time_ps)});
        if (event.dropped) continue;
        if (event.restarts) {
          const auto former = std::find_if(stays.rbegin(), stays.rend(),
                                           [&](const Stay& stay) { return stay.row == event.row; });
          former->end_ps = std::min(former->end_ps, event.time_ps);
        }
        stays.push_back({event.row, event.time_ps, event.time_ps + timing.phases().total_ps()});
      }
      TimePs sum_ps = 0;
      std::size_t most = 0;
      for (const Stay& stay : stays) {
        sum_ps += stay.end_ps - stay.begin_ps;
        most = std::max<std::size_t>(most, static_cast<std::size_t>(std::count_if(
                                               stays.begin(), stays.end(), [&](const Stay& other) {
                                                 return other.begin_ps <= stay.begin_ps &&
                                                        stay.begin_ps < other.end_ps;
                                               })));
      }
      EXPECT_EQ(load.slot_time_ps(), sum_ps);
      EXPECT_EQ(load.most_slots(), most);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Policies,
                         testing::Values(BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger,
                                         BusyPolicy::abort));

TEST(BusLoad, LatencyAndHoldAreThoseOfTheHandshakes) {
  BusLoad load{ControlTiming{}, kRows};
  load.add({0, 1000, 2000, 0});
  load.add({1, 5000, 9000, 300});
  EXPECT_EQ(load.latency().count(), 2u);
  EXPECT_DOUBLE_EQ(load.latency().mean_ps(), 2500);
  EXPECT_EQ(load.latency().greatest_ps(), 4000);
  EXPECT_EQ(load.hold().greatest_ps(), 300);
  EXPECT_EQ(load.waited(), 1u);
  EXPECT_EQ(load.most_slots(), 2u);
}

}  // namespace
}  // namespace softbound
