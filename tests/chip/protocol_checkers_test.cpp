// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "chip/couple_checker.h"
#include "chip/handshake_checker.h"
#include "chip/latch_checker.h"
#include "chip/watchdog.h"

namespace softbound {
namespace {

/// One self-timed AER input, wire by wire; request needs 1 ns, every other level 1 ns.
class Bus {
 public:
  explicit Bus(const ControlTiming& timing = {})
      : checker_{HandshakeChecker::input(timing, 16), log} {
    checker_.reset(false, 0, false);
  }
  void at(TimePs now_ps, bool req, std::uint32_t addr, bool ack) {
    checker_.observe(now_ps, req, addr, ack);
  }
  /// A handshake by the book that starts at this time.
  void by_the_book(TimePs start_ps, std::uint32_t addr) {
    at(start_ps, true, addr, false);
    at(start_ps + 1000, true, addr, true);
    at(start_ps + 2000, false, addr, true);
    at(start_ps + 3000, false, addr, false);
  }
  std::string found() const {
    std::string text;
    for (const auto& v : log.kept()) {
      text += v.check + " " + std::to_string(v.time_ps) + " " + v.signal + " " + v.text + "\n";
    }
    return text;
  }
  ViolationLog log;

 private:
  HandshakeChecker checker_;
};

TEST(HandshakeChecker, FindsNothingInHandshakesByTheBook) {
  Bus bus;
  for (TimePs t = 10'000; t < 100'000; t += 4000) bus.by_the_book(t, static_cast<unsigned>(t) % 16);
  EXPECT_EQ(bus.found(), "");
}

TEST(HandshakeChecker, ShortRequestIsARuntAndNoEarlyWithdrawal) {
  Bus bus;
  bus.at(5000, true, 3, false);
  bus.at(5999, false, 3, false);
  EXPECT_EQ(bus.found(), "runt 5999 req high for 999 ps, less than 1000 ps\n");
}

TEST(HandshakeChecker, ClockedRequestMustLastAPeriod) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  Bus bus{timing};
  bus.at(5000, true, 3, false);
  bus.at(14'999, false, 3, false);
  EXPECT_EQ(bus.found(), "runt 14999 req high for 9999 ps, less than 10000 ps\n");
}

TEST(HandshakeChecker, RequestWithdrawnBeforeItsAcknowledge) {
  Bus bus;
  bus.at(5000, true, 3, false);
  bus.at(9000, false, 3, false);
  EXPECT_EQ(bus.found(), "four_phase 9000 req is withdrawn before ack\n");
}

TEST(HandshakeChecker, EveryEdgeOutOfOrderIsNamed) {
  Bus bus;
  bus.at(5000, false, 3, true);
  bus.at(9000, true, 3, true);
  bus.at(12'000, true, 3, false);
  EXPECT_EQ(bus.found(),
            "four_phase 5000 ack rises without req\n"
            "four_phase 9000 req rises while ack is still up\n"
            "four_phase 12000 ack falls while req is up\n");
}

TEST(HandshakeChecker, ShortGapBetweenRequestsIsARunt) {
  Bus bus;
  bus.by_the_book(5000, 1);
  bus.at(8300, true, 2, false);
  EXPECT_EQ(bus.found(), "");
  bus.at(9300, true, 2, true);
  bus.at(10'300, false, 2, true);
  bus.at(10'700, true, 2, true);
  EXPECT_NE(bus.found().find("runt 10700 req low for 400 ps"), std::string::npos) << bus.found();
}

TEST(HandshakeChecker, AddressMustNotChangeWhileItsRequestIsUp) {
  Bus bus;
  bus.at(1000, false, 7, false);
  bus.at(5000, true, 3, false);
  bus.at(5500, true, 9, false);
  EXPECT_EQ(bus.found(), "bundling 5500 addr changes from 3 to 9 while req is up\n");
}

TEST(HandshakeChecker, AcceptedAddressOutOfRangeIsBad) {
  Bus bus;
  bus.by_the_book(5000, 16);
  EXPECT_EQ(bus.found(), "bad_address 6000 addr is 16, expected less than 16\n");
}

TEST(HandshakeChecker, WhatResetCutsShortIsNoHazard) {
  ViolationLog log;
  HandshakeChecker checker{HandshakeChecker::input({}, 16), log};
  checker.observe(1000, true, 3, false);
  checker.reset(true, 3, false);
  checker.observe(1200, false, 3, true);
  checker.reset(false, 3, false);
  checker.observe(1300, true, 3, false);
  ASSERT_EQ(log.kept().size(), 0u);
}

CellParameters cell() { return CellParameters{CellPreset::cmos180}; }

Bits bit(std::size_t j) {
  Bits bits(4);
  bits.set(j);
  return bits;
}

TEST(CoupleChecker, BreakBeforeMakeIsFine) {
  ViolationLog log;
  CoupleChecker checker{cell(), 2, log};
  checker.observe(0, 5, Bits(4, true), Bits(4), Bits(4));
  checker.observe(3000, 5, Bits(4), Bits(4), Bits(4));
  checker.observe(3020, 5, Bits(4), bit(1), bit(2));
  checker.observe(9000, 5, Bits(4), Bits(4), Bits(4));
  checker.finish(10'000);
  EXPECT_TRUE(log.kept().empty());
}

// (V_a - V_b) / (R_sw,a + R_sw,b) x overlap: 0.1 V against -0.45 V over 505 and 209 ohm for 20 ns.
TEST(CoupleChecker, OverlapOfReadAndLtpTellsItsCharge) {
  ViolationLog log;
  CoupleChecker checker{cell(), 2, log};
  checker.observe(0, 5, Bits(4, true), Bits(4), Bits(4));
  checker.observe(3'000'000, 5, Bits(4, true), bit(1), Bits(4));
  checker.observe(3'020'000, 5, Bits(4), bit(1), Bits(4));
  ASSERT_EQ(log.kept().size(), 1u);
  const Violation& v = log.kept()[0];
  EXPECT_EQ(v.check, "shoot_through");
  EXPECT_EQ(v.time_ps, 3'020'000);
  EXPECT_EQ(v.signal, "slot2.read, slot2.ltp[1]");
  const auto colon = v.text.find(": ");
  ASSERT_NE(colon, std::string::npos);
  EXPECT_EQ(v.text.substr(0, colon), "two couples of cell 5,1 on together for 20.000 ns");
  const double charge_c = std::strtod(v.text.c_str() + colon + 2, nullptr);
  EXPECT_NEAR(charge_c, 0.55 / (505 + 209) * 20e-9, 1e-4 * charge_c);
}

TEST(CoupleChecker, LtpAndLtdOfOneCellToTheEndOfTheRun) {
  ViolationLog log;
  CoupleChecker checker{cell(), 0, log};
  checker.observe(1000, 5, Bits(4), bit(3), bit(3));
  EXPECT_TRUE(log.kept().empty());
  checker.finish(2000);
  ASSERT_EQ(log.kept().size(), 1u);
  EXPECT_EQ(log.kept()[0].signal, "slot0.ltp, slot0.ltd[3]");
  EXPECT_NEAR(std::strtod(log.kept()[0].text.c_str() + log.kept()[0].text.find(": ") + 2, nullptr),
              0.95 / (209 + 463) * 1e-9, 1e-15);
}

/// A latch checker of four columns and one slot, with a read that began at 0.
struct Latch {
  explicit Latch(const ControlTiming& t, LatchInstant latch = LatchInstant::write_start)
      : timing{t}, registers{timing, 4, 1}, checker{timing, registers, 4, 1, log} {
    registers.write(control_register::kPolicy, static_cast<std::uint32_t>(latch) << 2 | 1u << 8);
    checker.on_read(0, 0);
  }
  void up(TimePs now_ps, const Bits& columns) { checker.on_up_dn(now_ps, columns, Bits(4)); }

  void at_latch(const Bits& columns) {
    checker.on_latch(0, kLatchPs, 7, columns, [&](const IllegalLatch& l) { illegal.push_back(l); });
  }

  static constexpr TimePs kLatchPs = 3'020'000;
  const ControlTiming timing;
  std::vector<IllegalLatch> illegal;
  ViolationLog log;
  RegisterBank registers;
  LatchChecker checker;
};

ControlTiming clocked() {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  return timing;
}

constexpr TimePs kLatchPs = Latch::kLatchPs;

TEST(LatchChecker, ChangeAtTheInstantOfTheLatchIsAHazard) {
  for (const TimePs off_ps : {-1, 0}) {
    Latch latch{{}};
    latch.up(kLatchPs + off_ps, bit(2));
    latch.at_latch(Bits(4, true));
    EXPECT_EQ(latch.log.count(Hazard::latch), off_ps == 0 ? 1u : 0u);
  }
}

TEST(LatchChecker, ClockedLatchSamplesTwoPeriodsBefore) {
  for (const TimePs off_ps : {-1, 0, 1}) {
    Latch latch{clocked()};
    latch.up(kLatchPs - 20'000 + off_ps, bit(2));
    latch.at_latch(Bits(4, true));
    EXPECT_EQ(latch.log.count(Hazard::latch), off_ps == 0 ? 1u : 0u) << off_ps;
  }
}

TEST(LatchChecker, LatchOfTheArrivalSamplesAsTheReadBegins) {
  Latch latch{{}, LatchInstant::arrival};
  latch.up(0, bit(1));
  latch.up(kLatchPs, bit(2));
  latch.at_latch(Bits(4, true));
  ASSERT_EQ(latch.log.kept().size(), 1u);
  EXPECT_EQ(latch.log.kept()[0].signal, "up[1], dn[1]");
}

TEST(LatchChecker, ColumnThatIsNotReadDoesNotMatter) {
  Latch latch{{}};
  latch.checker.on_up_dn(kLatchPs, bit(2), bit(2));
  latch.at_latch(bit(0));
  EXPECT_TRUE(latch.log.kept().empty());
}

TEST(LatchChecker, TransparentLatchLetsEveryChangeOfTheWriteThrough) {
  Latch latch{{}, LatchInstant::transparent};
  latch.up(kLatchPs - 10, bit(1));
  latch.at_latch(Bits(4, true));
  EXPECT_EQ(latch.log.count(Hazard::latch), 0u);
  latch.up(kLatchPs + 5000, bit(2));
  EXPECT_EQ(latch.log.count(Hazard::latch), 2u) << "columns 1 and 2";
  latch.checker.on_write_end(0);
  latch.up(kLatchPs + 6000, bit(3));
  EXPECT_EQ(latch.log.count(Hazard::latch), 2u);
}

TEST(LatchChecker, ListsUpAndDnBothHighWhereTheyAreSampled) {
  Latch latch{clocked()};
  latch.checker.on_up_dn(kLatchPs - 20'001, bit(2), bit(2));
  latch.checker.on_up_dn(kLatchPs - 10'000, Bits(4), bit(2));
  latch.at_latch(Bits(4, true));
  ASSERT_EQ(latch.illegal.size(), 1u);
  EXPECT_EQ(latch.illegal[0].row, 7u);
  EXPECT_EQ(latch.illegal[0].column, 2u);
  EXPECT_EQ(latch.log.count(Hazard::illegal_up_dn), 1u);
}

TEST(LatchChecker, UpThatDoesNotCountIsNotIllegal) {
  Latch latch{clocked()};
  latch.registers.write(control_register::kPosMask, 0xb);
  latch.checker.on_up_dn(1000, bit(2), bit(2));
  latch.at_latch(Bits(4, true));
  EXPECT_TRUE(latch.illegal.empty());
}

TEST(Watchdog, NamesWhatWaitsTooLongOnceAndSinceWhen) {
  ViolationLog log;
  Watchdog watchdog{log, 1'000'000};
  const auto bus = watchdog.add("req, ack");
  const auto slot = watchdog.add("slot3");
  watchdog.open(bus, 3'000'000, "the acknowledge of its request");
  watchdog.open(slot, 4'000'000, "its write to end");
  EXPECT_EQ(watchdog.check(12'999'999, 10'000'000), 13'000'000);
  EXPECT_TRUE(log.kept().empty());
  EXPECT_EQ(watchdog.check(13'000'000, 10'000'000), 14'000'000);
  ASSERT_EQ(log.kept().size(), 1u);
  EXPECT_EQ(log.kept()[0].signal, "req, ack");
  EXPECT_EQ(log.kept()[0].text,
            "waits for the acknowledge of its request since 0.000002000000 s, 10.000 us now");
  watchdog.close(slot);
  EXPECT_EQ(watchdog.check(50'000'000, 10'000'000), kNever);
  EXPECT_EQ(log.kept().size(), 1u);
}

TEST(Watchdog, ExcusedWaitingDoesNotCount) {
  ViolationLog log;
  Watchdog watchdog{log, 0};
  const auto bus = watchdog.add("req, ack");
  watchdog.open(bus, 0, "the acknowledge of its request");
  watchdog.excuse(bus, 8000);
  EXPECT_EQ(watchdog.check(10'000, 10'000), 18'000);
}

}  // namespace
}  // namespace softbound
