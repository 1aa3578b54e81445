// SPDX-License-Identifier: Apache-2.0
#include "wave_reader.h"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "core/error.h"
#include "core/file.h"
#include "wave_file.h"
#include "wave_test.h"

namespace softbound {
namespace {

class WaveReaderTest : public test::WaveFiles {
 protected:
  void SetUp() override {
    WaveFiles::SetUp();
    WaveFile wave{fst()};
    const auto bit = wave.add_bit("tb.read");
    const auto real = wave.add_real("tb.v_mem");
    wave.add_bus("tb.rows", 3);
    wave.open();
    wave.dump(10);
    wave.set(bit, true);
    wave.set(real, 0.5);
    wave.close(20);
  }
  std::string fst() const { return path("waves.fst"); }
};

TEST_F(WaveReaderTest, TellsTheRangeOfTime) {
  const WaveReader reader{fst()};
  EXPECT_EQ(reader.start_ps(), 10);
  EXPECT_EQ(reader.end_ps(), 20);
}

TEST_F(WaveReaderTest, ValuesHoldUntilTheNextChange) {
  const WaveReader reader{fst()};
  EXPECT_EQ(reader.value_at("tb.read", 19), "0");
  EXPECT_EQ(reader.value_at("tb.read", 20), "1");
  EXPECT_EQ(reader.value_at("tb.read", 1'000), "1");
  EXPECT_EQ(reader.real_at("tb.v_mem", 20), 0.5);
  EXPECT_EQ(reader.value_at("tb.v_mem", 20), "0.5");
  EXPECT_THROW(reader.value_at("tb.read", 9), InputError);
}

TEST_F(WaveReaderTest, BusesAreFoundWithAndWithoutRange) {
  const WaveReader reader{fst()};
  EXPECT_EQ(reader.changes("tb.rows"), reader.changes("tb.rows[2:0]"));
  EXPECT_TRUE(reader.contains("tb.rows"));
  EXPECT_FALSE(reader.contains("tb.rows[3:0]"));
}

TEST_F(WaveReaderTest, AnUnknownNameIsAnErrorWithTheNearestName) {
  const WaveReader reader{fst()};
  try {
    reader.changes("tb.raed");
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find("'tb.read'"), std::string::npos) << error.what();
  }
  EXPECT_THROW(reader.reals("tb.read"), InputError);
}

TEST_F(WaveReaderTest, MissingAndForeignFilesAreErrors) {
  EXPECT_THROW(WaveReader{path("missing.fst")}, InputError);
  std::ofstream{path("foreign.fst")} << "no waveform";
  EXPECT_THROW(WaveReader{path("foreign.fst")}, InputError);
  EXPECT_THROW(fst_to_vcd(path("foreign.fst"), path("foreign.vcd")), InputError);
}

}  // namespace
}  // namespace softbound
