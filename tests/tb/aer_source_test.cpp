// SPDX-License-Identifier: Apache-2.0
#include "aer_source.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "chip/sim_time.h"
#include "sim_test.h"

namespace softbound {
namespace {

constexpr TimePs kOriginPs = 10 * kPsPerUs;

/// A source and a receiver that acknowledges as it is told.
class SourceBench {
 public:
  explicit SourceBench(std::vector<Spike> list, ControlTiming timing = {})
      : spikes{std::move(list)}, source{"source", spikes, kOriginPs, timing, table} {
    source.req_o(req);
    source.addr_o(addr);
    source.ack_i(ack);
    sc_core::sc_spawn_options options;
    options.spawn_method();
    options.dont_initialize();
    options.set_sensitivity(&req.value_changed_event());
    options.set_sensitivity(&answer_);
    sc_core::sc_spawn([this] { on_request(); }, "receiver", &options);
  }

  void run_to(TimePs time_ps) { sc_core::sc_start(sim_time(time_ps - now_ps())); }
  const TimingEntry& hold() const { return table.entry(TimingQuantity::hold_time); }

  std::vector<Spike> spikes;
  TimingTable table{{}};
  sc_core::sc_signal<bool> req{"req"}, ack{"ack"};
  sc_core::sc_signal<std::uint32_t> addr{"addr"};
  AerSource source;
  TimePs delay_ps = 1 * kPsPerNs;                          // request to acknowledge
  std::vector<std::pair<TimePs, std::uint32_t>> requests;  // time from the origin, row
  std::vector<TimePs> falls_ps;

 private:
  void on_request() {
    if (req.read() && req.event()) {
      requests.emplace_back(now_ps() - kOriginPs, addr.read());
      answer_.notify(sim_time(delay_ps));
    } else if (req.read()) {
      ack = true;
    } else if (req.event()) {
      falls_ps.push_back(now_ps() - kOriginPs);
      answer_.notify(sim_time(kPsPerNs));
    } else {
      ack = false;
    }
  }

  sc_core::sc_event answer_;
};

using Requests = std::vector<std::pair<TimePs, std::uint32_t>>;

SIM_TEST(AerSource, OffersEachSpikeAtItsTimeWhenTheBusIsFree) {
  SourceBench bench{{{0, 3}, {1'000'000, 1}, {2'500'001, 7}}};
  bench.run_to(kOriginPs + 10 * kPsPerUs);
  EXPECT_EQ(bench.requests, (Requests{{0, 3}, {1'000'000, 1}, {2'500'001, 7}}));
  EXPECT_EQ(bench.source.offered(), 3u);
  EXPECT_EQ(bench.source.acknowledged(), 3u);
  EXPECT_EQ(bench.hold().count, 0u) << "nobody waited";
}

SIM_TEST(AerSource, KeepsFourPhasesOneNanosecondApart) {
  SourceBench bench{{{0, 3}, {0, 4}, {0, 5}}};
  bench.run_to(kOriginPs + kPsPerUs);
  // Up, acknowledged 1 ns later, down 1 ns later, acknowledge down 1 ns later, next 1 ns later.
  EXPECT_EQ(bench.requests, (Requests{{0, 3}, {4'000, 4}, {8'000, 5}}));
  EXPECT_EQ(bench.falls_ps, (std::vector<TimePs>{2'000, 6'000, 10'000}));
}

SIM_TEST(AerSource, WithheldAcknowledgeMakesAllLaterSpikesWaitInOrder) {
  SourceBench bench{{{0, 3}, {10'000, 1}, {20'000, 2}}};
  bench.delay_ps = 100'000;
  bench.run_to(kOriginPs + kPsPerUs);
  EXPECT_EQ(bench.requests, (Requests{{0, 3}, {103'000, 1}, {206'000, 2}}));
}

SIM_TEST(AerSource, HoldTimeIsWhatASpikeWaitsBeyondAnUndelayedAcceptance) {
  SourceBench bench{{{0, 3}, {10'000, 1}}};
  bench.delay_ps = 100'000;
  bench.run_to(kOriginPs + kPsPerUs);
  EXPECT_EQ(bench.hold().count, 2u);
  EXPECT_EQ(bench.hold().least_ps, 100'000 - 1'000);              // t_request is no delay
  EXPECT_EQ(bench.hold().greatest_ps, 203'000 - 10'000 - 1'000);  // nor is its own spike's time
}

SIM_TEST(AerSource, HoldTimeOfClockedControlCountsFromTheThirdEdge) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  SourceBench bench{{{4'000, 3}}, timing};
  bench.delay_ps = 26'000;  // acknowledged at 30 ns, the earliest edge
  bench.run_to(kOriginPs + kPsPerUs);
  EXPECT_EQ(bench.hold().count, 0u);
}

SIM_TEST(AerSource, SpikesFromTheStopOnAreNotOffered) {
  SourceBench bench{{{0, 3}, {kPsPerUs, 1}, {2 * kPsPerUs, 2}}};
  bench.source.stop_at(kOriginPs + 2 * kPsPerUs);
  bench.run_to(kOriginPs + 5 * kPsPerUs);
  EXPECT_EQ(bench.source.offered(), 2u);
}

SIM_TEST(AerSource, WaitingSpikeIsOfferedButNotAcknowledged) {
  SourceBench bench{{{0, 3}, {1'000, 1}}};
  bench.delay_ps = 10 * kPsPerUs;
  bench.run_to(kOriginPs + 5 * kPsPerUs);
  EXPECT_EQ(bench.source.offered(), 1u);
  EXPECT_EQ(bench.source.acknowledged(), 0u);
}

SIM_TEST(AerSource, EmptyListIsSilent) {
  SourceBench bench{{}};
  bench.run_to(kOriginPs + 5 * kPsPerUs);
  EXPECT_TRUE(bench.requests.empty());
}

}  // namespace
}  // namespace softbound
