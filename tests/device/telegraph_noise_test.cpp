// SPDX-License-Identifier: Apache-2.0
#include "device/telegraph_noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "device_checks.h"

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 29;
constexpr int kSwitches = 100'000;

DrawSequence draws(std::uint64_t entity = 0) { return {kSeed, RandomStream::stimulus, entity}; }

struct Dwells {
  std::vector<double> low_s, high_s;
};

Dwells dwells(const TelegraphParameters& parameters, double voltage_v) {
  TelegraphNoise noise{parameters};
  auto random = draws();
  Dwells result;
  for (int n = 0; n < kSwitches; ++n) {
    const bool was_high = noise.high();
    const double time_s = noise.next_switch_s(voltage_v, random);
    (was_high ? result.high_s : result.low_s).push_back(time_s);
  }
  return result;
}

TelegraphParameters uneven() {
  TelegraphParameters parameters;
  parameters.tau_low_s = 3e-3;
  return parameters;
}

TEST(N4_1, MeanDwellTimesFollowTheBias) {
  const auto p = uneven();
  for (const double v : {0.0, 0.1, 0.3}) {
    const auto [low_s, high_s] = dwells(p, v);
    EXPECT_NEAR(spread_of(low_s).mean, 3e-3, 0.02 * 3e-3);
    const double tau_high_s = 1e-3 * std::exp(-v / 0.2);
    EXPECT_NEAR(spread_of(high_s).mean, tau_high_s, 0.02 * tau_high_s);
  }
}

TEST(N4_2, ShareOfTimeInTheHighState) {
  const auto [low_s, high_s] = dwells(uneven(), 0.1);
  const double tau_high_s = 1e-3 * std::exp(-0.5);
  double low = 0, high = 0;
  for (const double t : low_s) low += t;
  for (const double t : high_s) high += t;
  const double duty = tau_high_s / (tau_high_s + 3e-3);
  EXPECT_NEAR(high / (low + high), duty, 0.02 * duty);
}

TEST(N4_3, CorrelationIsForgottenAtTheSumOfTheRates) {
  const auto p = uneven();
  const double tau_s = 1 / (1 / 3e-3 + 1 / 1e-3);
  EXPECT_NEAR(p.correlation_s(0), tau_s, 1e-15);
  TelegraphNoise noise{p};
  auto random = draws();
  constexpr std::size_t kLag = 4;
  std::vector<double> samples(1'000'000);
  for (double& sample : samples) {
    noise.advance(tau_s / kLag, 0, random);
    sample = noise.high();
  }
  const auto [mean, deviation] = spread_of(samples);
  double product = 0;
  for (std::size_t n = 0; n + kLag < samples.size(); ++n) {
    product += (samples[n] - mean) * (samples[n + kLag] - mean);
  }
  product /= static_cast<double>(samples.size() - kLag) * deviation * deviation;
  EXPECT_NEAR(1 / -std::log(product), 1, 0.03) << "seed " << kSeed;
}

TEST(N4_4, DwellTimesAreExponentialByKolmogorovAndSmirnov) {
  auto [low_s, high_s] = dwells(uneven(), 0);
  for (auto* times : {&low_s, &high_s}) {
    const double tau_s = times == &low_s ? 3e-3 : 1e-3;
    std::sort(times->begin(), times->end());
    const double count = static_cast<double>(times->size());
    double distance = 0;
    for (std::size_t n = 0; n < times->size(); ++n) {
      const double law = 1 - std::exp(-(*times)[n] / tau_s);
      distance = std::max({distance, law - static_cast<double>(n) / count,
                           static_cast<double>(n + 1) / count - law});
    }
    EXPECT_LT(distance * std::sqrt(count), 1.628) << "p below 0.01, seed " << kSeed;
  }
}

TEST(N4_5, UpwardEdgesComeFasterWithVoltage) {
  double before = 0;
  for (const double v : {0.0, 0.1, 0.2, 0.4}) {
    const auto [low_s, high_s] = dwells({}, v);
    double time_s = 0;
    for (const double t : low_s) time_s += t;
    for (const double t : high_s) time_s += t;
    const double rate = 0.5 * kSwitches / time_s;
    EXPECT_GT(rate, before);
    before = rate;
  }
}

TEST(N4_6, TimeInManySmallStepsIsTimeInOne) {
  const auto p = uneven();
  int high_once = 0, high_often = 0;
  auto random_once = draws(1), random_often = draws(2);
  constexpr int kTrials = 20'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    TelegraphNoise once{p}, often{p};
    once.advance(0.5e-3, 0.1, random_once);
    for (int n = 0; n < 10; ++n) often.advance(0.05e-3, 0.1, random_often);
    high_once += once.high();
    high_often += often.high();
  }
  const double tau_s = p.correlation_s(0.1), high_s = 1e-3 * std::exp(-0.5);
  const double expected = high_s / (high_s + 3e-3) * (1 - std::exp(-0.5e-3 / tau_s));
  const double three_sigma = 3 * std::sqrt(expected * (1 - expected) / kTrials);
  EXPECT_NEAR(high_once / double{kTrials}, expected, three_sigma);
  EXPECT_NEAR(high_often / double{kTrials}, expected, three_sigma);
}

TEST(N4_6, AgesPassInOneDraw) {
  TelegraphNoise noise{uneven()};
  auto random = draws();
  int high = 0;
  constexpr int kTrials = 20'000;
  for (int trial = 0; trial < kTrials; ++trial) {
    noise.advance(1e9, 0, random);
    high += noise.high();
  }
  EXPECT_EQ(random.position(), std::uint64_t{kTrials});
  EXPECT_NEAR(high / double{kTrials}, 0.25, 3 * std::sqrt(0.25 * 0.75 / kTrials));
}

TEST(N4_7, ImpossibleParametersNameTheKey) {
  using P = TelegraphParameters;
  EXPECT_NE(error_of<P>([](P& p) { p.tau_low_s = 0; }).find("device.rtn_tau_low_s"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.tau_high_s = -1; }).find("device.rtn_tau_high_s"),
            std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.v_r_v = 0; }).find("device.rtn_v_r_v"), std::string::npos);
  EXPECT_NE(error_of<P>([](P& p) { p.relative_step = std::nan(""); }).find("device.rtn_step"),
            std::string::npos);
  EXPECT_EQ(error_of<P>([](P&) {}), "accepted");
}

TEST(TelegraphNoise, TheHighStateMultipliesTheConductance) {
  TelegraphNoise noise{{}};
  auto random = draws();
  EXPECT_EQ(noise.factor(), 1.0);
  noise.next_switch_s(0, random);
  EXPECT_EQ(noise.factor(), 1.2);
}

}  // namespace
}  // namespace softbound
