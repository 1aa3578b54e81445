// SPDX-License-Identifier: Apache-2.0
// Fig. 5 of the paper: what becomes of the weights of often and of seldom spiking inputs.
#include <fmt/format.h>

#include <algorithm>

#include "figure.h"

namespace softbound {

namespace {

// Ledger 3.9: where low-rate memristive weights settle for LTP shares of .25 to .75; what counts as
// piled on the bounds.
constexpr double kLowRateMeanLow = 0.44, kLowRateMeanHigh = 0.61;
constexpr double kNearBound = 0.05, kPiled = 0.30;
constexpr std::size_t kHigh = 0, kLow = 1;  // in kComparedGroups

const char* name_of(std::size_t compared) {
  return kPixelGroupNames[static_cast<std::size_t>(kComparedGroups[compared])];
}

Panel classes(const StudyResult& result) {
  Panel panel;
  panel.name = "fig5_classes";
  std::array<std::size_t, kPixelGroups> counts{};
  panel.csv = "pixel,mean_intensity,group\n";
  for (std::size_t k = 0; k < result.groups.size(); ++k) {
    const auto group = static_cast<std::size_t>(result.groups[k]);
    ++counts[group];
    panel.csv += fmt::format("{},{},{}\n", k, result.mean_intensities[k], kPixelGroupNames[group]);
  }
  panel.title = fmt::format(
      "Fig. 5(a): pixels by their mean intensity over the training digits: {} high-rate (above "
      "{}), {} low-rate (below {}), {} mixed.",
      counts[2], kHighRateIntensity, counts[0], kLowRateIntensity, counts[1]);
  for (std::size_t g = 0; g < kPixelGroups; ++g) panel.values[kPixelGroupNames[g]] = counts[g];
  return panel;
}

Panel evolution(const StudyResult& result) {
  Panel panel;
  panel.name = "fig5_evolution";
  panel.title = fmt::format(
      "Fig. 5(b, c): weights of high-rate and low-rate synapses against training digits, mean, "
      "middle half and 5 to 95 %, {} seed{}.",
      result.study.seeds.size(), result.study.seeds.size() == 1 ? "" : "s");
  panel.csv = "model,group,seed,presentations,mean_w,sd_w,p5_w,p25_w,p50_w,p75_w,p95_w\n";
  for (const RecognitionRun& run : result.runs) {
    for (std::size_t g = 0; g < kComparedGroups.size(); ++g) {
      for (std::size_t k = 0; k < run.curve.size(); ++k) {
        const GroupStatistics& s = run.groups[k][g];
        panel.csv += fmt::format("\"{}\",{},{},{},{},{},{}\n", result.study.models[run.model].name,
                                 name_of(g), run.seed, run.curve[k].presentations, s.mean, s.sd,
                                 fmt::join(s.percentiles, ","));
      }
    }
  }
  return panel;
}

Panel histograms(const StudyResult& result) {
  Panel panel;
  panel.name = "fig5_histograms";
  panel.title = fmt::format(
      "Fig. 5(d, e): weights of high-rate and low-rate synapses after {} digits, {} seed{} "
      "together.",
      result.study.network.learning.images, result.study.seeds.size(),
      result.study.seeds.size() == 1 ? "" : "s");
  panel.csv = "model,group,low_w,high_w,share\n";
  for (std::size_t model = 0; model < result.study.models.size(); ++model) {
    const std::string& name = result.study.models[model].name;
    const bool is_linear = name.rfind("linear", 0) == 0;
    std::array<double, 2> mean{}, sd{};
    std::array<std::size_t, 2> modes{};
    Histogram all{result.study.histogram_bins};
    for (std::size_t g = 0; g < kComparedGroups.size(); ++g) {
      Histogram histogram{result.study.histogram_bins};
      for (const RecognitionRun& run : result.runs) {
        if (run.model == model) histogram.add(run.histograms[g]);
      }
      for (std::size_t bin = 0; bin < histogram.bins(); ++bin) {
        panel.csv += fmt::format("\"{}\",{},{},{},{}\n", name, name_of(g), histogram.low(bin),
                                 histogram.high(bin), histogram.share(bin));
      }
      mean[g] = over_seeds(result.runs, model, [&](const RecognitionRun& run) {
                  return run.groups.back()[g].mean;
                }).mean;
      sd[g] = over_seeds(result.runs, model, [&](const RecognitionRun& run) {
                return run.groups.back()[g].sd;
              }).mean;
      modes[g] = histogram.modes();
      all.add(histogram);
      panel.values[name][name_of(g)] = {
          {"mean_w", mean[g]},
          {"sd_w", sd[g]},
          {"modes", modes[g]},
          {"share_near_bounds", histogram.share_near_bounds(kNearBound)}};
    }
    if (!result.compared) continue;
    if (is_linear) {
      const double near = all.share_near_bounds(kNearBound);
      panel.findings.push_back({fmt::format("{}: weights piled on the bounds", name),
                                fmt::format("{:.0f} % within {} of one", 100 * near, kNearBound),
                                near > kPiled});
      continue;
    }
    panel.findings.push_back(
        {fmt::format("{}: low-rate synapses have one mode, at .5", name),
         fmt::format("{} mode{}, mean {:.3f}", modes[kLow], modes[kLow] == 1 ? "" : "s",
                     mean[kLow]),
         modes[kLow] == 1 && within(mean[kLow], kLowRateMeanLow, kLowRateMeanHigh)});
    panel.findings.push_back(
        {fmt::format("{}: low-rate synapses spread less than high-rate ones", name),
         fmt::format("sd {:.3f} against {:.3f}", sd[kLow], sd[kHigh]), sd[kLow] < sd[kHigh]});
    panel.findings.push_back({fmt::format("{}: high-rate synapses have two modes", name),
                              fmt::format("{}", modes[kHigh]), modes[kHigh] == 2});
  }
  return panel;
}

}  // namespace

std::vector<Panel> weight_panels(const StudyResult& result) {
  if (!result.complete) return {classes(result), evolution(result)};
  return {classes(result), evolution(result), histograms(result)};
}

}  // namespace softbound
