// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "configuration/fault.h"
#include "core/error.h"

namespace softbound {
namespace {

std::string error_of(const std::string& text) {
  try {
    parse_fault(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Fault, HasNameArgumentsAndTime) {
  const Fault fault = parse_fault("late-up=3,0.5@12.5us");
  EXPECT_EQ(fault.kind, FaultKind::late_up);
  EXPECT_EQ(fault.time_ps, 12'500'000);
  EXPECT_EQ(fault.arguments, (std::vector<double>{3, 0.5}));
  EXPECT_EQ(fault.text, "late-up=3,0.5@12.5us");
}

TEST(Fault, TimeHasAUnit) {
  EXPECT_EQ(parse_fault("stuck-request@0.001s").time_ps, 1'000'000'000);
  EXPECT_EQ(parse_fault("stuck-request@1.5ms").time_ps, 1'500'000'000);
  EXPECT_EQ(parse_fault("stuck-request@2e3ns").time_ps, 2'000'000);
  EXPECT_EQ(parse_fault("stuck-request@7ps").time_ps, 7);
  for (const char* time : {"", "12", "us", "-1us", "1e99s", "1 us", "nanus", "1h"}) {
    const std::string text = std::string{"stuck-request@"} + time;
    EXPECT_NE(error_of(text).find("expected a number with ps, ns, us, ms or s"), std::string::npos)
        << error_of(text);
  }
  EXPECT_EQ(error_of("stuck-request"),
            "--inject stuck-request: expected a time, as in stuck-request@12.5us");
}

TEST(Fault, UnknownOneNamesTheNearest) {
  EXPECT_EQ(error_of("runt-reqest@1us"),
            "--inject runt-reqest@1us: no such fault; did you mean runt-request?");
}

TEST(Fault, ArgumentsAreNumbersAndNotTooMany) {
  for (const char* text : {"late-up=@1us", "late-up=a@1us", "late-up=1,@1us", "late-up=1,2,3@1us",
                           "late-up=-1@1us", "stuck-request=1@1us", "late-up=1;2@1us"}) {
    EXPECT_NE(error_of(text).find("before the time"), std::string::npos) << error_of(text);
  }
}

TEST(Fault, HelpNamesEveryOneWithItsChecker) {
  const std::string help = fault_help();
  for (const auto& fault : fault_descriptions()) {
    EXPECT_NE(help.find(std::string{"  "} + fault.name), std::string::npos) << fault.name;
    EXPECT_NE(help.find(fault.caught_by), std::string::npos) << fault.name;
    EXPECT_EQ(parse_fault(std::string{fault.name} + "@1us").name(), std::string{fault.name});
  }
}

}  // namespace
}  // namespace softbound
