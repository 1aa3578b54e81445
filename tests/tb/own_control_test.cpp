// SPDX-License-Identifier: Apache-2.0
// Programs with a control of one's own at level rtl, from the outside.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "command_process.h"
#include "core/random.h"

namespace softbound::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

/// `softbound run` into `out`, with one slot and neurons that write often.
Words run_into(const std::string& out, const Words& more = {}) {
  Words all{"run",           "--set", "array.rows=16",   "--set",    "array.columns=4", "--set",
            "array.slots=1", "--set", "neuron.jump=0.3", "--spikes", "spikes.csv",      "--writes",
            "--out",         out};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// spikes.csv: a Poisson train on random rows that keeps one slot busy nine tenths of the time.
void write_random_spikes(const Command& command, std::uint64_t seed) {
  const CounterRandom random{seed, RandomStream::stimulus};
  std::string text = "time_s,row\n";
  double time_s = 0;
  for (std::uint64_t k = 0; k < 400; ++k) {
    time_s -= 15e-6 * std::log(random.uniform(0, k));
    text += fmt::format("{:.12f},{}\n", time_s, random.bits(1, k) % 16);
  }
  command.write("spikes.csv", text);
}

TEST(OwnControl, ASmallOneOfOneSlotGivesTheWritesOfTheBuiltInControls) {
  constexpr std::uint64_t kSeed = 20261;
  SCOPED_TRACE(fmt::format("seed {}", kSeed));
  Command command;
  write_random_spikes(command, kSeed);
  ASSERT_EQ(command.run(run_into("rtl")).status, 0);
  ASSERT_EQ(
      command.run(run_into("pin", {"--level", "pin", "--set", "timing.control=clocked"})).status,
      0);
  command.program = SOFTBOUND_ONE_SLOT;
  const Ended ended = command.run(run_into("own"));
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const Json summary = Json::parse(command.read("own/summary.json"));
  EXPECT_GT(summary.at("counters").at("accepted").get<int>(), 300);
  EXPECT_GT(
      summary.at("counters").at("ltd").get<int>() + summary.at("counters").at("ltp").get<int>(),
      100);
  for (const char* other : {"rtl", "pin"}) {
    const Ended compared = command.run({"compare", "own", other});
    EXPECT_EQ(compared.status, 0) << compared.out;
  }
}

TEST(OwnControl, IsCheckedInLockStep) {
  Command command;
  write_random_spikes(command, 20262);
  command.program = SOFTBOUND_ONE_SLOT;
  Words words = run_into("out");
  words.front() = "check";
  words.erase(std::find(words.begin(), words.end(), "--writes"), words.end());
  const Ended right = command.run(words);
  EXPECT_EQ(right.status, 0) << right.out << right.err;
  EXPECT_NE(right.out.find("lock-step: no difference in "), std::string::npos) << right.out;
  command.program = SOFTBOUND_EARLY_WRITE;
  const Ended wrong = command.run(words);
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.out.find("slot0.wr         rtl true, pin false"), std::string::npos) << wrong.out;
}

TEST(OwnControl, UnderStressMeasuresWhatTheRulesSay) {
  Command command;
  command.program = SOFTBOUND_ONE_SLOT;
  const auto points = [&](const Words& more) {
    Words words{"stress", "--set",         "array.rows=16", "--set", "array.columns=4",
                "--set",  "array.slots=1", "--rate",        "6e4",   "--spikes",
                "1000",   "--json"};
    words.insert(words.end(), more.begin(), more.end());
    return Json::parse(command.run(words).out).at("points").dump();
  };
  EXPECT_EQ(points({"--level", "rtl"}),
            points({"--level", "event", "--set", "timing.control=clocked"}));
}

TEST(OwnControl, AFreeRunningClockChangesNothing) {
  Command command;
  write_random_spikes(command, 7);
  command.program = SOFTBOUND_ONE_SLOT;
  ASSERT_EQ(command.run(run_into("stopped")).status, 0);
  ASSERT_EQ(command.run(run_into("running", {"--free-running-clock"})).status, 0);
  EXPECT_EQ(command.run({"compare", "stopped", "running"}).status, 0);
}

TEST(OwnControl, IsInTheWaveformWithAllThatIsInIt) {
  Command command;
  command.write_spikes(2, 20e-6);
  command.program = SOFTBOUND_ONE_SLOT;
  ASSERT_EQ(command.run(run_into("out", {"--waves", "waves.fst"})).status, 0);
  const Ended names = command.run({"waves", "out/waves.fst"});
  EXPECT_NE(names.out.find("one_slot_control.phase_q"), std::string::npos) << names.out;
}

// Wr rises at 7.11 us: the spike at 4.085 us is accepted at 4.11 us, Read takes 3 us.
TEST(OwnControl, AGapThatIsTooShortIsNamedWithTimeAndSignal) {
  Command command;
  command.write("spikes.csv", "time_s,row\n4.085e-6,3\n3e-5,4\n");
  command.program = SOFTBOUND_SHORT_GAP;
  const Ended ended = command.run(run_into("out"));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("FAIL read_to_write_gap: 2 of 2 outside 20.000 ns (nominal), first at "
                           "0.000007120 s: slot0.wr was 10.000 ns"),
            std::string::npos)
      << ended.out;
}

TEST(OwnControl, AWriteThatStartsWhileReadIsHighIsNamedWithTimeAndSignal) {
  Command command;
  command.write("spikes.csv", "time_s,row\n4.085e-6,3\n3e-5,4\n");
  command.program = SOFTBOUND_EARLY_WRITE;
  const Ended ended = command.run(run_into("out"));
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.out.find("FAIL read_to_write_gap: 2 of 2 outside 20.000 ns (nominal), first at "
                           "0.000007110 s: slot0.wr was -10.000 ns"),
            std::string::npos)
      << ended.out;
}

TEST(OwnControl, AnArrayThatDoesNotFitIsRefusedWithTheControlsNameAndSize) {
  Command command;
  command.write_spikes(2, 20e-6);
  command.program = SOFTBOUND_ONE_SLOT;
  Words words = run_into("out", {"--set", "array.rows=17"});
  expect_bad_input(command, command.run(words), {"16 x 4, the size of one_slot_control"});
  words = run_into("out", {"--set", "array.slots=2"});
  expect_bad_input(command, command.run(words), {"2 slots, expected at most 1"});
}

}  // namespace
}  // namespace softbound::test
