// SPDX-License-Identifier: Apache-2.0
// `softbound reproduce` as a user runs it.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "command_process.h"

namespace softbound::test {
namespace {

std::vector<std::string> reproduce(const std::string& figure,
                                   const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"reproduce", figure, "--out", "out"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

struct ReproduceCase {
  const char* name;
  const char* figure;
  std::vector<std::string> more;
  std::vector<std::string> words;
};

class Reproduce : public testing::TestWithParam<ReproduceCase> {};

TEST_P(Reproduce, IsRefused) {
  const Command command;
  expect_bad_input(command, command.run(reproduce(GetParam().figure, GetParam().more)),
                   GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    , Reproduce,
    testing::Values(
        ReproduceCase{"UnknownFigure", "fig2", {}, {"reproduce fig2", "fig1", "lifetime", "all"}},
        ReproduceCase{"NoSeeds", "fig1", {"--seeds", "0"}, {"--seeds 0", "1 to 100"}},
        ReproduceCase{"TooManySeeds", "fig1", {"--seeds", "101"}, {"--seeds 101", "1 to 100"}},
        ReproduceCase{"SeedsText", "fig1", {"--seeds", "few"}, {"--seeds", "few"}},
        ReproduceCase{"NoThreads", "fig1", {"--threads", "0"}, {"--threads 0"}},
        ReproduceCase{"ThreadsNegative", "fig1", {"--threads", "-1"}, {"--threads", "-1"}},
        ReproduceCase{"PresetOfNoFigure",
                      "fig3",
                      {"--preset", "answer_driven"},
                      {"--preset answer_driven", "brivio2019_silicon"}},
        ReproduceCase{"UnknownPreset", "fig3", {"--preset", "brivio"}, {"--preset brivio"}},
        ReproduceCase{"MissingDataset", "fig3", {"--dataset", "elsewhere"}, {"elsewhere"}},
        ReproduceCase{"AnotherDevice",
                      "fig1",
                      {"--set", "device.model=\"linear\""},
                      {"device.model = linear", "hfo2"}},
        ReproduceCase{"UnknownKey", "fig1", {"--set", "device.sgima=0.1"}, {"device.sigma"}},
        ReproduceCase{"WrongArraySize",
                      "fig3",
                      {"--quick", "--set", "array.rows=100"},
                      {"array.rows = 100", "784"}}),
    [](const auto& refused) { return refused.param.name; });

TEST(ReproduceFig1, LeavesTablesCaptionsAndASummary) {
  const Command command;
  const Ended ended = command.run(reproduce("fig1"));
  EXPECT_EQ(ended.status, 0) << ended.err;
  const auto summary = nlohmann::json::parse(command.read("out/summary.json"));
  EXPECT_EQ(summary["figures"], nlohmann::json({"fig1"}));
  EXPECT_EQ(summary["findings_that_differ"], 0);
  EXPECT_EQ(summary["interrupted_by"], nullptr);
  ASSERT_EQ(summary["panels"].size(), 3U);
  for (const auto& [name, panel] : summary["panels"].items()) {
    EXPECT_TRUE(command.exists("out/" + name + ".csv")) << name;
    const auto caption = panel["caption"].get<std::string>();
    EXPECT_NE(ended.out.find(caption), std::string::npos) << caption;
    EXPECT_NE(command.read("out/captions.md").find(caption), std::string::npos) << caption;
    EXPECT_FALSE(panel["findings"].empty()) << name;
  }
  EXPECT_EQ(command.read("out/fig1_steps.csv").rfind("direction,g_s,step_s,", 0), 0U);
}

TEST(ReproduceFig1, IsAFunctionOfTheSeed) {
  const Command command;
  EXPECT_EQ(command.run(reproduce("fig1")).status, 0);
  const std::string first = command.read("out/fig1_pulses.csv");
  EXPECT_EQ(command.run(reproduce("fig1", {"--force"})).status, 0);
  EXPECT_EQ(command.read("out/fig1_pulses.csv"), first);
  EXPECT_EQ(command.run(reproduce("fig1", {"--force", "--seed", "2"})).status, 0);
  EXPECT_NE(command.read("out/fig1_pulses.csv"), first);
}

TEST(ReproduceFig1, TakesAnExistingDirectoryOnRequestAlone) {
  const Command command;
  std::filesystem::create_directory(command.path("out"));
  command.write("out/fig3_maps.csv", "former\n");
  command.write("out/notes.txt", "mine\n");
  const Ended refused = command.run(reproduce("fig1"));
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("out: exists already"), std::string::npos) << refused.err;
  EXPECT_EQ(command.read("out/fig3_maps.csv"), "former\n");
  EXPECT_EQ(command.run(reproduce("fig1", {"--force"})).status, 0);
  EXPECT_FALSE(command.exists("out/fig3_maps.csv"));
  EXPECT_EQ(command.read("out/notes.txt"), "mine\n");
}

TEST(ReproduceFig1, JsonIsTheSummaryAndNothingElse) {
  const Command command;
  const Ended ended = command.run(reproduce("fig1", {"--json"}));
  EXPECT_EQ(nlohmann::json::parse(ended.out),
            nlohmann::json::parse(command.read("out/summary.json")));
}

TEST(ReproduceFig1, WithoutMatplotlibTheTablesStay) {
  Command command;
  command.write("matplotlib.py", "raise ImportError(\"No module named 'matplotlib'\")\n");
  command.before = [] { setenv("PYTHONPATH", ".", 1); };
  const Ended ended = command.run(reproduce("fig1"));
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.err.find("no pictures"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("python3-matplotlib"), std::string::npos) << ended.err;
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_TRUE(command.exists("out/fig1_pulses.csv"));
  EXPECT_FALSE(command.exists("out/fig1_pulses.png"));
}

// Training as long as the paper's takes many times as long as the test waits.
TEST(ReproduceFig3, InterruptedKeepsTheCurvesSoFarAndComparesNothing) {
  Command command;
  command.meanwhile = [&](pid_t child) {
    while (!command.exists("out")) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    kill(child, SIGINT);
  };
  const Ended ended = command.run(reproduce("fig3"));
  EXPECT_EQ(ended.status, 130) << ended.err;
  EXPECT_NE(ended.err.find("SIGINT"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("built-in glyphs"), std::string::npos) << ended.err;
  EXPECT_EQ(command.read("out/fig3_curves.csv").rfind("model,seed,presentations,split,", 0), 0U);
  const auto summary = nlohmann::json::parse(command.read("out/summary.json"));
  EXPECT_EQ(summary["interrupted_by"], "SIGINT");
  EXPECT_EQ(summary["findings_that_agree"], 0);
  EXPECT_EQ(summary["findings_that_differ"], 0);
}

TEST(ReproduceLifetime, InterruptedBeforeItHasAnythingLeavesNoDirectory) {
  Command command;
  command.meanwhile = [&](pid_t child) {
    while (!command.exists("out")) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    kill(child, SIGTERM);
  };
  const Ended ended = command.run(reproduce("lifetime"));
  EXPECT_EQ(ended.status, 143) << ended.err;
  EXPECT_NE(ended.err.find("SIGTERM"), std::string::npos) << ended.err;
  EXPECT_FALSE(command.exists("out"));
}

}  // namespace
}  // namespace softbound::test
