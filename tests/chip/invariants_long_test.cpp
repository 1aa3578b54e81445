// SPDX-License-Identifier: Apache-2.0
//
// I1 ... I16 under a million random spikes for each control, on chips with random legal parameters.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "chip/invariant_run.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

constexpr int kShards = 10;
constexpr int kChips = 50;
constexpr std::size_t kSpikes = 2000;

class AMillionSpikes : public testing::TestWithParam<std::tuple<WatchedControl, int>> {};

TEST_P(AMillionSpikes, BreakNoInvariant) {
  const auto& [control, shard] = GetParam();
  for (int chip = 0; chip < kChips; ++chip) {
    const int number = 100'000 + shard * kChips + chip;
    const auto seed = static_cast<std::uint64_t>(number);
    ChipKind kind;
    kind.spikes = kSpikes;
    Dice dice{seed};
    kind.policy =
        dice.one_of({BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger, BusyPolicy::abort});
    kind.latch = dice.one_of({LatchInstant::write_start, LatchInstant::arrival});
    kind.load = dice.one_of({0.1, 0.5, 1.0, 2.0});
    kind.masks = dice.chance(0.3);
    kind.few_slots = dice.chance(0.5);
    run_in_fresh_kernel([&, c = control] { expect_all_invariants(c, kind, seed); });
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Invariants, AMillionSpikes,
                         testing::Combine(testing::ValuesIn(kWatchedControls),
                                          testing::Range(0, kShards)),
                         [](const auto& run) {
                           return std::string{name_of(std::get<0>(run.param))} + "_" +
                                  std::to_string(std::get<1>(run.param));
                         });

}  // namespace
}  // namespace softbound::test
