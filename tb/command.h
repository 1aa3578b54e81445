// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "configuration.h"

namespace softbound {

/// Exit statuses of the command.
constexpr int kStatusOk = 0;
constexpr int kStatusCheckFailed = 1;  ///< a check, a limit or a comparison did not hold
constexpr int kStatusBadInput = 2;

/// Options of every subcommand.
struct GlobalOptions {
  std::string preset = "brivio2019";
  std::vector<std::string> config_files;
  std::vector<std::string> overrides;
  std::uint64_t seed = 1;
  CLI::Option *preset_given = nullptr, *seed_given = nullptr;
  bool json = false;
  bool quiet = false;

  /// @param values of parameters that options of the subcommand stand for
  Configuration configuration(const std::vector<OptionValue>& values = {}) const {
    return Configuration::load(preset, config_files, overrides, values);
  }
  /// The table [device] alone, unchecked; the rest of the files is read and passed over.
  /// @param model kind to take whatever the files say; empty: theirs
  /// @throws InputError naming the nearest kind if there is none of this name
  DeviceParameters device(const std::string& model) const;
};

/// Of an option: CLI11 would take a minus sign or too many digits for a large number.
CLI::Validator whole_number();

/// A subcommand that the user chose sets this; it returns the exit status.
using Action = std::function<int()>;

// One file a subcommand; each adds itself to the application.
void add_run_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_check_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_compare_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_cell_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_config_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_learn_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_classify_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_reproduce_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_device_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_characterize_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_fit_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_stress_command(CLI::App& app, const GlobalOptions& options, Action& action);
void add_waves_command(CLI::App& app, Action& action);

}  // namespace softbound
