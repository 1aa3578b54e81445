// SPDX-License-Identifier: Apache-2.0
#include "figures/recognition.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "device/linear.h"
#include "learning/parallel.h"

namespace softbound {

namespace {

/// Pictures that a run shows: those it trains with and those it tests.
std::uint64_t pictures_of(const LearningParameters& learning, std::size_t test_pictures) {
  const auto images = static_cast<std::uint64_t>(learning.images);
  const auto every = static_cast<std::uint64_t>(learning.test_every);
  // At the start, wherever one is due and at the end.
  const std::uint64_t tests = every == 0 ? 1 : 1 + (images + every - 1) / every;
  return images + tests * test_pictures;
}

void keep(RecognitionRun& run, const LearningRun& learning, const std::vector<PixelGroup>& groups) {
  std::array<GroupStatistics, kComparedGroups.size()> statistics;
  for (std::size_t g = 0; g < kComparedGroups.size(); ++g) {
    statistics[g] = statistics_of(group_weights(learning.weights(), groups, kComparedGroups[g]));
  }
  run.groups.push_back(statistics);
}

}  // namespace

SynapseModel memristive(const DeviceParameters& device, bool variability) {
  SynapseModel model{variability ? "memristive, variability" : "memristive", device};
  if (!variability) {
    model.device.sigma = 0;
  } else if (model.device.sigma == 0) {
    model.device.sigma = kVariability;
  }
  return model;
}

SynapseModel linear_synapse(double step) {
  LinearParameters parameters;
  parameters.step = step;
  return {fmt::format("linear {}", step), DeviceParameters{std::make_unique<Linear>(parameters)}};
}

std::vector<RecognitionRun> run_study(const RecognitionStudy& study,
                                      const std::shared_ptr<const LearningData>& data,
                                      const std::vector<PixelGroup>& groups, std::size_t threads,
                                      const StudyObserver& observer) {
  const std::size_t models = study.models.size();
  std::vector<RecognitionRun> runs(models * study.seeds.size());
  const std::uint64_t pictures = pictures_of(study.network.learning, data->test.size());
  const double all = static_cast<double>(pictures) * static_cast<double>(runs.size());
  std::atomic<std::uint64_t> shown{0};
  parallel_for(runs.size(), threads, [&](std::size_t index, std::size_t) {
    RecognitionRun& run = runs[index];
    run.model = index % models;
    run.seed = study.seeds[index / models];
    NetworkParameters network = study.network;
    network.chip.device = study.models[run.model].device;
    LearningRun learning{network, data, run.seed};
    std::vector<std::uint64_t> maps;
    if (index < models) maps = study.map_presentations;
    while (!learning.finished()) {
      if (observer.go_on && !observer.go_on()) return;
      const std::uint64_t before = learning.presentations();
      if (const CurvePoint* point = learning.step()) {
        run.curve.push_back(*point);
        keep(run, learning, groups);
        shown += point->scores.images;
      }
      shown += learning.presentations() - before;
      for (const std::uint64_t at : maps) {
        if (at == learning.presentations() && at != before) {
          run.maps.push_back({at, learning.weights()});
        }
      }
      if (observer.progress) observer.progress(static_cast<double>(shown) / all);
    }
    for (const PixelGroup group : kComparedGroups) {
      run.histograms.push_back(
          histogram_of(group_weights(learning.weights(), groups, group), study.histogram_bins));
    }
    run.finished = true;
  });
  return runs;
}

SeedMean over_seeds(const std::vector<RecognitionRun>& runs, std::size_t model,
                    const std::function<double(const RecognitionRun&)>& value) {
  SeedMean result;
  std::size_t count = 0;
  for (const RecognitionRun& run : runs) {
    if (run.model != model) continue;
    const double v = value(run);
    result.low = count == 0 ? v : std::min(result.low, v);
    result.high = count == 0 ? v : std::max(result.high, v);
    result.mean += v;
    ++count;
  }
  if (count > 0) result.mean /= static_cast<double>(count);
  return result;
}

}  // namespace softbound
