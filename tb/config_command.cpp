// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <nlohmann/json.hpp>

#include "command.h"
#include "json_parameters.h"
#include "run_directory.h"

namespace softbound {

void add_config_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  CLI::App* command = app.add_subcommand(
      "config",
      "Print every parameter as commented TOML: unit, meaning, source. What it prints is "
      "valid input for --config.");
  command->callback([&options, &action] {
    action = [&options] {
      const Configuration configuration = options.configuration();
      if (options.json) {
        std::printf("%s\n", configuration_json(configuration).dump(2).c_str());
      } else {
        std::printf("%s", configuration.to_toml().c_str());
      }
      return kStatusOk;
    };
  });
}

}  // namespace softbound
