// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "chip_bench.h"
#include "configuration.h"
#include "run_directory.h"

namespace softbound {

/// The options that say what is played on a chip, on which weights and for how long; of every
/// command that plays something.
struct ChipInputs {
  std::string spikes, stimuli, dataset, weights;
  std::uint64_t digit = 0;
  bool no_teacher = false, freeze = false;
  double duration_s = 0;
  std::vector<std::string> registers;
  std::vector<std::string> faults;
  CLI::Option *digit_given = nullptr, *spikes_given = nullptr, *duration_given = nullptr;

  /// Adds them; this must outlive the application.
  void add_to(CLI::App& command);
  /// A setup with the chip, its limits, the seed and all that is played. A control that the user
  /// left open is clocked at level rtl.
  /// @param configuration checked, and changed by --freeze and the level
  /// @throws InputError naming option, file or key
  RunSetup setup(Level level, Configuration& configuration, std::uint64_t seed,
                 RunDescription& description) const;
};

}  // namespace softbound
