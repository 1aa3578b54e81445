// SPDX-License-Identifier: Apache-2.0
// The verdicts of the captions, on results made by hand: they must follow the numbers.
#include "figure.h"

#include <gtest/gtest.h>

#include <cmath>

#include <algorithm>
#include <map>

#include "core/error.h"
#include "device/soft_bound.h"

namespace softbound {
namespace {

/// A test with this share of right answers, no ties.
CurvePoint point(std::uint64_t presentations, double rate) {
  constexpr std::uint64_t kImages = 1000;
  CurvePoint p;
  p.presentations = presentations;
  const auto right = static_cast<std::uint64_t>(std::llround(rate * kImages));
  p.scores.images = kImages;
  p.scores.split_sum = static_cast<double>(right);
  p.scores.confusion[0][0] = right;
  p.scores.confusion[0][1] = kImages - right;
  return p;
}

/// A finished study with a rate for every model, constant unless the test changes it.
StudyResult study_with(const std::map<std::string, double>& rates, std::size_t per_class) {
  StudyResult result;
  result.study = recognition_study(FigureSetup{}, per_class, 2);
  result.groups = {PixelGroup::high_rate, PixelGroup::low_rate};
  result.mean_intensities = {0.3, 0.05};
  result.compared = result.complete = true;
  const auto last = static_cast<std::uint64_t>(result.study.network.learning.images);
  for (const std::uint64_t seed : result.study.seeds) {
    for (std::size_t model = 0; model < result.study.models.size(); ++model) {
      RecognitionRun run;
      run.model = model;
      run.seed = seed;
      run.finished = true;
      for (std::uint64_t k = 0; k <= 20; ++k) {
        run.curve.push_back(point(k * last / 20, rates.at(result.study.models[model].name)));
        run.groups.push_back({GroupStatistics{0.5, 0.05, {}}, GroupStatistics{0.5, 0.03, {}}});
      }
      run.histograms.assign(2, Histogram{result.study.histogram_bins});
      result.runs.push_back(run);
    }
  }
  return result;
}

std::vector<RecognitionRun*> runs_of(StudyResult& result, const std::string& model) {
  std::vector<RecognitionRun*> runs;
  for (RecognitionRun& run : result.runs) {
    if (result.study.models[run.model].name == model) runs.push_back(&run);
  }
  return runs;
}

bool agrees(const Panel& panel, const std::string& words) {
  const auto at = std::find_if(
      panel.findings.begin(), panel.findings.end(),
      [&](const Finding& finding) { return finding.paper.find(words) != std::string::npos; });
  EXPECT_NE(at, panel.findings.end()) << "no finding about " << words;
  return at != panel.findings.end() && at->agrees;
}

Panel curves_of(const StudyResult& result) { return recognition_panels(result, "figure").front(); }

class OneNeuronAClass : public testing::Test {
 protected:
  StudyResult result = study_with({{"linear 0.1", 0.11},
                                   {"linear 0.01", 0.52},
                                   {"linear 0.001", 0.55},
                                   {"memristive", 0.30},
                                   {"memristive, variability", 0.30}},
                                  1);
};

TEST_F(OneNeuronAClass, RatesOfThePaperAgree) {
  const Panel panel = curves_of(result);
  for (const char* words : {"linear 0.1 slightly", "linear 0.01 at", "linear 0.001 at",
                            "memristive at", "order", "without a trend", "slower"}) {
    EXPECT_TRUE(agrees(panel, words)) << words;
  }
  EXPECT_NEAR(distance_to_paper(result), 0.01 / 4, 1e-12);
}

TEST_F(OneNeuronAClass, ARateMoreThanSixPointsAwayDiffers) {
  for (RecognitionRun* run : runs_of(result, "memristive")) run->curve.back() = point(2000, 0.37);
  EXPECT_FALSE(agrees(curves_of(result), "memristive at"));
  for (RecognitionRun* run : runs_of(result, "memristive")) run->curve.back() = point(2000, 0.355);
  EXPECT_TRUE(agrees(curves_of(result), "memristive at"));
}

TEST_F(OneNeuronAClass, TiesMayBeCountedEitherWay) {
  for (RecognitionRun* run : runs_of(result, "memristive")) {
    run->curve.back() = point(2000, 0.20);
    run->curve.back().scores.split_sum = 450;
  }
  EXPECT_TRUE(agrees(curves_of(result), "memristive at"));
  EXPECT_NEAR(distance_to_paper(result), (0.01 + (0.10 + 0.15) / 2) / 4, 1e-12);
}

TEST_F(OneNeuronAClass, AFlatCurveIsNotRising) {
  EXPECT_FALSE(agrees(curves_of(result), "still rising"));
  for (RecognitionRun* run : runs_of(result, "linear 0.001")) {
    for (CurvePoint& p : run->curve) {
      p = point(p.presentations, 0.1 + 0.45 * static_cast<double>(p.presentations) / 2000);
    }
  }
  EXPECT_TRUE(agrees(curves_of(result), "still rising"));
}

TEST_F(OneNeuronAClass, AnotherOrderDiffers) {
  for (RecognitionRun* run : runs_of(result, "linear 0.01")) run->curve.back() = point(2000, 0.57);
  EXPECT_FALSE(agrees(curves_of(result), "order"));
}

TEST_F(OneNeuronAClass, ShortOrInterruptedStudiesAreNotCompared) {
  result.compared = false;
  EXPECT_TRUE(curves_of(result).findings.empty());
  result.compared = true;
  result.complete = false;
  result.runs.back().curve.clear();
  const auto panels = recognition_panels(result, "figure");
  ASSERT_EQ(panels.size(), 1U);
  EXPECT_TRUE(panels.front().findings.empty());
}

class TenNeuronsAClass : public testing::Test {
 protected:
  TenNeuronsAClass() {
    for (RecognitionRun* run : runs_of(result, "linear 0.01")) {
      for (std::size_t k = 0; k < 10; ++k) {
        run->curve[k] = point(run->curve[k].presentations, k % 2 == 0 ? 0.62 : 0.55);
      }
      run->curve[11] = point(run->curve[11].presentations, 0.60);
    }
  }
  StudyResult result = study_with({{"linear 0.01", 0.50},
                                   {"linear 0.001", 0.75},
                                   {"memristive", 0.60},
                                   {"memristive, variability", 0.61}},
                                  10);
};

TEST_F(TenNeuronsAClass, WhatThePaperShowsAgrees) {
  const Panel panel = curves_of(result);
  for (const Finding& finding : panel.findings) {
    EXPECT_TRUE(finding.agrees) << finding.paper << ": " << finding.measured;
  }
  EXPECT_EQ(panel.findings.size(), 8U);
}

TEST_F(TenNeuronsAClass, VariabilityThatMattersDiffers) {
  for (RecognitionRun* run : runs_of(result, "memristive, variability")) {
    for (CurvePoint& p : run->curve) p = point(p.presentations, 0.55);
  }
  EXPECT_FALSE(agrees(curves_of(result), "variability does not matter"));
}

TEST_F(TenNeuronsAClass, ACurveThatKeepsItsBestDoesNotDecline) {
  for (RecognitionRun* run : runs_of(result, "linear 0.01")) {
    for (CurvePoint& p : run->curve) p = point(p.presentations, 0.5);
  }
  EXPECT_FALSE(agrees(curves_of(result), "declines"));
}

Histogram bell(double centre) {
  Histogram histogram{100};
  for (int k = -10; k <= 10; ++k) {
    for (int n = 0; n < 100 - k * k; ++n) histogram.add(centre + 0.01 * k);
  }
  return histogram;
}

TEST_F(TenNeuronsAClass, WeightsAreJudgedByModesMeanSpreadAndBounds) {
  for (RecognitionRun& run : result.runs) run.histograms = {bell(0.5), bell(0.5)};
  Panel panel = weight_panels(result).back();
  EXPECT_TRUE(agrees(panel, "memristive: low-rate synapses have one mode"));
  EXPECT_TRUE(agrees(panel, "memristive: low-rate synapses spread less"));
  EXPECT_FALSE(agrees(panel, "memristive: high-rate synapses have two modes"));
  EXPECT_FALSE(agrees(panel, "linear 0.01: weights piled"));

  for (RecognitionRun& run : result.runs) {
    run.histograms[0] = bell(0.3);
    run.histograms[0].add(bell(0.7));
    run.histograms[1].add(0.0);
    run.groups.back()[1] = {0.40, 0.2, {}};
  }
  for (RecognitionRun* run : runs_of(result, "linear 0.01")) {
    for (int n = 0; n < 10'000; ++n) run->histograms[1].add(1.0);
  }
  panel = weight_panels(result).back();
  EXPECT_FALSE(agrees(panel, "memristive: low-rate synapses have one mode"));
  EXPECT_FALSE(agrees(panel, "memristive: low-rate synapses spread less"));
  EXPECT_TRUE(agrees(panel, "memristive: high-rate synapses have two modes"));
  EXPECT_TRUE(agrees(panel, "linear 0.01: weights piled"));
}

TEST(Fig1, EverythingAgreesWithThePaper) {
  for (const Panel& panel : pulse_panels(FigureSetup{})) {
    EXPECT_FALSE(panel.findings.empty()) << panel.name;
    for (const Finding& finding : panel.findings) {
      EXPECT_TRUE(finding.agrees) << finding.paper << ": " << finding.measured;
    }
  }
}

TEST(Fig1, AnotherLawDiffers) {
  FigureSetup setup;
  SoftBoundParameters law;
  law.ltp.gamma = 2;
  setup.network.chip.device = DeviceParameters{std::make_unique<SoftBound>(law)};
  EXPECT_FALSE(agrees(pulse_panels(setup).back(), "0.787173"));
}

TEST(Fig1, WantsTheMemristor) {
  EXPECT_THROW(check_pulse_device(linear_synapse(0.01).device), InputError);
}

}  // namespace
}  // namespace softbound
