// SPDX-License-Identifier: Apache-2.0
// softbound learn and classify as a user has them, with built-in glyphs.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>
#include <tuple>

#include "command_process.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;

/// A small network: ten pictures take a few hundredths of a second.
std::vector<std::string> learning(const std::string& images, const std::vector<std::string>& more) {
  std::vector<std::string> arguments{
      "learn",         "--preset", "answer_driven", "--neurons", "20",  "--test-every", "10",
      "--test-images", "10",       "--quiet",       "--images",  images};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// While the command runs: `signal` as soon as it has come so far that `file` is there.
void send_once_there(const Command& command, pid_t child, const std::string& file, int signal) {
  for (int k = 0; k < 30'000 && !command.exists(file); ++k) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  kill(child, signal);
}

class Learn : public testing::Test {
 protected:
  Ended run(const std::vector<std::string>& more) const {
    return command.run(learning("60", more));
  }
  /// Long enough to be caught in the middle.
  Ended run_long(const std::string& out) const {
    return command.run(learning("400", {"--out", out}));
  }
  Json summary(const std::string& directory) const {
    return Json::parse(command.read(directory + "/summary.json"));
  }
  /// Ended by a signal as soon as `file` is there, by default after the test that follows 10
  /// presentations.
  Ended interrupt(int signal, const std::string& file = "out/snapshots/weights_0000010.npy") {
    command.meanwhile = [this, signal, file](pid_t child) {
      send_once_there(command, child, file, signal);
    };
    Ended ended = run_long("out");
    command.meanwhile = nullptr;
    return ended;
  }
  void expect_resume_gives_the_whole_run() {
    ASSERT_EQ(run_long("whole").status, 0);
    const Ended resumed = command.run({"learn", "--resume", "out", "--quiet"});
    ASSERT_EQ(resumed.status, 0) << resumed.err;
    for (const char* file : {"/weights.npy", "/curve.csv", "/confusion.csv", "/histogram.csv",
                             "/snapshots/weights_0000020.npy"}) {
      EXPECT_TRUE(command.read(std::string{"whole"} + file) ==
                  command.read(std::string{"out"} + file))
          << file;
    }
  }
  Command command;
};

TEST_F(Learn, LeavesWhatTheDocumentationPromises) {
  const Ended ended = run({"--out", "out"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  for (const char* file :
       {"summary.json", "configuration.toml", "start.json", "curve.csv", "weights.npy",
        "histogram.csv", "confusion.csv", "checkpoint.bin", "checkpoint.before.bin",
        "snapshots/weights_0000000.npy", "snapshots/weights_0000060.npy"}) {
    EXPECT_TRUE(command.exists(std::string{"out/"} + file)) << file;
  }
  const Json json = summary("out");
  EXPECT_EQ(json["presentations"], 60);
  EXPECT_EQ(json["finished"], true);
  EXPECT_TRUE(json["interrupted_by"].is_null());
  EXPECT_EQ(json["scores"]["images"], 10);
  EXPECT_EQ(json["configuration"]["learning"]["images"], 60);
  EXPECT_EQ(command.read("out/weights.npy"), command.read("out/snapshots/weights_0000060.npy"));
}

TEST_F(Learn, ThreadsChangeNothing) {
  ASSERT_EQ(run({"--out", "one"}).status, 0);
  ASSERT_EQ(run({"--out", "two", "--threads", "2"}).status, 0);
  EXPECT_TRUE(command.read("one/weights.npy") == command.read("two/weights.npy"));
  EXPECT_EQ(command.read("one/curve.csv"), command.read("two/curve.csv"));
}

TEST_F(Learn, ResumesAfterKillToTheSameWeights) {
  const Ended ended = interrupt(SIGKILL);
  ASSERT_EQ(ended.status, 128 + SIGKILL);
  ASSERT_FALSE(command.exists("out/summary.json"));
  expect_resume_gives_the_whole_run();
}

TEST_F(Learn, ResumesFromTheCheckpointBeforeIfTheLatestIsCutShort) {
  ASSERT_EQ(interrupt(SIGKILL, "out/checkpoint.before.bin").status, 128 + SIGKILL);
  // Between the renames of old and new there is no latest one.
  std::filesystem::copy_file(command.path("out/checkpoint.before.bin"),
                             command.path("out/checkpoint.bin"),
                             std::filesystem::copy_options::skip_existing);
  std::filesystem::resize_file(command.path("out/checkpoint.bin"), 1000);
  const Ended resumed = command.run({"learn", "--resume", "out", "--quiet"});
  ASSERT_EQ(resumed.status, 0);
  EXPECT_NE(resumed.err.find("cut short"), std::string::npos) << resumed.err;
  EXPECT_NE(resumed.err.find("going on from out/checkpoint.before.bin"), std::string::npos);
  ASSERT_EQ(run_long("whole").status, 0);
  EXPECT_TRUE(command.read("whole/weights.npy") == command.read("out/weights.npy"));
}

TEST_F(Learn, ASignalKeepsWhatThereIsAndSaysSo) {
  for (const auto& [signal, status, name] :
       {std::tuple{SIGINT, 130, "SIGINT"}, std::tuple{SIGTERM, 143, "SIGTERM"}}) {
    std::filesystem::remove_all(command.path("out"));
    const Ended ended = interrupt(signal);
    ASSERT_EQ(ended.status, status) << ended.err;
    EXPECT_NE(ended.err.find("--resume out"), std::string::npos) << ended.err;
    EXPECT_EQ(summary("out")["interrupted_by"], name);
    EXPECT_EQ(summary("out")["finished"], false);
    EXPECT_TRUE(command.exists("out/weights.npy"));
  }
}

TEST_F(Learn, ResumesAfterASignalToTheSameWeights) {
  ASSERT_EQ(interrupt(SIGTERM).status, 143);
  expect_resume_gives_the_whole_run();
}

TEST_F(Learn, AnotherConfigurationIsNotResumed) {
  ASSERT_EQ(interrupt(SIGKILL).status, 128 + SIGKILL);
  const std::string before = command.read("out/checkpoint.bin");
  for (const auto& [option, value, word] :
       {std::tuple{"--seed", "2", "seed"}, std::tuple{"--set", "device.sigma=0.5", "device.sigma"},
        std::tuple{"--images", "70", "learning.images"}}) {
    const Ended ended = command.run({"learn", "--resume", "out", option, value});
    EXPECT_EQ(ended.status, 2);
    EXPECT_NE(ended.err.find("of another run"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find(word), std::string::npos) << ended.err;
  }
  EXPECT_TRUE(command.read("out/checkpoint.bin") == before);
}

TEST_F(Learn, ClassifyGivesTheScoresOfTheLastTest) {
  ASSERT_EQ(run({"--out", "out"}).status, 0);
  const Ended ended =
      command.run({"classify", "--config", "out/configuration.toml", "--weights", "out/weights.npy",
                   "--test-images", "10", "--answers", "a.csv", "--json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(Json::parse(ended.out), summary("out")["scores"]);
  const std::string answers = command.read("a.csv");
  EXPECT_EQ(answers.rfind("picture,label,answer,spikes_0", 0), 0U);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), '\n'), 11);
}

TEST_F(Learn, ConfigPrintsAPreset) {
  const Ended ended = command.run({"config", "--preset", "brivio2019_silicon"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_NE(ended.out.find("presentation_s = 0.45 "), std::string::npos);
}

TEST_F(Learn, BadOptionsAreNamed) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> bad{
      {{"learn"}, "neither --out nor --resume"},
      {{"learn", "--out", "out", "--resume", "there"}, "--out and --resume"},
      {{"learn", "--out", "out", "--preset", "paper"}, "--preset paper"},
      {{"learn", "--out", "out", "--device", "hfo3"}, "hfo3"},
      {{"learn", "--out", "out", "--neurons", "15"}, "array.columns = 15"},
      {{"learn", "--out", "out", "--neurons", "0"}, "--neurons 0"},
      {{"learn", "--out", "out", "--neurons", "10", "--per-class", "1"}, "--per-class"},
      {{"learn", "--out", "out", "--per-class", "200"}, "--per-class 200"},
      {{"learn", "--out", "out", "--images", "0"}, "--images 0"},
      {{"learn", "--out", "out", "--images", "-3"}, "--images"},
      {{"learn", "--out", "out", "--images", "2e3"}, "--images"},
      {{"learn", "--out", "out", "--test-every", "x"}, "--test-every"},
      {{"learn", "--out", "out", "--test-images", "-1"}, "--test-images"},
      {{"learn", "--out", "out", "--validation", "200"}, "learning.validation = 200"},
      {{"learn", "--out", "out", "--dataset", "nowhere"}, "nowhere"},
      {{"learn", "--out", "out", "--threads", "0"}, "--threads"},
      {{"learn", "--out", "out", "--set", "array.rows=100"}, "array.rows = 100"},
      {{"learn", "--out", "out", "--set", "learning.margn=1"}, "learning.margin"},
      {{"learn", "--out", ""}, "neither --out nor --resume"},
      {{"learn", "--resume", "nowhere"}, "nowhere/start.json"},
      {{"classify"}, "--weights"},
      {{"classify", "--weights", "nowhere.npy"}, "nowhere.npy"},
      {{"classify", "--weights", "x.npy", "--images", "3"}, "--images"},
  };
  for (const auto& [arguments, word] : bad) {
    const Ended ended = command.run(arguments);
    expect_bad_input(command, ended, {word});
  }
}

TEST_F(Learn, AnExistingDirectoryIsLeftAlone) {
  std::filesystem::create_directory(command.path("there"));
  const Ended ended = run({"--out", "there"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("--force"), std::string::npos) << ended.err;
  EXPECT_TRUE(std::filesystem::is_empty(command.path("there")));
  EXPECT_EQ(command.run(learning("1", {"--out", "there", "--force"})).status, 0);
}

}  // namespace
}  // namespace softbound::test
