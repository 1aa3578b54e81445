// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chip/run_record.h"
#include "rtl/control/control_mutant.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

/// A chip that only the two clocked controls tell apart.
ChipKind clocked() {
  ChipKind kind;
  kind.control = ControlKind::clocked;
  kind.spikes = 500;
  return kind;
}

void expect_pin_equals_rtl(const ChipKind& kind, std::uint64_t seed) {
  const OracleInput input = random_input(kind, seed);
  SCOPED_TRACE(describe(input));
  const RunRecord pin = record_run(setup_of(input, Level::pin));
  const RunRecord rtl = record_run(setup_of(input, Level::rtl));
  expect_same(pin, rtl);
  EXPECT_FALSE(pin.text.empty());
}

class EverySeed : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EverySeed, PinAndRtlAgreeFromIdleToSaturatedSlots) {
  for (const double load : {0.02, 0.3, 1.0, 3.0}) {
    auto kind = clocked();
    kind.load = load;
    kind.few_slots = false;
    expect_pin_equals_rtl(kind, GetParam());
  }
}

TEST_P(EverySeed, PinAndRtlAgreeUnderEveryBusyPolicyAndLatchInstant) {
  for (const auto policy :
       {BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger, BusyPolicy::abort}) {
    for (const auto latch :
         {LatchInstant::write_start, LatchInstant::arrival, LatchInstant::transparent}) {
      auto kind = clocked();
      kind.policy = policy;
      kind.latch = latch;
      kind.spikes = 300;
      expect_pin_equals_rtl(kind, GetParam());
    }
  }
}

TEST_P(EverySeed, PinAndRtlAgreeWithMasksAndWithoutWriteEnable) {
  auto kind = clocked();
  kind.masks = true;
  expect_pin_equals_rtl(kind, GetParam());
  kind.write_enable = false;
  expect_pin_equals_rtl(kind, GetParam());
}

TEST_P(EverySeed, PinAndRtlAgreeOnWhichSpikesTheEndStillLetsIn) {
  OracleInput input = random_input(clocked(), GetParam());
  input.duration_ps = input.spikes.back().time_ps * 7 / 10;
  SCOPED_TRACE(describe(input));
  expect_same(record_run(setup_of(input, Level::pin)), record_run(setup_of(input, Level::rtl)));
}

// Neurons that fire so often that output spikes wait for the bus, and are lost.
TEST_P(EverySeed, PinAndRtlAgreeOnCrowdedOutputInBothArbitrations) {
  for (const auto arbitration : {Arbitration::round_robin, Arbitration::fixed_priority}) {
    OracleInput input = random_input(clocked(), GetParam());
    input.chip.timing.arbitration = arbitration;
    input.chip.array.columns = 12;
    input.weights.assign(static_cast<std::size_t>(input.chip.array.rows * 12), 0.9);
    input.chip.control = {};
    input.chip.neuron.jump = 0.8;
    input.chip.neuron.t_refractory_s = 40 * s_from_ps(input.chip.timing.clock_period_ps);
    SCOPED_TRACE(describe(input));
    const RunRecord pin = record_run(setup_of(input, Level::pin));
    expect_same(pin, record_run(setup_of(input, Level::rtl)));
    EXPECT_GT(pin.output_spikes, 50u);
  }
}

TEST_P(EverySeed, ClockThatStopsWhileIdleGivesWhatAFreeRunningOneGives) {
  auto kind = clocked();
  kind.load = 0.1;
  const OracleInput input = random_input(kind, GetParam());
  SCOPED_TRACE(describe(input));
  RunSetup setup = setup_of(input, Level::rtl);
  const RunRecord stopped = record_run(setup);
  setup.free_running_clock = true;
  const RunRecord free = record_run(setup);
  expect_same(stopped, free);
  EXPECT_LT(stopped.clock_edges, free.clock_edges);
}

INSTANTIATE_TEST_SUITE_P(Levels, EverySeed, testing::Range<std::uint64_t>(1, 6));

TEST(LevelAgreement, MutatedRtlConstantIsNoticed) {
  OracleInput input = random_input(clocked(), 1);
  input.chip.array.rows = 16;
  input.chip.array.columns = 4;
  input.chip.control = {};
  input.weights.clear();
  for (auto& spike : input.spikes) spike.row %= 16;
  RunSetup setup = setup_of(input, Level::rtl);
  expect_same(record_run(setup_of(input, Level::pin)), record_run(setup));
  setup.make_rtl = [](RtlContext& context) {
    return make_control_mutant(context, "softbound.rtl");
  };
  EXPECT_NE(record_run(setup_of(input, Level::pin)).text, record_run(setup).text);
}

// The smallest control that is built, all of it: every row, every column, all eight slots at once.
TEST(LevelAgreement, PinAndRtlAgreeWithEverySlotOfTheSmallestControlAtWork) {
  for (const auto policy : {BusyPolicy::hold, BusyPolicy::retrigger, BusyPolicy::abort}) {
    OracleInput input = random_input(clocked(), 7);
    input.chip.array.rows = 16;
    input.chip.array.columns = 4;
    input.chip.array.slots = 8;
    input.chip.control = {};
    input.chip.timing = {};
    input.chip.timing.control = ControlKind::clocked;
    input.chip.timing.busy_policy = policy;
    input.chip.neuron.ltd_low = input.chip.neuron.ltp_low = 0;
    input.weights.clear();
    input.stimuli.clear();
    input.spikes.clear();
    for (std::uint32_t k = 0; k < 400; ++k) {
      input.spikes.push_back({k * 700 * kPsPerNs, 7 * k % 16});
    }
    input.duration_ps = 400 * kPsPerUs;
    const RunRecord pin = record_run(setup_of(input, Level::pin));
    expect_same(pin, record_run(setup_of(input, Level::rtl)));
    EXPECT_NE(pin.text.find("5 reads at once"), std::string::npos) << pin.text.substr(0, 200);
  }
}

TEST(LevelAgreement, RecordTellsRunsOfDifferentSeedsApart) {
  OracleInput input = random_input(clocked(), 1);
  const RunRecord one = record_run(setup_of(input, Level::pin));
  input.weights.front() += 1e-15;
  EXPECT_NE(one.text, record_run(setup_of(input, Level::pin)).text);
}

}  // namespace
}  // namespace softbound::test
