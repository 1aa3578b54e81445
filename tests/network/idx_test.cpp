// SPDX-License-Identifier: Apache-2.0
#include "network/idx.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "error_text.h"
#include "network/output_file.h"
#include "network/spike_trains.h"
#include "packed.h"
#include "scratch_directory.h"

namespace softbound {
namespace {

std::string word(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string image_bytes(std::uint32_t count, std::uint32_t rows, std::uint32_t columns) {
  std::string bytes = word(0x803) + word(count) + word(rows) + word(columns);
  for (std::uint32_t k = 0; k < count * rows * columns; ++k) bytes += static_cast<char>(k * 37);
  return bytes;
}

std::string label_bytes(const std::string& labels) {
  return word(0x801) + word(static_cast<std::uint32_t>(labels.size())) + labels;
}

std::string images_error(const std::string& bytes) {
  return error_text([&] { parse_idx_images(bytes, "img"); });
}

std::string labels_error(const std::string& bytes) {
  return error_text([&] { parse_idx_labels(bytes, "lab"); });
}

TEST(ParseIdxImages, KeepsPicturesInOrderRowByRow) {
  const auto images = parse_idx_images(image_bytes(3, 4, 5), "img");
  EXPECT_EQ(images.count, 3u);
  EXPECT_EQ(images.rows, 4u);
  EXPECT_EQ(images.columns, 5u);
  for (std::size_t k = 0; k < 60; ++k) {
    EXPECT_EQ(images.image(k / 20)[k % 20], static_cast<std::uint8_t>(k * 37));
  }
}

TEST(ParseIdxImages, EmptyFileIsRefused) {
  EXPECT_EQ(images_error(""), "img: found 0 bytes, expected at least 16, an IDX header of images");
}

TEST(ParseIdxImages, WrongMagicIsRefused) {
  EXPECT_EQ(images_error(label_bytes("12345678")),
            "img: found magic number 0x00000801, expected 0x00000803, IDX images");
}

TEST(ParseIdxImages, EveryTruncationIsRefused) {
  const auto bytes = image_bytes(2, 3, 3);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_NE(images_error(bytes.substr(0, length)), "accepted") << length;
  }
  EXPECT_EQ(images_error(bytes.substr(0, 30)),
            "img: found 30 bytes, expected 34 for 2 images of 3 x 3 (truncated)");
}

TEST(ParseIdxImages, TrailingBytesAreRefused) {
  EXPECT_EQ(images_error(image_bytes(2, 3, 3) + "x"),
            "img: found 35 bytes, expected 34 for 2 images of 3 x 3 (trailing bytes)");
}

TEST(ParseIdxImages, ImpossibleDimensionsAreRefused) {
  EXPECT_EQ(images_error(word(0x803) + word(0) + word(28) + word(28)),
            "img: found 0 images, expected at least 1");
  EXPECT_EQ(images_error(word(0x803) + word(1) + word(28) + word(0)),
            "img: found images of 28 x 0 pixels, expected 1 to 4096 each way");
  EXPECT_EQ(images_error(word(0x803) + word(1) + word(0xffffffff) + word(28)),
            "img: found images of 4294967295 x 28 pixels, expected 1 to 4096 each way");
  EXPECT_NE(images_error(word(0x803) + word(0xffffffff) + word(4096) + word(4096)), "accepted");
}

TEST(ParseIdxLabels, ReadsClasses) {
  EXPECT_EQ(parse_idx_labels(label_bytes(std::string{"\0\x09\x05", 3}), "lab"),
            (std::vector<std::uint8_t>{0, 9, 5}));
}

TEST(ParseIdxLabels, WrongMagicLengthAndEmptyFilesAreRefused) {
  EXPECT_EQ(labels_error(""), "lab: found 0 bytes, expected at least 8, an IDX header of labels");
  EXPECT_EQ(labels_error(image_bytes(1, 2, 2)),
            "lab: found magic number 0x00000803, expected 0x00000801, IDX labels");
  EXPECT_EQ(labels_error(label_bytes("")), "lab: found 0 labels, expected at least 1");
  EXPECT_EQ(labels_error(word(0x801) + word(3) + "\x01"),
            "lab: found 9 bytes, expected 11 for 3 labels (truncated)");
  EXPECT_EQ(labels_error(label_bytes("\x01") + "\x02"),
            "lab: found 10 bytes, expected 9 for 1 labels (trailing bytes)");
}

TEST(ParseIdxLabels, AClassAboveNineIsRefused) {
  EXPECT_EQ(labels_error(label_bytes("\x03\x0a")),
            "lab: found label 10 at index 1, expected 0 to 9");
}

class LoadDigits : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& bytes) {
    write_file(scratch_.file(name), bytes);
  }
  std::string error() {
    return error_text([&] { load_digits(scratch_.path(), DigitSplit::train); });
  }
  ScratchDirectory scratch_;
};

TEST_F(LoadDigits, TakesPlainOrPackedFilesOfEitherSplit) {
  write("train-images-idx3-ubyte", image_bytes(2, 28, 28));
  write("train-labels-idx1-ubyte.gz", packed(label_bytes("\x01\x02")));
  write("t10k-images-idx3-ubyte.gz", packed(image_bytes(1, 8, 8)));
  write("t10k-labels-idx1-ubyte", label_bytes("\x07"));
  const auto train = load_digits(scratch_.path(), DigitSplit::train);
  EXPECT_EQ(train.size(), 2u);
  EXPECT_EQ(train.labels[1], 2);
  EXPECT_EQ(train.images.image(1)[3], static_cast<std::uint8_t>((784 + 3) * 37));
  const auto test = load_digits(scratch_.path(), DigitSplit::test);
  EXPECT_EQ(test.images.pixels_per_image(), 64u);
  EXPECT_EQ(test.labels[0], 7);
}

TEST_F(LoadDigits, AMissingFileIsNamed) {
  EXPECT_EQ(error(), scratch_.path() +
                         ": found neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz "
                         "there, expected a data set in MNIST format");
  write("train-images-idx3-ubyte", image_bytes(2, 28, 28));
  EXPECT_NE(error().find("train-labels-idx1-ubyte.gz"), std::string::npos);
}

TEST_F(LoadDigits, AMissingDirectoryIsNamed) {
  EXPECT_EQ(error_text([] { load_digits("/nowhere", DigitSplit::test); }).rfind("/nowhere: ", 0),
            0u);
}

TEST_F(LoadDigits, DifferentCountsOfImagesAndLabelsAreRefused) {
  write("train-images-idx3-ubyte", image_bytes(2, 28, 28));
  write("train-labels-idx1-ubyte", label_bytes("\x01\x02\x03"));
  EXPECT_EQ(error(), scratch_.file("train-labels-idx1-ubyte") +
                         ": found 3 labels, expected 2, one for each image of " +
                         scratch_.file("train-images-idx3-ubyte"));
}

TEST_F(LoadDigits, ADamagedPackedFileIsNamed) {
  auto bytes = packed(image_bytes(2, 28, 28));
  bytes.resize(bytes.size() / 2);
  write("train-images-idx3-ubyte.gz", bytes);
  write("train-labels-idx1-ubyte", label_bytes("\x01\x02"));
  EXPECT_EQ(error().rfind(scratch_.file("train-images-idx3-ubyte.gz") + ": found gzip data", 0),
            0u);
}

// MNIST itself, where someone has it; the sets may hold the first part only.
class Mnist : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* directory = std::getenv("SOFTBOUND_MNIST");
    if (!directory) GTEST_SKIP() << "set SOFTBOUND_MNIST to a directory with MNIST's four files";
    directory_ = directory;
  }
  std::string directory_;
};

TEST_F(Mnist, HoldsEveryClassAboutEquallyOften) {
  for (const auto split : {DigitSplit::train, DigitSplit::test}) {
    const auto digits = load_digits(directory_, split);
    EXPECT_GE(digits.size(), 10'000u);
    EXPECT_EQ(digits.images.pixels_per_image(), 784u);
    for (std::uint8_t label = 0; label < kDigitClasses; ++label) {
      const auto count = std::count(digits.labels.begin(), digits.labels.end(), label);
      EXPECT_NEAR(static_cast<double>(count) / static_cast<double>(digits.size()), 0.1, 0.015);
    }
  }
}

TEST_F(Mnist, TestSetHasItsPublishedClassCounts) {
  const auto digits = load_digits(directory_, DigitSplit::test);
  ASSERT_EQ(digits.size(), 10'000u);
  constexpr std::array<int, kDigitClasses> kPublished{980, 1135, 1032, 1010, 982,
                                                      892, 958,  1028, 974,  1009};
  for (std::uint8_t label = 0; label < kDigitClasses; ++label) {
    EXPECT_EQ(std::count(digits.labels.begin(), digits.labels.end(), label), kPublished[label]);
  }
}

TEST_F(Mnist, ADigitIsAbout3200Spikes) {
  const auto digits = load_digits(directory_, DigitSplit::train);
  const auto input = InputParameters::brivio2019();
  std::size_t spikes = 0;
  constexpr std::uint32_t kShown = 300;
  for (std::uint32_t k = 0; k < kShown; ++k) {
    spikes += encode_digit(digits.images.image(k), 784, input, 1, k).size();
  }
  EXPECT_NEAR(static_cast<double>(spikes) / kShown, 3200.0, 150.0);
}

}  // namespace
}  // namespace softbound
