// SPDX-License-Identifier: Apache-2.0
// Options without meaning, setups that cannot be, and what happens to the run directory when a run
// cannot be kept or is interrupted.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "command_process.h"

namespace softbound::test {
namespace {

struct OptionCase {
  const char* name;
  std::vector<std::string> more;
  std::vector<std::string> words;
};

class Option : public testing::TestWithParam<OptionCase> {};

TEST_P(Option, IsRefused) {
  const Command command;
  command.write_spikes(1, 1e-6);
  expect_bad_input(command, command.run_small(GetParam().more), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    , Option,
    testing::Values(
        OptionCase{"Unknown", {"--sigma", "1"}, {"--sigma"}},
        OptionCase{"UnknownLevel", {"--level", "gate"}, {"--level gate", "rtl"}},
        OptionCase{"QuantumAtAnotherLevel", {"--quantum", "5"}, {"--quantum", "tlm"}},
        OptionCase{"QuantumNegative",
                   {"--level", "tlm", "--quantum", "-1"},
                   {"--quantum -1", "at least 0"}},
        OptionCase{"QuantumText", {"--level", "tlm", "--quantum", "long"}, {"--quantum", "long"}},
        OptionCase{"DurationZero", {"--duration", "0"}, {"--duration 0"}},
        OptionCase{"DurationNegative", {"--duration", "-1"}, {"--duration -1"}},
        OptionCase{"DurationNan", {"--duration", "nan"}, {"--duration nan"}},
        OptionCase{"DurationText", {"--duration", "long"}, {"--duration", "long"}},
        OptionCase{"SeedNegative", {"--seed", "-1"}, {"--seed", "-1"}},
        OptionCase{"SeedBeyond64Bits", {"--seed", "18446744073709551616"}, {"--seed", "1844"}},
        OptionCase{"SeedText", {"--seed", "x"}, {"--seed", "x"}},
        OptionCase{"ProbeRowOutOfRange", {"--probe", "16,0"}, {"--probe 16,0", "16 x 4"}},
        OptionCase{"ProbeColumnOutOfRange", {"--probe", "0,4"}, {"--probe 0,4", "16 x 4"}},
        OptionCase{"ProbeOfEveryCell", {"--probe", "*,*"}, {"--probe *,*"}},
        OptionCase{"ProbeText", {"--probe", "here"}, {"--probe", "ROW,COLUMN"}},
        OptionCase{"ProbeNegative", {"--probe=-1,0"}, {"--probe", "ROW,COLUMN"}},
        OptionCase{"RegisterUnknown", {"--register", "T_REED=3"}, {"T_REED", "T_READ"}},
        OptionCase{"RegisterWithoutValue", {"--register", "T_READ"}, {"T_READ", "NAME=VALUE"}},
        OptionCase{"RegisterText", {"--register", "T_READ=long"}, {"T_READ=long", "number"}},
        OptionCase{"RegisterBeyond32Bits", {"--register", "T_READ=4294967296"}, {"T_READ=42949"}},
        OptionCase{"RegisterBeyondItsWidth", {"--register", "T_READ=65536"}, {"0x010", "refuses"}},
        OptionCase{"RegisterWithAPolicyThatTheArrayDoesNotExpect",
                   {"--register", "POLICY=0x802"},
                   {"register 0x020", "timing.busy_policy"}},
        OptionCase{"RegisterValueWithoutMeaning",
                   {"--register", "POLICY=0xc"},
                   {"register 0x020", "refuses"}},
        OptionCase{"WaveformFormat", {"--waves", "waves.ghw"}, {"waves.ghw", ".fst", ".vcd"}},
        OptionCase{
            "WaveformInMissingDirectory", {"--waves", "nowhere/waves.fst"}, {"nowhere/waves.fst"}},
        OptionCase{"OutTwice", {"--out", "other"}, {"--out"}},
        OptionCase{"SlotsThatAreNotTheRowsOfSelfTimedRtl",
                   {"--set", "timing.control=self_timed", "--set", "array.slots=3"},
                   {"array.slots = 3", "array.rows"}},
        OptionCase{"MismatchOfAClockedControl",
                   {"--set", "timing.mismatch_sigma=0.05"},
                   {"timing.mismatch_sigma = 0.05", "self-timed RTL"}},
        OptionCase{
            "MoreSlotsThanTheRtlHas", {"--set", "array.slots=9"}, {"array.slots = 9", "at most 8"}},
        OptionCase{"LargerArrayThanTheRtlHas",
                   {"--set", "array.rows=785"},
                   {"785", "16 x 4", "784 x 100"}}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(CommandLine, UnknownSubcommandIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"simulate"}), {"simulate"});
}

TEST(CommandLine, WithoutSubcommandIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({}), {"subcommand"});
}

TEST(CommandLine, RunWithoutSpikesIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"run", "--out", "out"}), {"--spikes", "--digit"});
}

TEST(CommandLine, NegativeDigitIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"run", "--digit", "-1", "--out", "out"}),
                   {"--digit", "-1"});
}

TEST(CommandLine, RunWithoutDirectoryIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"run", "--digit", "0"}), {"--out"});
}

TEST(CommandLine, FullDiskUnderStdoutIsAnError) {
  if (access("/dev/full", W_OK) != 0) GTEST_SKIP() << "no /dev/full";
  Command command;
  command.before = [] { dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO); };
  for (const char* subcommand : {"config", "cell"}) {
    expect_bad_input(command, command.run({subcommand}), {"stdout"});
    expect_bad_input(command, command.run({subcommand, "--json"}), {"stdout"});
    expect_bad_input(command, command.run({subcommand, "--help"}), {"stdout"});
  }
}

TEST(CommandLine, CellOfImpossibleWeightIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"cell", "--weight", "1.5"}), {"1.5"});
  expect_bad_input(command, command.run({"cell", "--weight", "nan"}), {"nan"});
}

class Output : public testing::Test {
 protected:
  Output() { command.write_spikes(20, 20e-6); }
  Command command;
};

TEST_F(Output, DirectoryThatExistsStaysUntouched) {
  std::filesystem::create_directory(command.path("kept"));
  command.write("kept/summary.json", "mine");
  const Ended ended = command.run({"run", "--out", "kept", "--spikes", "spikes.csv"});
  expect_bad_input(command, ended, {"kept", "--force"});
  EXPECT_EQ(command.read("kept/summary.json"), "mine");
}

TEST_F(Output, DirectoryThatExistsIsTakenByForce) {
  ASSERT_EQ(command.run_small({"--writes", "--waves", "waves.fst"}).status, 0);
  command.write("out/notes.txt", "mine");
  const Ended ended = command.run_small({"--force"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_FALSE(command.exists("out/writes.csv")) << "left by the former run";
  EXPECT_FALSE(command.exists("out/waves.fst")) << "left by the former run";
  EXPECT_EQ(command.read("out/notes.txt"), "mine");
}

TEST_F(Output, ImpossibleRunLeavesAFormerOneUntouchedEvenByForce) {
  ASSERT_EQ(command.run_small().status, 0);
  const std::string before = command.read("out/summary.json");
  for (const char* option : {"--register=POLICY=0xc", "--set=array.slots=9", "--waves=w.ghw"}) {
    EXPECT_EQ(command.run_small({"--force", option}).status, 2) << option;
    EXPECT_EQ(command.read("out/summary.json"), before) << option;
  }
}

TEST_F(Output, FileInPlaceOfTheDirectoryIsRefusedEvenByForce) {
  command.write("file", "mine");
  expect_bad_input(command,
                   command.run({"run", "--spikes", "spikes.csv", "--out", "file", "--force"}),
                   {"file"});
  EXPECT_EQ(command.read("file"), "mine");
}

TEST_F(Output, DirectoryBelowAFileIsRefused) {
  command.write("file", "mine");
  expect_bad_input(command, command.run({"run", "--spikes", "spikes.csv", "--out", "file/below"}),
                   {"file/below"});
}

TEST_F(Output, ReadOnlyPlaceIsRefused) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  std::filesystem::create_directory(command.path("locked"));
  chmod(command.path("locked").c_str(), 0500);
  expect_bad_input(command, command.run({"run", "--spikes", "spikes.csv", "--out", "locked/out"}),
                   {"locked/out"});
  chmod(command.path("locked").c_str(), 0700);
}

/// A file that may not grow stands for a full disk: both are an error of write(2).
void limit_file_size(rlim_t bytes) {
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_FSIZE, &limit);
}

TEST_F(Output, FullDiskIsAnErrorThatNamesTheFile) {
  command.before = [] { limit_file_size(2048); };
  const Ended ended = command.run_small();
  EXPECT_EQ(ended.status, 2);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_NE(ended.err.find("out/summary.json"), std::string::npos) << ended.err;
  EXPECT_NE(ended.err.find("File too large"), std::string::npos) << ended.err;
}

TEST_F(Output, FullDiskUnderTheWaveformIsAnErrorThatNamesIt) {
  for (const char* waves : {"waves.fst", "waves.vcd"}) {
    SCOPED_TRACE(waves);
    command.before = [] { limit_file_size(2048); };
    const Ended ended = command.run_small({"--waves", waves, "--probe", "0,*"});
    expect_bad_input(command, ended, {waves});
  }
}

/// A run of 20 s of simulated time, much longer than the test.
class Interrupted : public testing::TestWithParam<int> {
 protected:
  Interrupted() {
    command.write_spikes(200'000, 100e-6);
    command.meanwhile = [this](pid_t child) {
      const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
      while (!command.exists("out") && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
      kill(child, GetParam());
    };
  }
  Command command;
};

TEST_P(Interrupted, EndsItsEventAndKeepsWhatItHas) {
  const char* name = GetParam() == SIGINT ? "SIGINT" : "SIGTERM";
  const Ended ended = command.run_small({"--writes", "--waves", "waves.fst"});
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_NE(ended.err.find(std::string{name} + ": stopped after"), std::string::npos) << ended.err;
  EXPECT_NE(ended.out.find("read_width"), std::string::npos) << ended.out;

  const auto summary = nlohmann::json::parse(command.read("out/summary.json"));
  EXPECT_EQ(summary["interrupted_by"], name);
  EXPECT_EQ(summary["verdict"], "pass");
  EXPECT_LT(summary["duration_s"].get<double>(), 19.0);
  const auto& counters = summary["counters"];
  EXPECT_EQ(counters["reads"], 4 * counters["accepted"].get<int>());
  EXPECT_EQ(counters["reads"], counters["ltp"].get<int>() + counters["ltd"].get<int>() +
                                   counters["no_write"].get<int>());
  const std::string writes = command.read("out/writes.csv");
  EXPECT_EQ(std::count(writes.begin(), writes.end(), '\n'),
            1 + counters["ltp"].get<int>() + counters["ltd"].get<int>());
  for (const char* file : {"weights.npy", "output_spikes.csv", "waves.fst", "waves.gtkw"}) {
    EXPECT_TRUE(command.exists(std::string{"out/"} + file)) << file;
  }
}

TEST_P(Interrupted, StillPrintsOneJsonDocument) {
  const Ended ended = command.run_small({"--json"});
  EXPECT_EQ(ended.status, 128 + GetParam());
  EXPECT_TRUE(nlohmann::json::accept(ended.out));
}

INSTANTIATE_TEST_SUITE_P(, Interrupted, testing::Values(SIGINT, SIGTERM), [](const auto& test) {
  return std::string{test.param == SIGINT ? "BySigint" : "BySigterm"};
});

}  // namespace
}  // namespace softbound::test
