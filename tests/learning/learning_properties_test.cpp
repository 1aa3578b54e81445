// SPDX-License-Identifier: Apache-2.0
// What learning does to weights and answers (ledger 3.9, PROP), with glyphs of 8 x 8 pixels.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "learning/learning_run.h"
#include "learning/small_digits.h"
#include "learning/weight_groups.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kTestPictures = 200;

struct Trained {
  WeightGroups groups;
  Scores scores;
};

/// The paper's network with 64 inputs, each of which counts more, shown longer and with more spikes
/// from the background, so that these weights, too, come to rest.
Trained train(const DeviceParameters& device) {
  NetworkParameters network;
  network.chip.array.rows = 64;
  network.chip.device = device;
  network.chip.neuron.jump = 0.05;
  network.input.rate_low_hz = 12.0;
  network.input.presentation_s = 0.6;
  network.inhibition.neurons = 32;
  network.learning.images = 1500;
  network.learning.shuffle = true;
  network.learning.test_every = 0;
  network.learning.test_images = kTestPictures;
  LearningRun run{network,
                  LearningData::select(small_digits(DigitSplit::train, 60),
                                       small_digits(DigitSplit::test, 20), network.learning),
                  kSeed};
  run.finish();
  return {weight_groups(group_pixels(mean_intensities(run.data().training.images)), run.weights()),
          run.curve().back().scores};
}

const Trained& memristive() {
  static const Trained kTrained = train(DeviceParameters{"hfo2"});
  return kTrained;
}
const Trained& linear() {
  static const Trained kTrained = train([] {
    DeviceParameters device{"linear"};
    TomlSource source;
    source.add_text("[device]\nstep = 0.01\n", "test");
    source.read(device, "device");
    return device;
  }());
  return kTrained;
}

const WeightGroup& low_rate(const Trained& trained) { return trained.groups[0]; }
const WeightGroup& high_rate(const Trained& trained) { return trained.groups[2]; }

TEST(W1, LowRateMemristiveWeightsGatherWhereRiseAndFallBalance) {
  EXPECT_GT(low_rate(memristive()).mean, 0.44);
  EXPECT_LT(low_rate(memristive()).mean, 0.61);
}

TEST(W1, LowRateMemristiveWeightsHaveOneMode) {
  // In tenths, counts rise to one bin and fall from there.
  std::array<std::uint64_t, 10> tenths{};
  for (std::size_t k = 0; k < WeightGroup::kBins; ++k) {
    tenths[k / 10] += low_rate(memristive()).histogram[k];
  }
  const auto most = std::max_element(tenths.begin(), tenths.end());
  EXPECT_TRUE(std::is_sorted(tenths.begin(), most));
  EXPECT_TRUE(std::is_sorted(most, tenths.end(), std::greater<>{}));
}

TEST(W1, LowRateMemristiveWeightsSpreadLessThanHighRateOnes) {
  EXPECT_LT(low_rate(memristive()).deviation, high_rate(memristive()).deviation);
}

TEST(W1, LinearWeightsPileUpAtTheBounds) {
  double near_bounds = 0, synapses = 0;
  for (const WeightGroup& group : linear().groups) {
    near_bounds += group.near_bounds * static_cast<double>(group.synapses);
    synapses += static_cast<double>(group.synapses);
  }
  EXPECT_GT(near_bounds / synapses, 0.3);
}

TEST(W1, AnswersOfMemristiveSynapsesAreBetterThanChance) {
  const double three_sigma = 3 * std::sqrt(0.1 * 0.9 / kTestPictures);
  EXPECT_GT(memristive().scores.split(), 0.1 + three_sigma);
}

}  // namespace
}  // namespace softbound
