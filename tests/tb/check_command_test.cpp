// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "command_process.h"

namespace softbound::test {
namespace {

using nlohmann::json;

/// `softbound check` of a 16 x 4 array on spikes.csv.
std::vector<std::string> check(const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"check",           "--set",    "array.rows=16", "--set",
                                     "array.columns=4", "--spikes", "spikes.csv"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(CheckCommand, CleanRunEndsWithStatusZero) {
  const Command command;
  command.write_spikes(30, 3e-6);
  const Ended ended = command.run(check());
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.out.find("lock-step: no difference in 30 spikes\npass\n"), std::string::npos)
      << ended.out;
}

TEST(CheckCommand, DirectoryHoldsTheReport) {
  const Command command;
  command.write_spikes(10, 3e-6);
  EXPECT_EQ(command.run(check({"--out", "signed", "--quiet"})).out, "");
  const auto report = json::parse(command.read("signed/check.json"));
  EXPECT_EQ(report["verdict"], "pass");
  EXPECT_EQ(report["counters"]["accepted"], 10);
  EXPECT_TRUE(report["lock_step"].is_null());
  const Ended again = command.run(check({"--out", "signed"}));
  EXPECT_EQ(again.status, 2);
  EXPECT_EQ(command.run(check({"--out", "signed", "--force"})).status, 0);
}

TEST(CheckCommand, JsonIsTheReport) {
  const Command command;
  command.write_spikes(10, 3e-6);
  const auto report = json::parse(command.run(check({"--json"})).out);
  EXPECT_EQ(report["spikes_offered"], 10);
  EXPECT_EQ(report["hazards"]["runt"]["count"], 0);
}

TEST(CheckCommand, LimitThatDoesNotHoldEndsWithStatusOne) {
  const Command command;
  command.write_spikes(10, 3e-6);
  const Ended ended = command.run(check({"--register", "T_READ=299"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("lock-step: no difference"), std::string::npos);
  EXPECT_NE(ended.out.find("\nFAIL\n"), std::string::npos);
}

TEST(CheckCommand, SelfTimedControlsRunInLockStepToo) {
  const Command command;
  command.write_spikes(30, 3e-6);
  const Ended ended = command.run(check({"--set", "timing.control=self_timed"}));
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_NE(ended.out.find("lock-step: no difference in 30 spikes\npass\n"), std::string::npos);
}

TEST(CheckCommand, InjectedFaultIsToldWithWhoCaughtIt) {
  const Command command;
  command.write_spikes(30, 3e-6);
  const Ended ended = command.run(check({"--inject", "runt-request@20us", "--out", "signed"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("fault runt-request@20us: acted at "), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("caught by runt"), std::string::npos) << ended.out;
  const auto report = json::parse(command.read("signed/check.json"));
  EXPECT_EQ(report["faults"][0]["fault"], "runt-request@20us");
  EXPECT_EQ(report["faults"][0]["caught_by"][0], "runt");
  EXPECT_EQ(report["hazards"]["runt"]["count"], 1);
  EXPECT_EQ(report["hazards"]["runt"]["first_signal"], "req");
}

TEST(CheckCommand, FaultThatCannotBeIsRefused) {
  const Command command;
  command.write_spikes(3, 3e-6);
  for (const auto& [fault, word] : std::vector<std::pair<std::string, std::string>>{
           {"runt-reqest@1us", "did you mean runt-request?"},
           {"runt-request", "expected a time"},
           {"runt-request@1s", "before the end of the run"},
           {"swap-up=0,9@1us", "expected a column from 0 to 3"}}) {
    expect_bad_input(command, command.run(check({"--inject", fault})), {"--inject " + fault, word});
  }
}

TEST(CheckCommand, JsonStaysAloneOnStdoutWhenTheRtlAsserts) {
  const Command command;
  command.write_spikes(30, 3e-6);
  const Ended ended = command.run(check({"--inject", "change-address=9@20us", "--json"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_EQ(json::parse(ended.out)["hazards"]["bundling"]["count"], 1);
}

TEST(CheckCommand, JunitFileHoldsEveryCheck) {
  const Command command;
  command.write_spikes(10, 3e-6);
  command.write("limits.toml", "[limits]\nhold_time_max_ns = 10.0\nheld_max = 0\n");
  const Ended ended =
      command.run(check({"--config", "limits.toml", "--junit", "junit.xml", "--quiet",
                         "--invariants", "--inject", "drop-acknowledge@1us"}));
  EXPECT_EQ(ended.status, 1);
  const std::string xml = command.read("junit.xml");
  for (const char* part :
       {"<testsuite name=\"softbound check\"", "softbound.limit\" name=\"hold_time\"",
        "softbound.limit\" name=\"held\"", "softbound.invariant\" name=\"I7\"",
        "softbound.hazard\" name=\"watchdog\"", "<failure type=\"hazard\"",
        "softbound.lock_step\" name=\"rtl and pin\"/>",
        "softbound.fault\" name=\"drop-acknowledge@1us\"/>"}) {
    EXPECT_NE(xml.find(part), std::string::npos) << part << "\n" << xml;
  }
}

TEST(CheckCommand, BadInputEndsWithStatusTwo) {
  const Command command;
  command.write_spikes(1, 1e-6);
  const auto refused = [&](const std::vector<std::string>& more, const std::string& word) {
    expect_bad_input(command, command.run(check(more)), {word});
  };
  refused({"--set", "array.rows=5000"}, "array of 5000 rows");
  refused({"--level", "pin"}, "--level");
}

}  // namespace
}  // namespace softbound::test
