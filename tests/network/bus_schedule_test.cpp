// SPDX-License-Identifier: Apache-2.0
#include "network/bus_schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace softbound {
namespace {

constexpr TimePs kEvent = 3'000'000 + 20'000 + 10'040'000 + 20'000;

std::vector<BusEvent> play(const ControlTiming& timing, std::size_t slots,
                           const std::vector<Spike>& spikes, TimePs duration_ps = kPsPerS) {
  BusSchedule bus{timing, slots, 64};
  bus.restart(duration_ps);
  std::vector<BusEvent> events;
  BusEvent event;
  for (const Spike& spike : spikes) {
    if (!bus.offer(spike, event)) break;
    events.push_back(event);
  }
  return events;
}

ControlTiming with(BusyPolicy policy, ControlKind control = ControlKind::self_timed) {
  ControlTiming timing;
  timing.busy_policy = policy;
  timing.control = control;
  return timing;
}

TEST(BusSchedule, AcceptsASpikeOnceItsRequestHasBeenUpForTheRequestTime) {
  const auto events = play({}, 8, {{5'000'000, 3}});
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].request_ps, 5'000'000);
  EXPECT_EQ(events[0].time_ps, 5'001'000);
  EXPECT_EQ(events[0].latch_ps, 5'001'000 + 3'020'000);
  EXPECT_EQ(events[0].row, 3u);
}

TEST(BusSchedule, OffersSpikesOfOneInstantOneHandshakeAfterTheOther) {
  const auto events = play({}, 8, {{0, 0}, {0, 1}, {0, 2}});
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].request_ps, events[0].time_ps + 3'000);
  EXPECT_EQ(events[1].time_ps, events[0].time_ps + 4'000);
  EXPECT_EQ(events[2].time_ps, events[1].time_ps + 4'000);
  EXPECT_EQ(events[2].slot, 2u);
}

TEST(BusSchedule, ClockedAcceptsAtTheSecondEdgeAfterTheFirstAndSixCyclesApart) {
  const auto events =
      play(with(BusyPolicy::hold, ControlKind::clocked), 8, {{10'000, 0}, {10'000, 1}});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].time_ps, 40'000);  // on an edge: seen at 20, accepted at 40
  EXPECT_EQ(events[1].time_ps, 100'000);
}

TEST(BusSchedule, HoldWaitsForTheRowAndTakesItInItsFirstFreeInstant) {
  const auto events = play({}, 8, {{0, 5}, {1'000'000, 5}});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].time_ps, events[0].time_ps + kEvent);
}

TEST(BusSchedule, WithoutAFreeSlotTheBusWaitsUnderEveryPolicy) {
  for (const BusyPolicy policy :
       {BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger, BusyPolicy::abort}) {
    const auto events = play(with(policy), 1, {{0, 0}, {1'000'000, 1}});
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].time_ps, events[0].time_ps + kEvent);
    EXPECT_FALSE(events[1].dropped);
  }
}

TEST(BusSchedule, DropAcknowledgesWithoutEffect) {
  const auto events = play(with(BusyPolicy::drop), 8, {{0, 5}, {1'000'000, 5}});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_TRUE(events[1].dropped);
  EXPECT_EQ(events[1].time_ps, 1'001'000);
}

TEST(BusSchedule, RetriggerRestartsAReadAndDropsLater) {
  const auto events =
      play(with(BusyPolicy::retrigger), 8, {{0, 5}, {1'000'000, 5}, {5'000'000, 5}});
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(events[1].restarts);
  EXPECT_EQ(events[1].slot, events[0].slot);
  EXPECT_TRUE(events[2].dropped);
}

TEST(BusSchedule, AbortRestartsWhateverTheRowIsDoing) {
  const auto events = play(with(BusyPolicy::abort), 8, {{0, 5}, {1'000'000, 5}, {9'000'000, 5}});
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(events[1].restarts);
  EXPECT_TRUE(events[2].restarts);
  EXPECT_EQ(events[2].slot, 0u);
}

TEST(BusSchedule, ASpikeHeldUntilTheDurationIsOverIsOfferedAndHeldButNotAccepted) {
  BusSchedule bus{{}, 8, 64};
  bus.restart(4'000'000);
  BusEvent event;
  EXPECT_TRUE(bus.offer({0, 5}, event));
  EXPECT_FALSE(bus.offer({1'000'000, 5}, event));
  EXPECT_FALSE(bus.offer({2'000'000, 6}, event));  // waits behind it
  EXPECT_EQ(bus.offered(), 2u);
  EXPECT_EQ(bus.held(), 1u);
  EXPECT_EQ(bus.accepted(), 1u);
  EXPECT_EQ(bus.waiting(), 1u);
}

// Slots and rows are resources of one user at a time, whatever the policy and the load.
TEST(BusSchedule, NoSlotAndNoRowEverServesTwoEventsAtOnce) {
  for (std::uint64_t seed = 1; seed <= 64; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice{seed};
    const auto control = seed % 2 == 0 ? ControlKind::clocked : ControlKind::self_timed;
    const ControlTiming timing = with(static_cast<BusyPolicy>(seed / 2 % 4), control);
    const TimePs total_ps = timing.phases().total_ps();
    const std::size_t slots = 1 + dice() % 6;
    std::vector<Spike> spikes;
    TimePs time_ps = 0;
    for (int k = 0; k < 400; ++k) {
      time_ps += static_cast<TimePs>(dice() % 4'000'000);
      spikes.push_back({time_ps, static_cast<std::uint32_t>(dice() % 8)});
    }
    std::vector<TimePs> slot_free_ps(slots, 0), row_free_ps(64, 0);
    TimePs previous_ps = -1;
    for (const BusEvent& event : play(timing, slots, spikes)) {
      ASSERT_GT(event.time_ps, previous_ps);
      previous_ps = event.time_ps;
      if (event.dropped) {
        ASSERT_GT(row_free_ps[event.row] + timing.clock_period_ps, event.time_ps);
        continue;
      }
      ASSERT_LT(event.slot, slots);
      if (!event.restarts) {
        ASSERT_LE(slot_free_ps[event.slot], event.time_ps);
        ASSERT_LE(row_free_ps[event.row], event.time_ps);
        for (std::size_t lower = 0; lower < event.slot; ++lower) {
          ASSERT_GT(slot_free_ps[lower] + timing.clock_period_ps, event.time_ps);
        }
      }
      slot_free_ps[event.slot] = row_free_ps[event.row] = event.time_ps + total_ps;
    }
  }
}

}  // namespace
}  // namespace softbound
