// SPDX-License-Identifier: Apache-2.0
#include "configuration.h"

namespace softbound {

Configuration Configuration::load(const std::vector<std::string>& files,
                                  const std::vector<std::string>& overrides) {
  TomlSource source;
  for (const auto& file : files) source.add_file(file);
  for (const auto& assignment : overrides) source.add_override(assignment);
  Configuration configuration;
  configuration.chip.read(source);
  source.read(configuration.input, "input");
  source.read(configuration.teacher, "teacher");
  source.read(configuration.inhibition, "inhibition");
  configuration.limits.read(source);
  configuration.control_given = !source.origin("timing", "control").empty();
  source.finish();
  configuration.check();
  return configuration;
}

void Configuration::check() const {
  chip.check();
  input.check();
  teacher.check();
  inhibition.check();
  limits.check();
}

std::string Configuration::to_toml() const {
  TomlWriter writer;
  chip.write(writer);
  writer.write(input, "input", "Digits as spike trains.");
  writer.write(teacher, "teacher", "One neuron per class, active while a digit is taught.");
  writer.write(inhibition, "inhibition",
               "Neurons that count input spikes and inhibit every output neuron.");
  writer.write(limits, "limits", "What the timing table is judged by.");
  return writer.text();
}

}  // namespace softbound
