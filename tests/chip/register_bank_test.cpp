// SPDX-License-Identifier: Apache-2.0
#include "chip/register_bank.h"

#include <gtest/gtest.h>

#include <map>

namespace softbound {
namespace {

namespace reg = control_register;

constexpr std::size_t kColumns = 70;  // three mask words, the last with six bits
constexpr std::size_t kSlots = 8;

ControlTiming clocked() {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  return timing;
}

class Registers : public testing::Test {
 protected:
  RegisterBank bank_{clocked(), kColumns, kSlots};
};

// The map of the chip's page, section 5, written out once more.
const std::map<std::uint32_t, std::uint32_t> kResetValues{
    {0x000, 0x53424E44}, {0x004, 0x00010000}, {0x008, 4},          {0x00C, 0x100},
    {0x010, 300},        {0x014, 2},          {0x018, 1004},       {0x01C, 2},
    {0x020, 0x800},      {0x024, 0},          {0x028, 0},          {0x080, 0},
    {0x084, 0},          {0x088, 0},          {0x08C, 0},          {0x090, 0},
    {0x094, 0},          {0x098, 0},          {0x09C, 0},          {0x0A0, 0},
    {0x0A4, 0},          {0x0A8, 0},          {0x100, 0xffffffff}, {0x104, 0xffffffff},
    {0x108, 0x3f},       {0x200, 0xffffffff}, {0x204, 0xffffffff}, {0x208, 0x3f},
    {0x300, 0xffffffff}, {0x304, 0xffffffff}, {0x308, 0x3f}};

TEST_F(Registers, ExistExactlyWhereTheMapSaysWithItsResetValues) {
  for (std::uint32_t address = 0; address < 0x1004; ++address) {
    const auto value = bank_.read(address);
    const auto expected = kResetValues.find(address);
    if (expected == kResetValues.end()) {
      EXPECT_FALSE(value) << "0x" << std::hex << address;
    } else {
      ASSERT_TRUE(value) << "0x" << std::hex << address;
      EXPECT_EQ(*value, expected->second) << "0x" << std::hex << address;
    }
  }
}

TEST_F(Registers, AreWritableExceptIdVersionAndStatus) {
  for (std::uint32_t address = 0; address < 0x1004; ++address) {
    const std::uint32_t data = address == reg::kPolicy ? 0x100 : 1;
    const bool read_only =
        address == reg::kId || address == reg::kVersion || address == reg::kStatus;
    EXPECT_EQ(bank_.accepts(address, data), kResetValues.count(address) != 0 && !read_only)
        << "0x" << std::hex << address;
  }
}

TEST_F(Registers, ReadBackWhatWasWritten) {
  for (const auto& [address, data] :
       std::map<std::uint32_t, std::uint32_t>{{reg::kTRead, 0xffff},
                                              {reg::kTGap, 0},
                                              {reg::kTWrite, 17},
                                              {reg::kTRecover, 1},
                                              {reg::kPolicy, 0x51b & ~0xcu},
                                              {reg::kIrqMask, 0xf},
                                              {reg::kControl, 1},
                                              {reg::kColumnMask, 0x12345678},
                                              {reg::kColumnMask + 4, 0x9abcdef0},
                                              {reg::kPosMask + 8, 0x15},
                                              {reg::kNegMask + 4, 0}}) {
    bank_.write(address, data);
    EXPECT_EQ(bank_.read(address), data) << "0x" << std::hex << address;
  }
}

TEST_F(Registers, MasksAreOneBitPerColumnAndNoMore) {
  bank_.write(reg::kPosMask + 8, 0xffffffff);
  EXPECT_EQ(bank_.read(reg::kPosMask + 8), 0x3fu);
  bank_.write(reg::kPosMask + 4, 1u << 5);
  EXPECT_TRUE(bank_.pos_mask().test(37));
  EXPECT_FALSE(bank_.pos_mask().test(38));
  EXPECT_EQ(bank_.pos_mask().count(), 32u + 1u + 6u);
  EXPECT_EQ(bank_.column_mask().count(), kColumns);
  EXPECT_EQ(bank_.neg_mask().count(), kColumns);
}

TEST_F(Registers, RefuseValuesWithoutMeaning) {
  EXPECT_FALSE(bank_.accepts(reg::kPolicy, 0x80c)) << "no fourth latch instant";
  EXPECT_FALSE(bank_.accepts(reg::kPolicy, 0x000)) << "no slots in use";
  EXPECT_FALSE(bank_.accepts(reg::kPolicy, 0x900)) << "more slots than there are";
  EXPECT_FALSE(bank_.accepts(reg::kTRead, 0x10000)) << "counters have 16 bits";
  EXPECT_FALSE(bank_.accepts(reg::kTWrite, 0xffffffff));
  bank_.write(reg::kPolicy, 0x903);
  EXPECT_EQ(bank_.read(reg::kPolicy), 0x800u) << "a refused write changes nothing";
}

TEST_F(Registers, PolicyFieldsAreWhatTheControlObeys) {
  bank_.write(reg::kPolicy, 2u | 1u << 2 | 1u << 4 | 3u << 8);
  EXPECT_EQ(bank_.busy_policy(), BusyPolicy::retrigger);
  EXPECT_EQ(bank_.latch(), LatchInstant::arrival);
  EXPECT_EQ(bank_.arbitration(), Arbitration::fixed_priority);
  EXPECT_EQ(bank_.slots_in_use(), 3u);
}

TEST_F(Registers, ControlEnablesAndItsSoftResetBitReadsAsZero) {
  EXPECT_FALSE(bank_.enabled());
  EXPECT_TRUE(bank_.write_enabled());
  bank_.write(reg::kControl, 7);
  EXPECT_EQ(bank_.read(reg::kControl), 5u);
  EXPECT_TRUE(bank_.enabled());
  bank_.write(reg::kControl, 0);
  EXPECT_FALSE(bank_.write_enabled());
  EXPECT_TRUE(RegisterBank::soft_resets(reg::kControl, 2));
  EXPECT_FALSE(RegisterBank::soft_resets(reg::kControl, 5));
  EXPECT_FALSE(RegisterBank::soft_resets(reg::kIrqMask, 2));
}

TEST_F(Registers, PhasesAreCyclesAndAPulseLastsOneAtLeast) {
  const TimePs period = clocked().clock_period_ps;
  EXPECT_EQ(bank_.phases().read_ps, 300 * period);
  EXPECT_EQ(bank_.phases().gap_ps, 2 * period);
  EXPECT_EQ(bank_.phases().write_ps, 1004 * period);
  EXPECT_EQ(bank_.phases().recover_ps, 2 * period);
  for (const auto address : {reg::kTRead, reg::kTGap, reg::kTWrite, reg::kTRecover}) {
    bank_.write(address, 0);
  }
  EXPECT_EQ(bank_.phases().read_ps, period);
  EXPECT_EQ(bank_.phases().gap_ps, 0);
  EXPECT_EQ(bank_.phases().write_ps, period);
  EXPECT_EQ(bank_.phases().recover_ps, 0);
}

TEST_F(Registers, CountersCountClearAndSaturate) {
  for (std::uint32_t k = 0; k < kControlCounters; ++k) {
    const auto counter = static_cast<ControlCounter>(k);
    const std::uint32_t address = reg::kCounters + 4 * k;
    bank_.count(counter, k + 3);
    bank_.count(counter, 0);
    EXPECT_EQ(bank_.read(address), k + 3);
    EXPECT_EQ(bank_.counted(counter), k + 3);
    bank_.count(counter, 0xffffffff);
    EXPECT_EQ(bank_.read(address), 0xffffffffu) << kControlCounterNames[k];
    EXPECT_TRUE(RegisterBank::clears(address));
    bank_.write(address, 5);
    EXPECT_EQ(bank_.read(address), 0u) << "any write clears";
  }
}

TEST_F(Registers, InterruptsHaveACauseAMaskAndAreClearedByOnes) {
  const std::map<ControlCounter, std::uint32_t> causes{
      {ControlCounter::illegal_updn, reg::kIrqIllegalUpDn},
      {ControlCounter::bad_address, reg::kIrqBadAddress},
      {ControlCounter::dropped, reg::kIrqDropped},
      {ControlCounter::out_dropped, reg::kIrqOutputDropped}};
  for (std::uint32_t k = 0; k < kControlCounters; ++k) {
    const auto counter = static_cast<ControlCounter>(k);
    bank_.count(counter);
    const auto cause = causes.find(counter);
    const std::uint32_t bit = cause == causes.end() ? 0 : cause->second;
    EXPECT_EQ(bank_.read(reg::kIrqStatus), bit) << kControlCounterNames[k];
    EXPECT_FALSE(bank_.irq());
    bank_.write(reg::kIrqMask, bit);
    EXPECT_EQ(bank_.irq(), bit != 0);
    bank_.write(reg::kIrqStatus, ~bit);
    EXPECT_EQ(bank_.irq(), bit != 0) << "zeros clear nothing";
    bank_.write(reg::kIrqStatus, bit);
    EXPECT_FALSE(bank_.irq());
    bank_.write(reg::kIrqMask, 0);
  }
}

TEST_F(Registers, StatusShowsBusySlotsIdleAndAWaitingRequest) {
  bank_.set_busy(0, true);
  bank_.set_busy(5, true);
  bank_.idle = false;
  bank_.request_waiting = true;
  EXPECT_EQ(bank_.read(reg::kStatus), 0x221u);
  bank_.set_busy(0, false);
  EXPECT_EQ(bank_.read(reg::kStatus), 0x220u);
}

TEST_F(Registers, ResetRestoresThemAndHoldsThemUntilItIsReleased) {
  for (const auto& [address, value] : kResetValues) {
    bank_.write(address, address == reg::kPolicy ? 0x10f & ~0xcu : value ^ 1);
  }
  bank_.reset();
  bank_.write(reg::kControl, 1);
  bank_.count(ControlCounter::reads);
  for (const auto& [address, value] : kResetValues) EXPECT_EQ(bank_.read(address), value);
  bank_.release();
  bank_.write(reg::kControl, 1);
  EXPECT_TRUE(bank_.enabled());
}

TEST_F(Registers, EveryEventIsTold) {
  int told = 0;
  bank_.on_event = [&] { ++told; };
  bank_.count(ControlCounter::dropped);
  bank_.set_busy(1, true);
  bank_.write(reg::kIrqMask, 0xf);
  EXPECT_EQ(told, 3);
}

TEST(SelfTimedRegisters, DelaysAreBuiltNotProgrammed) {
  RegisterBank bank{ControlTiming{}, 4, 16};
  for (const auto address : {reg::kTRead, reg::kTGap, reg::kTWrite, reg::kTRecover}) {
    EXPECT_FALSE(bank.accepts(address, 5));
    EXPECT_TRUE(bank.read(address));
  }
  EXPECT_EQ(bank.phases().read_ps, ControlTiming{}.t_read_ps);
}

TEST(SelfTimedRegisters, MoreSlotsThanTheFieldHoldsAreAllInUse) {
  RegisterBank bank{ControlTiming{}, 4, 784};
  EXPECT_EQ(bank.slots_in_use(), 784u);
  EXPECT_TRUE(bank.accepts(reg::kPolicy, 0));
  bank.write(reg::kPolicy, 1);
  EXPECT_EQ(bank.busy_policy(), BusyPolicy::drop);
  EXPECT_EQ(bank.slots_in_use(), 784u);
}

}  // namespace
}  // namespace softbound
