// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rtl/control/control_driver.h"
#include "rtl_context.h"

namespace softbound {
namespace {

/// What the bound checkers say about an environment that breaks a protocol.
class ControlChecker : public testing::Test {
 protected:
  ControlChecker() { driver.enable(); }

  RtlContext context;
  ControlDriver driver{ControlRtl::create(context, "dut", 16, 4)};
};

TEST_F(ControlChecker, IsSilentAboutAnEventThatKeepsTheProtocol) {
  driver.send(3);
  driver.finish();
  EXPECT_EQ(context.assertion_failures(), 0);
}

TEST_F(ControlChecker, ComplainsAboutAWithdrawnRequest) {
  driver.in.req = true;
  driver.cycle();
  driver.in.req = false;
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 1);
}

TEST_F(ControlChecker, ComplainsAboutARequestBeforeTheAcknowledgeHasFallen) {
  driver.send(3);
  driver.cycle();
  driver.in.req = true;
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 1);
}

TEST_F(ControlChecker, ComplainsAboutAnAddressThatChangesWhileTheRequestWaits) {
  driver.in.req = true;
  driver.cycle();
  driver.in.addr = 5;
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 1);
}

TEST_F(ControlChecker, ComplainsAboutAnAcknowledgeOfNoOutputSpike) {
  driver.in.out_ack = true;
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 1);
}

TEST_F(ControlChecker, ComplainsAboutAnAccessPhaseWithoutSelect) {
  driver.in.penable = true;
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 1);
}

TEST_F(ControlChecker, ForgetsTheHandshakeOverAReset) {
  driver.in.req = true;
  driver.cycle();
  driver.in.req = false;
  driver.reset();
  driver.cycle();
  EXPECT_EQ(context.assertion_failures(), 0);
}

}  // namespace
}  // namespace softbound
