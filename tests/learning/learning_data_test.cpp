// SPDX-License-Identifier: Apache-2.0
#include "learning/learning_data.h"

#include <gtest/gtest.h>

#include "network/error_text.h"
#include "network/glyphs.h"

namespace softbound {
namespace {

DigitSet training() { return glyph_digits(DigitSplit::train, 3); }
DigitSet test() { return glyph_digits(DigitSplit::test, 2); }

std::vector<std::uint8_t> pixels_of(const DigitSet& set, std::size_t index) {
  const std::uint8_t* first = set.images.image(index);
  return {first, first + set.images.pixels_per_image()};
}

TEST(LearningData, WithoutValidationTheTestPicturesAreTested) {
  const auto data = LearningData::select(training(), test(), {});
  EXPECT_EQ(data->training.size(), 30U);
  EXPECT_EQ(data->test.images.pixels, test().images.pixels);
  EXPECT_EQ(data->test.labels, test().labels);
}

TEST(LearningData, ValidationTakesTheLastTrainingPictures) {
  LearningParameters learning;
  learning.validation = 7;
  const auto data = LearningData::select(training(), test(), learning);
  ASSERT_EQ(data->training.size(), 23U);
  ASSERT_EQ(data->test.size(), 7U);
  EXPECT_EQ(pixels_of(data->training, 22), pixels_of(training(), 22));
  EXPECT_EQ(pixels_of(data->test, 0), pixels_of(training(), 23));
  EXPECT_EQ(data->test.labels[6], training().labels[29]);
}

TEST(LearningData, TestsNoMorePicturesThanAskedFor) {
  LearningParameters learning;
  learning.test_images = 12;
  EXPECT_EQ(LearningData::select(training(), test(), learning)->test.size(), 12U);
  learning.test_images = 0;
  EXPECT_EQ(LearningData::select(training(), test(), learning)->test.size(), 20U);
}

TEST(LearningData, LeavesPicturesToTrainWith) {
  LearningParameters learning;
  learning.validation = 30;
  const auto message = error_text([&] { LearningData::select(training(), test(), learning); });
  EXPECT_NE(message.find("learning.validation = 30"), std::string::npos) << message;
  EXPECT_NE(message.find("30 training pictures"), std::string::npos) << message;
}

TEST(LearningData, RefusesSetsOfDifferentPictures) {
  DigitSet small = part_of(test(), 0, 1);
  small.images = {1, 2, 2, {0, 1, 2, 3}};
  const auto message = error_text([&] { LearningData::select(training(), small, {}); });
  EXPECT_NE(message.find("2 x 2 pixels"), std::string::npos) << message;
}

TEST(LearningData, ChecksumTellsSetsApart) {
  const auto data = LearningData::select(training(), test(), {});
  LearningData other = *data;
  EXPECT_EQ(other.checksum(), data->checksum());
  other.training.labels[5] ^= 1;
  EXPECT_NE(other.checksum(), data->checksum());
  other = *data;
  other.test.images.pixels[100] ^= 1;
  EXPECT_NE(other.checksum(), data->checksum());
}

TEST(Shifted, MovesRightAndDownOverBackground) {
  const std::uint8_t picture[] = {1, 2, 3,  //
                                  4, 5, 6};
  using Pixels = std::vector<std::uint8_t>;
  EXPECT_EQ(shifted(picture, 2, 3, 0, 0), (Pixels{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(shifted(picture, 2, 3, 1, 0), (Pixels{0, 1, 2, 0, 4, 5}));
  EXPECT_EQ(shifted(picture, 2, 3, -1, 1), (Pixels{0, 0, 0, 2, 3, 0}));
  EXPECT_EQ(shifted(picture, 2, 3, 0, -2), (Pixels{0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace softbound
