// SPDX-License-Identifier: Apache-2.0
// Bad input of every kind: the command names the place in one line, ends with status 2 and writes
// nothing.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "command_process.h"
#include "network/packed.h"
#include "network/weight_file.h"

namespace softbound::test {
namespace {

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string idx_images(std::size_t count) {
  std::string bytes = big_endian(0x803) + big_endian(static_cast<std::uint32_t>(count)) +
                      big_endian(4) + big_endian(4);
  for (std::size_t k = 0; k < 16 * count; ++k) bytes += static_cast<char>(k * 37 % 256);
  return bytes;
}

std::string idx_labels(std::size_t count) {
  std::string bytes = big_endian(0x801) + big_endian(static_cast<std::uint32_t>(count));
  for (std::size_t k = 0; k < count; ++k) bytes += static_cast<char>(k % 10);
  return bytes;
}

/// `softbound run --digit` with a data set of twelve pictures of 4 x 4 pixels, one file of which a
/// test damages.
class DamagedDataSet : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(command.path("digits"));
    command.write(images, packed(idx_images(12)));
    command.write(labels, packed(idx_labels(12)));
  }
  Ended run() { return command.run_small({"--digit", "3", "--dataset", "digits"}); }
  void expect_images_refused(const std::vector<std::string>& words = {}) {
    const Ended ended = run();
    expect_bad_input(command, ended, {images});
    expect_bad_input(command, ended, words);
  }

  const std::string images = "digits/train-images-idx3-ubyte.gz";
  const std::string labels = "digits/train-labels-idx1-ubyte.gz";
  Command command;
};

TEST_F(DamagedDataSet, UndamagedIsShown) {
  const Ended ended = run();
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(command.exists("out/summary.json"));
}

TEST_F(DamagedDataSet, MissingDirectory) {
  expect_bad_input(command, command.run_small({"--digit", "3", "--dataset", "elsewhere"}),
                   {"elsewhere"});
}

TEST_F(DamagedDataSet, MissingFile) {
  std::filesystem::remove(command.path(images));
  expect_bad_input(command, run(), {"digits: ", "train-images-idx3-ubyte"});
}

TEST_F(DamagedDataSet, TruncatedGzip) {
  const auto bytes = packed(idx_images(12));
  command.write(images, bytes.substr(0, bytes.size() / 2));
  expect_images_refused();
}

TEST_F(DamagedDataSet, CorruptGzip) {
  auto bytes = packed(idx_images(12));
  bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
  command.write(images, bytes);
  expect_images_refused();
}

TEST_F(DamagedDataSet, EmptyFile) {
  command.write(images, "");
  expect_images_refused();
}

TEST_F(DamagedDataSet, EmptyGzip) {
  command.write(images, packed(""));
  expect_images_refused();
}

TEST_F(DamagedDataSet, TruncatedIdx) {
  const auto bytes = idx_images(12);
  command.write(images, packed(bytes.substr(0, bytes.size() - 1)));
  expect_images_refused();
}

TEST_F(DamagedDataSet, WrongMagic) {
  auto bytes = idx_images(12);
  bytes[2] = 0x09;
  command.write(images, packed(bytes));
  expect_images_refused({"magic"});
}

TEST_F(DamagedDataSet, LabelsOfAnotherCount) {
  command.write(labels, packed(idx_labels(11)));
  expect_bad_input(command, run(), {"11", "12"});
}

TEST_F(DamagedDataSet, DigitThatIsNotThere) {
  expect_bad_input(command, command.run_small({"--digit", "12", "--dataset", "digits"}),
                   {"--digit 12", "below 12"});
}

TEST_F(DamagedDataSet, PicturesOfAnotherSizeThanTheArray) {
  expect_bad_input(command,
                   command.run({"run", "--set", "array.rows=17", "--out", "out", "--digit", "3",
                                "--dataset", "digits"}),
                   {"array.rows = 17", "16"});
}

struct SpikeCase {
  const char* name;
  const char* text;
  const char* place;
  const char* found;
};

class SpikeFile : public testing::TestWithParam<SpikeCase> {};

TEST_P(SpikeFile, IsRefused) {
  const Command command;
  command.write("spikes.csv", GetParam().text);
  expect_bad_input(command, command.run_small(), {GetParam().place, GetParam().found});
}

INSTANTIATE_TEST_SUITE_P(
    , SpikeFile,
    testing::Values(
        SpikeCase{"Empty", "", "spikes.csv", "time_s,row"},
        SpikeCase{"WithoutHeader", "1e-6,3\n", "spikes.csv:1", "time_s,row"},
        SpikeCase{"WithAnotherHeader", "row,time_s\n3,1e-6\n", "spikes.csv:1", "time_s,row"},
        SpikeCase{"WithTextForATime", "time_s,row\nsoon,3\n", "spikes.csv:2", "soon"},
        SpikeCase{"WithTextForARow", "time_s,row\n1e-6,third\n", "spikes.csv:2", "third"},
        SpikeCase{"WithNan", "time_s,row\nnan,3\n", "spikes.csv:2", "nan"},
        SpikeCase{"WithInfinity", "time_s,row\ninf,3\n", "spikes.csv:2", "inf"},
        SpikeCase{"WithNegativeTime", "time_s,row\n-1e-6,3\n", "spikes.csv:2", "-1e-6"},
        SpikeCase{"WithDecreasingTime", "time_s,row\n2e-6,3\n# pause\n1e-6,3\n", "spikes.csv:4",
                  "1e-6"},
        SpikeCase{"WithRowOutOfRange", "time_s,row\n1e-6,16\n", "spikes.csv:2", "16"},
        SpikeCase{"WithNegativeRow", "time_s,row\n1e-6,-1\n", "spikes.csv:2", "-1"},
        SpikeCase{"WithMissingColumn", "time_s,row\n1e-6\n", "spikes.csv:2", "1 column"},
        SpikeCase{"WithThirdColumn", "time_s,row\n1e-6,3,4\n", "spikes.csv:2", "column"}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(LevelEvent, RefusesWhatNeedsWires) {
  const Command command;
  command.write_spikes(1, 1e-6);
  for (const auto& [option, value] : {std::pair{"--waves", "waves.fst"},
                                      {"--probe", "1,1"},
                                      {"--register", "T_READ=299"},
                                      {"--set", "timing.latch=transparent"}}) {
    expect_bad_input(command, command.run_small({"--level", "event", option, value}),
                     {"level event", "pin", "rtl"});
  }
}

TEST(LevelTlm, RefusesWhatNeedsWires) {
  const Command command;
  command.write_spikes(1, 1e-6);
  for (const auto& [option, value] : {std::pair{"--waves", "waves.fst"},
                                      {"--probe", "1,1"},
                                      {"--set", "timing.latch=transparent"}}) {
    expect_bad_input(command, command.run_small({"--level", "tlm", option, value}),
                     {"level tlm", "pin", "rtl"});
  }
}

TEST(SpikeFiles, MissingFileIsRefused) {
  const Command command;
  expect_bad_input(command, command.run_small({"--spikes", "nowhere.csv"}), {"nowhere.csv"});
}

TEST(SpikeFiles, DirectoryForAFileIsRefused) {
  const Command command;
  expect_bad_input(command, command.run_small({"--spikes", "."}), {"."});
}

TEST(SpikeFiles, AMillionRowsAreRead) {
  const Command command;
  command.write_spikes(1'000'000, 20e-6);
  // All are read, the first fifty played.
  const Ended ended = command.run_small({"--duration", "1.01e-3"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_NE(command.read("out/summary.json").find("\"accepted\": 50"), std::string::npos);
}

TEST(SpikeFiles, DamageInTheLastOfAMillionRowsIsNamed) {
  const Command command;
  command.write_spikes(1'000'000, 20e-6);
  command.write("spikes.csv", command.read("spikes.csv") + "1,3\n");
  expect_bad_input(command, command.run_small(), {"spikes.csv:1000002"});
}

TEST(Stimuli, UnknownKindIsRefused) {
  const Command command;
  command.write_spikes(1, 1e-6);
  command.write("stimuli.csv", "time_s,kind,index\n1e-6,pupil,0\n");
  expect_bad_input(command, command.run_small({"--stimuli", "stimuli.csv"}),
                   {"stimuli.csv:2", "pupil", "teacher"});
}

TEST(Stimuli, WithoutSpikesAreRefused) {
  const Command command;
  expect_bad_input(command, command.run_small({"--digit", "0", "--stimuli", "stimuli.csv"}),
                   {"--stimuli", "--spikes"});
}

class Weights : public testing::Test {
 protected:
  Weights() { command.write_spikes(1, 1e-6); }
  void expect_refused(const std::string& text, const std::vector<std::string>& words) {
    command.write("weights.csv", text);
    expect_bad_input(command, command.run_small({"--weights", "weights.csv"}), words);
  }
  static std::string rows_of(std::size_t rows, const std::string& row) {
    std::string text;
    for (std::size_t k = 0; k < rows; ++k) text += row + '\n';
    return text;
  }
  Command command;
};

TEST_F(Weights, OfTooFewRowsAreRefused) {
  expect_refused(rows_of(15, "0,0,0,0"), {"weights.csv", "15", "16"});
}

TEST_F(Weights, OfTooManyColumnsAreRefused) {
  expect_refused(rows_of(16, "0,0,0,0,0"), {"weights.csv", "5", "4"});
}

TEST_F(Weights, AboveOneAreRefused) {
  expect_refused(rows_of(15, "0,0,0,0") + "0,0,1.5,0\n", {"weights.csv:16", "1.5"});
}

TEST_F(Weights, BelowZeroAreRefused) {
  expect_refused("0,-0.25,0,0\n" + rows_of(15, "0,0,0,0"), {"weights.csv:1", "-0.25"});
}

TEST_F(Weights, ThatAreNoNumbersAreRefused) {
  expect_refused("0,nan,0,0\n" + rows_of(15, "0,0,0,0"), {"weights.csv:1", "nan"});
}

TEST_F(Weights, OfAnotherShapeInNpyAreRefused) {
  write_weights(command.path("weights.npy"), {4, 16, std::vector<double>(64)});
  expect_bad_input(command, command.run_small({"--weights", "weights.npy"}), {"weights.npy", "16"});
}

TEST_F(Weights, InATruncatedNpyAreRefused) {
  write_weights(command.path("weights.npy"), {16, 4, std::vector<double>(64)});
  command.write("weights.npy", command.read("weights.npy").substr(0, 300));
  expect_bad_input(command, command.run_small({"--weights", "weights.npy"}), {"weights.npy"});
}

struct TomlCase {
  const char* name;
  const char* text;
  std::vector<std::string> words;
};

class Toml : public testing::TestWithParam<TomlCase> {};

TEST_P(Toml, IsRefused) {
  const Command command;
  command.write("my.toml", GetParam().text);
  expect_bad_input(command, command.run({"config", "--config", "my.toml"}), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    , Toml,
    testing::Values(
        TomlCase{"UnknownKey",
                 "[timing]\n\nt_raed_ns = 5\n",
                 {"my.toml:3", "timing.t_raed_ns", "timing.t_read_ns"}},
        TomlCase{"UnknownTable", "[timings]\nt_read_ns = 5\n", {"my.toml:2", "timing.t_read_ns"}},
        TomlCase{"KeyOutsideATable", "t_read_ns = 5\n", {"my.toml:1", "t_read_ns"}},
        TomlCase{"TextForANumber",
                 "[device]\nsigma = \"little\"\n",
                 {"my.toml:2", "device.sigma", "little", "number"}},
        TomlCase{"FractionForAWholeNumber",
                 "[array]\nslots = 1.5\n",
                 {"my.toml:2", "array.slots", "whole number"}},
        TomlCase{
            "NumberForAChoice", "[cell]\ntopology = 1\n", {"my.toml:2", "cell.topology", "bridge"}},
        TomlCase{"UnknownChoice",
                 "[timing]\nlatch = \"later\"\n",
                 {"my.toml:2", "timing.latch", "later", "write_start"}},
        TomlCase{"UnknownPreset",
                 "[neuron]\npreset = \"brader\"\n",
                 {"my.toml:2", "brader", "brader2007"}},
        TomlCase{"NoToml", "[timing\n", {"my.toml:1"}},
        TomlCase{"SameKeyTwice", "[device]\nsigma = 0.1\nsigma = 0.2\n", {"my.toml"}},
        TomlCase{"NoWindow", "[device]\ng_min_s = 2e-4\ng_max_s = 1e-4\n", {"g_min_s", "g_max_s"}},
        TomlCase{"NegativeConductance", "[device]\ng_min_s = -1e-6\n", {"my.toml:2", "g_min_s"}},
        TomlCase{"NegativeTimeConstant", "[neuron]\ntau_ca_s = -1\n", {"my.toml:2", "tau_ca_s"}},
        TomlCase{"NoTimeConstant", "[neuron]\ntau_s_s = 0\n", {"my.toml:2", "tau_s_s"}},
        TomlCase{"ThresholdBelowTheOther", "[neuron]\ntheta_mem = 1.0\n", {"theta_mem"}},
        TomlCase{"CalciumWindowUpsideDown", "[neuron]\nltp_low = 20.0\n", {"ltp_low", "ltp_high"}},
        TomlCase{"NotANumber", "[device]\nsigma = nan\n", {"my.toml:2", "device.sigma", "nan"}},
        TomlCase{"Infinite", "[neuron]\njump = inf\n", {"my.toml:2", "neuron.jump", "inf"}},
        TomlCase{"EmptyArray", "[array]\ncolumns = 0\n", {"array.columns", "0"}},
        TomlCase{"MoreColumnsThanMasks", "[array]\nrows = 16\ncolumns = 1025\n", {"1025", "1024"}},
        TomlCase{"TimeBelowAPicosecond",
                 "[timing]\nt_read_ns = 0.0005\n",
                 {"my.toml:2", "timing.t_read_ns", "picoseconds"}},
        TomlCase{"ColumnThatIsNotThere",
                 "[control]\nenabled_columns = \"0-40\"\n",
                 {"control.enabled_columns", "0-40"}}),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(Configuration, MissingFileIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"config", "--config", "nowhere.toml"}), {"nowhere.toml"});
}

TEST(Configuration, MistypedOverrideIsRefusedWithTheNearestKey) {
  const Command command;
  expect_bad_input(command, command.run({"config", "--set", "device.sigam=0.1"}),
                   {"--set device.sigam=0.1", "device.sigma"});
}

TEST(Configuration, OverrideWithoutAValueIsRefused) {
  const Command command;
  expect_bad_input(command, command.run({"config", "--set", "device.sigma"}),
                   {"--set device.sigma", "table.key=value"});
}

}  // namespace
}  // namespace softbound::test
