// SPDX-License-Identifier: Apache-2.0
#include "configuration.h"

namespace softbound {

Configuration Configuration::load(const std::string& preset, const std::vector<std::string>& files,
                                  const std::vector<std::string>& overrides,
                                  const std::vector<OptionValue>& options) {
  Configuration configuration = load_unchecked(preset, files, overrides, options);
  configuration.check();
  return configuration;
}

Configuration Configuration::load_unchecked(const std::string& preset,
                                            const std::vector<std::string>& files,
                                            const std::vector<std::string>& overrides,
                                            const std::vector<OptionValue>& options) {
  TomlSource source;
  for (const auto& file : files) source.add_file(file);
  for (const auto& [option, assignment] : options) source.add_override(assignment, option);
  for (const auto& assignment : overrides) source.add_override(assignment);
  Configuration configuration{NetworkParameters::from_preset(preset), {}, false};
  configuration.read(source);
  configuration.limits.read(source);
  configuration.control_given = !source.origin("timing", "control").empty();
  source.finish();
  return configuration;
}

void Configuration::check() const {
  NetworkParameters::check();
  limits.check();
}

std::string Configuration::to_toml() const {
  TomlWriter writer;
  write(writer);
  writer.write(limits, "limits", "What the timing table is judged by.");
  return writer.text();
}

}  // namespace softbound
