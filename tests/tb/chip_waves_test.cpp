// SPDX-License-Identifier: Apache-2.0
#include "chip_waves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "chip/run_record.h"
#include "chip_bench.h"
#include "core/file.h"
#include "network/scratch_directory.h"
#include "sim_test.h"
#include "tb/small_chip.h"
#include "wave_reader.h"

namespace softbound {
namespace {

using test::record_run;

const std::string kControl = "softbound.control.";
const std::string kCell = "softbound.array.synapse_2_1.";
constexpr TimePs kEdgePs = 40 * kPsPerNs;

/// Sixteen rows in turn, neurons that write with nearly every spike, two cells to look at.
RunSetup lively_setup(Level level) {
  RunSetup setup = test::small_chip(level);
  setup.spikes.clear();
  for (std::uint32_t k = 0; k < 60; ++k) {
    setup.spikes.push_back({k * 7 * kPsPerUs, k % 2 == 0 ? 2 : k % 16});
  }
  setup.duration_ps = 460 * kPsPerUs;
  setup.probes = {{2, 1}, {5, 3}};
  return setup;
}

struct Pulse {
  TimePs rise_ps, fall_ps;
};

/// High times of a bit, or of one bit of a bus.
std::vector<Pulse> pulses(const WaveReader& waves, const std::string& name, std::size_t bit = 0) {
  std::vector<Pulse> found;
  bool high = false;
  for (const auto& [time_ps, text] : waves.changes(name)) {
    const bool now = text[text.size() - 1 - bit] == '1';
    if (now && !high) found.push_back({time_ps, -1});
    if (!now && high) found.back().fall_ps = time_ps;
    high = now;
  }
  return found;
}

class WavesOfEitherLevel : public testing::TestWithParam<Level> {
 protected:
  /// Runs the chip with a waveform and hands it to the test's body, all in one child.
  void look(const std::function<void(const WaveReader&, const RunResult&)>& body) {
    test::run_in_fresh_kernel([&] {
      RunSetup setup = lively_setup(GetParam());
      setup.waves_path = directory_.file("waves.fst");
      const RunResult result = run_chip(setup);
      EXPECT_TRUE(result.passed());
      EXPECT_GT(result.writes.size(), 20u);
      body(WaveReader{setup.waves_path}, result);
    });
  }
  ScratchDirectory directory_;
};

TEST_P(WavesOfEitherLevel, OneTreeHoldsControlSignalsRealsAndRtlInternals) {
  look([](const WaveReader& waves, const RunResult&) {
    EXPECT_TRUE(waves.contains(kControl + "req_i"));
    EXPECT_TRUE(waves.contains(kControl + "slot7.ltd_o"));
    EXPECT_GT(waves.reals(kCell + "v_mem_v").size(), 50u);
    EXPECT_GT(waves.reals("softbound.neurons.neuron3.i_mem").size(), 50u);
    const bool internals =
        std::any_of(waves.names().begin(), waves.names().end(), [](const std::string& name) {
          return name.find("u_row_controller.u_read_extender.") != std::string::npos;
        });
    EXPECT_EQ(internals, GetParam() == Level::rtl);
    for (const auto& name : waves.names()) EXPECT_EQ(name.rfind("softbound.", 0), 0u) << name;
  });
}

TEST_P(WavesOfEitherLevel, EveryEventShowsReadGapAndWriteOfNominalLength) {
  look([](const WaveReader& waves, const RunResult& result) {
    std::size_t reads = 0, writes = 0;
    for (int s = 0; s < 8; ++s) {
      const std::string slot = kControl + "slot" + std::to_string(s) + '.';
      const auto read = pulses(waves, slot + "read_o"), wr = pulses(waves, slot + "wr_o");
      ASSERT_EQ(read.size(), wr.size());
      for (std::size_t k = 0; k < read.size(); ++k) {
        EXPECT_EQ(read[k].fall_ps - read[k].rise_ps, 3 * kPsPerUs);
        EXPECT_EQ(wr[k].rise_ps - read[k].fall_ps, 20 * kPsPerNs);
        EXPECT_EQ(wr[k].fall_ps - wr[k].rise_ps, 10 * kPsPerUs + kEdgePs);
      }
      reads += read.size();
      for (const char* bus : {"ltp_o", "ltd_o"}) {
        for (std::size_t column = 0; column < 4; ++column) {
          for (const auto& pulse : pulses(waves, slot + bus, column)) {
            EXPECT_EQ(pulse.fall_ps - pulse.rise_ps, 10 * kPsPerUs + kEdgePs);
            ++writes;
          }
        }
      }
    }
    EXPECT_EQ(reads, 60u);
    EXPECT_EQ(writes, result.writes.size());
  });
}

TEST_P(WavesOfEitherLevel, NoTwoCouplesOfAProbedCellConductAtOnce) {
  look([](const WaveReader& waves, const RunResult&) {
    std::vector<Pulse> all;
    for (const char* couple : {"s1", "s3", "s5"}) {
      const auto some = pulses(waves, kCell + couple);
      all.insert(all.end(), some.begin(), some.end());
      EXPECT_EQ(waves.changes(kCell + couple),
                waves.changes(kCell + 's' + static_cast<char>(couple[1] + 1)));
    }
    EXPECT_GT(all.size(), 40u);
    std::sort(all.begin(), all.end(),
              [](const Pulse& a, const Pulse& b) { return a.rise_ps < b.rise_ps; });
    for (std::size_t k = 1; k < all.size(); ++k) {
      EXPECT_GE(all[k].rise_ps - all[k - 1].fall_ps, 20 * kPsPerNs);
    }
  });
}

TEST_P(WavesOfEitherLevel, VoltageEdgesOfProbedCellsAreRampsOfAtLeastFourPoints) {
  look([](const WaveReader& waves, const RunResult&) {
    const auto& v_te = waves.reals(kCell + "v_te_v");
    const auto points = [&](TimePs from_ps, TimePs to_ps) {
      return std::count_if(v_te.begin(), v_te.end(), [&](const auto& point) {
        return point.first >= from_ps && point.first <= to_ps;
      });
    };
    for (const auto& read : pulses(waves, kCell + "read")) {
      EXPECT_GE(points(read.rise_ps, read.rise_ps + kEdgePs), 4);
      EXPECT_GE(points(read.fall_ps, read.fall_ps + kEdgePs), 4);
    }
    for (const char* wire : {"ltp", "ltd"}) {
      for (const auto& write : pulses(waves, kCell + wire)) {
        EXPECT_GE(points(write.rise_ps, write.rise_ps + kEdgePs), 4);
        EXPECT_GE(points(write.fall_ps - kEdgePs, write.fall_ps), 4);
      }
    }
  });
}

TEST_P(WavesOfEitherLevel, ProbedWeightsAreThoseOfTheListedWrites) {
  look([](const WaveReader& waves, const RunResult& result) {
    int compared = 0;
    for (const auto& write : result.writes) {
      if (write.row != 2 || write.column != 1) continue;
      const TimePs latch_ps = write.latch_ps + result.pre_roll_ps;
      EXPECT_EQ(waves.real_at(kCell + "w", latch_ps - 1), write.weight_before);
      EXPECT_EQ(waves.real_at(kCell + "w", latch_ps + 1), write.weight_after);
      ++compared;
    }
    EXPECT_GT(compared, 5);
  });
}

TEST_P(WavesOfEitherLevel, SaveFileNamesOnlySignalsThatExist) {
  look([&](const WaveReader& waves, const RunResult&) {
    std::ifstream save{directory_.file("waves.gtkw")};
    ASSERT_TRUE(save);
    int named = 0;
    for (std::string line; std::getline(save, line);) {
      if (line.rfind("softbound.", 0) != 0) continue;
      EXPECT_TRUE(waves.contains(line)) << line;
      ++named;
    }
    EXPECT_GT(named, 20);
  });
}

TEST_P(WavesOfEitherLevel, VcdTellsWhatFstTells) {
  RunSetup setup = lively_setup(GetParam());
  for (const char* name : {"waves.fst", "direct.vcd"}) {
    setup.waves_path = directory_.file(name);
    record_run(setup);
  }
  fst_to_vcd(directory_.file("waves.fst"), directory_.file("converted.vcd"));
  const auto without_date = [](std::string text) {
    const auto first = text.find("$date");
    return text.erase(first, text.find("$end", first) - first);
  };
  const std::string direct = without_date(read_file(directory_.file("direct.vcd"), "a waveform"));
  EXPECT_GT(direct.size(), 10000u);
  EXPECT_EQ(direct, without_date(read_file(directory_.file("converted.vcd"), "a waveform")));
}

TEST_P(WavesOfEitherLevel, NeitherWavesNorProbesChangeTheRun) {
  RunSetup setup = lively_setup(GetParam());
  setup.chip.device.sigma = 0.01;
  setup.probes.clear();
  const auto bare = record_run(setup);
  setup.probes = {{2, 1}, {5, 3}, {2, 0}};
  expect_same(bare, record_run(setup));
  setup.waves_path = directory_.file("waves.fst");
  expect_same(bare, record_run(setup));
}

TEST(SelfTimedWaves, ShowTheInsidesOfTheRowsThatArePlayedAndOfTheColumns) {
  ScratchDirectory directory;
  test::run_in_fresh_kernel([&] {
    RunSetup setup = lively_setup(Level::rtl);
    setup.chip.timing.control = ControlKind::self_timed;
    for (auto& spike : setup.spikes) spike.row &= ~1u;
    setup.waves_path = directory.file("waves.fst");
    EXPECT_TRUE(run_chip(setup).passed());
    const WaveReader waves{setup.waves_path};
    const std::string row = "softbound.rtl.row2.row_controller.";
    for (const char* name : {"u_read_extender.u_line.d_o", "u_mutex.a_gnt_o"}) {
      EXPECT_TRUE(std::any_of(waves.names().begin(), waves.names().end(), [&](const auto& found) {
        return found.rfind(row + name, 0) == 0;
      })) << name;
    }
    EXPECT_TRUE(waves.contains("softbound.rtl.column3.column_controller.waiting_o"));
    EXPECT_TRUE(waves.contains("softbound.rtl.aer_receiver.aer_receiver.u_ripe.z_o"));
    EXPECT_FALSE(waves.contains("softbound.rtl.row3.row_controller.read_o"));
    const auto inside = pulses(waves, row + "read_o");
    ASSERT_GT(inside.size(), 20u);
    for (const auto& pulse : inside) EXPECT_EQ(pulse.fall_ps - pulse.rise_ps, 3 * kPsPerUs);
    const auto outside = pulses(waves, kControl + "slot2.read_o");
    ASSERT_EQ(outside.size(), inside.size());
    for (std::size_t k = 0; k < inside.size(); ++k) {
      EXPECT_EQ(outside[k].rise_ps, inside[k].rise_ps);
    }
  });
}

INSTANTIATE_TEST_SUITE_P(ChipWaves, WavesOfEitherLevel, testing::Values(Level::pin, Level::rtl),
                         [](const auto& run) { return std::string{level_name(run.param)}; });

}  // namespace
}  // namespace softbound
