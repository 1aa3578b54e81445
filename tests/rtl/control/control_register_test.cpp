// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>

#include "rtl/control/control_driver.h"
#include "rtl/control/control_small.h"
#include "rtl_context.h"

namespace softbound {
namespace {

namespace reg = control_register;

class ControlRegisters : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(context.assertion_failures(), 0); }

  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 784, 100)};
};

TEST_F(ControlRegisters, ResetValuesAreThoseOfTheMap) {
  const std::map<std::uint32_t, std::uint32_t> expected{{reg::kId, 0x53424E44},
                                                        {reg::kVersion, 0x00010000},
                                                        {reg::kControl, 0b100},
                                                        {reg::kTRead, 300},
                                                        {reg::kTGap, 2},
                                                        {reg::kTWrite, 1004},
                                                        {reg::kTRecover, 2},
                                                        {reg::kPolicy, 8u << 8},
                                                        {reg::kIrqStatus, 0},
                                                        {reg::kIrqMask, 0},
                                                        {reg::kStatus, 0x100},
                                                        {reg::kColumnMask, 0xFFFFFFFF},
                                                        {reg::kPosMask, ~0u},
                                                        {reg::kNegMask, ~0u},
                                                        {reg::kColumnMask + 12, 0xF},
                                                        {reg::kPosMask + 12, 0xF},
                                                        {reg::kNegMask + 12, 0xF}};
  for (const auto& [address, value] : expected) {
    EXPECT_EQ(driver.read(address), value) << std::hex << address;
  }
  for (std::uint32_t k = 0; k < kControlCounters; ++k) {
    EXPECT_EQ(driver.read(reg::kCounters + 4 * k), 0u);
  }
}

TEST_F(ControlRegisters, WritableBitsHoldWhatIsWrittenAndOthersReadZero) {
  const std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> written_and_read{
      {reg::kControl, {~0u, 0b101}},
      {reg::kTRead, {0xFFFF, 0xFFFF}},
      {reg::kTGap, {0, 0}},
      {reg::kTWrite, {0xA5A5, 0xA5A5}},
      {reg::kTRecover, {77, 77}},
      {reg::kPolicy, {0xFFFF08F6, 0x0816}},
      {reg::kIrqMask, {~0u, 0xF}},
      {reg::kColumnMask, {0x12345678, 0x12345678}},
      {reg::kColumnMask + 12, {~0u, 0xF}},
      {reg::kPosMask + 4, {0xCAFE, 0xCAFE}},
      {reg::kNegMask + 8, {0, 0}}};
  for (const auto& [address, values] : written_and_read) {
    driver.write(address, values.first);
    EXPECT_EQ(driver.read(address), values.second) << std::hex << address;
  }
}

TEST_F(ControlRegisters, MasksDoNotShareBits) {
  driver.write(reg::kPosMask + 4, 0);
  for (const auto base : {reg::kColumnMask, reg::kPosMask, reg::kNegMask}) {
    for (std::uint32_t k = 0; k < 3; ++k) {
      const bool cleared = base == reg::kPosMask && k == 1;
      EXPECT_EQ(driver.read(base + 4 * k), cleared ? 0 : ~0u);
    }
  }
}

TEST_F(ControlRegisters, WriteToReadOnlyRegisterIsAnError) {
  for (const auto address : {reg::kId, reg::kVersion, reg::kStatus}) {
    const auto before = driver.read(address);
    EXPECT_TRUE(driver.apb(true, address, 0).error) << std::hex << address;
    EXPECT_EQ(driver.read(address), before);
  }
}

TEST_F(ControlRegisters, EveryOtherAddressIsAnErrorOnReadAndWrite) {
  const auto present = [](std::uint32_t address) {
    if (address % 4 != 0) return false;
    if (address <= reg::kIrqMask) return true;
    if (address >= reg::kCounters && address < reg::kCounters + 4 * kControlCounters) return true;
    for (const auto base : {reg::kColumnMask, reg::kPosMask, reg::kNegMask}) {
      if (address >= base && address < base + 16) return true;
    }
    return false;
  };
  for (std::uint32_t address = 0; address < 0x1000; ++address) {
    const auto access = driver.apb(false, address);
    EXPECT_EQ(access.error, !present(address)) << std::hex << address;
    if (present(address)) continue;
    EXPECT_EQ(access.data, 0u);
    EXPECT_TRUE(driver.apb(true, address, ~0u).error) << std::hex << address;
  }
}

TEST_F(ControlRegisters, IllegalPolicyIsAnErrorAndChangesNothing) {
  const auto before = driver.read(reg::kPolicy);
  EXPECT_TRUE(driver.apb(true, reg::kPolicy, 8u << 8 | 3u << 2 | 1).error);
  EXPECT_TRUE(driver.apb(true, reg::kPolicy, 0u << 8 | 1).error);
  EXPECT_TRUE(driver.apb(true, reg::kPolicy, 9u << 8 | 1).error);
  EXPECT_EQ(driver.read(reg::kPolicy), before);
}

TEST_F(ControlRegisters, TimeThatDoesNotFitTheCounterIsAnErrorAndChangesNothing) {
  for (auto address = reg::kTRead; address <= reg::kTRecover; address += 4) {
    const auto before = driver.read(address);
    EXPECT_TRUE(driver.apb(true, address, 0x10000).error);
    EXPECT_EQ(driver.read(address), before);
  }
}

TEST_F(ControlRegisters, BusIsSilentOutsideTheAccessPhase) {
  driver.in.psel = true;
  driver.in.paddr = 0xFFF;
  driver.cycle();
  EXPECT_FALSE(driver.out.pslverr);
  driver.in.paddr = reg::kId;
  driver.cycle();
  EXPECT_EQ(driver.out.prdata, 0u);
}

TEST_F(ControlRegisters, WriteTakesEffectAtTheEdgeOfItsAccessPhase) {
  driver.in.psel = driver.in.pwrite = true;
  driver.in.paddr = reg::kControl;
  driver.in.pwdata = reg::kControlEnable;
  driver.in.req = true;
  driver.cycle(5);
  EXPECT_FALSE(driver.out.ack);
  driver.in.penable = true;
  driver.cycle();
  driver.in.psel = driver.in.penable = false;
  EXPECT_FALSE(driver.out.ack);
  driver.cycle();
  EXPECT_TRUE(driver.out.ack);
}

TEST_F(ControlRegisters, StatusShowsBusySlotsIdleAndTheWaitingRequest) {
  driver.enable();
  driver.send(5);
  driver.send(6);
  EXPECT_EQ(driver.read(reg::kStatus), 0b11u);
  driver.write(reg::kControl, 0);
  driver.in.req = true;
  driver.cycle(5);
  EXPECT_EQ(driver.read(reg::kStatus), reg::kStatusRequestWaiting | 0b11u);
  driver.enable();
  driver.cycle_until([&] { return driver.out.ack; });
  driver.in.req = false;
  driver.finish();
  EXPECT_EQ(driver.read(reg::kStatus), reg::kStatusIdle);
}

TEST_F(ControlRegisters, IrqFollowsTheUnmaskedStatusUntilOneIsWrittenToIt) {
  driver.enable();
  driver.send(784);
  driver.finish();
  EXPECT_EQ(driver.read(reg::kIrqStatus), reg::kIrqBadAddress);
  EXPECT_FALSE(driver.out.irq);
  driver.write(reg::kIrqMask, reg::kIrqBadAddress);
  EXPECT_TRUE(driver.out.irq);
  driver.write(reg::kIrqStatus, ~reg::kIrqBadAddress);
  EXPECT_TRUE(driver.out.irq);
  driver.write(reg::kIrqStatus, reg::kIrqBadAddress);
  EXPECT_FALSE(driver.out.irq);
  EXPECT_EQ(driver.read(reg::kIrqStatus), 0u);
}

TEST_F(ControlRegisters, CountersAreClearedOneByOneByWritingAnything) {
  driver.enable();
  driver.send(784);
  driver.send(1);
  driver.write(reg::kCounters + 4 * 0, 12345);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 0u);
  EXPECT_EQ(driver.counter(ControlCounter::bad_address), 1u);
  EXPECT_EQ(driver.counter(ControlCounter::reads), 100u);
}

TEST(ControlCounters, StayAtTheirLargestValue) {
  RtlContext context;
  ControlDriver driver{make_control_small(context, "dut")};  // counters of 4 bits
  driver.set_timing(1, 0, 1, 0);
  driver.enable();
  for (int k = 1; k <= 20; ++k) {
    driver.send(static_cast<std::uint32_t>(k % 5));
    driver.finish();
    EXPECT_EQ(driver.counter(ControlCounter::accepted), std::min(k, 15)) << k;
    EXPECT_EQ(driver.counter(ControlCounter::reads), std::min(3 * k, 15));
    EXPECT_EQ(driver.counter(ControlCounter::no_write), std::min(3 * k, 15));
  }
  EXPECT_EQ(context.assertion_failures(), 0);
}

TEST(ControlReset, PutsEveryRegisterBack) {
  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 16, 4)};
  driver.set_timing(9, 9, 9, 9);
  driver.write(reg::kPolicy, 0x0113);
  driver.write(reg::kColumnMask, 1);
  driver.enable();
  driver.send(3);
  EXPECT_TRUE(driver.out.read.any());
  driver.reset();
  EXPECT_FALSE(driver.out.read.any());
  EXPECT_FALSE(driver.out.ack);
  EXPECT_TRUE(driver.out.idle);
  driver.cycle();
  EXPECT_EQ(driver.read(reg::kTRead), 300u);
  EXPECT_EQ(driver.read(reg::kPolicy), 0x0800u);
  EXPECT_EQ(driver.read(reg::kColumnMask), 0xFu);
  EXPECT_EQ(driver.counter(ControlCounter::accepted), 0u);
  EXPECT_EQ(context.assertion_failures(), 0);
}

}  // namespace
}  // namespace softbound
