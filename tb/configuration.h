// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "configuration/chip_parameters.h"
#include "core/timing_limits.h"
#include "network/populations.h"

namespace softbound {

/// Every parameter there is: the chip, the populations around it, and the limits it is judged by.
struct Configuration {
  ChipParameters chip;
  InputParameters input;
  TeacherParameters teacher;
  InhibitionParameters inhibition;
  LimitParameters limits;
  /// Whether the user chose timing.control; otherwise the level does.
  bool control_given = false;

  /// @param files TOML, later ones over earlier ones
  /// @param overrides `table.key=value`, over all files
  /// @throws InputError naming file and line or key
  static Configuration load(const std::vector<std::string>& files,
                            const std::vector<std::string>& overrides);
  void check() const;
  /// Commented TOML that load() reads back to the same values.
  std::string to_toml() const;
};

}  // namespace softbound
