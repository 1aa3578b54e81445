// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "figures/group_statistics.h"
#include "learning/learning_run.h"

namespace softbound {

/// A synapse that networks are compared with.
struct SynapseModel {
  std::string name;
  DeviceParameters device;
};

/// Write noise of the memristive synapse with variability, a pulse: learning.md's 0.003 gives the
/// spread of [B] Fig. 1.
constexpr double kVariability = 0.003;

/// @param device the memristor; without noise, or with its own or kVariability if it has none
SynapseModel memristive(const DeviceParameters& device, bool variability);
/// @param step 0.1, 0.01 or 0.001 in [B]
SynapseModel linear_synapse(double step);

/// One network with each of several synapses, everything else alike, trained from several seeds
/// ([B] Fig. 3 to 5).
struct RecognitionStudy {
  NetworkParameters network;  ///< its device gives way to each model's
  std::vector<SynapseModel> models;
  std::vector<std::uint64_t> seeds;
  /// Numbers of presentations after which the weights are kept, of the first seed.
  std::vector<std::uint64_t> map_presentations;
  std::size_t histogram_bins = 100;
};

/// Weights of the groups that [B] Fig. 5 compares.
constexpr std::array<PixelGroup, 2> kComparedGroups{PixelGroup::high_rate, PixelGroup::low_rate};

struct WeightMap {
  std::uint64_t presentations = 0;
  std::vector<double> weights;
};

struct RecognitionRun {
  std::size_t model = 0;
  std::uint64_t seed = 0;
  std::vector<CurvePoint> curve;
  /// By test and compared group.
  std::vector<std::array<GroupStatistics, kComparedGroups.size()>> groups;
  /// At the end, by compared group.
  std::vector<Histogram> histograms;
  std::vector<WeightMap> maps;
  bool finished = false;
};

/// Called from any thread.
struct StudyObserver {
  std::function<void(double part)> progress;  ///< of all pictures to be shown
  std::function<bool()> go_on;                ///< asked before every picture or test
};

/// All runs, seed by seed and therein model by model, `threads` of them at a time; the result does
/// not depend on that. Runs that were stopped are as far as they came.
/// @throws InputError if the network is impossible
std::vector<RecognitionRun> run_study(const RecognitionStudy& study,
                                      const std::shared_ptr<const LearningData>& data,
                                      const std::vector<PixelGroup>& groups, std::size_t threads,
                                      const StudyObserver& observer = {});

/// A score over the seeds.
struct SeedMean {
  double mean = 0;
  double low = 0;
  double high = 0;
};
/// Over the runs of one model. @param value of a run
SeedMean over_seeds(const std::vector<RecognitionRun>& runs, std::size_t model,
                    const std::function<double(const RecognitionRun&)>& value);

}  // namespace softbound
