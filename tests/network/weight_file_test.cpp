// SPDX-License-Identifier: Apache-2.0
#include "network/weight_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "core/random.h"
#include "error_text.h"
#include "network/npy.h"
#include "network/output_file.h"
#include "packed.h"
#include "scratch_directory.h"

namespace softbound {
namespace {

std::string csv_error(const std::string& text) {
  return error_text([&] { parse_weights_csv(text, "w.csv", 2, 3); });
}

WeightMatrix random_weights(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  const CounterRandom random{seed, RandomStream::initial_weights};
  WeightMatrix weights{rows, columns, {}};
  for (std::size_t k = 0; k < rows * columns; ++k) {
    // Numbers of all magnitudes, not only those near one.
    weights.values.push_back(std::pow(random.uniform(k, 0), 1 + 30 * random.uniform(k, 1)));
  }
  weights.values.front() = 0.0;
  weights.values.back() = 1.0;
  return weights;
}

template <class Real>
std::string npy(const std::string& descr, bool fortran, const std::vector<Real>& values) {
  const std::string dictionary = "{'descr': '" + descr +
                                 "', 'fortran_order': " + (fortran ? "True" : "False") +
                                 ", 'shape': (2, 3), }\n";
  std::string bytes{"\x93NUMPY\x01\x00", 8};
  bytes += static_cast<char>(dictionary.size());
  bytes += '\0';
  bytes += dictionary;
  const std::size_t start = bytes.size();
  bytes.resize(start + values.size() * sizeof(Real));
  std::memcpy(&bytes[start], values.data(), values.size() * sizeof(Real));
  return bytes;
}

TEST(ParseWeightsCsv, ReadsRowByRow) {
  const auto weights = parse_weights_csv("# trained\n0,0.25,1\r\n\n0.5, 1e-3 ,0.75\n", "f", 2, 3);
  EXPECT_EQ(weights.rows, 2u);
  EXPECT_EQ(weights.columns, 3u);
  EXPECT_EQ(weights.values, (std::vector<double>{0, 0.25, 1, 0.5, 1e-3, 0.75}));
  EXPECT_EQ(weights.at(1, 2), 0.75);
}

TEST(ParseWeightsCsv, AWrongShapeNamesBoth) {
  EXPECT_EQ(csv_error(""), "w.csv: found 0 rows, expected 2");
  EXPECT_EQ(csv_error("0,0,0\n"), "w.csv: found 1 rows, expected 2");
  EXPECT_EQ(csv_error("0,0,0\n0,0,0\n0,0,0\n"), "w.csv:3: found a further row, expected 2 rows");
  EXPECT_EQ(csv_error("0,0,0\n0,0\n"), "w.csv:2: found 2 columns in row 1, expected 3 columns");
  EXPECT_EQ(csv_error("0,0,0,0\n"), "w.csv:1: found 4 columns in row 0, expected 3 columns");
}

TEST(ParseWeightsCsv, WhatIsNoWeightNamesLineRowAndColumn) {
  for (const char* text : {"1.0000001", "-1e-9", "nan", "inf", "", "x", "0.5 0.5", "w0"}) {
    EXPECT_EQ(csv_error("# head\n0,0,0\n0,0," + std::string{text} + "\n"),
              "w.csv:3: found \"" + std::string{text} +
                  "\" at row 1, column 2, expected a number from 0 to 1");
  }
}

TEST(ParseWeightsNpy, ReadsBothTypesAndBothOrdersOfMemory) {
  const std::vector<double> wanted{0, 0.25, 0.5, 0.75, 1, 0.125};
  const std::vector<double> by_columns{0, 0.75, 0.25, 1, 0.5, 0.125};
  const std::vector<float> floats{0, 0.25f, 0.5f, 0.75f, 1, 0.125f};
  EXPECT_EQ(parse_weights_npy(npy("<f8", false, wanted), "f", 2, 3).values, wanted);
  EXPECT_EQ(parse_weights_npy(npy("<f8", true, by_columns), "f", 2, 3).values, wanted);
  EXPECT_EQ(parse_weights_npy(npy("<f4", false, floats), "f", 2, 3).values, wanted);
}

TEST(ParseWeightsNpy, AWrongShapeNamesBoth) {
  EXPECT_EQ(error_text([] { parse_weights_npy(npy_header(3, 2), "w.npy", 2, 3); }),
            "w.npy: found a matrix of 3 x 2, expected 2 x 3 (rows x columns)");
}

TEST(ParseWeightsNpy, MissingAndTrailingBytesAreRefused) {
  const auto bytes = npy("<f8", false, std::vector<double>(6, 0.5));
  EXPECT_EQ(
      error_text([&] { parse_weights_npy(bytes.substr(0, bytes.size() - 1), "w.npy", 2, 3); }),
      "w.npy: found 47 bytes of values, expected 48 (truncated)");
  EXPECT_EQ(error_text([&] { parse_weights_npy(bytes + '\0', "w.npy", 2, 3); }),
            "w.npy: found 49 bytes of values, expected 48 (trailing bytes)");
}

TEST(ParseWeightsNpy, WhatIsNoWeightNamesRowAndColumn) {
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), -0.5, 1.5}) {
    std::vector<double> values(6, 0.5);
    values[4] = value;
    const auto error =
        error_text([&] { parse_weights_npy(npy("<f8", false, values), "w.npy", 2, 3); });
    EXPECT_NE(error.find("at row 1, column 1, expected a number from 0 to 1"), std::string::npos)
        << error;
  }
}

TEST(WriteWeights, ReadsBackToTheSameDoublesInEitherFormat) {
  constexpr std::uint64_t kSeed = 11;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const ScratchDirectory scratch;
  const auto weights = random_weights(784, 10, kSeed);
  for (const char* name : {"w.csv", "w.npy"}) {
    write_weights(scratch.file(name), weights);
    EXPECT_EQ(read_weights(scratch.file(name), 784, 10).values, weights.values) << name;
  }
}

TEST(ReadWeights, TakesPackedFilesByTheEndingBeforeGz) {
  const ScratchDirectory scratch;
  const auto weights = random_weights(3, 4, 12);
  write_file(scratch.file("w.csv.gz"), packed(weights_csv(weights)));
  write_file(scratch.file("w.npy.gz"), packed(weights_npy(weights)));
  EXPECT_EQ(read_weights(scratch.file("w.csv.gz"), 3, 4).values, weights.values);
  EXPECT_EQ(read_weights(scratch.file("w.npy.gz"), 3, 4).values, weights.values);
}

TEST(ReadWeights, OtherEndingsAndMissingFilesAreRefused) {
  EXPECT_EQ(error_text([] { read_weights("w.txt", 1, 1); }),
            "w.txt: found a file name with another ending, expected .csv, .npy, .csv.gz or "
            ".npy.gz");
  EXPECT_EQ(error_text([] { read_weights("/nowhere/w.npy", 1, 1); }),
            "/nowhere/w.npy: cannot be read (No such file or directory), expected a file of "
            "weights");
}

TEST(WriteWeights, OtherEndingsAreRefused) {
  EXPECT_EQ(error_text([] {
              write_weights("w.npz", {1, 1, {0.5}});
            }),
            "w.npz: found a file name with another ending, expected .csv or .npy");
}

}  // namespace
}  // namespace softbound
