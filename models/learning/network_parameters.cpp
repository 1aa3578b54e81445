// SPDX-License-Identifier: Apache-2.0
#include "learning/network_parameters.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

// One neuron of the array's default window and the paper's write noise, with a reference column in
// the middle of the device's range, where rise and fall of a weight balance.
NetworkParameters referenced(const std::string& neuron) {
  NetworkParameters p;
  p.chip.array.columns = 300;
  p.chip.cell.readout = CellReadout::weight_referenced;
  p.chip.device.sigma = 0.003;
  p.chip.neuron = OutputNeuronParameters::from_preset(neuron);
  p.input = InputParameters::answer_driven();
  p.teacher = TeacherParameters::answer_driven();
  p.inhibition = InhibitionParameters::none();
  return p;
}

}  // namespace

const std::vector<std::string>& NetworkParameters::presets() {
  static const std::vector<std::string> kNames{"brivio2019", "brivio2019_silicon", "competitive",
                                               "answer_driven"};
  return kNames;
}

NetworkParameters NetworkParameters::from_preset(const std::string& name) {
  NetworkParameters p;
  if (name == "brivio2019") return p;
  if (name == "brivio2019_silicon") {
    p.chip.neuron = OutputNeuronParameters::from_preset(name);
    p.input = InputParameters::brivio2019_silicon();
    p.teacher = TeacherParameters::brivio2019_silicon();
    p.inhibition = InhibitionParameters::brivio2019_silicon();
    return p;
  }
  if (name == "competitive") {
    p = referenced(name);
    p.learning = LearningParameters::competitive();
    return p;
  }
  if (name == "answer_driven") {
    p = referenced(name);
    p.learning = LearningParameters::answer_driven();
    return p;
  }
  throw InputError{fmt::format("--preset {}: expected one of {}; the nearest is {}", name,
                               fmt::join(presets(), ", "), nearest_word(name, presets()))};
}

void NetworkParameters::read(TomlSource& source) {
  chip.read(source);
  source.read(input, "input");
  source.read(teacher, "teacher");
  source.read(inhibition, "inhibition");
  source.read(learning, "learning");
}

void NetworkParameters::write(TomlWriter& writer) const {
  chip.write(writer);
  writer.write(input, "input", "Digits as spike trains.");
  writer.write(teacher, "teacher", "One neuron per class, active while a digit is taught.");
  writer.write(inhibition, "inhibition",
               "Neurons that count input spikes and inhibit every output neuron.");
  writer.write(learning, "learning",
               "Training and test; the keys from margin on belong to the rule answer_driven.");
}

void NetworkParameters::check() const {
  chip.check();
  input.check();
  teacher.check();
  inhibition.check();
  learning.check();
}

}  // namespace softbound
