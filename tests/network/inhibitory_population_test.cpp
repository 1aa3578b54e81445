// SPDX-License-Identifier: Apache-2.0
#include "network/inhibitory_population.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "error_text.h"
#include "network/spike_trains.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 392;

std::vector<Spike> some_digit(std::size_t rows, std::uint32_t presentation) {
  std::vector<std::uint8_t> pixels(rows);
  for (std::size_t k = 0; k < rows; ++k) pixels[k] = static_cast<std::uint8_t>(k * 41);
  return encode_digit(pixels.data(), rows, {}, kSeed, presentation);
}

// What one inhibitory neuron does, with a dense row of weights.
std::vector<Stimulus> naive_neuron(const InhibitoryPopulation& population, std::uint32_t neuron,
                                   std::size_t rows, double threshold,
                                   const std::vector<Spike>& offered) {
  std::vector<double> weights(rows, 0.0);
  for (std::size_t row = 0; row < rows; ++row) {
    for (const auto& link : population.links(row)) {
      if (link.neuron == neuron) weights[row] += link.weight;
    }
  }
  std::vector<Stimulus> stimuli;
  double sum = 0.0;
  for (const auto& spike : offered) {
    sum += weights[spike.row];
    if (sum >= threshold) {
      stimuli.push_back({spike.time_ps, StimulusKind::inhibitory, neuron});
      sum = 0.0;
    }
  }
  return stimuli;
}

TEST(InhibitoryPopulation, EqualsANaiveLoopOverNeurons) {
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  const InhibitionParameters parameters;
  const InhibitoryPopulation population{parameters, 784, 10, kSeed};
  for (std::uint32_t p = 0; p < 3; ++p) {
    const auto offered = some_digit(784, p);
    std::vector<Stimulus> expected;
    for (std::uint32_t j = 0; j < 392; ++j) {
      const auto own = naive_neuron(population, j, 784, parameters.threshold, offered);
      expected.insert(expected.end(), own.begin(), own.end());
    }
    std::sort(expected.begin(), expected.end());
    ASSERT_GT(expected.size(), 100u);
    EXPECT_EQ(population.spikes(offered), expected);
  }
}

TEST(InhibitoryPopulation, RandomWiringIsSixteenDistinctNeuronsForEachInput) {
  const InhibitoryPopulation population{{}, 784, 10, kSeed};
  std::vector<int> inputs(392);
  for (std::size_t row = 0; row < 784; ++row) {
    std::set<std::uint32_t> targets;
    for (const auto& link : population.links(row)) {
      ASSERT_LT(link.neuron, 392u);
      targets.insert(link.neuron);
      ++inputs[link.neuron];
    }
    EXPECT_EQ(targets.size(), 16u);
  }
  // 32 inputs a neuron on average, binomial with sd 5.5: none is left out or favoured.
  EXPECT_GT(*std::min_element(inputs.begin(), inputs.end()), 32 - 28);
  EXPECT_LT(*std::max_element(inputs.begin(), inputs.end()), 32 + 28);
}

TEST(InhibitoryPopulation, WeightsAndAreasAreUniformInTheirIntervals) {
  InhibitionParameters parameters;
  parameters.weight_low = 0.2;
  parameters.weight_high = 0.6;
  parameters.spread_low = 0.15;
  parameters.spread_high = 0.85;
  const InhibitoryPopulation population{parameters, 784, 20, kSeed};
  double sum = 0, squares = 0;
  for (std::size_t row = 0; row < 784; ++row) {
    for (const auto& link : population.links(row)) {
      ASSERT_GT(link.weight, 0.2);
      ASSERT_LT(link.weight, 0.6);
      sum += link.weight;
      squares += link.weight * link.weight;
    }
  }
  constexpr double kLinks = 784 * 16;
  EXPECT_NEAR(sum / kLinks, 0.4, 4 * 0.4 / std::sqrt(12 * kLinks));
  EXPECT_NEAR(squares / kLinks - sum * sum / kLinks / kLinks, 0.16 / 12, 0.0005);
  constexpr double kJump = 0.01;
  const double unit = 1.0146 * kJump;
  double areas = 0;
  for (std::size_t j = 0; j < 392; ++j) {
    for (std::size_t k = 0; k < 20; ++k) {
      const double area = population.area(j, k, kJump);
      ASSERT_GT(area, 0.15 * unit);
      ASSERT_LT(area, 0.85 * unit);
      areas += area / unit;
    }
  }
  EXPECT_NEAR(areas / (392 * 20), 0.5, 4 * 0.7 / std::sqrt(12.0 * 392 * 20));
}

TEST(InhibitoryPopulation, PairsFireEveryThirdSpikeOfTheirTwoInputs) {
  const InhibitoryPopulation population{InhibitionParameters::brivio2019_silicon(), 784, 1, kSeed};
  const auto stimuli = population.spikes({{1, 0}, {2, 1}, {3, 2}, {4, 0}, {5, 3}, {6, 2}, {7, 1}});
  EXPECT_EQ(stimuli, (std::vector<Stimulus>{{4, StimulusKind::inhibitory, 0},
                                            {6, StimulusKind::inhibitory, 1}}));
}

TEST(InhibitoryPopulation, StimuliOfOneInstantComeInOrderOfTheNeuron) {
  InhibitionParameters parameters;
  parameters.weight_low = parameters.weight_high = 1.0;
  parameters.threshold = 1.0;
  const InhibitoryPopulation population{parameters, 784, 1, kSeed};
  const auto stimuli = population.spikes({{5, 0}, {5, 1}, {5, 2}});
  EXPECT_EQ(stimuli.size(), 48u);
  EXPECT_TRUE(std::is_sorted(stimuli.begin(), stimuli.end()));
}

TEST(InhibitoryPopulation, EachPresentationStartsFromZero) {
  const InhibitoryPopulation population{{}, 784, 10, kSeed};
  const auto offered = some_digit(784, 1);
  const auto once = population.spikes(offered);
  population.spikes(some_digit(784, 2));
  EXPECT_EQ(population.spikes(offered), once);
}

TEST(InhibitoryPopulation, MoreRowsAndColumnsMoveNothing) {
  const InhibitoryPopulation small{{}, 100, 10, kSeed}, large{{}, 784, 100, kSeed};
  const auto offered = some_digit(100, 0);
  EXPECT_EQ(small.spikes(offered), large.spikes(offered));
  EXPECT_EQ(small.area(391, 9, 1.0), large.area(391, 9, 1.0));
  EXPECT_NE(small.area(391, 9, 1.0),
            InhibitoryPopulation({}, 100, 10, kSeed + 1).area(391, 9, 1.0));
}

TEST(InhibitoryPopulation, NoNeuronsGiveNoStimuli) {
  InhibitionParameters parameters;
  parameters.neurons = 0;
  EXPECT_TRUE(InhibitoryPopulation(parameters, 784, 10, kSeed).spikes(some_digit(784, 0)).empty());
}

TEST(InhibitoryPopulation, PairsWithTooFewNeuronsAreRefused) {
  auto parameters = InhibitionParameters::brivio2019_silicon();
  EXPECT_EQ(
      error_text([&] { InhibitoryPopulation(parameters, 785, 1, kSeed); }),
      "inhibition.neurons = 392: expected at least 393, a neuron for each pair of 785 inputs");
  parameters.neurons = -1;
  EXPECT_NE(error_text([&] { InhibitoryPopulation(parameters, 2, 1, kSeed); }), "accepted");
}

}  // namespace
}  // namespace softbound
