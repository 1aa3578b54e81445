// SPDX-License-Identifier: Apache-2.0
#include "figures/pulse_response.h"

#include <gtest/gtest.h>

#include <cmath>

namespace softbound {
namespace {

constexpr std::uint64_t kSeed = 1;

DeviceParameters hfo2(double sigma) {
  DeviceParameters device{"hfo2"};
  device.sigma = sigma;
  return device;
}

TEST(PulseResponse, D1b_1_D1b_2_WithoutNoiseAllCurvesAreTheLedgers) {
  const PulseResponse response = measure_pulse_response(hfo2(0), {2000, 3}, kSeed);
  ASSERT_EQ(response.mean.size(), 4001u);
  EXPECT_EQ(response.mean[0], 0);
  EXPECT_NEAR(response.mean[100], 0.330459, 1e-6);
  EXPECT_NEAR(response.mean[2000], 0.784249, 1e-6);
  EXPECT_LT(response.mean[4000], response.mean[2000]);
  EXPECT_NEAR(response.sd[2000], 0, 1e-12);
  EXPECT_EQ(response.curves[0], response.curves[2]);
}

TEST(PulseResponse, SpreadIsTheSampleDeviationOfTheCurves) {
  const PulseResponse response = measure_pulse_response(hfo2(0.003), {200, 5}, kSeed);
  double mean = 0, square = 0;
  for (const auto& curve : response.curves) mean += curve[150] / 5;
  for (const auto& curve : response.curves) square += std::pow(curve[150] - mean, 2);
  EXPECT_NEAR(response.mean[150], mean, 1e-14);
  EXPECT_NEAR(response.sd[150], std::sqrt(square / 4), 1e-14);
}

TEST(MeasuredSteps, D1b_8_ShrinkTowardsTheBoundTheyGoTo) {
  const auto up = measure_steps(hfo2(0), WriteKind::ltp, {2000, 1}, kSeed, 25, 2);
  const auto down = measure_steps(hfo2(0), WriteKind::ltd, {2000, 1}, kSeed, 25, 2);
  ASSERT_GT(up.size(), 15u);
  ASSERT_GT(down.size(), 15u);
  for (std::size_t k = 1; k < up.size(); ++k) EXPECT_LT(up[k].step, up[k - 1].step) << k;
  for (std::size_t k = 1; k < down.size(); ++k) EXPECT_LT(down[k].step, down[k - 1].step) << k;
  for (const StepBin& bin : up) EXPECT_GT(bin.step, 0) << bin.weight;
  for (const StepBin& bin : down) EXPECT_LT(bin.step, 0) << bin.weight;
}

TEST(MeasuredSteps, FitGivesBackTheLawThatMadeThem) {
  const StepLaw up =
      fit_steps(measure_steps(hfo2(0), WriteKind::ltp, {2000, 1}, kSeed, 50, 2), WriteKind::ltp);
  EXPECT_NEAR(up.a, 0.0064, 0.0064 * 0.01);
  EXPECT_NEAR(up.gamma, 3.2, 0.03);
  const StepLaw down =
      fit_steps(measure_steps(hfo2(0.003), WriteKind::ltd, {2000, 200}, kSeed, 50), WriteKind::ltd);
  EXPECT_NEAR(down.a, 0.0053, 0.0053 * 0.03);
  EXPECT_NEAR(down.gamma, 3.4, 0.1);
}

TEST(ClosedForm, D1b_StaysWithinATwoHundredthOfTheDiscreteTrain) {
  const SoftBoundParameters law;
  const PulseResponse response = measure_pulse_response(hfo2(0), {2000, 1}, kSeed);
  for (std::size_t n = 0; n <= 2000; n += 50) {
    EXPECT_NEAR(closed_form_weight(law.ltp, WriteKind::ltp, 0, static_cast<double>(n)),
                response.mean[n], 0.005)
        << n;
    EXPECT_NEAR(
        closed_form_weight(law.ltd, WriteKind::ltd, response.mean[2000], static_cast<double>(n)),
        response.mean[2000 + n], 0.005)
        << n;
  }
  EXPECT_EQ(closed_form_weight(law.ltd, WriteKind::ltd, 0, 100), 0);
}

TEST(ClosedLoops, D1b_3_EndWhereTheLedgerSays) {
  const std::vector<double> weights = closed_loops(hfo2(0.005), 2000, 5);
  ASSERT_EQ(weights.size(), 20'001u);
  EXPECT_EQ(weights[0], 0);
  EXPECT_NEAR(weights[18'000], 0.787173, 1e-6);
  EXPECT_NEAR(weights[20'000], 0.252344, 1e-6);
}

}  // namespace
}  // namespace softbound
