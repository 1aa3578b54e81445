// SPDX-License-Identifier: Apache-2.0
//
// One sender, three ways to a chip: transactions all the way, through AerToPins onto the wires of
// levels pin and rtl, and from wires through PinsToAer to level tlm; registers as memory, directly
// or through RegistersToApb. Everything that can be seen from outside is the same to the
// picosecond.
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "chip/random_chip.h"
#include "chip/tlm_trace.h"
#include "core/control_registers.h"

namespace softbound::test {
namespace {

RunSetup setup_of(const OracleInput& input) {
  RunSetup setup;
  setup.chip = input.chip;
  setup.seed = input.seed;
  setup.spikes = input.spikes;
  setup.weights = input.weights;
  setup.duration_ps = input.duration_ps;
  return setup;
}

class EveryPolicy : public testing::TestWithParam<std::tuple<ControlKind, BusyPolicy>> {};

TEST_P(EveryPolicy, EverythingSeenFromOutsideIsTheSameWhateverTheWay) {
  for (std::uint64_t seed = 7000; seed < 7003; ++seed) {
    ChipKind kind;
    std::tie(kind.control, kind.policy) = GetParam();
    kind.load = seed % 2 == 0 ? 0.4 : 3.0;
    kind.few_slots = kind.control == ControlKind::self_timed;
    kind.spikes = 300;
    const OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    const RunSetup setup = setup_of(input);
    const Trace tlm = trace_of(Way::tlm, setup);
    EXPECT_EQ(tlm.input.size(), 2 * setup.spikes.size());
    std::vector<Way> ways{Way::pins_to_tlm, Way::tlm_to_pin};
    if (kind.control == ControlKind::clocked) ways.push_back(Way::tlm_to_rtl);
    for (const Way way : ways) {
      SCOPED_TRACE(static_cast<int>(way));
      expect_same(trace_of(way, setup), tlm);
    }
    if (testing::Test::HasFailure()) break;
  }
}

/// Software that meddles: switches control and writes off and on, resets, masks columns, changes
/// policies, phases and the number of slots, clears counters and interrupts.
std::vector<Intervention> random_interventions(const RunSetup& setup, Dice& dice) {
  namespace reg = control_register;
  const ControlTiming& timing = setup.chip.timing;
  const auto slots = static_cast<std::uint32_t>(setup.chip.array.slot_count(timing));
  std::vector<Intervention> interventions{{0, reg::kIrqMask, 0xf}};
  const TimePs last_ps = setup.spikes.back().time_ps;
  const auto any = [&](std::uint32_t low, std::uint32_t high) {
    return static_cast<std::uint32_t>(dice.whole(low, high));
  };
  for (TimePs time_ps = 0; time_ps < last_ps;) {
    time_ps += static_cast<TimePs>(dice.exponential(static_cast<double>(last_ps) / 60.0));
    switch (dice.whole(0, timing.clocked() ? 9 : 7)) {
      case 0:
      case 1: {
        // Off, or a soft reset; on again soon.
        const std::uint32_t word =
            dice.one_of({0u, reg::kControlSoftReset, reg::kControlEnable | reg::kControlSoftReset,
                         reg::kControlEnable});
        interventions.push_back(
            {time_ps, reg::kControl, word | (any(0, 1) * reg::kControlWriteEnable)});
        time_ps += dice.whole(0, 2 * timing.phases().total_ps());
        interventions.push_back(
            {time_ps, reg::kControl, reg::kControlEnable | reg::kControlWriteEnable});
        break;
      }
      case 2: {
        // The array with wires is built to restart a Read at an acknowledge, or not to.
        const bool restarts = timing.busy_policy >= BusyPolicy::retrigger;
        const auto policy = static_cast<std::uint32_t>(
            restarts ? dice.one_of({BusyPolicy::hold, BusyPolicy::retrigger, BusyPolicy::abort})
                     : dice.one_of({BusyPolicy::hold, BusyPolicy::drop}));
        interventions.push_back({time_ps, reg::kPolicy,
                                 policy | static_cast<std::uint32_t>(timing.latch) << 2 |
                                     any(0, 1) << 4 | any(1, slots) << 8});
        break;
      }
      case 3:
        interventions.push_back({time_ps, reg::kColumnMask, any(0, 0xfff)});
        break;
      case 4:
        interventions.push_back({time_ps, reg::kPosMask, any(0, 0xfff) | 0xf0f});
        break;
      case 5:
        interventions.push_back({time_ps, reg::kNegMask, any(0, 0xfff) | 0x0ff});
        break;
      case 6:
        interventions.push_back({time_ps, reg::kIrqStatus, any(0, 0xf)});
        break;
      case 7:
        interventions.push_back({time_ps, reg::kCounters + 4 * any(0, kControlCounters - 1), 0});
        break;
      case 8:
        interventions.push_back({time_ps, reg::kTRead, any(10, 200)});
        break;
      default:
        interventions.push_back({time_ps, reg::kTWrite, any(10, 300)});
        break;
    }
  }
  return interventions;
}

TEST_P(EveryPolicy, SoftwareThatMeddlesFindsTheSameChipAtTlmAndPin) {
  std::size_t output_spikes = 0, interrupts = 0;
  for (std::uint64_t seed = 7100; seed < 7116; ++seed) {
    ChipKind kind;
    std::tie(kind.control, kind.policy) = GetParam();
    kind.latch = seed % 2 == 0 ? LatchInstant::write_start : LatchInstant::arrival;
    kind.load = seed % 3 == 0 ? 3.0 : 0.7;
    kind.spikes = 400;
    OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    Dice dice{seed};
    for (Spike& spike : input.spikes) {
      if (dice.chance(0.01)) spike.row = 900;  // a bad address
    }
    RunSetup setup = setup_of(input);
    setup.duration_ps += 400 * 500 * setup.chip.timing.clock_period_ps;  // phases may become longer
    const auto interventions = random_interventions(setup, dice);
    const Trace tlm = trace_of(Way::tlm, setup, interventions);
    output_spikes += tlm.output.size() / 2;
    interrupts += tlm.irq.size() / 2;
    expect_same(trace_of(Way::tlm_to_pin, setup, interventions), tlm);
    if (testing::Test::HasFailure()) break;
  }
  EXPECT_GT(output_spikes, 50u);
  EXPECT_GT(interrupts, 10u);
}

std::string name_of_kind(const testing::TestParamInfo<std::tuple<ControlKind, BusyPolicy>>& test) {
  constexpr const char* kPolicies[] = {"Hold", "Drop", "Retrigger", "Abort"};
  const bool clocked = std::get<0>(test.param) == ControlKind::clocked;
  return std::string{clocked ? "Clocked" : "SelfTimed"} +
         kPolicies[static_cast<int>(std::get<1>(test.param))];
}

INSTANTIATE_TEST_SUITE_P(
    TlmAdapters, EveryPolicy,
    testing::Combine(testing::Values(ControlKind::self_timed, ControlKind::clocked),
                     testing::Values(BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger,
                                     BusyPolicy::abort)),
    name_of_kind);

}  // namespace
}  // namespace softbound::test
