// SPDX-License-Identifier: Apache-2.0
#include "self_timed/row_controller_rtl.h"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "core/error.h"
#include "rtl_context.h"

namespace softbound {
namespace {

constexpr std::size_t kColumns = 4;
constexpr RowControllerRtl::Delays kDelays{3'000'000, 20'000, 10'040'000, 20'000};
constexpr TimePs kTotalPs = 3'000'000 + 20'000 + 10'040'000 + 20'000;

/// A row and its surroundings: answers what the row asks at the end of each instant, notes edges.
class RowBench {
 public:
  explicit RowBench(BusyPolicy policy = BusyPolicy::hold,
                    LatchInstant latch = LatchInstant::write_start)
      : row{RowControllerRtl::create(context, "row", kColumns)} {
    row->set_delays(kDelays);
    registers = {true, policy, latch};
    row->set_registers(registers);
    row->set_masks({Bits(kColumns, true), Bits(kColumns, true), Bits(kColumns, true)});
    row->set_neurons(Bits(kColumns), Bits(kColumns));
    eval();
  }

  /// Up to this time, what is due at it included; leaves questions of that instant open.
  void run_to(TimePs time_ps) {
    for (;;) {
      if (now_ps < time_ps) answer();
      if (row->next_ps() > time_ps) break;
      now_ps = row->next_ps();
      eval();
    }
    now_ps = time_ps;
  }
  void answer() {
    while (row->outputs().ask) note(row->eval(now_ps, true));
  }
  void eval() { note(row->eval(now_ps)); }

  void request(bool up) {
    row->set_request(up);
    eval();
  }
  /// A handshake of 1 ns.
  void spike_at(TimePs time_ps) {
    run_to(time_ps);
    request(true);
    run_to(time_ps + 1000);
    request(false);
  }

  RtlContext context;
  std::unique_ptr<RowControllerRtl> row;
  RowControllerRtl::Registers registers;
  TimePs now_ps = 0;
  struct Edge {
    TimePs time_ps;
    bool read, wr;
    friend bool operator==(const Edge& a, const Edge& b) {
      return std::tie(a.time_ps, a.read, a.wr) == std::tie(b.time_ps, b.read, b.wr);
    }
    friend std::ostream& operator<<(std::ostream& out, const Edge& edge) {
      return out << edge.time_ps << " ps: read " << edge.read << ", wr " << edge.wr;
    }
  };
  std::vector<Edge> edges;

 private:
  void note(const RowControllerRtl::Outputs& out) {
    if (out.read == read_ && out.wr == wr_) return;
    if (!edges.empty() && edges.back().time_ps == now_ps) edges.pop_back();
    edges.push_back({now_ps, read_ = out.read, wr_ = out.wr});
  }
  bool read_ = false, wr_ = false;
};

using Edges = std::vector<RowBench::Edge>;

Bits columns(std::initializer_list<std::size_t> set) {
  Bits bits(kColumns);
  for (const auto column : set) bits.set(column);
  return bits;
}

TEST(RowControllerRtl, E1_ReadGapAndWriteHaveTheirDelaysToThePicosecond) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.run_to(20'000'000);
  EXPECT_EQ(bench.edges, (Edges{{1'000, true, false},
                                {3'001'000, false, false},
                                {3'021'000, false, true},
                                {13'061'000, false, false}}));
  EXPECT_EQ(bench.context.assertion_failures(), 0);
}

TEST(RowChecker, NoticesAnAnswerThatNobodyAskedFor) {
  RowBench bench;
  bench.run_to(1'000'000'000);
  bench.row->eval(bench.now_ps, true);
  EXPECT_EQ(bench.context.assertion_failures(), 1);
}

TEST(RowChecker, NoticesAReadThatIsNotAsLongAsItsDelay) {
  RowBench bench;
  bench.spike_at(1'000);
  auto delays = kDelays;
  delays.read_ps += 1;
  bench.row->set_delays(delays);
  bench.run_to(4'000'000);
  EXPECT_EQ(bench.context.assertion_failures(), 1);
}

TEST(RowChecker, NoticesAWriteThatIsNotAsLongAsItsDelay) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.run_to(4'000'000);
  auto delays = kDelays;
  delays.write_ps -= 1;
  bench.row->set_delays(delays);
  bench.run_to(20'000'000);
  EXPECT_EQ(bench.context.assertion_failures(), 1);
}

TEST(RowChecker, HasNothingAgainstEventsThatAreClearedOrAborted) {
  RowBench bench{BusyPolicy::abort};
  for (const TimePs start_ps : {1'000, 2'000'000, 8'000'000, 22'000'000}) bench.spike_at(start_ps);
  bench.run_to(27'000'000);
  bench.row->set_clear(true);
  bench.eval();
  bench.run_to(60'000'000);
  EXPECT_EQ(bench.context.assertion_failures(), 0);
}

TEST(RowControllerRtl, W2_AcknowledgeRisesWithAcceptanceAndFallsWithTheRequest) {
  RowBench bench;
  bench.run_to(500);
  bench.request(true);
  EXPECT_TRUE(bench.row->outputs().ack);
  bench.run_to(900);
  EXPECT_TRUE(bench.row->outputs().ack);
  bench.request(false);
  EXPECT_FALSE(bench.row->outputs().ack);
}

TEST(RowControllerRtl, I12_NothingHappensWithoutARequestOrWhileDisabled) {
  RowBench bench;
  bench.registers.enable = false;
  bench.row->set_registers(bench.registers);
  bench.run_to(1'000'000'000);
  bench.request(true);
  EXPECT_FALSE(bench.row->outputs().ack);
  EXPECT_EQ(bench.row->next_ps(), kNever);
  bench.registers.enable = true;
  bench.row->set_registers(bench.registers);
  bench.eval();
  EXPECT_TRUE(bench.row->outputs().read);
}

TEST(RowControllerRtl, RowIsBusyFromAcceptanceToTheEndOfItsRecovery) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.run_to(1'000 + kTotalPs - 1);
  EXPECT_TRUE(bench.row->outputs().busy);
  bench.run_to(1'000 + kTotalPs);
  EXPECT_FALSE(bench.row->outputs().busy);
}

TEST(RowControllerRtl, HoldTakesAWaitingSpikeAtTheInstantAtWhichTheRowIsFree) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.run_to(5'000'000);
  bench.request(true);
  EXPECT_FALSE(bench.row->outputs().ack);
  EXPECT_EQ(bench.row->outputs().held, 1u);
  bench.run_to(1'000 + kTotalPs);
  EXPECT_TRUE(bench.row->outputs().ack);
  EXPECT_EQ(bench.edges.back(), (RowBench::Edge{1'000 + kTotalPs, true, false}));
  EXPECT_EQ(bench.row->outputs().held, 1u);
}

TEST(RowControllerRtl, DropAcknowledgesASpikeForABusyRowAndCountsIt) {
  RowBench bench{BusyPolicy::drop};
  bench.spike_at(1'000);
  bench.spike_at(5'000'000);
  bench.run_to(20'000'000);
  EXPECT_EQ(bench.row->outputs().started, 1u);
  EXPECT_EQ(bench.row->outputs().dropped, 1u);
  EXPECT_EQ(bench.edges.size(), 4u);
}

TEST(RowControllerRtl, RetriggerStartsAReadAnewAndDropsALaterSpike) {
  RowBench bench{BusyPolicy::retrigger};
  bench.spike_at(1'000);
  bench.spike_at(2'000'000);
  bench.spike_at(6'000'000);
  bench.run_to(30'000'000);
  EXPECT_EQ(bench.row->outputs().dropped, 1u);
  EXPECT_EQ(bench.edges, (Edges{{1'000, true, false},
                                {5'000'000, false, false},
                                {5'020'000, false, true},
                                {15'060'000, false, false}}));
}

TEST(RowControllerRtl, AbortEndsAWriteAndReadsAnew) {
  RowBench bench{BusyPolicy::abort};
  bench.spike_at(1'000);
  bench.spike_at(7'000'000);
  bench.run_to(30'000'000);
  EXPECT_EQ(bench.edges, (Edges{{1'000, true, false},
                                {3'001'000, false, false},
                                {3'021'000, false, true},
                                {7'000'000, true, false},
                                {10'000'000, false, false},
                                {10'020'000, false, true},
                                {20'060'000, false, false}}));
  EXPECT_EQ(bench.row->outputs().started, 2u);
}

TEST(RowControllerRtl, AbortAtTheVeryEndOfAReadKeepsItUp) {
  RowBench bench{BusyPolicy::abort};
  bench.spike_at(1'000);
  bench.run_to(3'001'000);
  EXPECT_TRUE(bench.row->outputs().ask);
  bench.request(true);
  bench.run_to(6'000'999);
  EXPECT_EQ(bench.edges.size(), 1u);
  bench.run_to(6'001'001);
  EXPECT_EQ(bench.edges.back(), (RowBench::Edge{6'001'000, false, false}));
}

TEST(RowControllerRtl, AbortAtTheInstantOfALatchDecidesNothing) {
  RowBench bench{BusyPolicy::abort};
  bench.spike_at(1'000);
  bench.run_to(3'021'000);
  EXPECT_TRUE(bench.row->outputs().ask);
  bench.request(true);
  bench.answer();
  EXPECT_EQ(bench.row->outputs().decided, 0u);
  EXPECT_EQ(bench.edges.back(), (RowBench::Edge{3'021'000, true, false}));
}

TEST(RowControllerRtl, I6_ClearEndsEverythingAtOnceAndNothingFollows) {
  for (const TimePs when_ps : {2'000'000, 3'010'000, 7'000'000, 13'070'000}) {
    RowBench bench;
    bench.spike_at(1'000);
    bench.run_to(when_ps);
    bench.row->set_clear(true);
    bench.eval();
    bench.row->set_clear(false);
    bench.eval();
    EXPECT_FALSE(bench.row->outputs().read || bench.row->outputs().wr || bench.row->outputs().busy);
    const auto edges = bench.edges.size();
    bench.run_to(60'000'000);
    EXPECT_EQ(bench.edges.size(), edges) << "cleared at " << when_ps;
  }
}

TEST(RowControllerRtl, I9_DecisionIsThatOfTheLatchInstantForTheWholeWrite) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.row->set_neurons(columns({0, 2}), columns({1, 2}));
  bench.run_to(3'021'001);
  bench.row->set_neurons(columns({3}), columns({0}));
  bench.eval();
  RowControllerRtl::Decision found;
  bench.row->read_decision(found);
  EXPECT_EQ(found.ltp, columns({0}));
  EXPECT_EQ(found.ltd, columns({1}));
  EXPECT_EQ(found.illegal, columns({2}));
  bench.run_to(13'061'000);
  bench.row->read_decision(found);
  EXPECT_FALSE(found.ltp.any() || found.ltd.any());
}

TEST(RowControllerRtl, ArrivalDecidesByWhatWasAskedAsTheSpikeArrived) {
  RowBench bench{BusyPolicy::hold, LatchInstant::arrival};
  bench.row->set_neurons(columns({0}), columns({}));
  bench.spike_at(1'000);
  bench.row->set_neurons(columns({}), columns({0}));
  bench.run_to(3'021'001);
  RowControllerRtl::Decision found;
  bench.row->read_decision(found);
  EXPECT_EQ(found.ltp, columns({0}));
}

TEST(RowControllerRtl, TransparentLatchesFollowDuringTheWrite) {
  RowBench bench{BusyPolicy::hold, LatchInstant::transparent};
  bench.spike_at(1'000);
  bench.run_to(4'000'000);
  bench.row->set_neurons(columns({}), columns({2}));
  bench.eval();
  RowControllerRtl::Decision found;
  bench.row->read_decision(found);
  EXPECT_EQ(found.ltd, columns({2}));
}

TEST(RowControllerRtl, ColumnsAreThoseEnabledAsTheSpikeWasAccepted) {
  RowBench bench;
  const Bits all(kColumns, true);
  bench.row->set_masks({columns({0, 2}), all, all});
  bench.spike_at(1'000);
  bench.row->set_masks({all, all, all});
  bench.row->set_neurons(all, columns({}));
  bench.run_to(4'000'000);
  RowControllerRtl::Decision found;
  bench.row->read_decision(found);
  EXPECT_EQ(found.ltp, columns({0, 2}));
}

TEST(RowControllerRtl, UpAndDnCountWhereTheMasksOfTheLatchInstantSaySo) {
  RowBench bench;
  const Bits all(kColumns, true);
  bench.spike_at(1'000);
  bench.row->set_masks({all, columns({0, 1}), columns({2})});
  bench.row->set_neurons(all, all);
  bench.run_to(4'000'000);
  RowControllerRtl::Decision found;
  bench.row->read_decision(found);
  EXPECT_EQ(found.ltp, columns({0, 1}));
  EXPECT_EQ(found.ltd, columns({2}));
  EXPECT_FALSE(found.illegal.any());
}

TEST(RowControllerRtl, DelaysAreInputsAndHoldForTheNextEvent) {
  RowBench bench;
  bench.spike_at(1'000);
  bench.run_to(20'000'000);
  bench.row->set_delays({1, 0, 1, 0});
  bench.edges.clear();
  bench.spike_at(30'000'000);
  bench.run_to(31'000'000);
  EXPECT_EQ(
      bench.edges,
      (Edges{{30'000'000, true, false}, {30'000'001, false, true}, {30'000'002, false, false}}));
}

TEST(RowControllerRtl, ASlowMutexDelaysDecisionsByItsOwnDelay) {
  RowBench bench;
  bench.row->set_delays({3'000'000, 20'000, 10'040'000, 20'000, 300});
  bench.run_to(1'000);
  bench.request(true);
  bench.run_to(1'299);
  EXPECT_TRUE(bench.edges.empty());
  bench.run_to(2'000);
  EXPECT_EQ(bench.edges.front(), (RowBench::Edge{1'300, true, false}));
}

TEST(RowControllerRtl, MoreColumnsThanAnyIsBuiltForAreRefused) {
  RtlContext context;
  const auto most = RowControllerRtl::built_columns().back();
  EXPECT_NO_THROW(RowControllerRtl::create(context, "row", most));
  EXPECT_THROW(RowControllerRtl::create(context, "row", most + 1), InputError);
}

}  // namespace
}  // namespace softbound
