// SPDX-License-Identifier: Apache-2.0
#include "wave_extract.h"

#include <fstream>
#include <memory>
#include <set>

#include "core/error.h"
#include "core/file.h"
#include "wave_file.h"
#include "wave_test.h"

namespace softbound {
namespace {

class WaveExtract : public test::WaveFiles {
 protected:
  void SetUp() override {
    WaveFiles::SetUp();
    WaveFile wave{fst()};
    const auto bit = wave.add_bit("tb.read");
    const auto real = wave.add_real("tb.cell_0.v_mem");
    const auto rows = wave.add_bus("tb.rows", 3);
    wave.open();
    wave.dump(10);
    wave.set(bit, true);
    wave.set(real, 0.1);
    wave.dump(20);
    Bits five(3);
    five.set_word(0, 5);
    wave.set(rows, five);
    wave.set(real, 0.2);
    wave.dump(30);
    wave.set(bit, false);
    wave.close(40);
  }
  std::string fst() const { return path("waves.fst"); }

  /// What is written after the header.
  std::string changes(const WaveSelection& selection) {
    const std::string text = vcd(selection);
    const std::string end = "$enddefinitions $end\n";
    return text.substr(text.find(end) + end.size());
  }
  std::string vcd(const WaveSelection& selection) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{
        std::fopen(path("part.vcd").c_str(), "w"), &std::fclose};
    extract_waves(fst(), selection, file.get());
    return read_file(path("part.vcd"), "text");
  }
  std::string error_of(const WaveSelection& selection) {
    try {
      vcd(selection);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(WaveExtract, NamesAllSignalsWithTheirRange) {
  const auto names = wave_names(fst());
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()),
            (std::set<std::string>{"tb.read", "tb.rows[2:0]", "tb.cell_0.v_mem"}));
}

TEST_F(WaveExtract, WritesOnlyTheChosenSignals) {
  EXPECT_EQ(vcd({{"tb.read"}}),
            "$timescale 1 ps $end\n"
            "$scope module tb $end\n"
            "$var wire 1 s1 read $end\n"
            "$upscope $end\n"
            "$enddefinitions $end\n"
            "#0\n$dumpvars\n$end\n#10\n0s1\n#20\n1s1\n#40\n0s1\n");
}

TEST_F(WaveExtract, NestsScopesAndGivesBusesTheirRange) {
  const std::string text = vcd({{"*"}});
  for (const char* line :
       {"$scope module cell_0 $end\n", " v_mem $end\n", " rows [2:0] $end\n", "$var real 64 "}) {
    EXPECT_NE(text.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(text, vcd({}));
}

TEST_F(WaveExtract, StartsWithTheValuesOfItsFirstInstant) {
  EXPECT_EQ(changes({{"tb.cell_0.v_mem"}, 25, 100}),
            "#25\n$dumpvars\nr0.1 s3\n$end\n#30\nr0.2 s3\n#40\n");
}

TEST_F(WaveExtract, EndsAtItsLastInstant) {
  EXPECT_EQ(changes({{"tb.rows"}, 10, 29}), "#10\n$dumpvars\nb000 s2\n$end\n#29\n");
  EXPECT_EQ(changes({{"tb.rows[2:0]"}, 30, 30}), "#30\n$dumpvars\nb101 s2\n$end\n");
}

TEST_F(WaveExtract, APartAfterTheEndHoldsTheLastValues) {
  EXPECT_EQ(changes({{"tb.read"}, 50, 60}), "#50\n$dumpvars\n0s1\n$end\n");
}

TEST_F(WaveExtract, AStarStandsForAnyCharacters) {
  EXPECT_NE(vcd({{"tb.*mem"}}).find("v_mem"), std::string::npos);
  EXPECT_NE(vcd({{"*_*.v*m*"}}).find("v_mem"), std::string::npos);
  EXPECT_NE(error_of({{"tb.*x"}}), "");
  EXPECT_NE(error_of({{"b.*"}}), "");
}

TEST_F(WaveExtract, AnUnknownNameIsAnErrorWithTheNearestName) {
  EXPECT_NE(error_of({{"tb.read", "tb.raed"}}).find("'tb.raed'"), std::string::npos);
  EXPECT_NE(error_of({{"tb.raed"}}).find("'tb.read'"), std::string::npos);
}

TEST_F(WaveExtract, BadPartsAndFilesAreErrors) {
  EXPECT_NE(error_of({{"tb.read"}, 2, 1}), "");
  EXPECT_THROW(wave_names(path("missing.fst")), InputError);
  std::ofstream{path("foreign.fst")} << "no waveform";
  EXPECT_THROW(wave_names(path("foreign.fst")), InputError);
  EXPECT_THROW(extract_waves(path("foreign.fst"), {}, stdout), InputError);
}

TEST_F(WaveExtract, AFullDiskIsAnError) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> full{std::fopen("/dev/full", "w"),
                                                             &std::fclose};
  ASSERT_NE(full, nullptr);
  EXPECT_THROW(extract_waves(fst(), {}, full.get()), InputError);
}

}  // namespace
}  // namespace softbound
