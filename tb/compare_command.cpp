// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.h"
#include "run_comparison.h"

namespace softbound {

void add_compare_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  struct Arguments {
    std::string run_a, run_b;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "compare",
      "Are two runs the same chip? Counters, writes, weights (1e-12), output spikes "
      "(1 ns); names the first difference. Status 0: the same, 1: not.");
  command->add_option("RUN_A", arguments->run_a, "a run directory")->required();
  command->add_option("RUN_B", arguments->run_b, "another one")->required();
  command->callback([&options, &action, arguments] {
    action = [&options, arguments] {
      const auto comparison = RunComparison::of(arguments->run_a, arguments->run_b);
      if (options.json) {
        const nlohmann::ordered_json json{{"same", comparison.same}, {"report", comparison.report}};
        std::printf("%s\n", json.dump(2).c_str());
      } else if (!options.quiet || !comparison.same) {
        std::printf("%s", comparison.report.c_str());
      }
      return comparison.same ? kStatusOk : kStatusCheckFailed;
    };
  });
}

}  // namespace softbound
