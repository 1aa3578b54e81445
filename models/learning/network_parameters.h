// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "configuration/chip_parameters.h"
#include "learning/learning_parameters.h"
#include "network/populations.h"

namespace softbound {

/// A chip, the populations around it, and how the network learns: all that decides what a learning
/// run gives, beside the seed and the pictures.
struct NetworkParameters {
  ChipParameters chip;
  InputParameters input;
  TeacherParameters teacher;
  InhibitionParameters inhibition;
  LearningParameters learning;

  /// Names of whole configurations: brivio2019 (the default; the paper's network),
  /// brivio2019_silicon (the same with the silicon neuron's leak and time constants), competitive
  /// (a reference column and a strong teacher in place of the inhibitory neurons), answer_driven
  /// (taught by its own mistakes).
  static const std::vector<std::string>& presets();
  /// @throws InputError naming the nearest preset if there is none of that name
  static NetworkParameters from_preset(const std::string& name);

  void read(TomlSource& source);
  void write(TomlWriter& writer) const;
  /// @throws InputError naming the key if a value is impossible, alone or beside another
  void check() const;
};

}  // namespace softbound
