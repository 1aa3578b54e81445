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

TEST(CheckCommand, BadInputEndsWithStatusTwo) {
  const Command command;
  command.write_spikes(1, 1e-6);
  const auto refused = [&](const std::vector<std::string>& more, const std::string& word) {
    expect_bad_input(command, command.run(check(more)), {word});
  };
  refused({"--set", "timing.control=self_timed"}, "timing.control");
  refused({"--set", "array.rows=5000"}, "array of 5000 rows");
  refused({"--level", "pin"}, "--level");
}

}  // namespace
}  // namespace softbound::test
