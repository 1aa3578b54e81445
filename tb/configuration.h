// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/timing_limits.h"
#include "network/network_parameters.h"

namespace softbound {

/// Every parameter there is: the network and the limits that its chip is judged by.
struct Configuration : NetworkParameters {
  LimitParameters limits;
  /// Whether the user chose timing.control; otherwise the level does.
  bool control_given = false;

  /// @param preset a whole network to start from, see NetworkParameters::from_preset
  /// @param files TOML, later ones over earlier ones
  /// @param overrides `table.key=value`, over all files
  /// @throws InputError naming file and line or key
  static Configuration load(const std::string& preset, const std::vector<std::string>& files,
                            const std::vector<std::string>& overrides);
  void check() const;
  /// Commented TOML that load() reads back to the same values.
  std::string to_toml() const;
};

}  // namespace softbound
