// SPDX-License-Identifier: Apache-2.0
#include "wave_file.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "Vwave_counter.h"
#include "core/error.h"
#include "core/file.h"
#include "rtl_context.h"
#include "wave_file_impl.h"
#include "wave_reader.h"
#include "wave_test.h"

namespace softbound {
namespace {

using Texts = WaveReader::Changes<std::string>;
using Reals = WaveReader::Changes<double>;

class WaveFileTest : public test::WaveFiles {
 protected:
  std::string fst() const { return path("waves.fst"); }
};

Bits bits(std::size_t width, std::initializer_list<std::size_t> set) {
  Bits value(width);
  for (const auto bit : set) value.set(bit);
  return value;
}

/// Everything after the header, which names the time of writing.
std::string body(const std::string& vcd_path) {
  const auto text = read_file(vcd_path, "a VCD file");
  return text.substr(text.find("$timescale"));
}

TEST_F(WaveFileTest, RecordsBitsBusesAndRealsWithTheirTimes) {
  WaveFile wave{fst()};
  const auto read = wave.add_bit("tb.chip.read");
  const auto rows = wave.add_bus("tb.chip.rows", 784);
  const auto v_mem = wave.add_real("tb.chip.cell.v_mem");
  wave.open();
  wave.dump(0);
  wave.set(read, true);
  wave.set(rows, bits(784, {0, 700}));
  wave.set(v_mem, 0.1);
  wave.dump(1'234);
  wave.set(read, false);
  wave.dump(3'000'001);
  wave.close();

  const WaveReader reader{fst()};
  EXPECT_EQ(reader.names(), (std::vector<std::string>{"tb.chip.read", "tb.chip.rows[783:0]",
                                                      "tb.chip.cell.v_mem"}));
  EXPECT_EQ(reader.changes("tb.chip.read"), (Texts{{0, "0"}, {1'234, "1"}, {3'000'001, "0"}}));
  EXPECT_EQ(reader.changes("tb.chip.rows"),
            (Texts{{0, std::string(784, '0')}, {1'234, bits(784, {0, 700}).to_string()}}));
  EXPECT_EQ(reader.reals("tb.chip.cell.v_mem"), (Reals{{0, 0.0}, {1'234, 0.1}}));
}

TEST_F(WaveFileTest, RealsKeepEveryBit) {
  const std::vector<double> values{1.0 / 3.0, -5e-324, 1.7976931348623157e308, 2e-14,
                                   -std::numeric_limits<double>::infinity()};
  WaveFile wave{fst()};
  const auto real = wave.add_real("tb.real");
  wave.open();
  for (std::size_t k = 0; k < values.size(); ++k) {
    wave.set(real, values[k]);
    wave.dump(static_cast<TimePs>(k));
  }
  wave.close();
  const WaveReader reader{fst()};
  ASSERT_EQ(reader.reals("tb.real").size(), values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    EXPECT_EQ(reader.reals("tb.real")[k].second, values[k]);
  }
}

TEST_F(WaveFileTest, BusesOfAnyWidthShowTheirRange) {
  WaveFile wave{fst()};
  std::vector<std::pair<std::size_t, WaveFile::Id>> buses;
  for (const std::size_t width : {1, 7, 31, 32, 33, 63, 64, 65, 128, 1025}) {
    buses.emplace_back(width, wave.add_bus(fmt::format("tb.bus{}", width), width));
  }
  wave.open();
  wave.dump(0);
  for (const auto& [width, id] : buses) wave.set(id, bits(width, {width - 1, width / 3}));
  wave.dump(1);
  wave.close();
  const WaveReader reader{fst()};
  for (const auto& bus : buses) {
    const auto width = bus.first;
    EXPECT_EQ(reader.value_at(fmt::format("tb.bus{}[{}:0]", width, width - 1), 1),
              bits(width, {width - 1, width / 3}).to_string());
  }
}

TEST_F(WaveFileTest, TheLastOfSeveralValuesAtOneTimeIsRecorded) {
  WaveFile wave{fst()};
  const auto real = wave.add_real("tb.real");
  wave.open();
  wave.dump(0);
  wave.set(real, 1.0);
  wave.set(real, 2.0);
  wave.dump(10);
  wave.close();
  EXPECT_EQ(WaveReader{fst()}.reals("tb.real"), (Reals{{0, 0.0}, {10, 2.0}}));
}

TEST_F(WaveFileTest, AValueThatReturnsBeforeTheDumpIsNoChange) {
  WaveFile wave{fst()};
  const auto bit = wave.add_bit("tb.bit");
  const auto bus = wave.add_bus("tb.bus", 70);
  wave.open();
  wave.dump(0);
  wave.set(bit, true);
  wave.set(bus, bits(70, {69}));
  EXPECT_TRUE(wave.has_changes());
  wave.set(bit, false);
  wave.set(bus, Bits(70));
  EXPECT_FALSE(wave.has_changes());
  wave.dump(5);
  wave.set(bit, true);
  wave.dump(7);
  wave.close();
  EXPECT_EQ(WaveReader{fst()}.changes("tb.bit"), (Texts{{0, "0"}, {7, "1"}}));
  fst_to_vcd(fst(), path("waves.vcd"));
  EXPECT_EQ(read_file(path("waves.vcd"), "VCD").find("#5"), std::string::npos);
}

TEST_F(WaveFileTest, TimeMustIncreaseBetweenRecordsButIdleDumpsAreFree) {
  WaveFile wave{fst()};
  const auto bit = wave.add_bit("tb.bit");
  wave.open();
  wave.set(bit, true);
  wave.dump(100);
  EXPECT_NO_THROW(wave.dump(100));
  EXPECT_NO_THROW(wave.dump(50));
  wave.set(bit, false);
  EXPECT_THROW(wave.dump(100), std::logic_error);
  EXPECT_THROW(wave.dump(99), std::logic_error);
  wave.dump(101);
  wave.close();
  EXPECT_EQ(WaveReader{fst()}.changes("tb.bit"), (Texts{{100, "1"}, {101, "0"}}));
}

TEST_F(WaveFileTest, ClosingWithATimeRecordsTheRestAndExtendsTheAxis) {
  WaveFile wave{fst()};
  const auto bit = wave.add_bit("tb.bit");
  wave.open();
  wave.dump(0);
  wave.set(bit, true);
  wave.close(500);
  EXPECT_EQ(WaveReader{fst()}.end_ps(), 500);
  EXPECT_EQ(WaveReader{fst()}.changes("tb.bit"), (Texts{{0, "0"}, {500, "1"}}));
}

TEST_F(WaveFileTest, ClosingAtTheTimeOfTheLastDumpLosesNothing) {
  WaveFile wave{fst()};
  const auto bit = wave.add_bit("tb.bit");
  wave.open();
  wave.dump(500);
  wave.set(bit, true);
  wave.close(500);
  EXPECT_EQ(WaveReader{fst()}.changes("tb.bit"), (Texts{{500, "0"}, {501, "1"}}));
}

TEST_F(WaveFileTest, AFileWithoutDumpsShowsTheValuesAtZero) {
  for (const char* name : {"waves.fst", "waves.vcd"}) {
    WaveFile wave{path(name)};
    const auto real = wave.add_real("tb.real");
    wave.open();
    wave.set(real, 0.25);
    wave.close();
  }
  EXPECT_EQ(WaveReader{fst()}.reals("tb.real"), (Reals{{0, 0.25}}));
  EXPECT_NE(body(path("waves.vcd")).find("r0.25"), std::string::npos);
}

TEST_F(WaveFileTest, ScopesFormOneTreeWhateverTheOrderOfDeclaration) {
  WaveFile wave{fst()};
  for (const char* name : {"tb.b.cell10.v", "tb.a.x", "tb.b.cell9.v", "top_level", "tb.b.y",
                           "tb.a.deep.er.z", "tb.b.cell10.w", "tb.clk"}) {
    wave.add_bit(name);
  }
  wave.open();
  wave.close();
  EXPECT_EQ(
      WaveReader{fst()}.names(),
      (std::vector<std::string>{"top_level", "tb.clk", "tb.b.y", "tb.b.cell10.v", "tb.b.cell10.w",
                                "tb.b.cell9.v", "tb.a.x", "tb.a.deep.er.z"}));
  fst_to_vcd(fst(), path("waves.vcd"));
  std::istringstream vcd{read_file(path("waves.vcd"), "VCD")};
  std::multiset<std::string> scopes;
  for (std::string line; std::getline(vcd, line);) {
    if (line.rfind("$scope", 0) == 0) scopes.insert(line);
  }
  EXPECT_EQ(scopes.size(), 7u);
  EXPECT_EQ((std::set<std::string>{scopes.begin(), scopes.end()}.size()), 7u);
}

TEST_F(WaveFileTest, MisuseIsReported) {
  EXPECT_THROW(WaveFile{path("empty.fst")}.open(), std::logic_error);
  WaveFile wave{fst()};
  const auto bit = wave.add_bit("tb.bit");
  const auto bus = wave.add_bus("tb.bus", 4);
  EXPECT_THROW(wave.add_real("tb.bit"), std::logic_error);
  EXPECT_THROW(wave.add_bus("tb.none", 0), std::logic_error);
  for (const char* name : {"", "tb.", ".tb", "tb..x", "tb.two words"}) {
    EXPECT_THROW(wave.add_bit(name), std::logic_error) << name;
  }
  EXPECT_THROW(wave.dump(0), std::logic_error);
  wave.open();
  EXPECT_THROW(wave.open(), std::logic_error);
  EXPECT_THROW(wave.add_bit("tb.late"), std::logic_error);
  EXPECT_THROW(wave.set(bit, 1.0), std::logic_error);
  EXPECT_THROW(wave.set(bus, Bits(5)), std::logic_error);
  wave.close();
  EXPECT_NO_THROW(wave.close());
  wave.set(bit, true);
  EXPECT_THROW(wave.dump(1), std::logic_error);
}

TEST_F(WaveFileTest, RandomChangesReadBackAsTheyWereSet) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random{seed};
  const auto below = [&](unsigned n) { return static_cast<std::size_t>(random() % n); };

  WaveFile wave{fst()};
  constexpr std::size_t kEach = 8;
  std::vector<WaveFile::Id> reals, lines, buses;
  for (std::size_t k = 0; k < kEach; ++k) {
    reals.push_back(wave.add_real(fmt::format("tb.real{}", k)));
    lines.push_back(wave.add_bit(fmt::format("tb.bit{}", k)));
    buses.push_back(wave.add_bus(fmt::format("tb.bus{}", k), 1 + 23 * k));
  }
  wave.open();
  std::vector<double> real_now(kEach, 0.0);
  std::vector<std::string> text_now(2 * kEach);
  for (std::size_t k = 0; k < kEach; ++k) {
    text_now[k] = "0";
    text_now[kEach + k] = std::string(1 + 23 * k, '0');
  }
  std::vector<Reals> want_reals(kEach);
  std::vector<Texts> want_texts(2 * kEach);
  TimePs now = 0;
  for (int step = 0; step < 2'000; ++step, now += 1 + static_cast<TimePs>(below(100'000))) {
    for (auto n = below(6); n > 0; --n) {
      const auto k = below(kEach);
      real_now[k] = static_cast<double>(below(4)) / 3.0;
      wave.set(reals[k], real_now[k]);
      const bool on = below(2) == 1;
      wave.set(lines[k], on);
      text_now[k] = on ? "1" : "0";
      const auto bus = bits(1 + 23 * k, {below(static_cast<unsigned>(1 + 23 * k))});
      wave.set(buses[k], bus);
      text_now[kEach + k] = bus.to_string();
    }
    wave.dump(now);
    for (std::size_t k = 0; k < 2 * kEach; ++k) {
      if (k < kEach && (want_reals[k].empty() || want_reals[k].back().second != real_now[k])) {
        want_reals[k].emplace_back(now, real_now[k]);
      }
      if (want_texts[k].empty() || want_texts[k].back().second != text_now[k]) {
        want_texts[k].emplace_back(now, text_now[k]);
      }
    }
  }
  wave.close();

  const WaveReader reader{fst()};
  for (std::size_t k = 0; k < kEach; ++k) {
    EXPECT_EQ(reader.reals(fmt::format("tb.real{}", k)), want_reals[k]);
    EXPECT_EQ(reader.changes(fmt::format("tb.bit{}", k)), want_texts[k]);
    EXPECT_EQ(reader.changes(fmt::format("tb.bus{}", k)), want_texts[kEach + k]);
  }
}

TEST_F(WaveFileTest, LongRunsLoseNothingBetweenBlocks) {
  constexpr TimePs kSteps = 2'300'000;  // more than two blocks
  {
    WaveFile wave{fst()};
    const auto real = wave.add_real("tb.real");
    const auto rare = wave.add_bit("tb.rare");
    wave.open();
    for (TimePs now = 0; now < kSteps; ++now) {
      wave.set(real, static_cast<double>(now));
      if (now == kSteps / 2) wave.set(rare, true);
      wave.dump(now);
    }
  }
  const WaveReader reader{fst()};
  const auto& reals = reader.reals("tb.real");
  ASSERT_EQ(reals.size(), static_cast<std::size_t>(kSteps));
  for (TimePs now = 0; now < kSteps; ++now) {
    const auto& change = reals[static_cast<std::size_t>(now)];
    ASSERT_EQ(change, (std::pair<TimePs, double>{now, static_cast<double>(now)}));
  }
  EXPECT_EQ(reader.changes("tb.rare"), (Texts{{0, "0"}, {kSteps / 2, "1"}}));
}

/// Records a counter model and signals of our own, as a bench does.
void record_counter(const std::string& file) {
  RtlContext context;
  Vwave_counter counter{&context.raw(), trace_scope("tb.chip.counter").c_str()};
  WaveFile wave{file};
  const auto clock = wave.add_bit("tb.chip.clk");
  const auto i_mem = wave.add_real("tb.chip.neuron.i_mem");
  wave.impl().attach(counter);
  wave.open();
  for (TimePs now = 0; now <= 100'000; now += 5'000) {
    const bool high = now % 10'000 != 0;
    counter.clk_i = high;
    counter.eval();
    wave.set(clock, high);
    wave.set(i_mem, std::sqrt(static_cast<double>(now)));
    wave.dump(now);
  }
  counter.final();
  wave.close();
}

TEST_F(WaveFileTest, RtlModelsShareTreeAndTimeAxis) {
  record_counter(fst());
  const WaveReader reader{fst()};
  EXPECT_EQ(reader.value_at("tb.chip.counter.wave_counter.count_o[3:0]", 14'999), "0001");
  EXPECT_EQ(reader.value_at("tb.chip.counter.wave_counter.count_o[3:0]", 15'000), "0010");
  EXPECT_EQ(reader.value_at("tb.chip.counter.wave_counter.u_parity.odd", 15'000), "1");
  EXPECT_EQ(reader.changes("tb.chip.counter.clk_i"), reader.changes("tb.chip.clk"));
  EXPECT_EQ(reader.real_at("tb.chip.neuron.i_mem", 15'000), std::sqrt(15'000.0));
}

TEST_F(WaveFileTest, OutlivesTheContextsOfEarlierRuns) {
  { RtlContext gone; }
  WaveFile wave{fst()};
  wave.add_bit("tb.bit");
  wave.open();
  wave.close();
  EXPECT_EQ(WaveReader{fst()}.changes("tb.bit"), (Texts{{0, "0"}}));
}

TEST_F(WaveFileTest, ModelsOfDifferentContextsOrAttachedTwiceAreRefused) {
  RtlContext one, other;
  Vwave_counter a{&one.raw(), "a"}, b{&other.raw(), "b"};
  WaveFile wave{fst()};
  wave.impl().attach(a);
  EXPECT_THROW(wave.impl().attach(a), std::logic_error);
  EXPECT_THROW(wave.impl().attach(b), std::logic_error);
}

TEST_F(WaveFileTest, VcdHoldsWhatFstHolds) {
  record_counter(fst());
  record_counter(path("waves.vcd"));
  EXPECT_EQ(files(), 2u) << "a temporary file was left behind";
  fst_to_vcd(fst(), path("converted.vcd"));
  EXPECT_EQ(body(path("waves.vcd")), body(path("converted.vcd")));
  EXPECT_EQ(body(path("waves.vcd")).rfind("$timescale\n\t1ps\n$end\n", 0), 0u);
}

TEST_F(WaveFileTest, VcdEqualsThatOfGtkwavesFst2vcdByteForByte) {
  if (std::system("command -v fst2vcd > /dev/null") != 0) GTEST_SKIP() << "fst2vcd not installed";
  record_counter(fst());
  fst_to_vcd(fst(), path("ours.vcd"));
  const auto command = fmt::format("fst2vcd -f '{}' -o '{}'", fst(), path("theirs.vcd"));
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(read_file(path("ours.vcd"), "VCD"), read_file(path("theirs.vcd"), "VCD"));
}

}  // namespace
}  // namespace softbound
