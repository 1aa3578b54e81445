// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "figures/finding.h"
#include "figures/recognition.h"
#include "learning/network_parameters.h"

namespace softbound {

/// One picture and the numbers behind it: `name`.csv, and `name`.png drawn from it.
struct Panel {
  std::string name;
  std::string title;  ///< the caption's first sentence: which figure of the paper, what it shows
  std::vector<Finding> findings;
  std::string csv;
  nlohmann::ordered_json values;  ///< of summary.json

  std::string caption() const { return caption_text(title, findings); }
};

/// What every figure is given.
struct FigureSetup {
  NetworkParameters network;
  std::uint64_t seed = 1;
  std::size_t threads = 1;
  bool quick = false;
  std::function<void(double part)> progress;
  std::function<bool()> go_on;
};

/// @throws InputError unless the device is hfo2, which has the closed forms of Fig. 1
void check_pulse_device(const DeviceParameters& device);
/// Fig. 1: conductance against pulses, steps against the state, closed loops.
/// @throws InputError as check_pulse_device() does
std::vector<Panel> pulse_panels(const FigureSetup& setup);

/// The memory-lifetime test. Nothing if interrupted.
std::vector<Panel> lifetime_panels(const FigureSetup& setup);

/// Training and test of Fig. 3 (one neuron a class) or Fig. 4 and 5 (ten).
struct StudyResult {
  RecognitionStudy study;
  std::vector<PixelGroup> groups;
  std::vector<double> mean_intensities;
  std::vector<RecognitionRun> runs;
  bool compared = false;  ///< long enough, and with handwritten digits, to hold against the paper
  bool complete = false;  ///< no run was interrupted
};

/// Of one preset; `per_class` 1 or 10.
RecognitionStudy recognition_study(const FigureSetup& setup, std::size_t per_class,
                                   std::size_t seeds);

/// Final scores of every model, split and strict: mean and range over the seeds.
nlohmann::ordered_json result_rates(const StudyResult& result);

/// Mean distance of the final scores, split and strict, from those that the paper gives in numbers,
/// 0 to 1; nan if there are none.
double distance_to_paper(const StudyResult& result);

/// Fig. 3 or 4, by the network's size: recognition curves and weight maps; of interrupted studies
/// only what there is of the curves.
std::vector<Panel> recognition_panels(const StudyResult& result, const std::string& figure);
/// Fig. 5: groups of pixels, how their weights evolve, and final histograms.
std::vector<Panel> weight_panels(const StudyResult& result);

}  // namespace softbound
