// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "chip/invariant_checker.h"
#include "chip/invariant_run.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

struct Invariant {
  int number;
  const char* name;
};
constexpr Invariant kInvariants[] = {
    {1, "I1_AtMostOneCoupleConducts"},
    {2, "I2_BothMembersOfACoupleAgree"},
    {3, "I3_DeadTimeBetweenCouples"},
    {4, "I4_ComplementsAreExact"},
    {5, "I5_OneWritePhasePerReadAndNoneWithout"},
    {6, "I6_NoWriteAtPowerUpOrResetRelease"},
    {7, "I7_WidthsAreExact"},
    {8, "I8_LtpAndLtdNeverBoth"},
    {9, "I9_UpAndDnChangesDuringTheWriteDoNotMatter"},
    {10, "I10_WriteOfNothingLeavesTheWeightBitIdentical"},
    {11, "I11_OneDevicePulsePerLtpOrLtd"},
    {12, "I12_RowOrColumnSelectAloneReadsNothing"},
    {13, "I13_ChargeEntersOnlyFromCellsInRead"},
    {14, "I14_NoVoltageOutsideReadLtpAndLtd"},
    {15, "I15_NothingIsLostOrInvented"},
    {16, "I16_EnergyNeverFallsAndIsTheSumOverItsPhases"},
};

/// Every second invariant under another busy policy; what I3 and I7 say strictly, holds under hold.
ChipKind kind_for(const Invariant& invariant) {
  ChipKind kind;
  kind.load = invariant.number % 2 == 0 ? 1.2 : 0.5;
  kind.masks = invariant.number % 3 == 0;
  kind.spikes = 1250;
  if (invariant.number % 4 == 1) kind.policy = BusyPolicy::drop;
  if (invariant.number % 4 == 2) kind.policy = BusyPolicy::retrigger;
  if (invariant.number == 8 || invariant.number == 16) kind.policy = BusyPolicy::abort;
  return kind;
}

class OnTheWholeChip : public testing::TestWithParam<std::tuple<Invariant, WatchedControl>> {};

TEST_P(OnTheWholeChip, Holds) {
  run_in_fresh_kernel([] {
    const auto& [invariant, control] = GetParam();
    const auto seed = 100 * static_cast<std::uint64_t>(invariant.number) + 7;
    expect_all_invariants(control, kind_for(invariant), seed, invariant.number);
  });
}

INSTANTIATE_TEST_SUITE_P(Invariants, OnTheWholeChip,
                         testing::Combine(testing::ValuesIn(kInvariants),
                                          testing::ValuesIn(kWatchedControls)),
                         [](const auto& run) {
                           return std::string{std::get<Invariant>(run.param).name} + "_" +
                                  name_of(std::get<WatchedControl>(run.param));
                         });

/// Frames of one event by the book on a 2 x 2 array, to be spoilt.
class Story {
 public:
  Story() {
    rules.rows = rules.columns = 2;
    rules.charge_per_s = 2;
    now.row_sel = now.col_sel = now.up = now.dn = Bits(2);
    now.slots.resize(1);
    now.slots[0].ltp = now.slots[0].ltd = Bits(2);
    now.cells.resize(1);
    now.weights = {0.1, 0.2, 0.3, 0.4};
    now.write_counts.resize(4);
    now.i_dpi_per_s = {0, 0};
  }

  struct Step {
    TimePs time_ps;
    std::function<void(ChipFrame&)> change;
  };
  std::vector<Step> by_the_book() const {
    const auto phases = ControlTiming{}.phases();
    const TimePs start_ps = kPsPerUs;
    return {
        {0, [](ChipFrame&) {}},
        {start_ps - 1000, [](ChipFrame& f) { f.req = true; }},
        {start_ps,
         [](ChipFrame& f) {
           f.ack = true;
           f.row_sel.set(0);
           f.col_sel = Bits(2, true);
           f.slots[0].read = true;
           f.i_dpi_per_s = {2 * 0.1, 2 * 0.2};
           couple(f, 0, true);
         }},
        {start_ps + phases.read_ps,
         [](ChipFrame& f) {
           f.req = f.ack = false;
           f.row_sel = f.col_sel = Bits(2);
           f.slots[0].read = false;
           f.i_dpi_per_s[0] *= std::exp(-3e-6);
           f.i_dpi_per_s[1] *= std::exp(-3e-6);
           couple(f, 0, false);
         }},
        {start_ps + phases.latch_ps(),
         [](ChipFrame& f) {
           f.slots[0].wr = true;
           f.slots[0].ltp.set(0);
           f.weights[0] = 0.11;
           ++f.write_counts[0];
           f.i_dpi_per_s[0] *= std::exp(-2e-8);
           f.i_dpi_per_s[1] *= std::exp(-2e-8);
           couple(f, 2, true);
         }},
        {start_ps + phases.latch_ps() + kPsPerUs,
         [](ChipFrame& f) {
           f.up.set(1);
           f.i_dpi_per_s[0] *= std::exp(-1e-6);
           f.i_dpi_per_s[1] *= std::exp(-1e-6);
         }},
        {start_ps + phases.latch_ps() + phases.write_ps,
         [](ChipFrame& f) {
           f.slots[0].wr = false;
           f.slots[0].ltp.clear();
           f.i_dpi_per_s[0] *= std::exp(-9.04e-6);
           f.i_dpi_per_s[1] *= std::exp(-9.04e-6);
           couple(f, 2, false);
         }},
        {start_ps + phases.total_ps() + kPsPerUs,
         [](ChipFrame& f) {
           f.i_dpi_per_s[0] *= std::exp(-1.02e-6);
           f.i_dpi_per_s[1] *= std::exp(-1.02e-6);
         }},
    };
  }
  static void couple(ChipFrame& f, std::size_t k, bool on) {
    ChipFrame::Cell& cell = f.cells[0];
    cell.s[k] = cell.s[k + 1] = on;
    (k == 0 ? cell.read : k == 2 ? cell.ltp : cell.ltd) = on;
    (k == 0 ? cell.n_read : k == 2 ? cell.n_ltp : cell.n_ltd) = !on;
    cell.energy.read_j += k == 0 && !on ? 1 : 0;
    cell.energy.ltp_j += k == 2 && !on ? 1 : 0;
  }

  /// Plays the frames, with `spoil` after step number `step`.
  InvariantChecker played(std::size_t step, const std::function<void(ChipFrame&)>& spoil) {
    InvariantChecker checker{rules};
    const auto steps = by_the_book();
    for (std::size_t k = 0; k < steps.size(); ++k) {
      now.time_ps = steps[k].time_ps;
      steps[k].change(now);
      if (k == step) spoil(now);
      checker.observe(now);
    }
    ControlCounters counters{};
    const auto count = [&](ControlCounter k) -> auto& {
      return counters[static_cast<std::size_t>(k)];
    };
    count(ControlCounter::accepted) = accepted;
    count(ControlCounter::reads) = 2;
    count(ControlCounter::ltp) = 1;
    count(ControlCounter::no_write) = 1;
    checker.finish(counters, energy);
    return checker;
  }

  InvariantChecker::Rules rules;
  ChipFrame now;
  std::uint64_t accepted = 1;
  CellEnergy energy{1, 1, 0, 0};
};

enum Step : std::size_t { kIdle, kRequest, kRead, kGap, kWrite, kUpChanges, kWriteEnd, kRest };

struct Spoilt {
  int invariant;
  std::size_t step;
  std::function<void(ChipFrame&)> spoil;
};

TEST(InvariantChecker, FindsNothingInAnEventByTheBook) {
  Story story;
  const auto checker = story.played(kIdle, [](ChipFrame&) {});
  EXPECT_EQ(checker.violations(), "");
  for (int k = 1; k <= InvariantChecker::kInvariants; ++k) {
    EXPECT_GT(checker.verdict(k).checks, 0u) << "I" << k;
  }
}

TEST(InvariantChecker, FindsEveryInvariantBroken) {
  const std::vector<Spoilt> all{
      {1, kRead, [](ChipFrame& f) { f.slots[0].ltp.set(1); }},
      {1, kRead, [](ChipFrame& f) { f.cells[0].s[2] = true; }},
      {2, kRead, [](ChipFrame& f) { f.cells[0].s[1] = false; }},
      {3, kWrite, [](ChipFrame& f) { f.time_ps -= 1; }},
      {4, kGap, [](ChipFrame& f) { f.cells[0].n_read = false; }},
      {5, kGap, [](ChipFrame& f) { f.slots[0].ltp.set(0); }},
      {5, kRest, [](ChipFrame& f) { f.slots[0].wr = true; }},
      {6, kIdle, [](ChipFrame& f) { f.slots[0].wr = true; }},
      {7, kGap, [](ChipFrame& f) { f.time_ps += 1; }},
      {7, kWriteEnd, [](ChipFrame& f) { f.time_ps -= 1; }},
      {8, kWrite, [](ChipFrame& f) { f.slots[0].ltd.set(0); }},
      {9, kUpChanges, [](ChipFrame& f) { f.slots[0].ltp.set(1); }},
      {10, kWriteEnd, [](ChipFrame& f) { f.weights[1] = std::nextafter(f.weights[1], 1); }},
      {11, kUpChanges, [](ChipFrame& f) { ++f.write_counts[0]; }},
      {12, kRead, [](ChipFrame& f) { f.row_sel.clear(); }},
      {12, kRead, [](ChipFrame& f) { f.col_sel.clear(); }},
      {13, kUpChanges, [](ChipFrame& f) { f.i_dpi_per_s[0] += 1e-6; }},
      {13, kRead, [](ChipFrame& f) { f.i_dpi_per_s[1] *= 1.001; }},
      {14, kRest, [](ChipFrame& f) { f.cells[0].v_mem_v = 1e-6; }},
      {15, kRead, [](ChipFrame& f) { f.ack = false; }},
      {16, kRest, [](ChipFrame& f) { f.cells[0].energy.read_j -= 0.1; }},
  };
  for (const auto& [invariant, step, spoil] : all) {
    Story story;
    const auto checker = story.played(step, spoil);
    EXPECT_GT(checker.verdict(invariant).violations, 0u)
        << "I" << invariant << " broken at step " << step << ", found: " << checker.violations();
  }
}

TEST(InvariantChecker, FindsCountersThatDoNotAddUp) {
  Story story;
  story.accepted = 2;
  EXPECT_GT(story.played(kIdle, [](ChipFrame&) {}).verdict(15).violations, 0u);
}

}  // namespace
}  // namespace softbound::test
