// SPDX-License-Identifier: Apache-2.0
#include "core/toml_parameters.h"

#include <gtest/gtest.h>

#include "core/control_timing.h"
#include "core/error.h"

namespace softbound {
namespace {

ControlTiming timing_from(const std::string& text) {
  TomlSource source;
  source.add_text(text, "chip.toml");
  ControlTiming timing;
  source.read(timing, "timing");
  source.finish();
  return timing;
}

std::string error_of(const std::string& text) {
  try {
    timing_from(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(TomlSource, NamedKeysReplaceDefaultsAndOthersStay) {
  const auto timing = timing_from("[timing]\nt_read_ns = 2500\nbusy_policy = \"drop\"\n");
  EXPECT_EQ(timing.t_read_ps, 2'500'000);
  EXPECT_EQ(timing.busy_policy, BusyPolicy::drop);
  EXPECT_EQ(timing.t_gap_ps, 20'000);
}

TEST(TomlSource, UnknownKeyNamesFileLineAndNearestKey) {
  const auto error = error_of("[timing]\n\nt_raed_ns = 3000\n");
  EXPECT_EQ(error, "chip.toml:3: unknown key timing.t_raed_ns: did you mean timing.t_read_ns?");
}

TEST(TomlSource, UnknownTableNamesTheNearestKey) {
  EXPECT_NE(error_of("[timming]\nt_read_ns = 1\n").find("timing.t_read_ns"), std::string::npos);
}

TEST(TomlSource, EmptyUnknownTableIsAnErrorToo) {
  EXPECT_NE(error_of("[tinimg]\n"), "accepted");
  EXPECT_EQ(error_of("[timing]\n"), "accepted");
}

TEST(TomlSource, WrongTypeNamesWhatWasExpected) {
  EXPECT_EQ(error_of("[timing]\nt_read_ns = \"long\"\n"),
            "chip.toml:2: timing.t_read_ns = \"long\": expected a finite number above 0");
  EXPECT_EQ(error_of("[timing]\nbusy_policy = \"wait\"\n"),
            "chip.toml:2: timing.busy_policy = \"wait\": expected one of \"hold\", \"drop\", "
            "\"retrigger\", \"abort\"");
  EXPECT_NE(error_of("[timing]\nt_read_ns = [1]\n"), "accepted");
}

TEST(TomlSource, NotANumberInfinityAndOutOfRangeAreRefused) {
  for (const char* value : {"nan", "inf", "-1", "0", "1e300"}) {
    EXPECT_NE(error_of(std::string{"[timing]\nt_read_ns = "} + value + "\n"), "accepted") << value;
  }
}

TEST(TomlSource, FractionsOfAPicosecondAreRefused) {
  EXPECT_NE(error_of("[timing]\nt_read_ns = 0.0005\n"), "accepted");
  EXPECT_EQ(error_of("[timing]\nt_read_ns = 0.005\n"), "accepted");
}

TEST(TomlSource, BrokenTomlNamesFileAndLine) {
  EXPECT_EQ(error_of("[timing]\nt_read_ns = = 3\n").rfind("chip.toml:2: no TOML", 0), 0u);
}

TEST(TomlSource, AKeyNestedTooDeeplyForTheStackIsRefused) {
  std::string key;
  for (int k = 0; k < 500'000; ++k) key += "a.";
  EXPECT_EQ(error_of("\n" + key + "a = 1\n"),
            "chip.toml:2: found a line of 1000005 characters, expected at most 4096");
}

TEST(TomlSource, OddCharactersOutsideOfTextAreRefused) {
  EXPECT_EQ(error_of("[timing]\n\xcb\xb1 = 1\n").rfind("chip.toml:2: no TOML", 0), 0u);
}

TEST(TomlSource, AMessageIsOneLineWhateverTheFileHolds) {
  EXPECT_EQ(error_of("[timing]\nt_read_ns = \"\"\"a\nb\"\"\"\n"),
            "chip.toml:2: timing.t_read_ns = \"a b\": expected a finite number above 0");
}

TEST(TomlSource, OverrideBeatsFileAndTakesBareWords) {
  TomlSource source;
  source.add_text("[timing]\nt_read_ns = 1000\n", "chip.toml");
  source.add_override("timing.t_read_ns=2000");
  source.add_override("timing.control=clocked");
  ControlTiming timing;
  source.read(timing, "timing");
  EXPECT_EQ(timing.t_read_ps, 2'000'000);
  EXPECT_EQ(timing.control, ControlKind::clocked);
}

TEST(TomlSource, MalformedOverrideIsRefused) {
  TomlSource source;
  for (const char* text : {"", "a", "a=1", ".b=1", "a.=1", "=", "a.b", "a.b=1\nc.d=2"}) {
    EXPECT_THROW(source.add_override(text), InputError) << text;
  }
}

TEST(TomlSource, MissingFileIsRefused) {
  TomlSource source;
  EXPECT_THROW(source.add_file("/nowhere/chip.toml"), InputError);
  EXPECT_THROW(source.add_file("/"), InputError);
}

TEST(TomlWriter, OutputReadsBackToTheSameValues) {
  ControlTiming timing;
  timing.control = ControlKind::clocked;
  timing.clock_period_ps = 12'345;
  timing.latch = LatchInstant::arrival;
  TomlWriter writer;
  writer.write(timing, "timing", "How long everything takes.");
  const auto back = timing_from(writer.text());
  EXPECT_EQ(back.control, ControlKind::clocked);
  EXPECT_EQ(back.clock_period_ps, 12'345);
  EXPECT_EQ(back.latch, LatchInstant::arrival);
  EXPECT_EQ(back.t_write_ps, timing.t_write_ps);
}

TEST(ExactText, ReadsBackToTheSameDouble) {
  for (const double value : {0.1, 1.0 / 3, 1e-300, 6.02e23, 5.0, -0.0}) {
    EXPECT_EQ(std::stod(exact_text(value)), value);
  }
}

}  // namespace
}  // namespace softbound
