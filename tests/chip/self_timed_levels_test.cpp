// SPDX-License-Identifier: Apache-2.0
//
// The contract of the two self-timed controls, whole runs: everything that a run gives is the same
// at level pin and at level rtl.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chip/run_record.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

/// A chip with a slot for every row, which is what a self-timed control in RTL has.
ChipKind self_timed() {
  ChipKind kind;
  kind.few_slots = false;
  kind.spikes = 500;
  kind.load = 0.3;
  return kind;
}

void expect_pin_equals_rtl(const ChipKind& kind, std::uint64_t seed) {
  const OracleInput input = random_input(kind, seed);
  SCOPED_TRACE(describe(input));
  const RunRecord pin = record_run(setup_of(input, Level::pin));
  expect_same(pin, record_run(setup_of(input, Level::rtl)));
  EXPECT_GT(pin.writes, 0u);
}

using PolicyAndLatch = std::tuple<BusyPolicy, LatchInstant>;
class EveryPolicy : public testing::TestWithParam<PolicyAndLatch> {};

TEST_P(EveryPolicy, PinAndRtlAgreeFromIdleToSaturatedRows) {
  for (const double load : {0.02, 0.3, 1.0, 3.0}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      auto kind = self_timed();
      std::tie(kind.policy, kind.latch) = GetParam();
      kind.load = load;
      expect_pin_equals_rtl(kind, seed);
    }
  }
}

std::string name_of(const testing::TestParamInfo<PolicyAndLatch>& test) {
  constexpr const char* kPolicies[] = {"Hold", "Drop", "Retrigger", "Abort"};
  constexpr const char* kLatches[] = {"WriteStart", "Arrival", "Transparent"};
  return std::string{kPolicies[static_cast<int>(std::get<0>(test.param))]} +
         kLatches[static_cast<int>(std::get<1>(test.param))];
}

INSTANTIATE_TEST_SUITE_P(SelfTimedLevels, EveryPolicy,
                         testing::Combine(testing::Values(BusyPolicy::hold, BusyPolicy::drop,
                                                          BusyPolicy::retrigger, BusyPolicy::abort),
                                          testing::Values(LatchInstant::write_start,
                                                          LatchInstant::arrival,
                                                          LatchInstant::transparent)),
                         name_of);

class EverySeed : public testing::TestWithParam<std::uint64_t> {};

TEST_P(EverySeed, PinAndRtlAgreeWithMasksAndWithoutWriteEnable) {
  auto kind = self_timed();
  kind.masks = true;
  for (const bool write_enable : {true, false}) {
    kind.write_enable = write_enable;
    const OracleInput input = random_input(kind, GetParam());
    SCOPED_TRACE(describe(input));
    expect_same(record_run(setup_of(input, Level::pin)), record_run(setup_of(input, Level::rtl)));
  }
}

TEST_P(EverySeed, PinAndRtlAgreeOnWhichSpikesTheEndStillLetsIn) {
  OracleInput input = random_input(self_timed(), GetParam());
  input.duration_ps = input.spikes.back().time_ps * 7 / 10;
  SCOPED_TRACE(describe(input));
  expect_same(record_run(setup_of(input, Level::pin)), record_run(setup_of(input, Level::rtl)));
}

// Neurons that fire so often that output spikes wait for the bus, and are lost.
TEST_P(EverySeed, PinAndRtlAgreeOnCrowdedOutputInBothArbitrations) {
  for (const auto arbitration : {Arbitration::round_robin, Arbitration::fixed_priority}) {
    OracleInput input = random_input(self_timed(), GetParam());
    input.chip.timing.arbitration = arbitration;
    input.chip.array.columns = 12;
    input.weights.assign(static_cast<std::size_t>(input.chip.array.rows * 12), 0.9);
    input.chip.control = {};
    input.chip.neuron.jump = 0.8;
    input.chip.neuron.t_refractory_s = 60e-9;
    SCOPED_TRACE(describe(input));
    const RunRecord pin = record_run(setup_of(input, Level::pin));
    expect_same(pin, record_run(setup_of(input, Level::rtl)));
    EXPECT_GT(pin.output_spikes, 50u);
  }
}

INSTANTIATE_TEST_SUITE_P(SelfTimedLevels, EverySeed, testing::Range<std::uint64_t>(1, 6));

RunSetup with_mismatch(double sigma, std::uint64_t seed) {
  const OracleInput input = random_input(self_timed(), 3);
  RunSetup setup = setup_of(input, Level::rtl);
  setup.chip.timing.t_read_ps = 3 * kPsPerUs;
  setup.chip.timing.mismatch_sigma = sigma;
  setup.seed = seed;
  return setup;
}

SIM_TEST(Mismatch, SpreadsReadWidthsAroundTheNominalAndStaysAPass) {
  const RunResult result = run_chip(with_mismatch(0.02, 1));
  const TimingEntry& read = result.timing.entry(TimingQuantity::read_width);
  EXPECT_LT(read.least_ps, 3 * kPsPerUs);
  EXPECT_GT(read.greatest_ps, 3 * kPsPerUs);
  EXPECT_NEAR(read.mean_ps(), 3e6, 6 * 0.02 * 3e6 / 2);
  EXPECT_TRUE(result.passed());
  EXPECT_GT(result.array.amended_writes, 0u);
}

SIM_TEST(Mismatch, ALimitOfTheUsersOwnStillHolds) {
  RunSetup setup = with_mismatch(0.02, 1);
  setup.limits.limits[static_cast<std::size_t>(TimingQuantity::read_width)].least_ns = 3000;
  EXPECT_FALSE(run_chip(setup).passed());
}

TEST(Mismatch, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const RunRecord one = record_run(with_mismatch(0.02, 1));
  expect_same(one, record_run(with_mismatch(0.02, 1)));
  EXPECT_NE(one.text, record_run(with_mismatch(0.02, 2)).text);
  EXPECT_NE(one.text, record_run(with_mismatch(0, 1)).text);
}

}  // namespace
}  // namespace softbound::test
