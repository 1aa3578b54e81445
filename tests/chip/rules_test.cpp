// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "chip/random_chip.h"
#include "chip/rules_oracle.h"
#include "chip_bench.h"
#include "neuron/output_neuron.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

RunSetup setup_of(const OracleInput& input) {
  RunSetup setup;
  setup.chip = input.chip;
  setup.seed = input.seed;
  setup.spikes = input.spikes;
  setup.stimuli = input.stimuli;
  setup.stimulus_area = input.stimulus_area;
  setup.weights = input.weights;
  setup.duration_ps = input.duration_ps;
  setup.record_writes = true;
  return setup;
}

std::string text_of(TimePs latch_ps, std::uint32_t row, std::uint32_t column, const char* kind) {
  return std::to_string(latch_ps) + " ps row " + std::to_string(row) + " column " +
         std::to_string(column) + " " + kind;
}
std::string text_of(const OracleWrite& w) {
  return text_of(w.latch_ps, w.row, w.column, name_of(w.decision));
}
std::string text_of(const WriteEvent& w) {
  return text_of(w.latch_ps, w.row, w.column, w.kind == WriteKind::ltp ? "LTP" : "LTD");
}

/// The first difference is told, the rest would only follow from it.
void expect_same_writes(const OracleResult& expected, const RunResult& found) {
  const std::size_t common = std::min(expected.writes.size(), found.writes.size());
  for (std::size_t k = 0; k < common; ++k) {
    ASSERT_EQ(text_of(found.writes[k]), text_of(expected.writes[k])) << "write " << k;
    ASSERT_NEAR(found.writes[k].weight_before, expected.writes[k].weight_before, 1e-12)
        << "before write " << k << ": " << text_of(expected.writes[k]);
    ASSERT_NEAR(found.writes[k].weight_after, expected.writes[k].weight_after, 1e-12)
        << "after write " << k << ": " << text_of(expected.writes[k]);
  }
  EXPECT_EQ(found.writes.size(), expected.writes.size());
  ASSERT_EQ(found.weights_after.size(), expected.weights.size());
  for (std::size_t cell = 0; cell < expected.weights.size(); ++cell) {
    ASSERT_NEAR(found.weights_after[cell], expected.weights[cell], 1e-12) << "cell " << cell;
  }
}

void expect_same_output(const OracleResult& expected, const RunResult& found) {
  // A sum of charges taken in another order may move a crossing over the edge of a picosecond.
  constexpr TimePs kTolerancePs = 1;
  auto spikes = found.output_spikes;
  std::sort(spikes.begin(), spikes.end());
  ASSERT_EQ(spikes.size(), expected.output_spikes.size());
  for (std::size_t k = 0; k < spikes.size(); ++k) {
    ASSERT_EQ(spikes[k].second, expected.output_spikes[k].second) << "output spike " << k;
    ASSERT_LE(std::abs(spikes[k].first - expected.output_spikes[k].first), kTolerancePs)
        << "output spike " << k << " at " << expected.output_spikes[k].first << " ps";
  }
}

void expect_same(const OracleResult& expected, const RunResult& found, bool narrow_writes) {
  expect_same_writes(expected, found);
  expect_same_output(expected, found);
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    EXPECT_EQ(found.counters[k], expected.counters[k]) << kControlCounterNames[k];
  }
  EXPECT_EQ(found.offered, expected.offered) << "offered";
  EXPECT_EQ(found.not_accepted, expected.offered - expected.acceptances.size()) << "waiting";
  // An aborted write is narrower than the nominal one, and the timing table says so.
  if (!narrow_writes) {
    EXPECT_TRUE(found.timing.passed()) << found.timing.to_text(found.pre_roll_ps);
  }
  for (const auto& violation : found.violations) ADD_FAILURE() << violation;
}

/// What happened in several runs, to show that a comparison had something to compare.
struct Seen {
  ControlCounters counters{};
  std::uint64_t waiting = 0;
  std::uint64_t cut = 0;

  std::uint64_t operator[](ControlCounter counter) const {
    return counters[static_cast<std::size_t>(counter)];
  }
};

/// Plays one chip and adds what happened to `seen`.
void compare(const ChipKind& kind, const OracleInput& input, Seen& seen) {
  SCOPED_TRACE(describe(input));
  const OracleResult expected = play_by_the_rules(input);
  run_in_fresh_kernel(
      [&] { expect_same(expected, run_chip(setup_of(input)), kind.policy == BusyPolicy::abort); });
  for (std::size_t k = 0; k < kControlCounters; ++k) seen.counters[k] += expected.counters[k];
  seen.waiting += expected.offered - expected.acceptances.size();
  for (const auto& acceptance : expected.acceptances)
    seen.cut += acceptance.superseded_ps != kNever;
}

/// Chips of one kind, each drawn from its own seed, beside the oracle; up to the first that
/// differs, for a child inherits the failures before it.
Seen compare(const ChipKind& kind, std::uint64_t first_seed, std::uint64_t runs) {
  Seen seen;
  for (std::uint64_t seed = first_seed; seed < first_seed + runs; ++seed) {
    compare(kind, random_input(kind, seed), seen);
    if (testing::Test::HasFailure()) break;
  }
  return seen;
}

void expect_lively(const Seen& seen) {
  using C = ControlCounter;
  for (const C counter :
       {C::accepted, C::held, C::reads, C::ltp, C::ltd, C::no_write, C::out_spikes}) {
    EXPECT_GT(seen[counter], 50u) << kControlCounterNames[static_cast<std::size_t>(counter)];
  }
}

constexpr auto kClocked = ControlKind::clocked;

TEST(Rules, SelfTimedHoldWithFewSlotsFollowsTheOracle) {
  ChipKind kind;
  kind.load = 2;
  expect_lively(compare(kind, 100, 12));
}

TEST(Rules, SelfTimedHoldWithOneSlotPerRowFollowsTheOracle) {
  ChipKind kind;
  kind.few_slots = false;
  kind.load = 0.5;
  expect_lively(compare(kind, 200, 8));
}

TEST(Rules, SelfTimedHoldOfAnAlmostIdleBusFollowsTheOracle) {
  ChipKind kind;
  kind.load = 0.05;
  compare(kind, 300, 4);
}

TEST(Rules, SelfTimedDropFollowsTheOracle) {
  ChipKind kind;
  kind.policy = BusyPolicy::drop;
  const Seen seen = compare(kind, 400, 8);
  expect_lively(seen);
  EXPECT_GT(seen[ControlCounter::dropped], 50u);
}

TEST(Rules, SelfTimedRetriggerFollowsTheOracle) {
  ChipKind kind;
  kind.policy = BusyPolicy::retrigger;
  const Seen seen = compare(kind, 500, 12);
  expect_lively(seen);
  EXPECT_GT(seen[ControlCounter::dropped], 50u);
  EXPECT_GT(seen.cut, 50u);
}

TEST(Rules, SelfTimedAbortFollowsTheOracle) {
  ChipKind kind;
  kind.policy = BusyPolicy::abort;
  const Seen seen = compare(kind, 600, 12);
  expect_lively(seen);
  EXPECT_GT(seen.cut, 50u);
}

TEST(Rules, SelfTimedLatchAtArrivalFollowsTheOracle) {
  ChipKind kind;
  kind.latch = LatchInstant::arrival;
  expect_lively(compare(kind, 700, 4));
  kind.policy = BusyPolicy::abort;
  expect_lively(compare(kind, 750, 4));
}

TEST(Rules, ClockedHoldFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.load = 2;
  expect_lively(compare(kind, 1100, 8));
  kind.few_slots = false;
  expect_lively(compare(kind, 1150, 4));
}

TEST(Rules, ClockedHoldOfAnAlmostIdleBusFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.load = 0.05;
  compare(kind, 1300, 4);
}

TEST(Rules, ClockedDropFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.policy = BusyPolicy::drop;
  const Seen seen = compare(kind, 1400, 8);
  expect_lively(seen);
  EXPECT_GT(seen[ControlCounter::dropped], 50u);
}

TEST(Rules, ClockedRetriggerFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.policy = BusyPolicy::retrigger;
  const Seen seen = compare(kind, 1500, 12);
  expect_lively(seen);
  EXPECT_GT(seen[ControlCounter::dropped], 50u);
  EXPECT_GT(seen.cut, 50u);
}

TEST(Rules, ClockedAbortFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.policy = BusyPolicy::abort;
  const Seen seen = compare(kind, 1600, 12);
  expect_lively(seen);
  EXPECT_GT(seen.cut, 50u);
}

TEST(Rules, ClockedLatchAtArrivalFollowsTheOracle) {
  ChipKind kind;
  kind.control = kClocked;
  kind.latch = LatchInstant::arrival;
  expect_lively(compare(kind, 1700, 4));
  kind.policy = BusyPolicy::retrigger;
  expect_lively(compare(kind, 1750, 4));
}

TEST(Rules, MaskedColumnsAreNeitherReadNorWritten) {
  ChipKind kind;
  kind.masks = true;
  expect_lively(compare(kind, 2000, 4));
  kind.control = kClocked;
  kind.policy = BusyPolicy::abort;
  expect_lively(compare(kind, 2050, 4));
}

TEST(Rules, WithoutWriteEnableNoWeightChanges) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    ChipKind kind;
    kind.control = control;
    kind.write_enable = false;
    const Seen seen = compare(kind, 2100, 2);
    EXPECT_EQ(seen[ControlCounter::ltp] + seen[ControlCounter::ltd], 0u);
    EXPECT_EQ(seen[ControlCounter::no_write], seen[ControlCounter::reads]);
    EXPECT_GT(seen[ControlCounter::out_spikes], 50u);
  }
}

/// One cell, one input spike, and an output spike `shift_ps` after the instant at which UP and DN
/// are sampled; only after it does the neuron ask for LTD.
OracleInput output_spike_near_sample(ControlKind control, TimePs shift_ps) {
  OracleInput input;
  ChipParameters& chip = input.chip;
  chip.array.rows = chip.array.columns = 1;
  chip.timing.control = control;
  chip.neuron.tau_s_s = 1e-6;
  chip.neuron.ltd_low = 0.5;
  chip.neuron.ltd_high = 1.5;
  chip.neuron.ltp_low = 5.0;
  input.weights = {0.0};
  input.spikes = {{20 * kPsPerUs + 123, 0}};
  input.duration_ps = 100 * kPsPerUs;
  constexpr double kArea = 5.0;
  input.stimulus_area = [](const Stimulus&, std::size_t) { return kArea; };

  OutputNeuron neuron{chip.neuron};
  neuron.inject(0, kArea);
  const TimePs latch_ps =
      play_by_the_rules(input).acceptances.front().time_ps + chip.timing.phases().latch_ps();
  const TimePs sample_ps =
      chip.timing.clocked() ? latch_ps - 2 * chip.timing.clock_period_ps : latch_ps;
  input.stimuli = {{sample_ps + shift_ps - neuron.next_spike_ps(), StimulusKind::teacher, 0}};
  return input;
}

TEST(Rules, AnOutputSpikeAtTheSampleInstantIsSeenIfSelfTimedAndNotIfClocked) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    for (const TimePs shift_ps : {-1, 0, 1}) {
      const bool seen_by_latch = shift_ps < 0 || (shift_ps == 0 && control != kClocked);
      Seen seen;
      compare({}, output_spike_near_sample(control, shift_ps), seen);
      EXPECT_EQ(seen[ControlCounter::out_spikes], 1u);
      EXPECT_EQ(seen[ControlCounter::ltd], seen_by_latch ? 1u : 0u);
      EXPECT_EQ(seen[ControlCounter::no_write], seen_by_latch ? 0u : 1u);
    }
  }
}

// The duration ends within a picosecond of something that the bus does.
TEST(Rules, ADurationThatCutsASaturatedStreamLetsEventsUnderWayComplete) {
  Seen seen;
  for (std::uint64_t seed = 2200; seed < 2280 && !testing::Test::HasFailure(); ++seed) {
    Dice dice{seed};
    ChipKind kind;
    kind.control = dice.one_of({ControlKind::self_timed, ControlKind::clocked});
    kind.policy = dice.one_of({BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::abort});
    kind.load = 4;
    kind.spikes = 100;
    OracleInput input = random_input(kind, seed);
    const auto all = play_by_the_rules(input).acceptances;
    const auto& last = all[static_cast<std::size_t>(dice.whole(20, 90))];
    input.duration_ps =
        dice.one_of({last.time_ps, last.could_have_ps, last.request_ps}) + dice.whole(0, 1);
    compare(kind, input, seen);
  }
  EXPECT_GT(seen.waiting, 20u);
}

TEST(Rules, ReadoutsAndAmplitudesOfTheCellReachNeuronAndDevice) {
  std::uint64_t seed = 2300;
  for (const CellPreset preset : {CellPreset::cmos180, CellPreset::ideal}) {
    for (const CellReadout readout :
         {CellReadout::weight, CellReadout::charge, CellReadout::charge_referenced}) {
      ChipKind kind;
      kind.preset = preset;
      kind.readout = readout;
      kind.amplitude_law = true;
      kind.policy = BusyPolicy::abort;
      expect_lively(compare(kind, seed, 2));
      seed += 10;
    }
  }
}

}  // namespace
}  // namespace softbound::test
