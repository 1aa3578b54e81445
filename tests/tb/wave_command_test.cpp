// SPDX-License-Identifier: Apache-2.0
// softbound run --waves-from, --waves-to and --waves-on, from the outside.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "command_process.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

/// Neurons that fire and write.
const Words kLively{"--set", "neuron.jump=0.6",        "--set",   "neuron.tau_s_s=20e-6",
                    "--set", "neuron.leak_per_s=100",  "--set",   "neuron.t_refractory_s=5e-6",
                    "--set", "neuron.tau_ca_s=300e-6", "--writes"};

class Waves : public testing::Test {
 protected:
  Waves() { command_.write_spikes(60, 12e-6); }

  Ended run(const Words& more) const {
    Words words = kLively;
    words.insert(words.end(), more.begin(), more.end());
    return command_.run_small(words);
  }
  Json summary() const { return Json::parse(command_.read("out/summary.json")); }
  /// A signal in a waveform, as `softbound waves` tells it.
  std::string signal(const std::string& file, const std::string& name) const {
    return command_.run({"waves", file, "--signals", name}).out;
  }
  /// Lines of a file whose fields are those given, `*` for any.
  std::vector<double> times(const std::string& file, const std::string& end) const {
    std::vector<double> found;
    std::istringstream lines{command_.read(file)};
    for (std::string line; std::getline(lines, line);) {
      const auto comma = line.find(',');
      if (line.compare(comma + 1, end.size(), end) == 0) {
        found.push_back(std::stod(line.substr(0, comma)));
      }
    }
    return found;
  }

  Command command_;
};

TEST_F(Waves, OfAWindowAreKeptAloneAndSoSaysTheSummary) {
  const Ended ended = run({"--waves", "waves.fst", "--waves-from", "1e-4", "--waves-to", "1.5e-4"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.err, "");
  const Json window = summary().at("wave_windows").at(0);
  EXPECT_EQ(window.at("file"), "waves.fst");
  EXPECT_NEAR(window.at("from_s").get<double>(), 1e-4, 1e-12);
  EXPECT_NEAR(window.at("to_s").get<double>(), 1.5e-4, 1e-12);
  EXPECT_TRUE(command_.exists("out/waves.gtkw"));
  const std::string vcd = signal("out/waves.fst", "softbound.rtl.control_top.clk_i");
  EXPECT_EQ(vcd.substr(vcd.rfind('#'), 11), "#155120000\n");  // 1.5e-4 s and the pre-roll
}

TEST_F(Waves, OnAWriteSurroundTheFirstOfThatCell) {
  ASSERT_EQ(run({"--waves", "waves.fst", "--waves-on", "write=3,1", "--waves-before", "1e-5",
                 "--waves-after", "5e-6"})
                .status,
            0);
  const auto writes = times("out/writes.csv", "3,1,");
  ASSERT_FALSE(writes.empty());
  const Json window = summary().at("wave_windows").at(0);
  EXPECT_NEAR(window.at("from_s").get<double>(), writes.front() - 1e-5, 1e-11);
  EXPECT_NEAR(window.at("to_s").get<double>(), writes.front() + 5e-6, 1e-11);
}

TEST_F(Waves, OnASpikeSurroundTheFirstOfThatNeuron) {
  ASSERT_EQ(run({"--waves", "waves.fst", "--waves-on", "spike=2"}).status, 0);
  const auto spikes = times("out/output_spikes.csv", "2");
  ASSERT_FALSE(spikes.empty());
  const Json window = summary().at("wave_windows").at(0);
  EXPECT_NEAR(window.at("from_s").get<double>(), spikes.front() - 20e-6, 1e-11);
}

TEST_F(Waves, OnAViolationSurroundTheFirst) {
  const Ended ended = run({"--register", "T_GAP=3", "--waves", "waves.fst", "--waves-on",
                           "violation", "--waves-before", "4e-6", "--waves-after", "1e-6"});
  EXPECT_EQ(ended.status, 1);
  const Json gap = summary().at("timing").at("read_to_write_gap");
  const Json window = summary().at("wave_windows").at(0);
  EXPECT_NEAR(window.at("from_s").get<double>(), gap.at("first_violation_s").get<double>() - 4e-6,
              1e-11);
}

TEST_F(Waves, OnSeveralMomentsAreAFileEach) {
  ASSERT_EQ(run({"--waves", "waves.fst", "--waves-on", "write=3,1", "--waves-count", "2"}).status,
            0);
  const auto writes = times("out/writes.csv", "3,1,");
  ASSERT_GE(writes.size(), 2u);
  const Json windows = summary().at("wave_windows");
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows.at(1).at("file"), "waves_2.fst");
  EXPECT_NEAR(windows.at(1).at("from_s").get<double>(), writes.at(1) - 20e-6, 1e-11);
  EXPECT_TRUE(command_.exists("out/waves.fst"));
  EXPECT_TRUE(command_.exists("out/waves_2.fst"));
  // A later run into the same directory leaves none of them.
  ASSERT_EQ(run({"--force"}).status, 0);
  EXPECT_FALSE(command_.exists("out/waves.fst"));
  EXPECT_FALSE(command_.exists("out/waves_2.fst"));
}

TEST_F(Waves, OnAMomentAreThoseOfTheWholeRun) {
  const auto body = [](const std::string& vcd) { return vcd.substr(vcd.find("$enddefinitions")); };
  ASSERT_EQ(run({"--waves", "waves.fst", "--waves-on", "write=3,1"}).status, 0);
  const std::string part = body(signal("out/waves.fst", "softbound.rtl.control_top.clk_i"));
  ASSERT_EQ(run({"--force", "--waves", "waves.fst"}).status, 0);
  const std::string whole = body(signal("out/waves.fst", "softbound.rtl.control_top.clk_i"));
  // After the values that the window starts with, its changes are a piece of the whole.
  const auto start = part.find('#', part.find("$dumpvars"));
  const std::string changes = part.substr(part.find('#', start + 1));
  EXPECT_GT(changes.size(), 20'000u);
  EXPECT_NE(whole.find(changes.substr(0, changes.rfind('#'))), std::string::npos);
}

TEST_F(Waves, OnAMomentThatDoesNotComeAreNoneAndItSaysSo) {
  const Ended ended = run({"--waves", "waves.fst", "--waves-on", "violation"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.err, "softbound: --waves-on violation: did not happen, there is no waveform\n");
  EXPECT_FALSE(command_.exists("out/waves.fst"));
  EXPECT_TRUE(summary().at("waves").is_null());
  EXPECT_TRUE(summary().at("wave_windows").empty());
}

TEST_F(Waves, ResultsAreThoseOfARunWithout) {
  ASSERT_EQ(run({"--waves", "waves.fst", "--waves-on", "write=3,1"}).status, 0);
  ASSERT_EQ(command_
                .run({"run",
                      "--set",
                      "array.rows=16",
                      "--set",
                      "array.columns=4",
                      "--spikes",
                      "spikes.csv",
                      "--out",
                      "without",
                      "--set",
                      "neuron.jump=0.6",
                      "--set",
                      "neuron.tau_s_s=20e-6",
                      "--set",
                      "neuron.leak_per_s=100",
                      "--set",
                      "neuron.t_refractory_s=5e-6",
                      "--set",
                      "neuron.tau_ca_s=300e-6",
                      "--writes"})
                .status,
            0);
  EXPECT_EQ(command_.run({"compare", "out", "without"}).status, 0);
}

TEST_F(Waves, WithImpossibleOptionsAreRefused) {
  const auto refused = [&](const Words& more, const Words& words) {
    expect_bad_input(command_, run(more), words);
  };
  refused({"--waves-from", "1e-4"}, {"--waves-from", "--waves"});
  refused({"--waves", "w.fst", "--waves-from", "-1"}, {"--waves-from -1", "expected a time"});
  refused({"--waves", "w.fst", "--waves-from", "nan"}, {"--waves-from"});
  refused({"--waves", "w.fst", "--waves-from", "2e-4", "--waves-to", "1e-4"}, {"--waves-to"});
  refused({"--waves", "w.fst", "--waves-from", "1"}, {"--waves-from 1", "before the run ends"});
  refused({"--waves", "w.fst", "--waves-on", "weather"},
          {"--waves-on weather", "write=ROW,COLUMN"});
  refused({"--waves", "w.fst", "--waves-on", "write=16,0"}, {"--waves-on write=16,0", "16 x 4"});
  refused({"--waves", "w.fst", "--waves-on", "spike=0", "--waves-from", "0"}, {"--waves-on"});
  refused({"--waves", "w.fst", "--waves-before", "1e-6"}, {"--waves-before", "--waves-on"});
  refused({"--waves", "w.fst", "--waves-on", "spike=0", "--waves-after", "-1"}, {"--waves-after"});
  refused({"--waves", "w.fst", "--waves-on", "spike=0", "--waves-count", "0"}, {"--waves-count 0"});
  refused({"--waves", "w.txt", "--waves-on", "spike=0"}, {"w.txt", ".fst"});
  refused({"--waves", "/nonexistent/w.fst", "--waves-on", "spike=0"}, {"/nonexistent/w.fst"});
  refused({"--level", "event", "--waves", "w.fst", "--waves-on", "spike=0"}, {"--level pin"});
}

}  // namespace
}  // namespace softbound::test
