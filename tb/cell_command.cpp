// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "cell/cell_report.h"
#include "command.h"

namespace softbound {

void add_cell_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  struct Arguments {
    double weight = 0.5;
    double g_min_s = 0, g_max_s = 0;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "cell",
      "One 6T-1M cell in each phase (read, LTP, LTD): memristor voltage, current, charge, "
      "energy, weight step, settling.");
  command->add_option("--weight", arguments->weight, "weight of the cell, 0 to 1")
      ->capture_default_str();
  auto* g_min = command->add_option("--g-min", arguments->g_min_s, "conductance at weight 0, in S");
  auto* g_max = command->add_option("--g-max", arguments->g_max_s, "conductance at weight 1, in S");
  command->callback([&options, &action, arguments, g_min, g_max] {
    action = [&options, arguments, g_min, g_max] {
      // As overrides, so that they are checked and reported like any other parameter.
      GlobalOptions with = options;
      if (*g_min) with.overrides.push_back(fmt::format("device.g_min_s={:e}", arguments->g_min_s));
      if (*g_max) with.overrides.push_back(fmt::format("device.g_max_s={:e}", arguments->g_max_s));
      const ChipParameters chip = with.configuration().chip;
      const CellReport report = report_cell(chip.cell, chip.device, chip.timing, arguments->weight,
                                            chip.array.wire_model);
      if (options.json) {
        std::printf("%s\n", to_json(report).dump(2).c_str());
      } else {
        std::printf("%s", to_text(report).c_str());
      }
      return kStatusOk;
    };
  });
}

}  // namespace softbound
