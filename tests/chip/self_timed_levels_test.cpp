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

}  // namespace
}  // namespace softbound::test
