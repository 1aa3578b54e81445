// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <memory>
#include <vector>

#include "network/event_engine.h"
#include "network/glyphs.h"
#include "network/idx.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"

namespace softbound {

constexpr std::size_t kRows = 784;
constexpr std::uint64_t kSeed = 1;

/// Training digits: handwritten if SOFTBOUND_MNIST names a data set, else built-in glyphs.
inline const DigitSet& digits() {
  static const DigitSet kSet = [] {
    const char* directory = std::getenv("SOFTBOUND_MNIST");
    return directory ? load_digits(directory, DigitSplit::train) : glyph_digits(DigitSplit::train);
  }();
  return kSet;
}

struct Presentation {
  std::vector<Spike> spikes;
  std::vector<Stimulus> stimuli;
};

/// The network of the default preset with `columns` output neurons in ten classes, at level event.
struct DigitNetwork {
  InputParameters input;
  TeacherParameters teacher;
  std::shared_ptr<InhibitoryPopulation> inhibition;
  EventEngine engine;

  /// @param sigma the device's spread of a step
  explicit DigitNetwork(std::size_t columns, double sigma = 0.0)
      : inhibition{std::make_shared<InhibitoryPopulation>(InhibitionParameters{}, kRows, columns,
                                                          kSeed)},
        engine{chip(columns, sigma), kSeed,
               [inhibition = inhibition, columns, area = teacher.area](const Stimulus& stimulus,
                                                                       std::size_t column) {
                 return stimulus_area(*inhibition, columns, area, stimulus, column);
               }} {
    engine.randomize_weights();
  }

  static ChipParameters chip(std::size_t columns, double sigma) {
    ChipParameters chip;
    chip.array.rows = kRows;
    chip.array.columns = static_cast<std::int64_t>(columns);
    chip.device.sigma = sigma;
    return chip;
  }

  static double stimulus_area(const InhibitoryPopulation& inhibition, std::size_t columns,
                              double teacher_area, const Stimulus& stimulus, std::size_t column) {
    if (stimulus.kind == StimulusKind::inhibitory) {
      return -inhibition.area(stimulus.index, column, OutputNeuronParameters{}.jump);
    }
    return column * kDigitClasses / columns == stimulus.index ? teacher_area : 0.0;
  }

  static std::size_t index_of(std::uint32_t number) { return number % digits().size(); }

  Presentation digit(std::uint32_t number) const {
    const std::size_t index = index_of(number);
    Presentation p;
    p.spikes = encode_digit(digits().images.image(index), kRows, input, kSeed, number);
    const std::uint32_t label = digits().labels[index];
    p.stimuli =
        merge_stimuli(label, teacher_spikes(label, teacher, input.presentation_s, kSeed, number),
                      inhibition->spikes(p.spikes));
    return p;
  }
  void present(const Presentation& p) {
    engine.present(p.spikes, p.stimuli, ps_from_s(input.presentation_s));
  }
  std::uint64_t counted(ControlCounter counter) const {
    return engine.counters()[static_cast<std::size_t>(counter)];
  }
};

}  // namespace softbound
