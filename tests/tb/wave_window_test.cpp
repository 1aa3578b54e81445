// SPDX-License-Identifier: Apache-2.0
// A window of a run's waveform against the same span of the waveform of the whole run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "child_process.h"
#include "chip_bench.h"
#include "core/error.h"
#include "core/file.h"
#include "core/random.h"
#include "network/scratch_directory.h"
#include "wave_reader.h"
#include "wave_recorder.h"
#include "wave_trigger.h"

namespace softbound {
namespace {

constexpr TimePs kDurationPs = 400 * kPsPerUs;

/// Sixteen rows on a bus with pauses, neurons that write and fire, two cells to look at.
RunSetup lively_setup(Level level, ControlKind control, std::uint64_t seed) {
  RunSetup setup;
  setup.level = level;
  setup.chip.array.rows = 16;
  setup.chip.array.columns = 4;
  setup.chip.timing.control = control;
  OutputNeuronParameters& neuron = setup.chip.neuron;
  neuron.jump = 0.6;
  neuron.tau_s_s = 20e-6;
  neuron.leak_per_s = 100;
  neuron.t_refractory_s = 5e-6;
  neuron.tau_ca_s = 300e-6;
  TimePs time_ps = 0;
  const CounterRandom random{seed, RandomStream::stimulus};
  for (std::uint64_t k = 0; k < 40; ++k) {
    // Every tenth spike after a pause in which the clock stops.
    time_ps += static_cast<TimePs>((k % 10 == 9 ? 40e6 : 10e6) * random.uniform(0, k));
    setup.spikes.push_back({time_ps, static_cast<std::uint32_t>(random.bits(1, k) % 16)});
  }
  setup.duration_ps = kDurationPs;
  setup.probes = {{2, 1}, {5, 3}};
  return setup;
}

/// In a process of its own, so that a test may run many.
void run(const RunSetup& setup) {
  ChildProcess kernel{[&](const std::string&) {
    run_chip(setup);
    return std::string{};
  }};
  kernel.ask("");
}

/// Every signal has the values of the whole run at all times of the window.
void expect_same_within(const WaveReader& part, const WaveReader& whole, TimePs from_ps,
                        TimePs to_ps) {
  ASSERT_EQ(part.names(), whole.names());
  for (const std::string& name : whole.names()) {
    // The waveform of a self-timed row shows a register only once the row has been evaluated, which
    // is when it next has a spike; a window starts with what the register is.
    if (name.find(".enable_i") != std::string::npos) continue;
    const auto within = [&](const WaveReader& waves) {
      WaveReader::Changes<std::string> changes{{from_ps, waves.value_at(name, from_ps)}};
      for (const auto& change : waves.changes(name)) {
        if (change.first > from_ps && change.first <= to_ps) changes.push_back(change);
      }
      return changes;
    };
    ASSERT_EQ(within(part), within(whole)) << name;
  }
}

struct Chips {
  Level level;
  ControlKind control;
};
class WindowOfEveryControl : public testing::TestWithParam<Chips> {};

TEST_P(WindowOfEveryControl, HasTheValuesOfTheWholeRunAtAllItsTimes) {
  const auto [level, control] = GetParam();
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(fmt::format("level {}, seed {}", level_name(level), seed));
    const ScratchDirectory directory;
    RunSetup setup = lively_setup(level, control, seed);
    setup.waves_path = directory.file("whole.fst");
    run(setup);
    const WaveReader whole{setup.waves_path};
    const CounterRandom random{seed, RandomStream::stimulus};
    for (std::uint64_t k = 0; k < 6; ++k) {
      const auto from_ps =
          static_cast<TimePs>(static_cast<double>(kDurationPs) * random.uniform(2, k));
      const auto length_ps = static_cast<TimePs>(60e6 * random.uniform(3, k));
      setup.waves_window = WaveWindow{from_ps, from_ps + length_ps};
      setup.waves_path = directory.file("part.fst");
      run(setup);
      const WaveReader part{setup.waves_path};
      const TimePs origin_ps = 512 * setup.chip.timing.clock_period_ps;
      SCOPED_TRACE(fmt::format("from {} ps to {} ps", from_ps, from_ps + length_ps));
      // RTL begins in mid-cycle.
      EXPECT_LE(part.start_ps(), origin_ps + from_ps);
      EXPECT_GT(part.start_ps(), origin_ps + from_ps - setup.chip.timing.clock_period_ps);
      EXPECT_EQ(part.end_ps(), std::min(origin_ps + from_ps + length_ps, whole.end_ps()));
      expect_same_within(part, whole, part.start_ps(), part.end_ps());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, WindowOfEveryControl,
                         testing::Values(Chips{Level::pin, ControlKind::self_timed},
                                         Chips{Level::pin, ControlKind::clocked},
                                         Chips{Level::rtl, ControlKind::clocked},
                                         Chips{Level::rtl, ControlKind::self_timed}),
                         [](const auto& test) {
                           return std::string{level_name(test.param.level)} +
                                  (test.param.control == ControlKind::clocked ? "_clocked"
                                                                              : "_self_timed");
                         });

TEST(Window, FromBeforeTheRunToItsEndIsTheWholeRun) {
  const ScratchDirectory directory;
  RunSetup setup = lively_setup(Level::rtl, ControlKind::clocked, 1);
  setup.waves_path = directory.file("whole.fst");
  run(setup);
  setup.waves_window = WaveWindow{-kPsPerS, kNever};
  setup.waves_path = directory.file("part.fst");
  run(setup);
  const WaveReader whole{directory.file("whole.fst")}, part{directory.file("part.fst")};
  EXPECT_LE(part.start_ps(), setup.chip.timing.clock_period_ps);
  EXPECT_EQ(part.end_ps(), whole.end_ps());
  expect_same_within(part, whole, part.start_ps(), whole.end_ps());
}

TEST(Window, ThatTheRunDoesNotReachLeavesNoFile) {
  const ScratchDirectory directory;
  RunSetup setup = lively_setup(Level::pin, ControlKind::clocked, 1);
  setup.waves_path = directory.file("part.fst");
  setup.waves_window = WaveWindow{kPsPerS, 2 * kPsPerS};
  run(setup);
  EXPECT_FALSE(std::filesystem::exists(setup.waves_path));
  EXPECT_FALSE(std::filesystem::exists(directory.file("part.gtkw")));
}

TEST(Window, AsVcdHasTheSameChanges) {
  const ScratchDirectory directory;
  RunSetup setup = lively_setup(Level::rtl, ControlKind::clocked, 1);
  setup.waves_window = WaveWindow{50 * kPsPerUs, 60 * kPsPerUs};
  setup.waves_path = directory.file("part.vcd");
  run(setup);
  EXPECT_GT(std::filesystem::file_size(setup.waves_path), 1000u);
  for (const auto& entry : std::filesystem::directory_iterator{directory.path()}) {
    EXPECT_NE(entry.path().extension(), ".fst") << entry.path();
  }
}

TEST(Window, OfALongRunIsSmall) {
  const ScratchDirectory directory;
  RunSetup setup = lively_setup(Level::rtl, ControlKind::clocked, 1);
  setup.free_running_clock = true;
  setup.duration_ps = 10 * kDurationPs;
  setup.waves_path = directory.file("whole.fst");
  run(setup);
  setup.waves_window = WaveWindow{kDurationPs, kDurationPs + 20 * kPsPerUs};
  setup.waves_path = directory.file("part.fst");
  run(setup);
  EXPECT_LT(20 * std::filesystem::file_size(directory.file("part.fst")),
            std::filesystem::file_size(directory.file("whole.fst")));
}

TEST(WaveRecorder, PlaysTheRunAgainForEachWindow) {
  const ScratchDirectory directory;
  RunSetup setup = lively_setup(Level::rtl, ControlKind::clocked, 2);
  setup.waves_path = directory.file("whole.fst");
  run(setup);
  const WaveReader whole{setup.waves_path};
  WaveRecorder recorder{setup};
  for (const TimePs from_ps : {100 * kPsPerUs, 30 * kPsPerUs}) {
    recorder.record({from_ps, from_ps + 20 * kPsPerUs}, directory.file("part.fst"));
    const WaveReader part{directory.file("part.fst")};
    expect_same_within(part, whole, part.start_ps(), part.end_ps());
  }
}

TEST(WaveRecorder, GtkwaveOpensAtTheMoment) {
  const ScratchDirectory directory;
  const RunSetup setup = lively_setup(Level::pin, ControlKind::clocked, 2);
  WaveRecorder recorder{setup};
  const TimePs moment_ps = 90 * kPsPerUs;
  recorder.record({50 * kPsPerUs, 120 * kPsPerUs, moment_ps}, directory.file("part.fst"));
  const TimePs shown_ps = 512 * setup.chip.timing.clock_period_ps + moment_ps - kPsPerUs;
  EXPECT_NE(read_file(directory.file("part.gtkw"), "a save file")
                .find(fmt::format("[timestart] {}", shown_ps)),
            std::string::npos);
}

TEST(WaveRecorder, AFileThatCannotBeMadeIsNamed) {
  const RunSetup setup = lively_setup(Level::pin, ControlKind::clocked, 2);
  WaveRecorder recorder{setup};
  try {
    recorder.record({0, kPsPerUs}, "/nonexistent/part.fst");
    FAIL();
  } catch (const std::exception& error) {
    EXPECT_NE(std::string{error.what()}.find("/nonexistent/part.fst"), std::string::npos);
  }
}

TEST(WaveTrigger, IsReadFromItsText) {
  ArrayParameters array;
  array.rows = 16;
  array.columns = 4;
  EXPECT_EQ(WaveTrigger::parse("violation", array).kind, WaveTrigger::Kind::violation);
  const WaveTrigger write = WaveTrigger::parse("write=15,3", array);
  EXPECT_EQ(write.kind, WaveTrigger::Kind::write);
  EXPECT_EQ(write.row, 15u);
  EXPECT_EQ(write.column, 3u);
  const WaveTrigger spike = WaveTrigger::parse("spike=2", array);
  EXPECT_EQ(spike.kind, WaveTrigger::Kind::spike);
  EXPECT_EQ(spike.column, 2u);
  for (const char* text : {"", "violations", "write", "write=", "write=1", "write=1,", "write=16,0",
                           "write=0,4", "write=-1,0", "write=1,2,3", "spike=", "spike=4", "spike=x",
                           "spike=1,2", "spike", "=", "write=99999999999,0"}) {
    EXPECT_THROW(WaveTrigger::parse(text, array), InputError) << text;
  }
}

}  // namespace
}  // namespace softbound
