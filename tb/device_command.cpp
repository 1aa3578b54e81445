// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.h"
#include "device/device_registry.h"
#include "device_description.h"

namespace softbound {

DeviceParameters GlobalOptions::device(const std::string& model) const {
  auto with = overrides;
  if (!model.empty()) {
    make_device_kind(model);  // says what is wrong with a name better than an override does
    with.push_back(fmt::format("device.model=\"{}\"", model));
  }
  return Configuration::load_unchecked(preset, config_files, with).chip.device;
}

void add_device_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  CLI::App* command = app.add_subcommand("device", "The library of memory devices.");
  command->require_subcommand(1);

  CLI::App* list = command->add_subcommand(
      "list", "One line for each device: name, kernel, terminals, what it is, source.");
  list->callback([&options, &action] {
    action = [&options] {
      const std::string text = options.json ? device_table_json().dump(2) + '\n' : device_table();
      std::fputs(text.c_str(), stdout);
      return kStatusOk;
    };
  });

  const auto name = std::make_shared<std::string>();
  CLI::App* show = command->add_subcommand(
      "show",
      "Parameters of one device as TOML: unit, meaning, bounds, source. What it prints is valid "
      "input for --config; values of --config and --set are resolved into it.");
  show->add_option("NAME", *name, "device, see `softbound device list`")->required();
  show->callback([&options, &action, name] {
    action = [&options, name] {
      const DeviceParameters device = options.device(*name);
      if (device.kind->needs() == nullptr) device.check();
      const std::string text =
          options.json ? device_json(device).dump(2) + '\n' : device_toml(device);
      std::fputs(text.c_str(), stdout);
      return kStatusOk;
    };
  });
}

}  // namespace softbound
