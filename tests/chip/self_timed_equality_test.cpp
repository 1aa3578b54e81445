// SPDX-License-Identifier: Apache-2.0
//
// The contract of the two self-timed controls, edge by edge: every control output of level rtl
// changes at the picosecond at which it changes at level pin.
#include <gtest/gtest.h>

#include "chip/self_timed_twins.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

class SelfTimedStimulus : public testing::TestWithParam<unsigned> {};

void expect_equal(SelfTimedTwins::Setup setup, long changes) {
  std::mt19937 random{setup.seed + 1000};
  setup.timing = SelfTimedTwins::random_timing(random);
  run_in_fresh_kernel([&] {
    const ControlTiming& t = setup.timing;
    SCOPED_TRACE(testing::Message()
                 << setup.rows << " x " << setup.columns << ", seed " << setup.seed << ", request "
                 << t.t_request_ps << ", cycle " << t.t_cycle_ps << ", read " << t.t_read_ps
                 << ", gap " << t.t_gap_ps << ", write " << t.write_pulse_ps() << ", recover "
                 << t.t_recover_ps << " ps");
    SelfTimedTwins twins{"twins", setup};
    twins.enable();
    EXPECT_EQ(twins.run(changes), "");
    EXPECT_EQ(twins.assertion_failures(), 0);
    EXPECT_GT(twins.reads_seen(), 0);
  });
}

TEST_P(SelfTimedStimulus, EveryEdgeOfPinAndRtlFallsOnTheSamePicosecond) {
  SelfTimedTwins::Setup setup;
  setup.seed = GetParam();
  setup.registers_at_random = false;
  expect_equal(setup, 20000);
}

TEST_P(SelfTimedStimulus, RegistersAtAnyTimeIncluded) {
  SelfTimedTwins::Setup setup;
  setup.seed = GetParam();
  expect_equal(setup, 20000);
}

TEST_P(SelfTimedStimulus, RequestsThatAreWithdrawnIncluded) {
  SelfTimedTwins::Setup setup;
  setup.seed = GetParam();
  setup.runts = true;
  expect_equal(setup, 20000);
}

TEST_P(SelfTimedStimulus, ResetsAtAnyTimeIncluded) {
  SelfTimedTwins::Setup setup;
  setup.seed = GetParam();
  setup.resets = true;
  expect_equal(setup, 20000);
}

TEST_P(SelfTimedStimulus, WithEveryColumnOfTheNarrowestModel) {
  SelfTimedTwins::Setup setup;
  setup.columns = 32;
  setup.seed = GetParam();
  expect_equal(setup, 5000);
}

TEST_P(SelfTimedStimulus, InALargeArray) {
  SelfTimedTwins::Setup setup;
  setup.rows = 300;
  setup.columns = 70;
  setup.seed = GetParam();
  expect_equal(setup, 1000);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SelfTimedStimulus, testing::Range(1u, 9u));

}  // namespace
}  // namespace softbound::test
