// SPDX-License-Identifier: Apache-2.0
// Fig. 3 and 4 of the paper: recognition curves and weight maps.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "figure.h"

namespace softbound {

namespace {

struct Length {
  std::int64_t images, test_every, test_images;
};
// [B]: 2000 digits with one neuron a class, 20,000 with ten; how often is ours.
constexpr Length kOneAClass{2000, 250, 1000}, kTenAClass{20'000, 1000, 1000};
constexpr Length kOneQuick{500, 125, 200}, kTenQuick{2000, 500, 200};
constexpr std::uint64_t kEarlyMap = 500;

// Rates are compared to six points (ledger 3.9); what chance and order of the digits move, to
// three.
constexpr double kBand = 0.06;
constexpr double kNoise = 0.03;
constexpr std::uint64_t kSettled = 5000;

/// Where the paper gives a rate in numbers.
struct PaperRate {
  const char* model;
  std::size_t per_class;
  double rate;
  const char* words;
};
constexpr PaperRate kPaperRates[] = {
    {"linear 0.1", 1, 0.10, "linear 0.1 slightly above .10"},
    {"linear 0.01", 1, 0.52, "linear 0.01 at .52"},
    {"linear 0.001", 1, 0.55, "linear 0.001 at .55"},
    {"memristive", 1, 0.30, "memristive at .30"},
    {"memristive", 10, 0.60, "memristive at .60"},
    {"memristive, variability", 10, 0.60, "memristive with variability at .60"}};

std::string rate(double value) { return fmt::format("{:.3f}", value); }

/// Access to the curves by the names of the models.
class Curves {
 public:
  explicit Curves(const StudyResult& result) : result_{result} {}

  std::size_t per_class() const {
    return static_cast<std::size_t>(result_.study.network.chip.array.columns) / kDigitClasses;
  }
  bool has(const std::string& model) const { return index(model) < result_.study.models.size(); }
  double last_split(const std::string& model) const {
    return mean(model, [](const RecognitionRun& r) { return r.curve.back().scores.split(); });
  }
  double last_strict(const std::string& model) const {
    return mean(model, [](const RecognitionRun& r) { return r.curve.back().scores.strict(); });
  }
  /// Mean of the split scores from `first` presentations to `last`.
  double split_between(const std::string& model, std::uint64_t first, std::uint64_t last) const {
    return mean(model, [&](const RecognitionRun& run) {
      double sum = 0;
      std::size_t count = 0;
      for (const CurvePoint& point : run.curve) {
        if (point.presentations < first || point.presentations > last) continue;
        sum += point.scores.split();
        ++count;
      }
      return count == 0 ? 0 : sum / static_cast<double>(count);
    });
  }
  /// Mean over the seeds of the greatest fall from a score to a later last one.
  double fall(const std::string& model) const {
    return mean(model, [](const RecognitionRun& run) {
      double peak = 0;
      for (const CurvePoint& point : run.curve) peak = std::max(peak, point.scores.split());
      return peak - run.curve.back().scores.split();
    });
  }
  /// Root mean square of the change between tests once settled.
  double fluctuation(const std::string& model) const {
    return mean(model, [](const RecognitionRun& run) {
      double sum = 0;
      std::size_t count = 0;
      for (std::size_t k = 1; k < run.curve.size(); ++k) {
        if (run.curve[k - 1].presentations < kSettled) continue;
        const double change = run.curve[k].scores.split() - run.curve[k - 1].scores.split();
        sum += change * change;
        ++count;
      }
      return count == 0 ? 0 : std::sqrt(sum / static_cast<double>(count));
    });
  }
  std::uint64_t images() const {
    return static_cast<std::uint64_t>(result_.study.network.learning.images);
  }

 private:
  std::size_t index(const std::string& model) const {
    const auto& models = result_.study.models;
    const auto at = std::find_if(models.begin(), models.end(),
                                 [&](const SynapseModel& m) { return m.name == model; });
    return static_cast<std::size_t>(at - models.begin());
  }
  double mean(const std::string& model,
              const std::function<double(const RecognitionRun&)>& value) const {
    return over_seeds(result_.runs, index(model), value).mean;
  }

  const StudyResult& result_;
};

void compare_rates(const Curves& curves, std::vector<Finding>& findings) {
  for (const PaperRate& paper : kPaperRates) {
    if (paper.per_class != curves.per_class()) continue;
    const double split = curves.last_split(paper.model), strict = curves.last_strict(paper.model);
    // The paper does not say how it counts ties; any way is between these two.
    findings.push_back({paper.words, fmt::format("{} split, {} strict", rate(split), rate(strict)),
                        within(paper.rate, strict, split, kBand)});
  }
}

void compare_one_a_class(const Curves& c, std::vector<Finding>& findings) {
  const auto last = c.images();
  const double early = c.split_between("linear 0.001", last / 4, last / 2);
  const double late = c.split_between("linear 0.001", 3 * last / 4, last);
  findings.push_back(
      {"linear 0.001 still rising",
       fmt::format("{} to {} from the second to the last quarter", rate(early), rate(late)),
       late > early + kNoise});
  const double trend = c.split_between("linear 0.1", last / 2, last) -
                       c.split_between("linear 0.1", last / 8, last / 2);
  findings.push_back(
      {"linear 0.1 without a trend", fmt::format("{:+.3f}", trend), std::abs(trend) < kNoise});
  const double memristive_early = c.split_between("memristive", last / 8, last / 4);
  const double linear_early = c.split_between("linear 0.01", last / 8, last / 4);
  findings.push_back({"memristive slower than linear 0.01",
                      fmt::format("{} against {} in the first quarter", rate(memristive_early),
                                  rate(linear_early)),
                      memristive_early < linear_early});
  const double fine = c.last_split("linear 0.001"), medium = c.last_split("linear 0.01"),
               soft = c.last_split("memristive"), coarse = c.last_split("linear 0.1");
  findings.push_back(
      {"order linear 0.001 > linear 0.01 > memristive > linear 0.1",
       fmt::format("{}, {}, {}, {}", rate(fine), rate(medium), rate(soft), rate(coarse)),
       fine > medium && medium > soft && soft > coarse});
}

void compare_ten_a_class(const Curves& c, std::vector<Finding>& findings) {
  const auto last = c.images();
  const double fine = c.last_split("linear 0.001"), medium = c.last_split("linear 0.01"),
               soft = c.last_split("memristive"), noisy = c.last_split("memristive, variability");
  findings.push_back(
      {"linear 0.001 best of all",
       fmt::format("{} against {} at most", rate(fine), rate(std::max({medium, soft, noisy}))),
       fine > std::max({medium, soft, noisy})});
  const double settled = c.split_between("memristive", kSettled, last);
  const double settled_noisy = c.split_between("memristive, variability", kSettled, last);
  findings.push_back(
      {"variability does not matter",
       fmt::format("{} without, {} with, from {} on", rate(settled), rate(settled_noisy), kSettled),
       std::abs(settled - settled_noisy) < kNoise});
  findings.push_back({"linear 0.01 ends below memristive",
                      fmt::format("{} against {}", rate(medium), rate(soft)), medium < soft});
  const double fall = c.fall("linear 0.01");
  findings.push_back(
      {"linear 0.01 declines from its best", fmt::format("by {}", rate(fall)), fall > kNoise});
  const double first = c.split_between("memristive", kSettled, (last + kSettled) / 2);
  const double second = c.split_between("memristive", (last + kSettled) / 2, last);
  findings.push_back({"memristive stable",
                      fmt::format("{} to {} from the first to the second half after {}",
                                  rate(first), rate(second), kSettled),
                      std::abs(first - second) < kNoise});
  const double swings = c.fluctuation("linear 0.01"), calm = c.fluctuation("linear 0.001");
  findings.push_back({"linear 0.01 fluctuates most of the linear ones",
                      fmt::format("{} from test to test against {}", rate(swings), rate(calm)),
                      swings > calm});
}

std::string curves_csv(const StudyResult& result) {
  std::string csv = "model,seed,presentations,split,strict,silent\n";
  for (const RecognitionRun& run : result.runs) {
    for (const CurvePoint& point : run.curve) {
      // The name of a model may have a comma in it.
      csv += fmt::format("\"{}\",{},{},{},{},{}\n", result.study.models[run.model].name, run.seed,
                         point.presentations, point.scores.split(), point.scores.strict(),
                         point.scores.silent_share());
    }
  }
  return csv;
}

std::string maps_csv(const StudyResult& result) {
  const auto columns = static_cast<std::size_t>(result.study.network.chip.array.columns);
  std::string csv = "model,presentations,neuron";
  for (std::size_t row = 0; row < result.groups.size(); ++row) csv += fmt::format(",w{}", row);
  csv += '\n';
  for (const RecognitionRun& run : result.runs) {
    for (const WeightMap& map : run.maps) {
      for (std::size_t column = 0; column < columns; ++column) {
        csv += fmt::format("\"{}\",{},{}", result.study.models[run.model].name, map.presentations,
                           column);
        for (std::size_t row = 0; row < result.groups.size(); ++row) {
          csv += fmt::format(",{:.4f}", map.weights[row * columns + column]);
        }
        csv += '\n';
      }
    }
  }
  return csv;
}

}  // namespace

RecognitionStudy recognition_study(const FigureSetup& setup, std::size_t per_class,
                                   std::size_t seeds) {
  RecognitionStudy study;
  study.network = setup.network;
  study.network.chip.array.columns = static_cast<std::int64_t>(per_class * kDigitClasses);
  const Length& length = per_class == 1 ? (setup.quick ? kOneQuick : kOneAClass)
                                        : (setup.quick ? kTenQuick : kTenAClass);
  LearningParameters& learning = study.network.learning;
  learning.images = length.images;
  learning.test_every = length.test_every;
  learning.test_images = length.test_images;
  const DeviceParameters& device = setup.network.chip.device;
  study.models = {memristive(device, false), memristive(device, true), linear_synapse(0.01),
                  linear_synapse(0.001)};
  if (per_class == 1) study.models.push_back(linear_synapse(0.1));
  for (std::size_t k = 0; k < seeds; ++k) study.seeds.push_back(setup.seed + k);
  const auto images = static_cast<std::uint64_t>(length.images);
  study.map_presentations = {images};
  if (per_class != 1) study.map_presentations = {kEarlyMap, images};
  return study;
}

nlohmann::ordered_json result_rates(const StudyResult& result) {
  nlohmann::ordered_json json;
  for (std::size_t model = 0; model < result.study.models.size(); ++model) {
    for (const bool strict : {false, true}) {
      const SeedMean mean = over_seeds(result.runs, model, [&](const RecognitionRun& run) {
        if (run.curve.empty()) return 0.0;
        const Scores& scores = run.curve.back().scores;
        return strict ? scores.strict() : scores.split();
      });
      json[result.study.models[model].name][strict ? "strict" : "split"] = {
          {"mean", mean.mean}, {"low", mean.low}, {"high", mean.high}};
    }
  }
  return json;
}

double distance_to_paper(const StudyResult& result) {
  const Curves curves{result};
  double sum = 0;
  std::size_t count = 0;
  for (const PaperRate& paper : kPaperRates) {
    if (paper.per_class != curves.per_class()) continue;
    sum += (std::abs(curves.last_split(paper.model) - paper.rate) +
            std::abs(curves.last_strict(paper.model) - paper.rate)) /
           2;
    ++count;
  }
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(count);
}

std::vector<Panel> recognition_panels(const StudyResult& result, const std::string& figure) {
  const Curves curves{result};
  const bool one = curves.per_class() == 1;
  Panel rates;
  rates.name = figure + "_curves";
  rates.title = fmt::format(
      "Fig. {}: recognition rate on test digits against training digits, {} output neuron{} a "
      "class, "
      "{} seed{}.",
      one ? "3(c)" : "4(a)", curves.per_class(), one ? "" : "s", result.study.seeds.size(),
      result.study.seeds.size() == 1 ? "" : "s");
  rates.csv = curves_csv(result);
  if (!result.complete) return {rates};
  rates.values = {{"rates", result_rates(result)}};
  if (result.compared) {
    rates.values["distance_to_paper"] = distance_to_paper(result);
    compare_rates(curves, rates.findings);
    one ? compare_one_a_class(curves, rates.findings) : compare_ten_a_class(curves, rates.findings);
  }
  Panel maps;
  maps.name = figure + "_maps";
  maps.title =
      fmt::format("Fig. {}: weights of the synapses of each output neuron, one seed, after {}.",
                  one ? "3(d)" : "4(b, c)",
                  one ? fmt::format("{} digits", curves.images())
                      : fmt::format("{} and {} digits", kEarlyMap, curves.images()));
  maps.csv = maps_csv(result);
  return {rates, maps};
}

}  // namespace softbound
