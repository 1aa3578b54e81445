// SPDX-License-Identifier: Apache-2.0
#include "characterization/law_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "synthetic_curves.h"

namespace softbound::test {
namespace {

FitOptions known_window() {
  FitOptions options;
  options.g_min_s = 40e-6;
  options.g_max_s = 200e-6;
  return options;
}

/// The four constants of [B], each within `tolerance`.
void expect_constants(const LawFit& fit, double tolerance) {
  EXPECT_NEAR(fit.step[0] / 0.0064, 1, tolerance);
  EXPECT_NEAR(fit.shape[0] / 3.2, 1, tolerance);
  EXPECT_NEAR(fit.step[1] / 0.0053, 1, tolerance);
  EXPECT_NEAR(fit.shape[1] / 3.4, 1, tolerance);
}

const Estimate& estimate(const LawFit& fit, const std::string& name) {
  for (const auto& e : fit.estimates) {
    if (e.name == name) return e;
  }
  throw std::runtime_error{"no estimate " + name};
}

TEST(LawFit, GivesBackTheConstantsOfCurvesWithoutNoise) {
  SyntheticCurves synthetic;
  synthetic.curves = 1;
  expect_constants(fit_law(synthetic.make(), known_window()), 1e-4);
}

TEST(LawFit, FindsTheWindowOfCurvesWithoutNoise) {
  SyntheticCurves synthetic;
  synthetic.curves = 1;
  const LawFit fit = fit_law(synthetic.make(), {});
  EXPECT_NEAR(fit.g_min_s, 40e-6, 0.5e-6);
  EXPECT_NEAR(fit.g_max_s, 200e-6, 1e-6);
  expect_constants(fit, 0.03);
}

// Fifty curves of 2,000 + 2,000 pulses with noise of each kind; the constants of [B] within 3 %.
struct NoiseCase {
  const char* name;
  double sigma, relative, read, curve;
};
class NoisyCurves : public testing::TestWithParam<NoiseCase> {};

TEST_P(NoisyCurves, GiveTheConstantsWithin3Percent) {
  SyntheticCurves synthetic;
  synthetic.sigma = GetParam().sigma;
  synthetic.relative_sigma = GetParam().relative;
  synthetic.read_sigma = GetParam().read;
  synthetic.curve_sigma = GetParam().curve;
  FitOptions options = known_window();
  options.level = 0.001;
  const LawFit fit = fit_law(synthetic.make(), options);
  expect_constants(fit, 0.03);
  // The test is exact for noise of pulses; readings' noise alone correlates what it compares.
  if (GetParam().read == 0) {
    EXPECT_FALSE(fit.test.rejected) << fit.test.p_value;
  }
}

INSTANTIATE_TEST_SUITE_P(, NoisyCurves,
                         testing::Values(NoiseCase{"Additive", 0.002, 0, 0, 0},
                                         NoiseCase{"Multiplicative", 0, 0.3, 0, 0},
                                         NoiseCase{"Readings", 0, 0, 0.005, 0},
                                         NoiseCase{"PulsesAndReadings", 0.001, 0, 0.003, 0},
                                         NoiseCase{"DeviceToDevice", 0.001, 0, 0, 0.05}),
                         [](const auto& test) { return std::string{test.param.name}; });

TEST(LawFit, TellsNoiseOfPulsesFromNoiseOfReadings) {
  SyntheticCurves synthetic;
  synthetic.curves = 10;
  synthetic.sigma = 0.002;
  synthetic.read_sigma = 0.004;
  const LawFit fit = fit_law(synthetic.make(), known_window());
  EXPECT_NEAR(fit.sigma, 0.002, 0.0003);
  EXPECT_NEAR(fit.read_sigma, 0.004, 0.0004);
}

TEST(LawFit, TellsSpreadBetweenCurvesFromNoise) {
  SyntheticCurves synthetic;
  synthetic.sigma = 0.001;
  EXPECT_EQ(fit_law(synthetic.make(), known_window()).curve_to_curve_sigma, 0);
  synthetic.curve_sigma = 0.1;
  const double spread = fit_law(synthetic.make(), known_window()).curve_to_curve_sigma;
  EXPECT_NEAR(spread, 0.1, 0.04);
}

TEST(LawFit, IntervalsHoldTheTrueConstantsAboutAsOftenAsTheySay) {
  int held = 0, intervals = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SyntheticCurves synthetic;
    synthetic.curves = 6;
    synthetic.pulses = 400;
    synthetic.sigma = 0.001;
    synthetic.seed = seed;
    const LawFit fit = fit_law(synthetic.make(), known_window());
    for (const auto& [name, value] :
         {std::pair{"a_p", 0.0064}, {"gamma_p", 3.2}, {"a_d", 0.0053}, {"gamma_d", 3.4}}) {
      const Estimate& e = estimate(fit, name);
      held += e.low <= value && value <= e.high ? 1 : 0;
      ++intervals;
    }
  }
  // 95 % of 200, four standard deviations of a binomial count wide, correlated by pairs.
  EXPECT_GE(held, 170) << "of " << intervals;
}

TEST(LawFit, RejectsALawThatHoldsAboutAsOftenAsTheLevelSays) {
  int rejected = 0;
  constexpr int kSeeds = 200;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SyntheticCurves synthetic;
    synthetic.curves = 4;
    synthetic.pulses = 300;
    synthetic.sigma = 0.002;
    synthetic.seed = seed;
    FitOptions options = known_window();
    options.level = 0.05;
    rejected += fit_law(synthetic.make(), options).test.rejected ? 1 : 0;
  }
  // 5 % of 200 is 10; four standard deviations are 12.
  EXPECT_LE(rejected, 22);
}

TEST(LawFit, RejectsTheWrongLaw) {
  SyntheticCurves synthetic;
  synthetic.sigma = 0.002;
  for (const auto model : {FitModel::exponential, FitModel::linear}) {
    FitOptions options = known_window();
    options.model = model;
    const LawFit fit = fit_law(synthetic.make(), options);
    EXPECT_TRUE(fit.test.rejected) << kFitModelNames[static_cast<std::size_t>(model)];
    EXPECT_LT(fit.test.p_value, 1e-6);
  }
}

TEST(LawFit, FitsExponentialCurves) {
  SyntheticCurves synthetic;
  const double nu = 1.5, pulses = 100;
  const double d = -std::expm1(-nu / pulses) / -std::expm1(-nu);
  synthetic.law = {FitModel::exponential, {d, d}, {nu, nu}, 1e-6, 4e-6};
  synthetic.curves = 20;
  synthetic.pulses = 90;
  synthetic.sigma = 0.002;
  FitOptions options;
  options.model = FitModel::exponential;
  options.g_min_s = 1e-6;
  options.g_max_s = 4e-6;
  const LawFit fit = fit_law(synthetic.make(), options);
  EXPECT_NEAR(fit.step[0], d, 0.03 * d);
  EXPECT_NEAR(fit.shape[0], nu, 0.1);
  EXPECT_NEAR(fit.shape[1], nu, 0.1);
  EXPECT_FALSE(fit.test.rejected);
}

TEST(LawFit, FitsLinearCurvesWithHardBounds) {
  SyntheticCurves synthetic;
  synthetic.law = {FitModel::linear, {0.01, 0.008}, {0, 0}, 1e-6, 4e-6};
  synthetic.curves = 20;
  synthetic.pulses = 90;
  synthetic.sigma = 0.003;
  FitOptions options;
  options.model = FitModel::linear;
  options.g_min_s = 1e-6;
  options.g_max_s = 4e-6;
  const LawFit fit = fit_law(synthetic.make(), options);
  EXPECT_NEAR(fit.step[0], 0.01, 0.0003);
  EXPECT_NEAR(fit.step[1], 0.008, 0.0003);
}

TEST(LawFit, TakesReadingsAfterSeveralPulses) {
  SyntheticCurves synthetic;
  synthetic.curves = 1;
  auto curves = synthetic.make();
  for (auto& curve : curves) {
    MeasuredCurve sparse{curve.front()};
    for (std::size_t n = 10; n < curve.size(); n += 10) {
      sparse.push_back(curve[n]);
      sparse.back().pulses = 10;
    }
    curve = sparse;
  }
  expect_constants(fit_law(curves, known_window()), 1e-3);
}

TEST(LawFit, TakesOneDirectionAlone) {
  SyntheticCurves synthetic;
  synthetic.curves = 1;
  auto curves = synthetic.make();
  curves.pop_back();
  const LawFit fit = fit_law(curves, known_window());
  EXPECT_TRUE(fit.fitted[0]);
  EXPECT_FALSE(fit.fitted[1]);
  EXPECT_NEAR(fit.shape[0], 3.2, 0.01);
  EXPECT_EQ(fit.estimates.size(), 2U);
}

void expect_refused(const std::vector<MeasuredCurve>& curves, const FitOptions& options,
                    const std::string& word) {
  try {
    fit_law(curves, options);
    FAIL() << "accepted; expected " << word;
  } catch (const InputError& error) {
    EXPECT_NE(std::string{error.what()}.find(word), std::string::npos) << error.what();
  }
}

TEST(LawFit, RefusesWhatDeterminesNothing) {
  expect_refused({}, {}, "no curve");
  expect_refused({{{1e-6, 0, WriteKind::ltp}}}, {}, "two readings");
  MeasuredCurve flat{{1e-6, 0, WriteKind::ltp}};
  for (int n = 0; n < 30; ++n) flat.push_back({1e-6, 1, WriteKind::ltp});
  expect_refused({flat}, {}, "changes");
  MeasuredCurve brief{{1e-6, 0, WriteKind::ltp}, {2e-6, 1, WriteKind::ltp}};
  expect_refused({brief}, {}, "at least 20");
}

TEST(LawFit, RefusesBoundsWithinTheReadings) {
  SyntheticCurves synthetic;
  synthetic.curves = 1;
  const auto curves = synthetic.make();
  FitOptions options = known_window();
  options.g_max_s = 100e-6;
  expect_refused(curves, options, "--g-max");
  options = known_window();
  options.g_min_s = 100e-6;
  expect_refused(curves, options, "--g-min");
  options.g_min_s = 300e-6;
  expect_refused(curves, options, "less than --g-max");
}

}  // namespace
}  // namespace softbound::test
