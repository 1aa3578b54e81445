// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rtl/control/control_driver.h"
#include "rtl/control/control_small.h"
#include "rtl_context.h"

namespace softbound {
namespace {

namespace reg = control_register;
constexpr std::uint32_t kHold = 0, kDrop = 1, kRetrigger = 2, kAbort = 3;

/// Read 20, gap 2, write 30, recover 5 cycles; enabled.
class Acceptance : public testing::Test {
 protected:
  Acceptance() {
    driver.set_timing(20, 2, 30, 5);
    driver.enable();
  }
  void TearDown() override { EXPECT_EQ(context.assertion_failures(), 0); }

  void policy(std::uint32_t busy, std::uint32_t slots = 8) {
    driver.write(reg::kPolicy, slots << 8 | busy);
  }

  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 784, 10)};
};

TEST_F(Acceptance, ComesThreeEdgesAfterTheRequestAndRaisesReadAndRow) {
  driver.in.req = true;
  driver.in.addr = 700;
  driver.cycle(2);
  EXPECT_FALSE(driver.out.ack);
  EXPECT_FALSE(driver.out.read.any());
  driver.cycle();
  EXPECT_TRUE(driver.out.ack);
  EXPECT_TRUE(driver.out.read.test(0));
  EXPECT_EQ(driver.out.slot_row[0], 700u);
  EXPECT_EQ(driver.out.row_sel.count(), 1u);
  EXPECT_TRUE(driver.out.row_sel.test(700));
  EXPECT_EQ(driver.out.col_sel.count(), 10u);
  driver.in.req = false;
}

TEST_F(Acceptance, AcknowledgeFallsThreeEdgesLaterAndTheNextSpikeIsTakenSixEdgesLater) {
  const long first = driver.send(1);
  EXPECT_EQ(driver.cycle_until([&] { return !driver.out.ack; }), first + 3);
  EXPECT_EQ(driver.send(2), first + 6);
  EXPECT_EQ(driver.out.slot_row[1], 2u);
  EXPECT_TRUE(driver.out.read.test(1));
}

TEST_F(Acceptance, IsWithheldWhileDisabledAndEventsInFlightFinish) {
  driver.send(1);
  driver.write(reg::kControl, reg::kControlWriteEnable);
  driver.cycle_until([&] { return !driver.out.ack; });
  driver.in.req = true;
  driver.in.addr = 2;
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  driver.cycle(100);
  EXPECT_FALSE(driver.out.ack);
  EXPECT_EQ(driver.counter(ControlCounter::held), 0u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 10u);
  driver.enable();
  EXPECT_NO_THROW(driver.cycle_until([&] { return driver.out.ack; }, 2));
  driver.in.req = false;
}

TEST_F(Acceptance, BadAddressIsAcknowledgedAndCountedAndHasNoEffect) {
  policy(kHold, 1);
  const long first = driver.send(1);
  EXPECT_EQ(driver.send(784), first + 6);  // although no slot is free
  EXPECT_EQ(driver.out.read.count(), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::bad_address), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::held), 0u);
  EXPECT_EQ(driver.read(reg::kIrqStatus), reg::kIrqBadAddress);
}

TEST_F(Acceptance, LowestFreeSlotIsTaken) {
  for (std::uint32_t row = 10; row < 18; ++row) driver.send(row);
  for (std::uint32_t s = 0; s < 8; ++s) EXPECT_EQ(driver.out.slot_row[s], 10 + s);
  driver.send(30);  // slot 0 is the first to be free again
  EXPECT_EQ(driver.out.slot_row[0], 30u);
}

TEST_F(Acceptance, WithoutFreeSlotTheBusWaitsUnderEveryPolicy) {
  for (const auto busy : {kHold, kDrop, kRetrigger, kAbort}) {
    policy(busy, 2);
    driver.send(1);
    const long second = driver.send(2);
    const long third = driver.send(1);  // its row is busy, too
    EXPECT_EQ(driver.counter(ControlCounter::dropped), 0u);
    EXPECT_EQ(third, second - 6 + 20 + 2 + 30 + 5 + 1) << "policy " << busy;
    driver.finish();
  }
}

TEST_F(Acceptance, HoldWaitsUntilTheRowHasBeenFreeForACycleAndCountsOnce) {
  const long first = driver.send(7);
  EXPECT_EQ(driver.send(7), first + 20 + 2 + 30 + 5 + 1);
  EXPECT_EQ(driver.counter(ControlCounter::held), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 2u);
}

TEST_F(Acceptance, DropAcknowledgesAndCounts) {
  policy(kDrop);
  const long first = driver.send(7);
  EXPECT_EQ(driver.send(7), first + 6);
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::dropped), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::reads), 10u);
  EXPECT_EQ(driver.counter(ControlCounter::held), 0u);
  EXPECT_EQ(driver.read(reg::kIrqStatus), reg::kIrqDropped);
}

TEST_F(Acceptance, RetriggerDuringReadBeginsTheReadAnew) {
  policy(kRetrigger);
  driver.send(7);
  driver.write(reg::kColumnMask, 0b11);
  driver.write(reg::kTRead, 40);
  const long second = driver.send(7);
  EXPECT_EQ(driver.cycle_until([&] { return !driver.out.read.test(0); }), second + 40);
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 2u);
  EXPECT_EQ(driver.counter(ControlCounter::reads), 12u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 12u);
}

TEST_F(Acceptance, RetriggerInTheLastCycleOfReadStillCounts) {
  policy(kRetrigger);
  driver.write(reg::kTRead, 6);
  const long first = driver.send(7);
  EXPECT_EQ(driver.send(7), first + 6);
  EXPECT_TRUE(driver.out.read.test(0));
  EXPECT_TRUE(driver.out.row_sel.test(7));
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 2u);
}

TEST_F(Acceptance, RetriggerAfterReadDrops) {
  policy(kRetrigger);
  driver.write(reg::kTRead, 5);
  driver.send(7);
  driver.send(7);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::dropped), 1u);
}

TEST_F(Acceptance, AbortEndsTheWriteAndReadsAnew) {
  policy(kAbort);
  driver.in.up = Bits(10, true);
  driver.send(7);
  driver.cycle_until([&] { return driver.out.wr.test(0); });
  EXPECT_EQ(driver.out.ltp[0].count(), 10u);
  const long second = driver.send(7);
  EXPECT_FALSE(driver.out.wr.any());
  EXPECT_FALSE(driver.out.ltp[0].any());
  EXPECT_TRUE(driver.out.read.test(0));
  EXPECT_TRUE(driver.out.row_sel.test(7));
  EXPECT_EQ(driver.cycle_until([&] { return driver.out.wr.test(0); }), second + 22);
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::reads), 20u);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 20u);
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 0u);
}

TEST_F(Acceptance, AbortAtTheLatchInstantCountsNoWrite) {
  policy(kAbort);
  driver.in.up = Bits(10, true);
  driver.set_timing(5, 1, 30, 5);
  const long first = driver.send(7);
  EXPECT_EQ(driver.send(7), first + 6);
  EXPECT_FALSE(driver.out.wr.any());
  driver.finish();
  EXPECT_EQ(driver.counter(ControlCounter::no_write), 10u);
  EXPECT_EQ(driver.counter(ControlCounter::ltp), 10u);
}

TEST_F(Acceptance, RowsThatDifferAreServedAtOnce) {
  driver.send(7);
  driver.send(8);
  EXPECT_EQ(driver.out.row_sel.count(), 2u);
  EXPECT_EQ(driver.counter(ControlCounter::held), 0u);
}

}  // namespace
}  // namespace softbound
