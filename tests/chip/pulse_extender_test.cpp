// SPDX-License-Identifier: Apache-2.0
#include "chip/pulse_extender.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "chip/sim_time.h"
#include "core/error.h"
#include "sim_test.h"

namespace softbound {
namespace {

constexpr TimePs kT = 3 * kPsPerUs;
using WhileBusy = PulseExtender::WhileBusy;
using Pulses = std::vector<std::pair<TimePs, TimePs>>;

/// A pulse extender, pulses for its input, and what its output did.
class ExtenderBench {
 public:
  explicit ExtenderBench(PulseExtender::Options options = {}, TimePs width_ps = kT)
      : extender{"extender", width_ps, options} {
    extender.in_i(in);
    extender.clear_i(clear);
    extender.out_o(out);
    sc_core::sc_spawn_options watch;
    watch.spawn_method();
    watch.dont_initialize();
    watch.set_sensitivity(&out.value_changed_event());
    sc_core::sc_spawn(
        [this] {
          if (out.read()) {
            pulses.emplace_back(now_ps(), -1);
          } else {
            pulses.back().second = now_ps();
          }
        },
        "watch", &watch);
  }

  void run_to(TimePs time_ps) { sc_core::sc_start(sim_time(time_ps - now_ps())); }
  void set(sc_core::sc_signal<bool>& wire, bool value, TimePs time_ps) {
    run_to(time_ps);
    wire = value;
  }
  void pulse(TimePs start_ps, TimePs width_ps) {
    set(in, true, start_ps);
    set(in, false, start_ps + width_ps);
  }

  sc_core::sc_signal<bool> in{"in"}, clear{"clear"}, out{"out"};
  PulseExtender extender;
  Pulses pulses;  // rise and fall
};

SIM_TEST(E1, WidthIsExactWhateverTheInputsWidth) {
  ExtenderBench bench;
  TimePs start_ps = kPsPerUs;
  Pulses expected;
  for (const TimePs width_ps : {10 * kPsPerNs, kT / 2, kT, 2 * kT, TimePs{1}}) {
    bench.pulse(start_ps, width_ps);
    expected.emplace_back(start_ps, start_ps + kT);
    start_ps += 3 * kT;
  }
  bench.run_to(start_ps);
  EXPECT_EQ(bench.pulses, expected);
  EXPECT_EQ(bench.extender.ignored_glitches(), 0u);
}

SIM_TEST(E1, PowerUpGivesNoOutput) {
  ExtenderBench bench;
  bench.run_to(10 * kT);
  EXPECT_TRUE(bench.pulses.empty());
}

SIM_TEST(E1, EdgeWhileBusyIsIgnoredByDefault) {
  ExtenderBench bench;
  bench.pulse(kPsPerUs, 10 * kPsPerNs);
  bench.pulse(kPsPerUs + kT / 2, 10 * kPsPerNs);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{kPsPerUs, kPsPerUs + kT}}));
}

SIM_TEST(E1, RetriggerStartsTheWidthAnew) {
  ExtenderBench bench{{WhileBusy::retrigger, false}};
  bench.pulse(0, 10 * kPsPerNs);
  bench.pulse(kT / 2, 10 * kPsPerNs);
  bench.pulse(kT / 2 + kT - 1, 10 * kPsPerNs);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT / 2 + kT - 1 + kT}}));
}

SIM_TEST(E1, RetriggerAtTheVeryEndGivesNoGap) {
  ExtenderBench bench{{WhileBusy::retrigger, false}};
  bench.pulse(0, 10 * kPsPerNs);
  bench.pulse(kT, 10 * kPsPerNs);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, 2 * kT}}));
}

SIM_TEST(E1, CountRemembersOneEdge) {
  ExtenderBench bench{{WhileBusy::count, false}};
  bench.pulse(0, 10 * kPsPerNs);
  bench.pulse(kT / 4, 10 * kPsPerNs);
  bench.pulse(kT / 2, 10 * kPsPerNs);  // a second one is lost
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT}, {kT + 1, 2 * kT + 1}}));
}

SIM_TEST(E1, StretchLastsAsLongAsTheInputButAtLeastTheWidth) {
  ExtenderBench bench{{WhileBusy::ignore, true}};
  bench.pulse(0, kT / 2);
  bench.pulse(10 * kT, 2 * kT);
  bench.pulse(20 * kT, kT);
  bench.run_to(30 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT}, {10 * kT, 12 * kT}, {20 * kT, 21 * kT}}));
}

SIM_TEST(E1, ClearForcesLowAtOnce) {
  ExtenderBench bench;
  bench.set(bench.in, true, 0);
  bench.set(bench.clear, true, kT / 3);
  bench.run_to(kT / 3 + 1);
  EXPECT_FALSE(bench.out.read());
  bench.set(bench.clear, false, 3 * kT);
  bench.set(bench.in, false, 4 * kT);
  bench.pulse(5 * kT, kPsPerNs);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT / 3}, {5 * kT, 6 * kT}}));
}

SIM_TEST(E1, EdgesWhileClearIsHighStartNothing) {
  ExtenderBench bench{{WhileBusy::count, true}};
  bench.set(bench.clear, true, 0);
  bench.pulse(kT, kT / 2);
  bench.set(bench.clear, false, 2 * kT);
  bench.run_to(10 * kT);
  EXPECT_TRUE(bench.pulses.empty());
}

SIM_TEST(E1, ClearForgetsARememberedEdge) {
  ExtenderBench bench{{WhileBusy::count, false}};
  bench.pulse(0, kPsPerNs);
  bench.pulse(kT / 2, kPsPerNs);
  bench.set(bench.clear, true, kT / 2 + kPsPerUs);
  bench.set(bench.clear, false, 3 * kT);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT / 2 + kPsPerUs}}));
}

/// Raises a wire for no time at all: up in one delta cycle, down in the next.
void glitch(ExtenderBench& bench) {
  bench.in = true;
  sc_core::sc_start(sc_core::SC_ZERO_TIME);
  bench.in = false;
  sc_core::sc_start(sc_core::SC_ZERO_TIME);
}

TEST(E1, InputOfNoDurationIsIgnoredAndCounted) {
  for (const auto policy : {WhileBusy::ignore, WhileBusy::retrigger, WhileBusy::count}) {
    test::run_in_fresh_kernel([policy] {
      ExtenderBench bench{{policy, false}};
      bench.run_to(kPsPerUs);
      glitch(bench);
      bench.run_to(5 * kT);
      for (const auto& [rise_ps, fall_ps] : bench.pulses) EXPECT_EQ(rise_ps, fall_ps);
      EXPECT_EQ(bench.extender.ignored_glitches(), 1u);
    });
  }
}

TEST(E1, GlitchWhileBusyLeavesThePulseAlone) {
  for (const auto policy : {WhileBusy::ignore, WhileBusy::retrigger, WhileBusy::count}) {
    test::run_in_fresh_kernel([policy] {
      ExtenderBench bench{{policy, false}};
      bench.pulse(0, kPsPerNs);
      bench.run_to(kT / 2);
      glitch(bench);
      bench.run_to(5 * kT);
      EXPECT_EQ(bench.pulses, (Pulses{{0, kT}}));
      EXPECT_EQ(bench.extender.ignored_glitches(), 1u);
    });
  }
}

SIM_TEST(E1, NewWidthHoldsForPulsesThatStartLater) {
  ExtenderBench bench;
  bench.pulse(0, kPsPerNs);
  bench.extender.set_width_ps(kPsPerUs);
  bench.pulse(2 * kT, kPsPerNs);
  bench.run_to(10 * kT);
  EXPECT_EQ(bench.pulses, (Pulses{{0, kT}, {2 * kT, 2 * kT + kPsPerUs}}));
}

SIM_TEST(E1, RandomInputNeverGivesAPulseOfAnotherWidth) {
  ExtenderBench bench;
  std::uint32_t random = 7;
  for (TimePs t = 0; t < 300 * kPsPerUs;) {
    random = random * 1664525u + 1013904223u;
    const TimePs width_ps = 1 + random % 4'000'000;
    random = random * 1664525u + 1013904223u;
    bench.pulse(t, width_ps);
    t += width_ps + 1 + random % 4'000'000;
  }
  bench.run_to(400 * kPsPerUs);
  EXPECT_GT(bench.pulses.size(), 20u);
  for (const auto& [rise_ps, fall_ps] : bench.pulses) EXPECT_EQ(fall_ps - rise_ps, kT);
}

SIM_TEST(E1, WidthThatIsNotAboveZeroIsRefused) {
  for (const TimePs width_ps : {TimePs{0}, TimePs{-1}}) {
    try {
      PulseExtender extender{"extender", width_ps, {}};
      ADD_FAILURE() << "accepted " << width_ps;
    } catch (const InputError& error) {
      EXPECT_NE(std::string{error.what()}.find("expected more than 0"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace softbound
