// SPDX-License-Identifier: Apache-2.0
#include "network/spike_file.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/random.h"
#include "error_text.h"
#include "network/output_file.h"
#include "packed.h"
#include "scratch_directory.h"

namespace softbound {
namespace {

std::vector<Spike> spikes_of(const std::string& lines) {
  return parse_spikes("time_s,row\n" + lines, "s.csv", 16);
}
std::string spike_error(const std::string& lines) {
  return error_text([&] { spikes_of(lines); });
}
std::string stimulus_error(const std::string& lines) {
  return error_text([&] { parse_stimuli("time_s,kind,index\n" + lines, "t.csv", {10, 392}); });
}

TEST(ParseSpikes, ReadsTimesInPicosecondsAndRows) {
  EXPECT_EQ(spikes_of("0,3\n1e-6,15\n0.5,0\n"),
            (std::vector<Spike>{{0, 3}, {1'000'000, 15}, {500'000'000'000, 0}}));
}

TEST(ParseSpikes, TakesCommentsBlankLinesAndCarriageReturns) {
  EXPECT_EQ(parse_spikes("# made by hand\r\n\r\ntime_s,row\r\n# a comment\r\n1,2\r\n\r\n", "f", 16),
            (std::vector<Spike>{{kPsPerS, 2}}));
}

TEST(ParseSpikes, AHeaderAloneIsNoSpikes) { EXPECT_TRUE(spikes_of("").empty()); }

TEST(ParseSpikes, TimesAreRoundedToTheNearestPicosecond) {
  EXPECT_EQ(spikes_of("0.0000000000014,0\n0.0000000000016,1\n0.00000000000250,2\n2.6e-12,3\n"),
            (std::vector<Spike>{{1, 0}, {2, 1}, {3, 2}, {3, 3}}));
}

TEST(ParseSpikes, PlainDecimalsKeepEveryPicosecondOfALongTime) {
  EXPECT_EQ(spikes_of("999999.999999999998,1\n999999.9999999999987,1\n"),
            (std::vector<Spike>{{1'000'000 * kPsPerS - 2, 1}, {1'000'000 * kPsPerS - 1, 1}}));
}

TEST(ParseSpikes, SpikesOfOneInstantComeInOrderOfTheirRow) {
  EXPECT_EQ(spikes_of("1e-6,9\n1e-6,2\n0.0000010000000001,5\n2e-6,0\n"),
            (std::vector<Spike>{{1'000'000, 2}, {1'000'000, 5}, {1'000'000, 9}, {2'000'000, 0}}));
}

TEST(ParseSpikes, AMissingHeaderIsRefused) {
  EXPECT_EQ(error_text([] { parse_spikes("0.1,2\n", "s.csv", 16); }),
            "s.csv:1: found \"0.1,2\", expected the header time_s,row");
  EXPECT_EQ(error_text([] { parse_spikes("", "s.csv", 16); }),
            "s.csv: found no line with content, expected the header time_s,row");
}

TEST(ParseSpikes, GarbageInTheTimeIsRefused) {
  for (const char* time : {"", "abc", "nan", "inf", "-inf", "1s", "1e", "1.2.3", ".", "0x1p3",
                           "1_000", "1e400", "--1"}) {
    EXPECT_EQ(
        spike_error("0,1\n" + std::string{time} + ",2\n"),
        "s.csv:3: found time_s \"" + std::string{time} + "\", expected a time from 0 to 1000000 s");
  }
}

TEST(ParseSpikes, NegativeAndTooLateTimesAreRefused) {
  for (const char* time : {"-1", "-1e-30", "1000000.000000000001", "1000000.0000000000005",
                           "1000001", "1e7", "99999999999999999999999"}) {
    EXPECT_NE(spike_error(std::string{time} + ",2\n").find("expected a time from 0 to 1000000 s"),
              std::string::npos)
        << time;
  }
  EXPECT_EQ(spikes_of("1000000.0000000000004,1\n1e6,2\n").back().time_ps, 1'000'000 * kPsPerS);
}

TEST(ParseSpikes, DecreasingTimesAreRefused) {
  EXPECT_EQ(spike_error("0.2,1\n0.1,2\n"),
            "s.csv:3: found time_s \"0.1\" after 0.2, expected times that do not decrease");
}

TEST(ParseSpikes, ARowOutsideTheArrayIsRefused) {
  for (const char* row : {"16", "-1", "1.0", "", "x", "99999999999999999999", "0x1", "1 2"}) {
    EXPECT_EQ(
        spike_error("0," + std::string{row} + "\n"),
        "s.csv:2: found row \"" + std::string{row} + "\", expected a whole number from 0 to 15");
  }
}

TEST(ParseSpikes, MissingAndExtraColumnsAreRefused) {
  EXPECT_EQ(spike_error("0.1\n"), "s.csv:2: found 1 column, expected time_s,row");
  EXPECT_EQ(spike_error("0.1,2,3\n"), "s.csv:2: found 3 columns, expected time_s,row");
  EXPECT_EQ(spike_error("0.1,2,\n"), "s.csv:2: found 3 columns, expected time_s,row");
}

TEST(ReadSpikes, TakesPlainAndPackedFilesAndNamesThem) {
  const ScratchDirectory scratch;
  write_file(scratch.file("a.csv"), "time_s,row\n1,2\n");
  write_file(scratch.file("a.csv.gz"), packed("time_s,row\n1,2\n"));
  write_file(scratch.file("bad.csv"), "time_s,row\n1,3\n");
  EXPECT_EQ(read_spikes(scratch.file("a.csv"), 3), (std::vector<Spike>{{kPsPerS, 2}}));
  EXPECT_EQ(read_spikes(scratch.file("a.csv.gz"), 3), (std::vector<Spike>{{kPsPerS, 2}}));
  EXPECT_EQ(error_text([&] { read_spikes(scratch.file("bad.csv"), 3); }),
            scratch.file("bad.csv") + ":2: found row \"3\", expected a whole number from 0 to 2");
  EXPECT_EQ(error_text([&] { read_spikes(scratch.file("none.csv"), 3); }),
            scratch.file("none.csv") +
                ": cannot be read (No such file or directory), expected a CSV file of spikes");
}

TEST(SpikesCsv, ReadsBackToTheSamePicosecond) {
  constexpr std::uint64_t kSeed = 5;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const CounterRandom random{kSeed, RandomStream::stimulus};
  constexpr auto kLongestPs = static_cast<std::uint64_t>(kLongestTimeS) * kPsPerS;
  std::vector<Spike> spikes{{0, 0}, {1, 1}, {static_cast<TimePs>(kLongestPs), 2}};
  for (std::uint64_t k = 0; k < 20'000; ++k) {
    // All magnitudes from picoseconds to the longest time.
    const std::uint64_t bits = random.bits(0, k) >> random.bits(1, k) % 64;
    spikes.push_back({static_cast<TimePs>(bits % (kLongestPs + 1)),
                      static_cast<std::uint32_t>(random.bits(2, k) % 784)});
  }
  std::sort(spikes.begin(), spikes.end());
  EXPECT_EQ(parse_spikes(spikes_csv(spikes), "f", 784), spikes);
}

TEST(ExactSeconds, ShowsEveryPicosecondAndNoNeedlessZeros) {
  EXPECT_EQ(exact_seconds(0), "0");
  EXPECT_EQ(exact_seconds(1), "0.000000000001");
  EXPECT_EQ(exact_seconds(kPsPerS), "1");
  EXPECT_EQ(exact_seconds(10 * kPsPerS), "10");
  EXPECT_EQ(exact_seconds(3 * kPsPerUs), "0.000003");
}

TEST(ParseStimuli, ReadsKindsAndIndices) {
  EXPECT_EQ(parse_stimuli("time_s,kind,index\n0,teacher,9\n0.5,inhibitory,391\n", "f", {10, 392}),
            (std::vector<Stimulus>{{0, StimulusKind::teacher, 9},
                                   {kPsPerS / 2, StimulusKind::inhibitory, 391}}));
}

TEST(ParseStimuli, OneInstantIsTeacherFirstThenByIndex) {
  EXPECT_EQ(parse_stimuli("time_s,kind,index\n1,inhibitory,3\n1,inhibitory,1\n1,teacher,7\n", "f",
                          {10, 392}),
            (std::vector<Stimulus>{{kPsPerS, StimulusKind::teacher, 7},
                                   {kPsPerS, StimulusKind::inhibitory, 1},
                                   {kPsPerS, StimulusKind::inhibitory, 3}}));
}

TEST(ParseStimuli, BadKindIndexTimeAndColumnsAreRefused) {
  EXPECT_EQ(stimulus_error("0,Teacher,1\n"),
            "t.csv:2: found kind \"Teacher\", expected teacher or inhibitory");
  EXPECT_EQ(stimulus_error("0,teacher,10\n"),
            "t.csv:2: found index \"10\", expected a whole number from 0 to 9");
  EXPECT_EQ(stimulus_error("0,inhibitory,392\n"),
            "t.csv:2: found index \"392\", expected a whole number from 0 to 391");
  EXPECT_EQ(stimulus_error("0.2,teacher,1\n0.1,teacher,1\n"),
            "t.csv:3: found time_s \"0.1\" after 0.2, expected times that do not decrease");
  EXPECT_EQ(stimulus_error("0,teacher\n"), "t.csv:2: found 2 columns, expected time_s,kind,index");
  EXPECT_EQ(error_text([] {
              parse_stimuli("time_s,row\n", "t.csv", {1, 1});
            }),
            "t.csv:1: found \"time_s,row\", expected the header time_s,kind,index");
}

TEST(ParseStimuli, ASourceTheNetworkLacksIsRefused) {
  EXPECT_EQ(error_text([] {
              parse_stimuli("time_s,kind,index\n0,inhibitory,0\n", "t.csv", {10, 0});
            }),
            "t.csv:2: found index \"0\", expected no such source, the network has none");
}

TEST(StimuliCsv, ReadsBackToTheSameStimuli) {
  const std::vector<Stimulus> stimuli{{0, StimulusKind::teacher, 0},
                                      {7, StimulusKind::inhibitory, 391},
                                      {kPsPerS + 1, StimulusKind::teacher, 9}};
  EXPECT_EQ(parse_stimuli(stimuli_csv(stimuli), "f", {10, 392}), stimuli);
}

TEST(ReadStimuli, TakesPackedFiles) {
  const ScratchDirectory scratch;
  write_file(scratch.file("t.csv.gz"), packed("time_s,kind,index\n1,teacher,2\n"));
  EXPECT_EQ(read_stimuli(scratch.file("t.csv.gz"), {3, 0}),
            (std::vector<Stimulus>{{kPsPerS, StimulusKind::teacher, 2}}));
}

}  // namespace
}  // namespace softbound
