// SPDX-License-Identifier: Apache-2.0
#include "gtkw.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "rtl/wave_test.h"

namespace softbound {
namespace {

/// The lines that name signals and groups, each with the flags that hold for it.
std::vector<std::pair<std::string, std::string>> shown(const GtkwFile& gtkw) {
  std::vector<std::pair<std::string, std::string>> result;
  std::istringstream text{gtkw.text("waves.fst", "waves.gtkw")};
  std::string flags;
  for (std::string line; std::getline(text, line);) {
    if (line[0] == '@') flags = line;
    if (line[0] != '@' && line[0] != '[' && line[0] != '*') result.emplace_back(flags, line);
  }
  return result;
}

using Lines = std::vector<std::pair<std::string, std::string>>;

TEST(GtkwFile, ShowsBitsBinaryAndBusesHexadecimalWithTheirRange) {
  GtkwFile gtkw;
  gtkw.bit("tb.read");
  gtkw.bus("tb.rows", 784);
  EXPECT_EQ(shown(gtkw), (Lines{{"@28", "tb.read"}, {"@22", "tb.rows[783:0]"}}));
}

TEST(GtkwFile, DrawsRealsAsCurvesOfTheGivenHeight) {
  GtkwFile gtkw;
  gtkw.real("tb.v_mem", GtkwFile::Curve::step, 1);
  gtkw.real("tb.i_mem", GtkwFile::Curve::interpolated, 3);
  EXPECT_EQ(
      shown(gtkw),
      (Lines{{"@88420", "tb.v_mem"}, {"@90420", "tb.i_mem"}, {"@20000", "-"}, {"@20000", "-"}}));
}

TEST(GtkwFile, GroupsNestAndMayStartClosed) {
  GtkwFile gtkw;
  gtkw.begin_group("chip");
  gtkw.begin_group("row 3", false);
  gtkw.bit("tb.sx");
  gtkw.end_group();
  gtkw.end_group();
  EXPECT_EQ(shown(gtkw), (Lines{{"@800200", "-chip"},
                                {"@c00200", "-row 3"},
                                {"@28", "tb.sx"},
                                {"@1401200", "-row 3"},
                                {"@1000200", "-chip"}}));
}

TEST(GtkwFile, UnbalancedGroupsAndEmptyWindowsAreErrors) {
  GtkwFile gtkw;
  EXPECT_THROW(gtkw.end_group(), std::logic_error);
  EXPECT_THROW(gtkw.window(5, 5), std::logic_error);
  gtkw.begin_group("open");
  EXPECT_THROW(gtkw.text("waves.fst", "waves.gtkw"), std::logic_error);
}

TEST(GtkwFile, TheWindowFillsTheWaves) {
  GtkwFile gtkw;
  gtkw.window(1'000'000, 14'080'000);
  const auto text = gtkw.text("waves.fst", "waves.gtkw");
  EXPECT_NE(text.find("[timestart] 1000000\n"), std::string::npos);
  const double zoom = std::stod(text.substr(text.find("\n*") + 2));
  // GTKWave shows 2^-zoom ticks in 200 pixels.
  EXPECT_NEAR(std::pow(2.0, -zoom) / 200.0 * 800.0, 13'080'000.0, 10.0);
}

using GtkwWrite = test::WaveFiles;

TEST_F(GtkwWrite, NamesTheWaveformRelativeToItsOwnDirectory) {
  std::filesystem::create_directory(path("run"));
  GtkwFile{}.write(path("run/waves.gtkw"), path("run/waves.fst"));
  EXPECT_NE(read_file(path("run/waves.gtkw"), "text").find("[dumpfile] \"waves.fst\"\n"),
            std::string::npos);
  EXPECT_NE(read_file(path("run/waves.gtkw"), "text").find("[savefile] \"waves.gtkw\"\n"),
            std::string::npos);
  GtkwFile{}.write(path("views.gtkw"), path("run/waves.fst"));
  EXPECT_NE(read_file(path("views.gtkw"), "text").find("[dumpfile] \"run/waves.fst\"\n"),
            std::string::npos);
}

TEST_F(GtkwWrite, FailureNamesThePathAndTheCause) {
  try {
    GtkwFile{}.write(path("missing/waves.gtkw"), path("waves.fst"));
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find(path("missing/waves.gtkw")), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("No such file"), std::string::npos);
  }
}

}  // namespace
}  // namespace softbound
