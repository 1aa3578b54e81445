// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "rtl/control/control_driver.h"
#include "rtl_context.h"

namespace softbound {
namespace {

namespace reg = control_register;
constexpr std::uint32_t kFixedPriority = 1u << 4;

class OutputSpikes : public testing::Test {
 protected:
  void TearDown() override { EXPECT_EQ(context.assertion_failures(), 0); }

  /// Fire pulses of the given columns, two cycles long.
  void fire(const std::vector<std::size_t>& columns) {
    for (const auto column : columns) driver.in.fire.set(column);
    driver.cycle(2);
    driver.in.fire.clear();
    driver.cycle(2);
  }
  /// Acknowledges spikes until no more come; returns their columns.
  std::vector<std::uint32_t> receive() {
    std::vector<std::uint32_t> columns;
    for (int quiet = 0; quiet < 10; ++quiet) {
      if (driver.out.out_req && !driver.in.out_ack) {
        columns.push_back(driver.out.out_addr);
        quiet = 0;
      }
      driver.in.out_ack = driver.out.out_req;
      driver.cycle();
    }
    return columns;
  }
  void policy(std::uint32_t bits) { driver.write(reg::kPolicy, 8u << 8 | bits); }

  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 784, 100)};
};

TEST_F(OutputSpikes, RequestRisesFourEdgesAfterTheFirePulse) {
  driver.in.fire.set(99);
  driver.cycle(3);
  EXPECT_FALSE(driver.out.out_req);
  driver.cycle();
  EXPECT_TRUE(driver.out.out_req);
  EXPECT_EQ(driver.out.out_addr, 99u);
}

TEST_F(OutputSpikes, FourPhasesPassTheSynchroniserEachWay) {
  fire({5});
  ASSERT_TRUE(driver.out.out_req);
  driver.in.out_ack = true;
  const long acknowledged = driver.edge();
  EXPECT_EQ(driver.cycle_until([&] { return !driver.out.out_req; }), acknowledged + 3);
  driver.in.out_ack = false;
  EXPECT_FALSE(driver.out.idle);
  driver.cycle(2);
  EXPECT_TRUE(driver.out.idle);
}

TEST_F(OutputSpikes, LongPulseIsOneSpike) {
  driver.in.fire.set(3);
  driver.cycle(50);
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(driver.counter(ControlCounter::out_spikes), 1u);
}

TEST_F(OutputSpikes, OneIsInTransitOneWaitsAndTheNextIsDropped) {
  driver.write(reg::kIrqMask, reg::kIrqOutputDropped);
  fire({8});
  fire({8});
  EXPECT_FALSE(driver.out.irq);
  fire({8});
  EXPECT_TRUE(driver.out.irq);
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{8, 8}));
  EXPECT_EQ(driver.counter(ControlCounter::out_spikes), 2u);
  EXPECT_EQ(driver.counter(ControlCounter::out_dropped), 1u);
  EXPECT_EQ(driver.read(reg::kIrqStatus), reg::kIrqOutputDropped);
}

TEST_F(OutputSpikes, SpikeThatArrivesAsItsPredecessorLeavesWaits) {
  fire({8});
  fire({8});
  driver.in.out_ack = true;
  driver.cycle_until([&] { return !driver.out.out_req; });
  driver.in.out_ack = false;  // the next request rises three edges later
  driver.in.fire.set(8);      // and this spike would wait from that edge on
  driver.cycle(2);
  EXPECT_FALSE(driver.out.out_req);
  driver.cycle();
  EXPECT_TRUE(driver.out.out_req);
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{8, 8}));
  EXPECT_EQ(driver.counter(ControlCounter::out_spikes), 3u);
  EXPECT_EQ(driver.counter(ControlCounter::out_dropped), 0u);
}

TEST_F(OutputSpikes, RoundRobinBeginsAtZeroAndGoesUpFromTheLastOne) {
  fire({70, 3, 99, 0});
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{0, 3, 70, 99}));
  fire({50});
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{50}));
  fire({49, 50, 51, 7});
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{51, 7, 49, 50}));
}

TEST_F(OutputSpikes, RoundRobinIsFairToColumnsThatFireAllTheTime) {
  std::vector<int> served(100);
  for (int round = 0; round < 40; ++round) {
    for (const std::size_t column : {2u, 40u, 41u, 98u}) driver.in.fire.set(column);
    driver.cycle(2);
    driver.in.fire.clear();
    driver.cycle(2);
    if (!driver.out.out_req) continue;
    ++served[driver.out.out_addr];
    driver.in.out_ack = true;
    driver.cycle_until([&] { return !driver.out.out_req; });
    driver.in.out_ack = false;
  }
  for (const std::size_t column : {2u, 40u, 41u, 98u}) EXPECT_NEAR(served[column], 10, 1);
}

TEST_F(OutputSpikes, FixedPriorityServesTheLowestFirst) {
  policy(kFixedPriority);
  fire({50});
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{50}));
  fire({49, 50, 51, 7});
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{7, 49, 50, 51}));
}

TEST_F(OutputSpikes, SoftResetForgetsWhatWaitsButNotTheOneInTransit) {
  fire({4, 5, 6});
  driver.write(reg::kControl, 0b110);
  EXPECT_TRUE(driver.out.out_req);
  EXPECT_EQ(receive(), (std::vector<std::uint32_t>{4}));
  EXPECT_EQ(driver.counter(ControlCounter::out_spikes), 3u);
}

}  // namespace
}  // namespace softbound
