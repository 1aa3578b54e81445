// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/timing_limits.h"
#include "learning/network_parameters.h"

namespace softbound {

/// A parameter that an option of its own stands for.
struct OptionValue {
  std::string option;      ///< as the user gave it, for messages: "--images 500"
  std::string assignment;  ///< `table.key=value`
};

/// Every parameter there is: the network and the limits that its chip is judged by.
struct Configuration : NetworkParameters {
  LimitParameters limits;
  /// Whether the user chose timing.control; otherwise the level does.
  bool control_given = false;

  /// @param preset a whole network to start from, see NetworkParameters::from_preset
  /// @param files TOML, later ones over earlier ones
  /// @param overrides `table.key=value`, over all files
  /// @param options over the files, too, and beneath the overrides
  /// @throws InputError naming file and line or key
  static Configuration load(const std::string& preset, const std::vector<std::string>& files,
                            const std::vector<std::string>& overrides,
                            const std::vector<OptionValue>& options = {});
  /// The same without check(): for commands that look at a part of it.
  static Configuration load_unchecked(const std::string& preset,
                                      const std::vector<std::string>& files,
                                      const std::vector<std::string>& overrides,
                                      const std::vector<OptionValue>& options = {});
  void check() const;
  /// Commented TOML that load() reads back to the same values.
  std::string to_toml() const;
};

}  // namespace softbound
