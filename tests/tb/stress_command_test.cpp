// SPDX-License-Identifier: Apache-2.0
// softbound stress, from the outside.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "command_process.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

Words stress(const Words& more) {
  Words all{"stress", "--set", "array.rows=16", "--set", "array.columns=4"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Stress, ASweepLeavesACurveAndTheHighestRateThatIsBorne) {
  const Command command;
  const Ended ended = command.run(stress({"--spikes", "3000", "--out", "out"}));
  EXPECT_EQ(ended.status, 0) << ended.err;
  ASSERT_NE(ended.out.find("sustainable: "), std::string::npos) << ended.out;
  const std::string line = ended.out.substr(ended.out.find("sustainable: "));
  for (const char* words : {" spikes/s, ", " % of the ", " that timing and slots allow\n"}) {
    EXPECT_NE(line.find(words), std::string::npos) << ended.out;
  }
  const Json summary = Json::parse(command.read("out/summary.json"));
  const double sustainable_hz = summary.at("sustainable_hz");
  std::size_t borne = 0;
  for (const Json& point : summary.at("points")) {
    EXPECT_EQ(point.at("accepted").get<int>() + point.at("queue").get<int>(), 3000);
    borne += point.at("sustainable").get<bool>();
    if (point.at("sustainable").get<bool>()) {
      EXPECT_LE(point.at("queue"), 100);
      EXPECT_LE(point.at("hold").at("p99_s"), 130.8e-6);
    }
    if (point.at("rate_hz") > 1.2 * sustainable_hz) {
      EXPECT_FALSE(point.at("sustainable").get<bool>());
    }
  }
  EXPECT_GT(borne, 5u);
  const std::string csv = command.read("out/load.csv");
  EXPECT_EQ(csv.rfind("rate_hz,acknowledged_hz,offered,accepted,held,dropped,queue,", 0), 0u);
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
            summary.at("points").size() + 1);
}

TEST(Stress, TheSameSeedGivesTheSameAnswerAndAnotherOneAnother) {
  const Command command;
  const auto rate_of = [&](const std::string& seed) {
    const Ended ended = command.run(stress({"--spikes", "2000", "--seed", seed, "--json"}));
    const Json json = Json::parse(ended.out);
    return json.at("points").dump();
  };
  const std::string once = rate_of("1");
  EXPECT_EQ(once, rate_of("1"));
  EXPECT_NE(once, rate_of("2"));
}

TEST(Stress, BurstsAreBorneWorseThanAPoissonProcess) {
  const Command command;
  const auto sustainable = [&](const Words& traffic) {
    Words words = stress({"--spikes", "3000", "--json", "--set", "array.slots=4"});
    words.insert(words.end(), traffic.begin(), traffic.end());
    return Json::parse(command.run(words).out).at("sustainable_hz").get<double>();
  };
  EXPECT_LT(1.5 * sustainable({"--traffic", "bursty", "--burst-spikes", "6"}), sustainable({}));
}

TEST(Stress, OneRateAtLevelRtlGivesTheMeasurementsOfLevelEvent) {
  const Command command;
  const auto point = [&](const std::string& level) {
    const Ended ended = command.run(stress({"--rate", "2e5", "--spikes", "500", "--level", level,
                                            "--set", "timing.control=clocked", "--json"}));
    EXPECT_EQ(ended.status, 0) << ended.err;
    return Json::parse(ended.out).at("points").dump();
  };
  EXPECT_EQ(point("rtl"), point("event"));
}

TEST(Stress, AViolatedLimitIsStatus1AndNamed) {
  const Command command;
  const Ended ended = command.run(stress({"--rate", "1e6", "--spikes", "500", "--level", "pin",
                                          "--set", "limits.request_to_acknowledge_max_ns=1000"}));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("FAIL at 1 M spikes/s: "), std::string::npos) << ended.out;
  EXPECT_NE(ended.out.find("request_to_acknowledge"), std::string::npos);
}

TEST(Stress, InterruptedItKeepsTheRatesItHas) {
  Command command;
  command.meanwhile = [&](pid_t child) {
    while (!command.exists("out")) std::this_thread::sleep_for(std::chrono::milliseconds{5});
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    kill(child, SIGINT);
  };
  // More than the test waits: a million spikes a rate on wires.
  const Ended ended =
      command.run(stress({"--level", "pin", "--spikes", "1000000", "--out", "out"}));
  EXPECT_EQ(ended.status, 130) << ended.err;
  EXPECT_NE(ended.err.find("SIGINT: stopped after"), std::string::npos) << ended.err;
  const Json summary = Json::parse(command.read("out/summary.json"));
  EXPECT_EQ(summary.at("interrupted_by"), "SIGINT");
  EXPECT_TRUE(summary.at("sustainable_hz").is_null());
}

TEST(Stress, BadInputIsOneLineAndLeavesNothing) {
  const Command command;
  const auto refused = [&](const Words& more, const Words& words) {
    Words all = stress(more);
    all.insert(all.end(), {"--out", "out"});
    expect_bad_input(command, command.run(all), words);
  };
  refused({"--rate", "fast"}, {"--rate fast", "spikes per second, or sweep"});
  refused({"--rate", "-5"}, {"--rate -5"});
  refused({"--rate", "nan"}, {"--rate nan"});
  refused({"--rate", "1e12"}, {"--rate 1000000000000"});
  refused({"--traffic", "fractal"}, {"--traffic fractal", "poisson or bursty"});
  refused({"--burst-spikes", "5"}, {"--traffic bursty"});
  refused({"--traffic", "bursty", "--burst-gap", "0"}, {"--burst-gap 0"});
  refused({"--spikes", "0"}, {"--spikes 0"});
  refused({"--spikes", "99999999999"}, {"--spikes 99999999999"});
  refused({"--p99-limit", "-1"}, {"--p99-limit -1"});
  refused({"--level", "spice"}, {"--level spice"});
  refused({"--level", "rtl", "--set", "array.rows=1000"}, {"array of 1000 rows"});
  refused({"--rate", "0.001", "--spikes", "10000000"}, {"--rate 0.001", "--spikes 10000000"});
}

TEST(Stress, AnExistingDirectoryIsTakenByForceAlone) {
  const Command command;
  const Words words = stress({"--rate", "1e5", "--spikes", "10", "--out", "out"});
  ASSERT_EQ(command.run(words).status, 0);
  const Ended again = command.run(words);
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.err.find("--force"), std::string::npos);
  Words forced = words;
  forced.push_back("--force");
  EXPECT_EQ(command.run(forced).status, 0);
}

}  // namespace
}  // namespace softbound::test
