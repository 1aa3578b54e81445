// SPDX-License-Identifier: Apache-2.0
// The command as its manual tells it, from the outside.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "command_process.h"
#include "core/file.h"
#include "network/packed.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;

TEST(Help, OfEverySubcommandNamesItsOptions) {
  const Command command;
  const Ended top = command.run({"--help"});
  EXPECT_EQ(top.status, 0);
  for (const char* name : {"run", "compare", "stress", "cell", "waves", "config"}) {
    EXPECT_NE(top.out.find(name), std::string::npos) << name;
    const Ended ended = command.run({name, "--help"});
    EXPECT_EQ(ended.status, 0) << name;
    EXPECT_NE(ended.out.find("Usage: softbound " + std::string{name}), std::string::npos);
    EXPECT_EQ(ended.err, "");
  }
}

TEST(Version, IsOneLine) {
  const Command command;
  const Ended ended = command.run({"--version"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "softbound " SOFTBOUND_VERSION "\n");
}

class ConfigRoundTrip : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(ConfigRoundTrip, WhatConfigPrintsReproducesItself) {
  const Command command;
  std::vector<std::string> arguments{"config"};
  for (const auto& assignment : GetParam()) {
    arguments.insert(arguments.end(), {"--set", assignment});
  }
  const Ended first = command.run(arguments);
  ASSERT_EQ(first.status, 0) << first.err;
  command.write("first.toml", first.out);
  const Ended second = command.run({"config", "--config", "first.toml"});
  EXPECT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(second.out, first.out);
}

INSTANTIATE_TEST_SUITE_P(
    , ConfigRoundTrip,
    testing::Values(std::vector<std::string>{},
                    std::vector<std::string>{"timing.control=clocked", "timing.t_read_ns=2999.999"},
                    std::vector<std::string>{"cell.preset=ideal", "cell.r_line_ohm=0.1"},
                    std::vector<std::string>{"neuron.preset=brader2007", "neuron.jump=0.3"},
                    std::vector<std::string>{"device.model=linear"},
                    std::vector<std::string>{"control.enabled_columns=0,2-4",
                                             "limits.hold_time_max_ns=14000"}));

TEST(Config, LaterFilesAndOverridesWin) {
  const Command command;
  command.write("a.toml", "[device]\nsigma = 0.1\n[array]\nrows = 5\n");
  command.write("b.toml", "[device]\nsigma = 0.2\n");
  const Ended ended = command.run(
      {"config", "--config", "a.toml", "--config", "b.toml", "--set", "array.columns=3", "--json"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto json = Json::parse(ended.out);
  EXPECT_EQ(json["device"]["sigma"], 0.2);
  EXPECT_EQ(json["array"]["rows"], 5);
  EXPECT_EQ(json["array"]["columns"], 3);
}

// chip.md's example at 100 uS: what reaches the memristor of the driven voltage.
TEST(Cell, At100MicrosiemensShowsTheVoltageDividersOfTheChipsCell) {
  const Command command;
  const Ended ended =
      command.run({"cell", "--json", "--weight", "0", "--set", "device.g_min_s=1e-4"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto json = Json::parse(ended.out);
  const auto ratio = [&](const char* phase) {
    const auto& at = json.at(phase);
    return at.at("v_mem_v").get<double>() / at.at("drive_v").get<double>();
  };
  EXPECT_NEAR(ratio("read"), 0.86170, 1e-4);
  EXPECT_NEAR(ratio("ltp"), 0.88425, 1e-4);
  EXPECT_NEAR(ratio("ltd"), 0.86483, 1e-4);
}

class Run : public testing::Test {
 protected:
  Run() { command.write_spikes(60, 25e-6); }

  Json run(const std::vector<std::string>& more = {}, int status = 0) {
    const Ended ended = command.run_small(more);
    EXPECT_EQ(ended.status, status) << ended.err;
    return Json::parse(command.read("out/summary.json"));
  }
  Command command;
};

/// Enough charge for output spikes, and for UP and DN.
class BusyRun : public Run {
 protected:
  BusyRun() { command.write_spikes(400, 250e-6); }
};

TEST_F(BusyRun, IsTheSameChipAtEveryLevel) {
  for (const char* level : {"event", "tlm", "pin", "rtl"}) {
    const Ended ended =
        command.run({"run", "--level", level, "--set", "timing.control=clocked", "--set",
                     "array.rows=16", "--set", "array.columns=4", "--set", "neuron.jump=0.1",
                     "--spikes", "spikes.csv", "--writes", "--out", level});
    ASSERT_EQ(ended.status, 0) << ended.err;
  }
  const auto counters = Json::parse(command.read("rtl/summary.json"))["counters"];
  EXPECT_GT(counters["ltp"].get<int>() + counters["ltd"].get<int>(), 0);
  EXPECT_GT(counters["out_spikes"].get<int>(), 0);
  for (const char* level : {"event", "tlm", "rtl"}) {
    const Ended ended = command.run({"compare", "pin", level});
    EXPECT_EQ(ended.status, 0) << ended.out;
  }
}

TEST_F(BusyRun, LooselyTimedIsTheSameForAnyQuantum) {
  const auto play = [this](const std::string& out, std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "--set", "array.rows=16", "--set", "array.columns=4", "--set",
                               "neuron.jump=0.1", "--spikes", "spikes.csv", "--out", out});
    const Ended ended = command.run(more);
    ASSERT_EQ(ended.status, 0) << ended.err;
  };
  play("event", {"--level", "event"});
  for (const char* quantum : {"0", "123.456", "1e9"}) {
    play(quantum, {"--level", "tlm", "--quantum", quantum});
    EXPECT_EQ(command.run({"compare", "event", quantum}).status, 0) << quantum;
  }
}

TEST_F(Run, AtLevelTlmMeasuresHandshakesAlone) {
  const Json timing = run({"--level", "tlm"})["timing"];
  EXPECT_EQ(timing["read_width"]["verdict"], "not measured");
  EXPECT_EQ(timing["request_to_acknowledge"]["verdict"], "no limit");
  EXPECT_GT(timing["request_to_acknowledge"]["count"], 0);
}

TEST_F(Run, AtLevelEventSaysWhatItDoesNotMeasure) {
  const Json timing = run({"--level", "event"})["timing"];
  EXPECT_EQ(timing["read_width"]["verdict"], "not measured");
  EXPECT_EQ(timing["read_width"]["count"], 0);
  EXPECT_EQ(timing["hold_time"]["verdict"], "no limit");
}

TEST_F(Run, ComparesWithAnotherByTheFirstDifference) {
  run();
  ASSERT_EQ(command
                .run({"run", "--set", "array.rows=16", "--set", "array.columns=4", "--spikes",
                      "spikes.csv", "--seed", "2", "--out", "other"})
                .status,
            0);
  const Ended ended = command.run({"compare", "out", "other"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("DIFFER: weight 0,0"), std::string::npos) << ended.out;
  const Ended json = command.run({"compare", "out", "other", "--json"});
  EXPECT_EQ(json.status, 1);
  EXPECT_EQ(Json::parse(json.out)["same"], false);
}

TEST_F(Run, ComparesOnlyWithARun) {
  run();
  const Ended ended = command.run({"compare", "out", "nowhere"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.err.find("nowhere"), std::string::npos);
  command.write("out/summary.json", "{");
  EXPECT_EQ(command.run({"compare", "out", "out"}).status, 2);
}

TEST_F(Run, WithJsonPrintsTheSummaryAndNothingElse) {
  const Ended ended = command.run_small({"--json"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.err, "");
  EXPECT_EQ(ended.out, command.read("out/summary.json"));
  EXPECT_TRUE(Json::accept(ended.out));
}

/// The keys of an object and of the objects in it, the configuration's left out: `config` has them.
std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) {
    keys.push_back(key);
    if (!value.is_object() || key == "configuration") continue;
    for (auto& inner : keys_of(value)) keys.push_back(std::move(inner));
  }
  return keys;
}

TEST_F(Run, LeavesNoKeyInTheSummaryThatItsPageDoesNotName) {
  const std::string page = read_file(SOFTBOUND_SOURCE_DIR "/docs/run_directory.md", "a page");
  for (const auto& key : keys_of(run({"--register", "T_READ=299"}, 1))) {
    EXPECT_NE(page.find(key + '`'), std::string::npos) << key;
  }
}

TEST_F(Run, WithQuietPrintsNothing) {
  const Ended ended = command.run_small({"--quiet"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.out, "");
  EXPECT_EQ(ended.err, "");
}

TEST_F(Run, RepeatsItselfToTheBit) {
  run({"--writes", "--set", "device.sigma=0.005"});
  const auto weights = command.read("out/weights.npy");
  const auto spikes = command.read("out/output_spikes.csv");
  const auto writes = command.read("out/writes.csv");
  run({"--writes", "--set", "device.sigma=0.005", "--force"});
  EXPECT_EQ(command.read("out/weights.npy"), weights);
  EXPECT_EQ(command.read("out/output_spikes.csv"), spikes);
  EXPECT_EQ(command.read("out/writes.csv"), writes);
}

TEST_F(Run, ReadsEachEnabledCellOfARowOnceAndDecidesAboutItOnce) {
  const auto summary = run({"--set", "control.enabled_columns=0,2-3"});
  const auto& counters = summary["counters"];
  EXPECT_EQ(counters["accepted"], 60);
  EXPECT_EQ(counters["reads"], 3 * 60);
  EXPECT_EQ(
      counters["ltp"].get<int>() + counters["ltd"].get<int>() + counters["no_write"].get<int>(),
      3 * 60);
}

TEST_F(Run, ReadsGzippedSpikesAsPlainOnes) {
  const auto plain = run()["counters"];
  command.write("spikes.csv.gz", packed(command.read("spikes.csv")));
  EXPECT_EQ(run({"--spikes", "spikes.csv.gz", "--force"})["counters"], plain);
}

TEST_F(BusyRun, FrozenWritesNothing) {
  const auto summary = run({"--freeze", "--writes", "--set", "neuron.jump=0.1"});
  EXPECT_EQ(summary["counters"]["ltp"], 0);
  EXPECT_EQ(summary["counters"]["ltd"], 0);
  EXPECT_EQ(summary["counters"]["no_write"], 4 * 400);
  EXPECT_GT(summary["counters"]["out_spikes"].get<int>(), 0);
  EXPECT_EQ(command.read("out/writes.csv"), "time_s,row,column,decision,w_before,w_after\n");
  EXPECT_EQ(command.read("out/weights.npy"), command.read("out/weights_before.npy"));
}

TEST_F(BusyRun, StartsFromTheWeightsItIsGiven) {
  run({"--set", "neuron.jump=0.1"});
  EXPECT_NE(command.read("out/weights.npy"), command.read("out/weights_before.npy"));
  const auto weights = command.read("out/weights.npy");
  command.write("weights.npy", weights);
  run({"--weights", "weights.npy", "--freeze", "--force"});
  EXPECT_EQ(command.read("out/weights_before.npy"), weights);
  EXPECT_EQ(command.read("out/weights.npy"), weights);
}

TEST_F(Run, AcceptsSpikesBeforeItsDurationAndCompletesTheirEvents) {
  // Spikes at 25 us, 50 us, ...; the second one's event ends after the duration.
  const auto summary = run({"--duration", "51e-6"});
  EXPECT_EQ(summary["duration_s"], 51e-6);
  EXPECT_EQ(summary["counters"]["accepted"], 2);
  EXPECT_EQ(summary["counters"]["reads"], 8);
  EXPECT_EQ(summary["timing"]["read_width"]["count"], 2);
}

TEST_F(Run, LastsTwentyMicrosecondsBeyondTheLastSpike) {
  EXPECT_NEAR(run()["duration_s"].get<double>(), 60 * 25e-6 + 20e-6, 1e-12);
}

TEST_F(Run, OfNoSpikesIsNoError) {
  command.write("spikes.csv", "time_s,row\n");
  const auto summary = run();
  EXPECT_EQ(summary["counters"]["accepted"], 0);
  EXPECT_TRUE(summary["timing"]["read_width"]["min_ns"].is_null());
}

TEST_F(Run, TeachersChargeMakesTheirOwnNeuronFire) {
  command.write("spikes.csv", "time_s,row\n");
  std::string stimuli = "time_s,kind,index\n";
  for (int k = 1; k <= 40; ++k) stimuli += fmt::format("{}e-3,teacher,2\n", k);
  command.write("stimuli.csv", stimuli);
  const auto summary = run({"--stimuli", "stimuli.csv"});
  const auto per_neuron = summary["output_spikes"]["per_neuron"].get<std::vector<int>>();
  EXPECT_GT(per_neuron[2], 0);
  EXPECT_EQ(per_neuron[0] + per_neuron[1] + per_neuron[3], 0);
}

TEST_F(Run, KeepsNoInputsUnasked) {
  run();
  EXPECT_FALSE(command.exists("out/input_spikes.csv"));
  EXPECT_FALSE(command.exists("out/stimuli.csv"));
}

TEST(RecordedInputs, OfADigitPlayAgainToTheSameRun) {
  const Command command;
  const std::vector<std::string> event{
      "run",   "--level",          "event",    "--duration",     "0.1", "--seed", "7",
      "--set", "array.columns=20", "--writes", "--record-inputs"};
  const auto play = [&](const std::string& out, const std::vector<std::string>& what) {
    auto arguments = event;
    arguments.insert(arguments.end(), what.begin(), what.end());
    arguments.insert(arguments.end(), {"--out", out});
    const Ended ended = command.run(arguments);
    ASSERT_EQ(ended.status, 0) << ended.err;
  };
  play("digit", {"--digit", "3"});
  play("again", {"--spikes", "digit/input_spikes.csv", "--stimuli", "digit/stimuli.csv"});
  const std::string stimuli = command.read("digit/stimuli.csv");
  EXPECT_NE(stimuli.find(",teacher,"), std::string::npos);
  EXPECT_NE(stimuli.find(",inhibitory,"), std::string::npos);
  EXPECT_GT(command.read("digit/writes.csv").size(), 1000U);
  for (const char* file :
       {"input_spikes.csv", "stimuli.csv", "output_spikes.csv", "writes.csv", "weights.npy"}) {
    EXPECT_EQ(command.read(std::string{"again/"} + file),
              command.read(std::string{"digit/"} + file))
        << file;
  }
}

TEST_F(Run, WithAWrongRegisterFailsTheNominalWidthAndNamesTheSignal) {
  const Ended ended = command.run_small({"--register", "T_READ=299"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("FAIL read_width: 60 of 60"), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("slot0.read was 2990.000 ns"), std::string::npos) << ended.out;
  const auto row = Json::parse(command.read("out/summary.json"))["timing"]["read_width"];
  EXPECT_EQ(row["verdict"], "fail");
  EXPECT_EQ(row["first_violation_signal"], "slot0.read");
}

TEST_F(Run, ThatBreaksALimitOfAFileNamesFileAndLine) {
  command.write("limits.toml", "[limits]\nrequest_to_acknowledge_max_ns = 20.0\n");
  const Ended ended = command.run_small({"--config", "limits.toml"});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("limits.toml:2"), std::string::npos) << ended.out;
}

TEST_F(Run, ShowsABuiltInGlyphWithoutADataSetAndSaysSo) {
  const Ended ended = command.run({"run", "--digit", "0", "--duration", "2e-3", "--out", "out"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(ended.err.find("built-in glyphs"), std::string::npos) << ended.err;
}

}  // namespace
}  // namespace softbound::test
