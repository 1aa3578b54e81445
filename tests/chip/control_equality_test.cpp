// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "chip/control_twins.h"
#include "core/control_registers.h"
#include "rtl/control/control_mutant.h"
#include "sim_test.h"

namespace softbound {
namespace {

namespace reg = control_register;
using test::ControlTwins;

class RandomStimulus : public testing::TestWithParam<unsigned> {};

void expect_equal(const ControlTwins::Setup& setup, long cycles) {
  test::run_in_fresh_kernel([&] {
    SCOPED_TRACE(testing::Message() << setup.rows << " x " << setup.columns << ", seed "
                                    << setup.seed << ", period " << setup.clock_period_ps);
    ControlTwins twins{setup};
    for (auto address = reg::kTRead; address <= reg::kTRecover; address += 4) {
      twins.access(true, address, 2 + (setup.seed + address) % 9);
    }
    twins.access(true, reg::kIrqMask, 0xf);
    twins.enable();
    const auto difference = twins.run(cycles);
    EXPECT_FALSE(difference) << *difference;
    EXPECT_EQ(twins.assertion_failures(), 0);
    EXPECT_GT(twins.reads_seen(), 0);
  });
}

TEST_P(RandomStimulus, EveryOutputOfPinAndRtlAgreesInEveryCycle) {
  ControlTwins::Setup setup;
  setup.seed = GetParam();
  expect_equal(setup, 20000);
}

TEST_P(RandomStimulus, BadAddressesIncluded) {
  ControlTwins::Setup setup;
  setup.rows = 784;
  setup.columns = 10;
  setup.seed = GetParam();
  expect_equal(setup, 10000);
}

TEST_P(RandomStimulus, ResetsAtAnyTimeIncluded) {
  ControlTwins::Setup setup;
  setup.seed = GetParam();
  setup.resets = true;
  expect_equal(setup, 20000);
}

TEST_P(RandomStimulus, WhateverTheClockPeriod) {
  ControlTwins::Setup setup;
  setup.seed = GetParam();
  setup.clock_period_ps = 1777 + 3001 * static_cast<TimePs>(GetParam());
  expect_equal(setup, 10000);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomStimulus, testing::Range(1u, 9u));

SIM_TEST(ControlMutant, IsToldFromTheSystemCControl) {
  ControlTwins::Setup setup;
  setup.registers_at_random = false;
  setup.make_rtl = [](RtlContext& context) { return make_control_mutant(context, "mutant"); };
  ControlTwins twins{setup};
  twins.enable();
  const auto difference = twins.run(100);
  ASSERT_TRUE(difference);
  EXPECT_NE(difference->find("ack: pin true, rtl false"), std::string::npos) << *difference;
}

}  // namespace
}  // namespace softbound
