// SPDX-License-Identifier: Apache-2.0
#include "learning/learning_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "learning/network_stimuli.h"
#include "learning/small_digits.h"
#include "network/error_text.h"
#include "network/spike_trains.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 3;

NetworkParameters small_network(const std::string& preset, std::int64_t images = 40) {
  NetworkParameters network = NetworkParameters::from_preset(preset);
  network.chip.array.rows = 64;
  network.chip.array.columns = 20;
  network.inhibition.neurons = network.inhibition.neurons == 0 ? 0 : 32;
  network.learning.images = images;
  network.learning.test_every = 15;
  network.learning.test_images = 20;
  return network;
}

std::shared_ptr<const LearningData> small_data(const NetworkParameters& network) {
  return LearningData::select(small_digits(DigitSplit::train, 3), small_digits(DigitSplit::test, 3),
                              network.learning);
}

struct Finished {
  std::vector<double> weights;
  std::vector<CurvePoint> curve;
};

Finished finish(const NetworkParameters& network, std::size_t threads = 1) {
  LearningRun run{network, small_data(network), kSeed, threads};
  run.finish();
  return {run.weights(), run.curve()};
}

void expect_equal(const Finished& a, const Finished& b) {
  EXPECT_EQ(a.weights, b.weights);
  ASSERT_EQ(a.curve.size(), b.curve.size());
  for (std::size_t k = 0; k < a.curve.size(); ++k) {
    EXPECT_EQ(a.curve[k].presentations, b.curve[k].presentations);
    EXPECT_EQ(a.curve[k].taught, b.curve[k].taught);
    EXPECT_EQ(a.curve[k].scores.confusion, b.curve[k].scores.confusion);
    EXPECT_EQ(a.curve[k].scores.split_sum, b.curve[k].scores.split_sum);
  }
}

class EveryPreset : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Presets, EveryPreset, testing::ValuesIn(NetworkParameters::presets()),
                         [](const auto& preset) { return preset.param; });

TEST_P(EveryPreset, TestsAtTheStartThenEverySoManyAndAtTheEnd) {
  const Finished run = finish(small_network(GetParam()));
  ASSERT_EQ(run.curve.size(), 4U);
  const std::uint64_t expected[] = {0, 15, 30, 40};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(run.curve[k].presentations, expected[k]);
    EXPECT_EQ(run.curve[k].scores.images, 20U);
  }
}

TEST_P(EveryPreset, ThreadsChangeNothing) {
  const NetworkParameters network = small_network(GetParam());
  expect_equal(finish(network, 1), finish(network, 2));
}

TEST_P(EveryPreset, AStopInBetweenChangesNothing) {
  NetworkParameters network = small_network(GetParam());
  network.chip.device.sigma = 0.01;
  network.learning.shuffle = true;
  const Finished whole = finish(network);
  for (const std::uint64_t stop : {1, 15, 29, 39}) {
    LearningRun first{network, small_data(network), kSeed};
    while (first.presentations() < stop) first.step();
    LearningRun second{network, small_data(network), kSeed};
    second.restore(first.state());
    second.finish();
    expect_equal(whole, {second.weights(), second.curve()});
  }
}

TEST_P(EveryPreset, TestsLeaveTheWeightsAlone) {
  const NetworkParameters network = small_network(GetParam());
  LearningRun run{network, small_data(network), kSeed};
  while (run.presentations() < 10) run.step();
  const std::vector<double> before = run.weights();
  run.test();
  EXPECT_EQ(run.weights(), before);
}

TEST_P(EveryPreset, LearningChangesWeights) {
  const NetworkParameters network = small_network(GetParam());
  LearningRun run{network, small_data(network), kSeed};
  const std::vector<double> before = run.weights();
  run.finish();
  EXPECT_NE(run.weights(), before);
}

TEST_P(EveryPreset, TheSeedChangesTheRun) {
  const NetworkParameters network = small_network(GetParam());
  LearningRun a{network, small_data(network), 1}, b{network, small_data(network), 2};
  EXPECT_NE(a.weights(), b.weights());
}

TEST(LearningRun, AnswersAreThoseOfTheEngineAlone) {
  const NetworkParameters network = small_network("brivio2019");
  LearningRun run{network, small_data(network), kSeed};
  while (run.presentations() < 5) run.step();
  const std::vector<ClassVotes> answers = run.answers();

  const auto inhibition = std::make_shared<InhibitoryPopulation>(network.inhibition, 64, 20, kSeed);
  EventEngine engine{
      network.chip, kSeed,
      network_stimulus_area(network.teacher, inhibition, network.chip.neuron.jump, 20)};
  engine.set_weights(run.weights());
  engine.set_write_enable(false);
  for (std::size_t picture = 0; picture < answers.size(); ++picture) {
    const auto spikes = encode_digit(run.data().test.images.image(picture), 64, network.input,
                                     kSeed, 0x8000'0000u + static_cast<std::uint32_t>(picture));
    engine.present(spikes, inhibition->spikes(spikes), ps_from_s(network.input.presentation_s));
    EXPECT_EQ(answers[picture], class_votes(engine.spike_counts())) << picture;
  }
}

TEST(LearningRun, WithoutWriteEnableNothingIsLearnt) {
  for (const char* preset : {"brivio2019", "answer_driven"}) {
    NetworkParameters network = small_network(preset);
    network.chip.control.write_enable = false;
    LearningRun run{network, small_data(network), kSeed};
    const std::vector<double> before = run.weights();
    run.finish();
    EXPECT_EQ(run.weights(), before) << preset;
  }
}

TEST(LearningRun, AnswerDrivenTeachesNothingOnceTheMarginIsKept) {
  NetworkParameters network = small_network("answer_driven");
  network.learning.margin = 0;  // any answer that is not wrong
  LearningRun run{network, small_data(network), kSeed};
  run.finish();
  EXPECT_LT(run.taught(), run.presentations());
  EXPECT_GT(run.taught(), 0U);
}

TEST(LearningRun, RunsBesideEachOtherAreThoseOneByOne) {
  std::vector<std::unique_ptr<LearningRun>> runs;
  for (const std::string& preset : NetworkParameters::presets()) {
    const NetworkParameters network = small_network(preset);
    runs.push_back(std::make_unique<LearningRun>(network, small_data(network), kSeed));
  }
  std::vector<std::size_t> tests(runs.size(), 0);
  finish_all(runs, 2, [&](std::size_t run, const CurvePoint&) { ++tests[run]; });
  for (std::size_t k = 0; k < runs.size(); ++k) {
    EXPECT_EQ(tests[k], 4U);
    expect_equal({runs[k]->weights(), runs[k]->curve()},
                 finish(small_network(NetworkParameters::presets()[k])));
  }
}

TEST(LearningRun, NeedsARowForEachPixel) {
  NetworkParameters network = small_network("brivio2019");
  network.chip.array.rows = 784;
  const auto message = error_text([&] { LearningRun(network, small_data(network), kSeed); });
  EXPECT_NE(message.find("array.rows = 784: expected 64"), std::string::npos) << message;
}

TEST(LearningRun, NeedsAsManyNeuronsForEachClass) {
  NetworkParameters network = small_network("brivio2019");
  network.chip.array.columns = 15;
  const auto message = error_text([&] { LearningRun(network, small_data(network), kSeed); });
  EXPECT_NE(message.find("array.columns = 15: expected a multiple of 10"), std::string::npos)
      << message;
}

TEST(LearningRun, RefusesTheStateOfAnotherRun) {
  const NetworkParameters network = small_network("brivio2019");
  LearningRun run{network, small_data(network), kSeed};
  LearningState state = run.state();
  state.weights.pop_back();
  EXPECT_NE(error_text([&] { run.restore(state); }), "accepted");
  state = run.state();
  state.presentations = 41;
  EXPECT_NE(error_text([&] { run.restore(state); }), "accepted");
}

}  // namespace
}  // namespace softbound
