// SPDX-License-Identifier: Apache-2.0
// Every class of fault is caught by the checker that docs/faults.md names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "chip/random_chip.h"
#include "chip/run_record.h"
#include "configuration/fault.h"
#include "core/error.h"
#include "sim_test.h"
#include "tb/small_chip.h"

namespace softbound {
namespace {

using test::run_in_fresh_kernel;
using test::small_chip;

/// What plays: a control alone, or two in lock-step.
enum class Play { pin_self_timed, pin_clocked, rtl, lock_step };
const char* const kPlayNames[] = {"pin_self_timed", "pin_clocked", "rtl", "lock_step"};

RunSetup faulty(Play play, const std::vector<std::string>& faults, std::size_t spikes = 60) {
  const bool rtl = play == Play::rtl || play == Play::lock_step;
  RunSetup setup = small_chip(rtl ? Level::rtl : Level::pin, spikes);
  if (play == Play::pin_self_timed) setup.chip.timing.control = ControlKind::self_timed;
  setup.lock_step = play == Play::lock_step;
  for (const auto& fault : faults) setup.faults.push_back(parse_fault(fault));
  return setup;
}

bool caught_by(const RunResult& result, const std::string& check, std::size_t fault = 0) {
  const auto& checks = result.faults.at(fault).caught_by;
  return std::find(checks.begin(), checks.end(), check) != checks.end();
}

/// The first that a check found.
const Violation& first_of(const RunResult& result, const std::string& check) {
  for (const auto& found : result.found) {
    if (found.check == check) return found;
  }
  throw std::runtime_error{check + " found nothing"};
}

std::uint64_t counted(const RunResult& result, ControlCounter counter) {
  return result.counters[static_cast<std::size_t>(counter)];
}

class AtEveryLevel : public testing::TestWithParam<Play> {};
INSTANTIATE_TEST_SUITE_P(Fault, AtEveryLevel,
                         testing::Values(Play::pin_self_timed, Play::pin_clocked, Play::rtl,
                                         Play::lock_step),
                         [](const auto& run) {
                           return kPlayNames[static_cast<std::size_t>(run.param)];
                         });

TEST_P(AtEveryLevel, StuckRequestIsNamedByTheWatchdogAndEndsTheRun) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"stuck-request@50us"}));
    EXPECT_TRUE(caught_by(result, "watchdog"));
    EXPECT_TRUE(result.stopped);
    EXPECT_LT(result.duration_ps, 100 * kPsPerUs);
    const Violation& found = first_of(result, "watchdog");
    EXPECT_EQ(found.signal, "req, ack");
    EXPECT_NE(found.text.find("waits for its acknowledge to fall since 0.00005"), std::string::npos)
        << found.text;
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, DroppedAcknowledgeIsNamedByTheWatchdogAndEndsTheRun) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"drop-acknowledge@50us"}));
    EXPECT_TRUE(caught_by(result, "watchdog"));
    EXPECT_TRUE(result.stopped);
    const Violation& found = first_of(result, "watchdog");
    EXPECT_EQ(found.signal, "req, ack");
    EXPECT_NE(found.text.find("waits for the acknowledge of its request since 0.0000"),
              std::string::npos)
        << found.text;
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, RequestDroppedBeforeItsAcknowledgeIsAHazard) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"drop-request@50us"}));
    // Self-timed control acknowledges as soon as a request counts: what is withdrawn before, is
    // short.
    EXPECT_TRUE(caught_by(result, GetParam() == Play::pin_self_timed ? "runt" : "four_phase"));
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, RequestThatIsNeverSeenIsNamedByTheWatchdog) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"drop-request=0.5@50us"}));
    EXPECT_TRUE(caught_by(result, "watchdog"));
    EXPECT_TRUE(caught_by(result, "runt"));
    EXPECT_TRUE(result.stopped);
  });
}

TEST_P(AtEveryLevel, RuntRequestIsAHazard) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"runt-request=0.5@50us"}));
    EXPECT_TRUE(caught_by(result, "runt"));
    const Violation& found = first_of(result, "runt");
    EXPECT_EQ(found.time_ps, result.faults[0].acted_ps + 500) << "as soon as the bus is at rest";
    EXPECT_EQ(found.signal, "req");
    EXPECT_EQ(found.text.substr(0, 15), "high for 500 ps");
    EXPECT_FALSE(result.stopped);
    EXPECT_EQ(counted(result, ControlCounter::accepted), 60u) << "it does no harm";
  });
}

TEST_P(AtEveryLevel, AddressThatChangesWhileTheRequestIsUpIsAHazard) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"change-address=9@50us"}));
    EXPECT_TRUE(caught_by(result, "bundling"));
    const Violation& found = first_of(result, "bundling");
    EXPECT_EQ(found.signal, "addr");
    EXPECT_NE(found.text.find(" to 9 while req is up"), std::string::npos) << found.text;
    EXPECT_TRUE(result.differences.empty()) << "both controls got the same";
  });
}

TEST_P(AtEveryLevel, UpThatChangesInsideItsSetupWindowViolatesTheLimit) {
  run_in_fresh_kernel([] {
    RunSetup setup = faulty(GetParam(), {"late-up=2,3@50us"});
    setup.limits.limits[static_cast<std::size_t>(TimingQuantity::up_dn_setup)] = {
        5, std::numeric_limits<double>::infinity(), "limits.toml:2"};
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(caught_by(result, "up_dn_setup"));
    const Violation& found = first_of(result, "up_dn_setup");
    EXPECT_EQ(found.signal, "up[2], dn[2]");
    EXPECT_EQ(found.text, "was 3.000 ns, limit >= 5.000 ns (limits.toml:2)");
    EXPECT_EQ(result.timing.entry(TimingQuantity::up_dn_setup).violations, 1u);
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, WithoutALimitTheSameGoesUnnoticedAndSaysSo) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"late-up=2,3@50us"}));
    ASSERT_EQ(result.faults.size(), 1u);
    EXPECT_GE(result.faults[0].acted_ps, 50 * kPsPerUs);
    EXPECT_TRUE(result.faults[0].caught_by.empty());
    EXPECT_FALSE(result.passed());
  });
}

TEST_P(AtEveryLevel, UpThatChangesAtTheVeryInstantOfTheLatchIsAHazard) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"late-up=2,0@50us"}));
    EXPECT_TRUE(caught_by(result, "latch"));
    EXPECT_EQ(first_of(result, "latch").signal, "up[2], dn[2]");
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, UpAndDnBothHighAreCountedListedAndWriteNothing) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"illegal-up-dn=1@50us"}));
    EXPECT_TRUE(caught_by(result, "illegal_up_dn"));
    const auto illegal = counted(result, ControlCounter::illegal_updn);
    EXPECT_GE(illegal, 1u);
    EXPECT_EQ(result.hazards[static_cast<std::size_t>(Hazard::illegal_up_dn)], illegal);
    std::size_t listed = 0;
    for (const auto& write : result.writes) {
      if (!write.illegal) continue;
      ++listed;
      EXPECT_EQ(write.column, 1u);
      EXPECT_EQ(write.weight_before, write.weight_after);
      for (const auto& other : result.writes) {
        const bool same = other.latch_ps == write.latch_ps && other.row == write.row &&
                          other.column == write.column;
        EXPECT_TRUE(!same || other.illegal) << "it is listed as a write, too";
      }
    }
    EXPECT_EQ(listed, illegal);
    EXPECT_EQ(result.array.ltp + result.array.ltd + listed, result.writes.size());
    EXPECT_TRUE(result.differences.empty());
  });
}

TEST_P(AtEveryLevel, ShortenedWritePulseViolatesItsWidth) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"short-write=250@50us"}));
    const auto& ltp = result.timing.entry(TimingQuantity::ltp_width);
    const auto& ltd = result.timing.entry(TimingQuantity::ltd_width);
    EXPECT_TRUE(caught_by(result, ltp.violations > 0 ? "ltp_width" : "ltd_width"));
    ASSERT_GT(ltp.violations + ltd.violations, 0u);
    const auto& entry = ltp.violations > 0 ? ltp : ltd;
    EXPECT_EQ(entry.first_violating_ps, 10'040'000 - 250'000);
    EXPECT_GT(result.array.amended_writes, 0u) << "the device saw the shorter pulse";
    EXPECT_TRUE(result.differences.empty()) << "the controls are sound";
  });
}

TEST_P(AtEveryLevel, TwoCouplesOnAtOnceShootThrough) {
  run_in_fresh_kernel([] {
    const RunSetup setup = faulty(GetParam(), {"overlap=25@50us"});
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(caught_by(result, "shoot_through"));
    const Violation& found = first_of(result, "shoot_through");
    EXPECT_NE(found.text.find("on together for 25.000 ns"), std::string::npos) << found.text;
    const CellParameters& cell = setup.chip.cell;
    const bool ltp = found.signal.find("ltp") != std::string::npos;
    const double expected_c =
        std::abs(cell.v_read_v - (ltp ? cell.v_ltp_v : cell.v_ltd_v)) /
        (cell.r_switch_read_ohm + (ltp ? cell.r_switch_ltp_ohm : cell.r_switch_ltd_ohm)) * 25e-9;
    const double told_c = std::strtod(found.text.c_str() + found.text.find(": ") + 2, nullptr);
    EXPECT_NEAR(told_c, expected_c, 1e-5 * expected_c) << found.text;
  });
}

TEST_P(AtEveryLevel, LostOutputSpikeBreaksConservation) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"lose-output-spike@50us"}));
    EXPECT_TRUE(caught_by(result, "I15"));
    ASSERT_EQ(result.violations.size(), 1u);
    EXPECT_EQ(result.violations[0].substr(0, 21), "I15: the neurons fire");
    EXPECT_EQ(counted(result, ControlCounter::out_spikes) + 1, result.output_spikes.size());
  });
}

TEST_P(AtEveryLevel, BurstOfGlitchesHangsNothingAndLosesNoSpike) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    run_in_fresh_kernel([seed] {
      RunSetup setup = faulty(GetParam(), {"glitch-burst=200@10us"});
      setup.seed = seed;
      const RunResult result = run_chip(setup);
      EXPECT_TRUE(caught_by(result, "runt")) << "seed " << seed;
      for (const auto& d : result.differences) {
        ADD_FAILURE() << "seed " << seed << ": " << d.wires[0].signal << " rtl "
                      << d.wires[0].driving << ", pin " << d.wires[0].following << "\n"
                      << testing::PrintToString(d.history);
      }
      EXPECT_FALSE(result.stopped) << "seed " << seed;
      EXPECT_EQ(result.offered, 60u);
      EXPECT_EQ(result.not_accepted, 0u);
      EXPECT_GE(counted(result, ControlCounter::accepted), 60u) << "seed " << seed;
      EXPECT_TRUE(result.differences.empty());
    });
  }
}

// Whether faults are waited for or not, the wires are passed on as they are.
TEST_P(AtEveryLevel, InjectorAloneChangesNothing) {
  for (const BusyPolicy policy : {BusyPolicy::hold, BusyPolicy::retrigger, BusyPolicy::abort}) {
    test::ChipKind kind;
    kind.control =
        GetParam() == Play::pin_self_timed ? ControlKind::self_timed : ControlKind::clocked;
    kind.policy = policy;
    kind.load = 1.1;
    kind.spikes = 200;
    const auto input = test::random_input(kind, 77);
    SCOPED_TRACE(test::describe(input));
    const bool rtl = GetParam() == Play::rtl || GetParam() == Play::lock_step;
    RunSetup setup = test::setup_of(input, rtl ? Level::rtl : Level::pin);
    setup.lock_step = GetParam() == Play::lock_step;
    const auto without = test::record_run(setup);
    // Due in the last picosecond, when no spike comes any more.
    setup.faults = {parse_fault("bad-address@1us")};
    setup.faults[0].kind = FaultKind::change_address;
    setup.faults[0].time_ps = setup.duration_ps - 1;
    expect_same(without, test::record_run(setup));
  }
}

TEST_P(AtEveryLevel, NoInvariantIsBrokenByFaultsThatTheControlHandles) {
  run_in_fresh_kernel([] {
    RunSetup setup = faulty(GetParam(), {"illegal-up-dn=1@50us", "runt-request=0.5@90us"});
    setup.invariants = true;
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(result.violations.empty() || GetParam() >= Play::rtl) << result.violations[0];
    for (const int invariant : {1, 3, 5, 7, 9, 11, 13, 15, 16}) {
      EXPECT_GT(result.invariant_checks[static_cast<std::size_t>(invariant - 1)], 0u);
    }
  });
}

TEST_P(AtEveryLevel, OverlapBreaksInvariantOne) {
  run_in_fresh_kernel([] {
    RunSetup setup = faulty(GetParam(), {"overlap@50us"});
    setup.invariants = true;
    EXPECT_TRUE(caught_by(run_chip(setup), "I1"));
  });
}

class InRtl : public testing::TestWithParam<Play> {};
INSTANTIATE_TEST_SUITE_P(Fault, InRtl, testing::Values(Play::rtl, Play::lock_step),
                         [](const auto& run) {
                           return kPlayNames[static_cast<std::size_t>(run.param)];
                         });

TEST_P(InRtl, FlippedBitOfTReadIsAWrongWidthAndADifference) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"flip-t-read@50us"}));
    EXPECT_TRUE(caught_by(result, "read_width"));
    EXPECT_EQ(result.timing.entry(TimingQuantity::read_width).first_violating_ps, 2'960'000)
        << "300 with bit 2 off";
    EXPECT_EQ(caught_by(result, "lock_step"), GetParam() == Play::lock_step);
    if (GetParam() == Play::lock_step) {
      EXPECT_EQ(result.differences.at(0).wires.at(0).signal, "row_sel");
    }
  });
}

TEST_P(InRtl, FlippedBitOfTGapIsAWrongGapOrADifference) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"flip-t-gap=0@50us"}));
    // Three cycles of gap instead of two: the other control's write begins first.
    const bool lock_step = GetParam() == Play::lock_step;
    EXPECT_TRUE(caught_by(result, lock_step ? "lock_step" : "read_to_write_gap"));
    if (!lock_step) {
      EXPECT_EQ(result.timing.entry(TimingQuantity::read_to_write_gap).first_violating_ps, 30'000);
    }
  });
}

TEST_P(InRtl, FlippedBitOfTWriteIsAWrongWidthOrADifference) {
  run_in_fresh_kernel([] {
    const RunResult result = run_chip(faulty(GetParam(), {"flip-t-write@50us"}));
    EXPECT_EQ(caught_by(result, "lock_step"), GetParam() == Play::lock_step);
    if (GetParam() == Play::rtl) {
      EXPECT_TRUE(caught_by(result, "ltp_width") || caught_by(result, "ltd_width"));
    }
  });
}

SIM_TEST(Fault, FlippedBitOfColumnMaskIsADifference) {
  const RunResult result = run_chip(faulty(Play::lock_step, {"flip-column-mask=3@50us"}));
  EXPECT_TRUE(caught_by(result, "lock_step"));
  EXPECT_EQ(result.differences.at(0).wires.at(0).signal, "col_sel");
  EXPECT_EQ(result.differences.at(0).wires.at(0).driving, "0111");
  EXPECT_EQ(result.differences.at(0).wires.at(0).following, "1111");
}

SIM_TEST(Fault, SwappedUpOfTwoColumnsIsADifference) {
  const RunResult result = run_chip(faulty(Play::lock_step, {"swap-up=0,1@50us"}, 200));
  EXPECT_TRUE(caught_by(result, "lock_step"));
  const auto& signal = result.differences.at(0).wires.at(0).signal;
  EXPECT_EQ(signal.substr(signal.size() - 4), ".ltp") << signal;
}

class WithBadAddresses : public testing::TestWithParam<Play> {};
INSTANTIATE_TEST_SUITE_P(Fault, WithBadAddresses,
                         testing::Values(Play::pin_self_timed, Play::pin_clocked, Play::rtl,
                                         Play::lock_step),
                         [](const auto& run) {
                           return kPlayNames[static_cast<std::size_t>(run.param)];
                         });

// Ten address pins carry 1024 addresses, 784 of which are rows.
TEST_P(WithBadAddresses, BadAddressIsCountedAndHasNoEffect) {
  run_in_fresh_kernel([] {
    RunSetup setup = faulty(GetParam(), {"bad-address@18us", "bad-address=1000@18us"}, 10);
    setup.chip.array.rows = 784;
    setup.chip.array.columns = 10;
    const RunResult result = run_chip(setup);
    EXPECT_TRUE(caught_by(result, "bad_address"));
    EXPECT_EQ(counted(result, ControlCounter::bad_address), 1u);
    EXPECT_EQ(counted(result, ControlCounter::accepted), 9u);
    EXPECT_EQ(result.array.cells_read, 90u);
    EXPECT_TRUE(result.violations.empty());
    EXPECT_TRUE(result.differences.empty());
    EXPECT_EQ(result.not_accepted, 0u);
  });
}

std::string error_of(Play play, const std::string& fault) {
  std::string message = "no error";
  try {
    check_run(faulty(play, {fault}));
  } catch (const InputError& error) {
    message = error.what();
  }
  return message;
}

TEST(FaultCheck, RefusesWhatCannotActByName) {
  EXPECT_EQ(error_of(Play::rtl, "bad-address@1us"),
            "--inject bad-address@1us: the address pins of this control carry no address out of "
            "range");
  EXPECT_EQ(error_of(Play::pin_self_timed, "flip-t-read@1us"),
            "--inject flip-t-read@1us: expected timing.control = \"clocked\", which has T_*");
  EXPECT_EQ(error_of(Play::rtl, "flip-t-gap=1@1us"),
            "--inject flip-t-gap=1@1us: T_GAP would be below 2, which the control refuses");
  EXPECT_EQ(error_of(Play::rtl, "swap-up=0,4@1us"),
            "--inject swap-up=0,4@1us: expected a column from 0 to 3");
  EXPECT_EQ(error_of(Play::rtl, "swap-up=1@1us"),
            "--inject swap-up=1@1us: expected two different columns");
  EXPECT_EQ(error_of(Play::rtl, "stuck-request@1s"),
            "--inject stuck-request@1s: expected a time before the end of the run, 0.00026 s");
}

SIM_TEST(Fault, WithoutAnOpportunityIsNotTriggered) {
  const RunResult result = run_chip(faulty(Play::pin_clocked, {"drop-acknowledge@259us"}));
  ASSERT_EQ(result.faults.size(), 1u);
  EXPECT_EQ(result.faults[0].acted_ps, -1);
  EXPECT_FALSE(result.passed());
}

}  // namespace
}  // namespace softbound
