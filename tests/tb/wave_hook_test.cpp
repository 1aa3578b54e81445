// SPDX-License-Identifier: Apache-2.0
#include "wave_hook.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rtl/wave_test.h"
#include "sim_test.h"
#include "wave_reader.h"

namespace softbound {
namespace {

using sc_core::SC_PS;
using sc_core::sc_signal;
using sc_core::sc_start;
using Texts = WaveReader::Changes<std::string>;
using Reals = WaveReader::Changes<double>;

/// Runs one function as a SystemC thread.
class Script : public sc_core::sc_module {
 public:
  Script(const sc_core::sc_module_name& name, std::function<void()> body)
      : sc_module{name}, body_{std::move(body)} {
    SC_HAS_PROCESS(Script);
    SC_THREAD(run);
  }

 private:
  void run() { body_(); }
  std::function<void()> body_;
};

void wait_ps(double ps) { sc_core::wait(ps, SC_PS); }

class WaveBench {
 public:
  explicit WaveBench(const std::string& name = "waves.fst")
      : directory_{std::filesystem::temp_directory_path() /
                   ("wave_hook." + std::to_string(getpid()))} {
    std::filesystem::create_directory(directory_);
    wave = std::make_unique<WaveFile>((directory_ / name).string());
    hook = std::make_unique<WaveHook>(*wave);
  }
  ~WaveBench() { std::filesystem::remove_all(directory_); }

  WaveReader read() {
    hook->close();
    return WaveReader{wave->path()};
  }

  std::unique_ptr<WaveFile> wave;
  std::unique_ptr<WaveHook> hook;

 private:
  std::filesystem::path directory_;
};

Bits word(std::size_t width, Bits::Word value) {
  Bits bits(width);
  bits.set_word(0, value);
  return bits;
}

SIM_TEST(WaveHook, FollowsSignalsOfEveryTypeAtTheTimeOfTheirChange) {
  WaveBench bench;
  sc_signal<bool> read{"read"};
  sc_signal<double> v_mem{"v_mem", 0.25};
  sc_signal<Bits> rows{"rows", Bits(70)};
  sc_signal<std::uint32_t> address{"address", 3};
  follow(*bench.wave, read, "tb.read");
  follow(*bench.wave, v_mem, "tb.cell.v_mem");
  follow(*bench.wave, rows, "tb.rows");
  follow(*bench.wave, address, "tb.address", 10);
  Script script{"script", [&] {
                  wait_ps(1'000);
                  read = true;
                  rows = word(70, 5);
                  wait_ps(1);
                  v_mem = 0.1;
                  address = 1'023;
                  wait_ps(2'000'000);
                  read = false;
                }};
  bench.wave->open();
  sc_start();
  const auto waves = bench.read();
  EXPECT_EQ(waves.changes("tb.read"), (Texts{{0, "0"}, {1'000, "1"}, {2'001'001, "0"}}));
  EXPECT_EQ(waves.reals("tb.cell.v_mem"), (Reals{{0, 0.25}, {1'001, 0.1}}));
  EXPECT_EQ(waves.changes("tb.rows[69:0]"),
            (Texts{{0, Bits(70).to_string()}, {1'000, word(70, 5).to_string()}}));
  EXPECT_EQ(waves.changes("tb.address[9:0]"), (Texts{{0, "0000000011"}, {1'001, "1111111111"}}));
  EXPECT_EQ(waves.end_ps(), 2'001'001);
}

SIM_TEST(WaveHook, RecordsAfterTheLastDeltaCycleOfATimeStep) {
  WaveBench bench;
  constexpr int kDeltas = 50;
  sc_signal<double> count{"count"};
  follow(*bench.wave, count, "tb.count");
  Script script{"script", [&] {
                  for (int step = 1; step <= 3; ++step) {
                    wait_ps(7);
                    for (int delta = 1; delta <= kDeltas; ++delta) {
                      count = 100.0 * step + delta;
                      sc_core::wait(sc_core::SC_ZERO_TIME);
                    }
                  }
                }};
  bench.wave->open();
  sc_start();
  // One value a time step, the last one: had a delta cycle been recorded, it would show.
  EXPECT_EQ(bench.read().reals("tb.count"),
            (Reals{{0, 0.0}, {7, 150.0}, {14, 250.0}, {21, 350.0}}));
}

SIM_TEST(WaveHook, AGlitchWithinATimeStepIsNotShown) {
  WaveBench bench;
  sc_signal<bool> line{"line"};
  follow(*bench.wave, line, "tb.line");
  Script script{"script", [&] {
                  wait_ps(5);
                  line = true;
                  sc_core::wait(sc_core::SC_ZERO_TIME);
                  line = false;
                }};
  bench.wave->open();
  sc_start();
  EXPECT_EQ(bench.read().changes("tb.line"), (Texts{{0, "0"}}));
}

SIM_TEST(WaveHook, StepwiseRunsRecordTheSameAsOneRun) {
  WaveBench bench;
  sc_signal<std::uint32_t> count{"count"};
  follow(*bench.wave, count, "tb.count", 8);
  Script script{"script", [&] {
                  for (std::uint32_t k = 1; k <= 20; ++k) {
                    wait_ps(10);
                    count = k;
                  }
                }};
  bench.wave->open();
  for (int part = 0; part < 100; ++part) sc_start(sc_core::sc_time(5, SC_PS));
  const auto waves = bench.read();
  const auto changes = waves.changes("tb.count");
  ASSERT_EQ(changes.size(), 21u);
  for (std::size_t k = 0; k <= 20; ++k) {
    EXPECT_EQ(changes[k].first, static_cast<TimePs>(10 * k));
    EXPECT_EQ(changes[k].second, word(8, k).to_string());
  }
  EXPECT_EQ(waves.end_ps(), 500);
}

SIM_TEST(WaveHook, SettlingAtTimeZeroIsPartOfTheFirstStep) {
  WaveBench bench;
  sc_signal<bool> line{"line"};
  follow(*bench.wave, line, "tb.line");
  bench.wave->open();
  sc_start(sc_core::SC_ZERO_TIME);
  line = true;
  sc_start(sc_core::SC_ZERO_TIME);
  sc_start(sc_core::sc_time(100, SC_PS));
  EXPECT_EQ(bench.read().changes("tb.line"), (Texts{{0, "1"}}));
}

SIM_TEST(WaveHook, APauseWithinAnInstantDoesNotSplitItsTimeStep) {
  WaveBench bench;
  sc_signal<bool> line{"line"};
  sc_signal<double> level{"level"};
  follow(*bench.wave, line, "tb.line");
  follow(*bench.wave, level, "tb.level");
  Script script{"script", [&] {
                  wait_ps(10);
                  level = 0.5;
                  sc_core::sc_pause();
                  sc_core::wait(sc_core::SC_ZERO_TIME);
                  line = true;
                }};
  bench.wave->open();
  sc_start();
  sc_start();
  const auto waves = bench.read();
  EXPECT_EQ(waves.reals("tb.level"), (Reals{{0, 0.0}, {10, 0.5}}));
  EXPECT_EQ(waves.changes("tb.line"), (Texts{{0, "0"}, {10, "1"}}));
}

SIM_TEST(WaveHook, ChangesAfterADumpOfOnesOwnAtTheSameTimeShowOnePicosecondLater) {
  WaveBench bench;
  sc_signal<bool> line{"line"};
  follow(*bench.wave, line, "tb.line");
  const auto mark = bench.wave->add_real("tb.mark");
  Script script{"script", [&] {
                  wait_ps(10);
                  line = true;
                  bench.wave->set(mark, 0.5);
                  bench.wave->dump(10);
                }};
  bench.wave->open();
  sc_start();
  const auto waves = bench.read();
  EXPECT_EQ(waves.reals("tb.mark"), (Reals{{0, 0.0}, {10, 0.5}}));
  EXPECT_EQ(waves.changes("tb.line"), (Texts{{0, "0"}, {11, "1"}}));
}

SIM_TEST(WaveHook, NothingIsRecordedInTimeStepsWithoutAChange) {
  WaveBench bench;
  sc_signal<bool> line{"line"};
  follow(*bench.wave, line, "tb.line");
  Script script{"script", [] {
                  for (int k = 0; k < 1'000; ++k) wait_ps(3);
                }};
  bench.wave->open();
  sc_start();
  EXPECT_EQ(bench.wave->last_dump_ps(), 0);
}

}  // namespace
}  // namespace softbound
