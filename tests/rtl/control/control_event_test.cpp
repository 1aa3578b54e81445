// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>

#include "rtl/control/control_driver.h"
#include "rtl_context.h"

namespace softbound {
namespace {

namespace reg = control_register;
constexpr std::uint32_t kArrival = 1u << 2, kTransparent = 2u << 2;

class Event : public testing::Test {
 protected:
  Event() {
    driver.set_timing(20, 3, 30, 5);
    driver.enable();
  }
  void TearDown() override { EXPECT_EQ(context.assertion_failures(), 0); }

  void policy(std::uint32_t bits) { driver.write(reg::kPolicy, 8u << 8 | bits); }
  /// Cycles until the given edge has been.
  void until(long edge) { driver.cycle(edge - driver.edge()); }

  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 16, 4)};
};

struct Times {
  std::uint32_t read, gap, write, recover;
};

class EventTiming : public Event, public testing::WithParamInterface<Times> {};

TEST_P(EventTiming, PhasesLastWhatTheRegistersSay) {
  const auto t = GetParam();
  driver.set_timing(t.read, t.gap, t.write, t.recover);
  driver.in.up = Bits(4, true);
  driver.cycle(3);
  const long accepted = driver.send(9);
  const long read = std::max(1u, t.read), write = std::max(1u, t.write);
  const long latch = read + t.gap, end = latch + write + t.recover;
  for (long age = 0; age <= end + 3; ++age) {
    SCOPED_TRACE(age);
    EXPECT_EQ(driver.out.read.test(0), age < read);
    EXPECT_EQ(driver.out.row_sel.test(9), age < read);
    EXPECT_EQ(driver.out.col_sel.any(), age < read);
    EXPECT_EQ(driver.out.wr.test(0), age >= latch && age < latch + write);
    EXPECT_EQ(driver.out.ltp[0].count(), driver.out.wr.test(0) ? 4u : 0u);
    if (age > 4) {
      EXPECT_EQ(driver.out.idle, age >= end);
    }
    EXPECT_EQ(driver.edge(), accepted + age);
    driver.cycle();
  }
}

INSTANTIATE_TEST_SUITE_P(Registers, EventTiming,
                         testing::Values(Times{300, 2, 1004, 2}, Times{1, 1, 1, 1},
                                         Times{0, 0, 0, 0}, Times{1, 0, 1, 0}, Times{5, 0, 7, 3},
                                         Times{2, 4, 2, 0}, Times{0, 3, 0, 2}));

// All bits of all counters, in each slot.
TEST_F(Event, TheLongestPhasesLastWhatTheRegistersSayInEverySlot) {
  constexpr long kLongest = 0xffff;
  driver.set_timing(kLongest, kLongest, kLongest, kLongest);
  std::array<long, 8> accepted{};
  for (std::uint32_t s = 0; s < 8; ++s) accepted[s] = driver.send(2 * s);
  const auto expect = [&](long age, bool read, bool wr, bool busy) {
    for (std::uint32_t s = 0; s < 8; ++s) {
      until(accepted[s] + age);
      SCOPED_TRACE(testing::Message() << "slot " << s << ", edge " << age);
      EXPECT_EQ(driver.out.read.test(s), read);
      EXPECT_EQ(driver.out.row_sel.test(2 * s), read);
      EXPECT_EQ(driver.out.wr.test(s), wr);
      EXPECT_EQ(driver.out.idle, !busy);
    }
  };
  expect(kLongest - 1, true, false, true);
  until(accepted[7] + kLongest);
  expect(2 * kLongest - 1, false, false, true);
  until(accepted[7] + 2 * kLongest);
  expect(3 * kLongest - 1, false, true, true);
  until(accepted[7] + 3 * kLongest);
  expect(4 * kLongest - 1, false, false, true);
  driver.finish();
  EXPECT_EQ(driver.edge(), accepted[7] + 4 * kLongest);
  driver.set_timing(1, 2, 1, 0);
  for (std::uint32_t s = 0; s < 8; ++s) driver.send(s);
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 16u);
}

TEST_F(Event, TimingIsThatOfTheAcceptance) {
  const long accepted = driver.send(1);
  driver.set_timing(1, 1, 1, 1);
  EXPECT_EQ(driver.cycle_until([&] { return driver.out.wr.test(0); }), accepted + 23);
  EXPECT_EQ(driver.cycle_until([&] { return !driver.out.wr.test(0); }), accepted + 53);
}

// Before L - 2T what counts is the first flip-flop's input; one edge later is too late.
TEST_F(Event, LatchSeesUpAndDnAsTheyWereJustBeforeTwoEdgesEarlier) {
  for (const long late : {0L, 1L}) {
    driver.in.up.clear();
    driver.cycle(4);
    const long latch = driver.send(1) + 23;
    until(latch - 3 + late);
    driver.in.up.set(2);  // seen first by the edge after this one
    until(latch);
    EXPECT_TRUE(driver.out.wr.test(0));
    EXPECT_EQ(driver.out.ltp[0].any(), late == 0);
    driver.finish();
  }
}

TEST_F(Event, TruthTableOfTheDecision) {
  driver.in.up = Bits(4);
  driver.in.dn = Bits(4);
  driver.in.up.set(1);
  driver.in.up.set(3);
  driver.in.dn.set(2);
  driver.in.dn.set(3);
  driver.cycle(3);
  driver.send(0);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  EXPECT_EQ(driver.out.ltp[0].to_string(), "0010");
  EXPECT_EQ(driver.out.ltd[0].to_string(), "0100");
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::ltd), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::illegal_updn), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::reads), 4u);
  EXPECT_EQ(driver.read(reg::kIrqStatus), reg::kIrqIllegalUpDn);
}

// P at arrival, D during the read, P again in mid-write (choice 3 of the cell's semantics).
std::array<std::size_t, 4> pulses_of_the_latch_study(ControlDriver& driver) {
  driver.in.up = Bits(4, true);
  driver.in.dn = Bits(4);
  driver.cycle(4);
  driver.send(1);
  driver.in.up = Bits(4);
  driver.in.dn = Bits(4, true);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  const auto ltp_first = driver.out.ltp[0].count(), ltd_first = driver.out.ltd[0].count();
  driver.cycle(10);
  driver.in.up = Bits(4, true);
  driver.in.dn = Bits(4);
  driver.cycle(10);
  return {ltp_first, ltd_first, driver.out.ltp[0].count(), driver.out.ltd[0].count()};
}

TEST_F(Event, LatchAtWriteStartGivesOneLtd) {
  EXPECT_EQ(pulses_of_the_latch_study(driver), (std::array<std::size_t, 4>{0, 4, 0, 4}));
}

TEST_F(Event, LatchAtArrivalGivesOneLtp) {
  policy(kArrival);
  EXPECT_EQ(pulses_of_the_latch_study(driver), (std::array<std::size_t, 4>{4, 0, 4, 0}));
}

TEST_F(Event, TransparentLatchGivesATruncatedLtdAndThenLtpButCountsTheFirst) {
  policy(kTransparent);
  EXPECT_EQ(pulses_of_the_latch_study(driver), (std::array<std::size_t, 4>{0, 4, 4, 0}));
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::ltd), 4u);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 0u);
}

TEST_F(Event, DisabledColumnsAreNotReadWrittenOrCounted) {
  driver.write(reg::kColumnMask, 0b0101);
  driver.in.up = Bits(4, true);
  driver.send(1);
  EXPECT_EQ(driver.out.col_sel.to_string(), "0101");
  driver.write(reg::kColumnMask, 0b1111);  // col_sel is live, what is written is not
  EXPECT_EQ(driver.out.col_sel.to_string(), "1111");
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  EXPECT_EQ(driver.out.ltp[0].to_string(), "0101");
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::reads), 2u);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 2u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 0u);
}

TEST_F(Event, MaskedUpAndDnDoNotCount) {
  driver.in.up = Bits(4, true);
  driver.in.dn = Bits(4, true);
  driver.write(reg::kPosMask, 0b0011);
  driver.write(reg::kNegMask, 0b0110);
  driver.send(1);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  EXPECT_EQ(driver.out.ltp[0].to_string(), "0001");
  EXPECT_EQ(driver.out.ltd[0].to_string(), "0100");
  EXPECT_EQ(driver.counter(ControlCounter::illegal_updn), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 1u);
}

TEST_F(Event, WithoutWriteEnableWrRisesAndNothingIsWritten) {
  driver.write(reg::kControl, reg::kControlEnable);
  driver.in.up = Bits(4, true);
  driver.send(1);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  EXPECT_FALSE(driver.out.ltp[0].any());
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 4u);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 0u);
}

TEST_F(Event, SoftResetDuringReadEndsItAndCountsNoWrite) {
  driver.in.up = Bits(4, true);
  driver.send(1);
  driver.write(reg::kControl, reg::kControlEnable | reg::kControlSoftReset);
  EXPECT_FALSE(driver.out.read.any());
  EXPECT_FALSE(driver.out.row_sel.any());
  EXPECT_EQ(driver.read(reg::kControl), reg::kControlEnable);
  driver.cycle(100);
  EXPECT_FALSE(driver.out.wr.any());
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 4u);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 1u);
  EXPECT_EQ(driver.read(reg::kTRead), 20u);
}

TEST_F(Event, SoftResetDuringWriteEndsThePulseWithoutCountingAgain) {
  driver.in.up = Bits(4, true);
  driver.send(1);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  driver.write(reg::kControl, 0b111);
  EXPECT_FALSE(driver.out.wr.any());
  EXPECT_FALSE(driver.out.ltp[0].any());
  EXPECT_TRUE(driver.out.idle);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 4u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 0u);
  const long before = driver.edge();
  EXPECT_EQ(driver.send(1), before + 3);  // the row is free at once
}

TEST_F(Event, SpikeThatArrivesWithTheSoftResetIsTakenOneEdgeLater) {
  for (const bool reset : {false, true}) {
    driver.in.req = true;
    driver.in.addr = 3;
    driver.in.psel = driver.in.pwrite = true;
    driver.in.paddr = reg::kControl;
    driver.in.pwdata = reset ? 0b111 : 0b101;
    driver.cycle(2);
    driver.in.penable = true;
    driver.cycle();
    EXPECT_EQ(driver.out.ack, !reset);
    driver.in.psel = driver.in.penable = driver.in.pwrite = false;
    driver.cycle();
    EXPECT_TRUE(driver.out.ack);
    driver.in.req = false;
    driver.finish();
  }
}

}  // namespace
}  // namespace softbound
