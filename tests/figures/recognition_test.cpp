// SPDX-License-Identifier: Apache-2.0
#include "figures/recognition.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "learning/small_digits.h"

namespace softbound {
namespace {

/// Two synapses, two seeds, 8 x 8 pixels.
class Study : public testing::Test {
 protected:
  Study() {
    study.network.chip.array.rows = 64;
    study.network.chip.array.columns = 10;
    study.network.inhibition.neurons = 32;
    LearningParameters& learning = study.network.learning;
    learning.images = 12;
    learning.test_every = 5;
    learning.test_images = 10;
    study.models = {memristive(DeviceParameters{"hfo2"}, false), linear_synapse(0.1)};
    study.seeds = {7, 8};
    study.map_presentations = {4, 12};
    training = small_digits(DigitSplit::train, 2);
    data = LearningData::select(training, small_digits(DigitSplit::test, 2), learning);
    groups = group_pixels(mean_intensities(training.images));
  }

  std::vector<RecognitionRun> run(std::size_t threads = 1, const StudyObserver& observer = {}) {
    return run_study(study, data, groups, threads, observer);
  }

  RecognitionStudy study;
  DigitSet training;
  std::shared_ptr<const LearningData> data;
  std::vector<PixelGroup> groups;
};

TEST_F(Study, RunsEveryModelFromEverySeed) {
  const auto runs = run();
  ASSERT_EQ(runs.size(), 4U);
  for (std::size_t k = 0; k < runs.size(); ++k) {
    EXPECT_EQ(runs[k].model, k % 2);
    EXPECT_EQ(runs[k].seed, study.seeds[k / 2]);
    EXPECT_TRUE(runs[k].finished);
    ASSERT_EQ(runs[k].curve.size(), 4U);  // after 0, 5, 10 and 12
    EXPECT_EQ(runs[k].groups.size(), 4U);
    EXPECT_EQ(runs[k].curve.back().presentations, 12U);
  }
}

TEST_F(Study, IsThatOfTheLearningRunsAlone) {
  const auto runs = run();
  NetworkParameters network = study.network;
  network.chip.device = study.models[1].device;
  LearningRun alone{network, data, 8};
  alone.finish();
  EXPECT_EQ(runs[3].curve.back().scores.confusion, alone.curve().back().scores.confusion);
  const GroupStatistics high =
      statistics_of(group_weights(alone.weights(), groups, PixelGroup::high_rate));
  EXPECT_EQ(runs[3].groups.back()[0].mean, high.mean);
}

TEST_F(Study, KeepsTheFirstSeedsWeightsAfterSoManyPresentations) {
  const auto runs = run();
  ASSERT_EQ(runs[1].maps.size(), 2U);
  EXPECT_EQ(runs[1].maps[0].presentations, 4U);
  EXPECT_EQ(runs[1].maps[1].presentations, 12U);
  EXPECT_NE(runs[1].maps[0].weights, runs[1].maps[1].weights);
  EXPECT_TRUE(runs[3].maps.empty());
  // A linear synapse of step 0.1 stays on its levels, the other model does not know them.
  for (const double w : runs[1].maps[1].weights) EXPECT_NEAR(std::round(10 * w), 10 * w, 1e-9);
}

TEST_F(Study, HistogramsHoldAllWeightsOfTheirGroup) {
  const auto runs = run();
  for (std::size_t g = 0; g < kComparedGroups.size(); ++g) {
    const std::size_t rows =
        static_cast<std::size_t>(std::count(groups.begin(), groups.end(), kComparedGroups[g]));
    ASSERT_GT(rows, 0U);
    EXPECT_EQ(runs[0].histograms[g].total(), rows * 10);
  }
}

TEST_F(Study, DoesNotDependOnThreads) {
  const auto one = run(1), three = run(3);
  for (std::size_t k = 0; k < one.size(); ++k) {
    EXPECT_EQ(one[k].groups.back()[0].mean, three[k].groups.back()[0].mean) << k;
    EXPECT_EQ(one[k].curve.back().scores.confusion, three[k].curve.back().scores.confusion) << k;
  }
}

TEST_F(Study, ProgressEndsAtOne) {
  double last = 0;
  run(1, {[&](double part) {
            EXPECT_GE(part, last);
            last = part;
          },
          {}});
  EXPECT_NEAR(last, 1, 1e-12);
}

TEST_F(Study, StopsBetweenPictures) {
  std::atomic<int> asked{0};
  const auto runs = run(1, {{}, [&] { return ++asked <= 4; }});
  EXPECT_FALSE(runs[0].finished);
  EXPECT_EQ(runs[0].curve.size(), 1U);  // the test before training
  EXPECT_TRUE(runs[1].curve.empty());
}

TEST(SynapseModels, OfTheMemristorDifferInItsNoiseAlone) {
  DeviceParameters device{"hfo2"};
  EXPECT_EQ(memristive(device, true).device.sigma, kVariability);
  device.sigma = 0.005;
  EXPECT_EQ(memristive(device, true).device.sigma, 0.005);
  EXPECT_EQ(memristive(device, false).device.sigma, 0);
}

TEST(OverSeeds, IsMeanAndRangeOfOneModel) {
  std::vector<RecognitionRun> runs(4);
  for (std::size_t k = 0; k < 4; ++k) {
    runs[k].model = k % 2;
    runs[k].seed = k;
  }
  const SeedMean mean =
      over_seeds(runs, 1, [](const RecognitionRun& run) { return static_cast<double>(run.seed); });
  EXPECT_DOUBLE_EQ(mean.mean, 2);
  EXPECT_DOUBLE_EQ(mean.low, 1);
  EXPECT_DOUBLE_EQ(mean.high, 3);
}

}  // namespace
}  // namespace softbound
