// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "chip_bench.h"
#include "chip_inputs.h"
#include "command.h"
#include "digit_source.h"
#include "interrupt.h"
#include "junit.h"
#include "network/output_file.h"
#include "output_directory.h"
#include "run_directory.h"
#include "stdout_aside.h"

namespace softbound {

namespace {

constexpr const char* kCheckFile = "check.json";

struct Arguments {
  ChipInputs inputs;
  std::string out, junit;
  bool force = false, invariants = false;
};

void print_difference(const LockStepDifference& difference) {
  std::printf("FAIL lock-step: rtl and pin differ at %.12f s (%lld ps)%s\n",
              s_from_ps(difference.time_ps), static_cast<long long>(difference.time_ps),
              difference.cycle_text().c_str());
  for (const auto& wire : difference.wires) {
    std::printf("  %-16s rtl %s, pin %s\n", wire.signal.c_str(), wire.driving.c_str(),
                wire.following.c_str());
  }
  std::printf("the last %zu edges before:\n", difference.history.size());
  for (const auto& line : difference.history) std::printf("  %s\n", line.c_str());
}

void print_report(const RunSetup& setup, const RunResult& result,
                  const RunDescription& description) {
  std::printf(
      "%s, %lld x %lld, seed %llu: rtl drives the chip, pin follows; %.6f s in %.3f s of "
      "CPU\n\n",
      description.source.c_str(), static_cast<long long>(setup.chip.array.rows),
      static_cast<long long>(setup.chip.array.columns), static_cast<unsigned long long>(setup.seed),
      s_from_ps(result.duration_ps), description.cpu_s);
  std::printf("%s\n%s", result.timing.to_text(result.pre_roll_ps).c_str(),
              totals_text(result).c_str());
  for (const auto& violation : result.violations) std::printf("FAIL %s\n", violation.c_str());
  std::printf("%s%s", hazards_text(result).c_str(), faults_text(result).c_str());
  if (result.differences.empty()) {
    std::printf("lock-step: no difference in %llu spikes\n",
                static_cast<unsigned long long>(result.offered - result.not_accepted));
  } else {
    print_difference(result.differences.front());
  }
  if (result.stopped) std::printf("stopped at %.12f s\n", s_from_ps(result.duration_ps));
  std::printf("%s\n", result.passed() ? "pass" : "FAIL");
}

int check_command(const Arguments& arguments, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  Configuration configuration = options.configuration();
  RunDescription description;
  RunSetup setup = arguments.inputs.setup(Level::rtl, configuration, options.seed, description);
  setup.lock_step = true;
  setup.invariants = arguments.invariants;
  setup.interrupted = [] { return InterruptGuard::signal_number() != 0; };
  check_run(setup);
  std::optional<OutputDirectory> directory;
  if (!arguments.out.empty()) {
    directory.emplace(OutputDirectory::create(arguments.out, arguments.force, {kCheckFile}));
  }
  if (description.glyphs && !options.quiet && !options.json) tell_of_glyphs();
  const auto wall = std::chrono::steady_clock::now();
  const auto cpu = std::clock();
  const RunResult result = [&] {
    const StdoutAside aside;
    return run_chip(setup);
  }();
  description.wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  description.cpu_s = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  if (result.was_interrupted) description.interrupted_by = InterruptGuard::signal_name();

  auto summary = summary_of(configuration, setup, result, description);
  summary["lock_step"] = difference_json(result);
  if (directory) {
    directory->keep();
    write_file(directory->file(kCheckFile), summary.dump(2) + '\n');
  }
  if (!arguments.junit.empty()) {
    write_file(arguments.junit, junit_xml("softbound check", setup, result, description.cpu_s));
  }
  if (options.json) {
    std::printf("%s\n", summary.dump(2).c_str());
  } else if (!options.quiet) {
    print_report(setup, result, description);
  }
  if (result.was_interrupted) {
    std::fprintf(stderr, "softbound: %s: stopped after %.6f s\n",
                 description.interrupted_by.c_str(), s_from_ps(result.duration_ps));
    return InterruptGuard::exit_status();
  }
  return result.passed() ? kStatusOk : kStatusCheckFailed;
}

}  // namespace

void add_check_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "check",
      "Sign off the control's timing: the Verilated control drives the chip, the SystemC control "
      "follows in lock-step, every output is compared at every edge, and limits, invariants and "
      "protocols are checked. Stops at the first difference with the last 20 edges before it. "
      "Status 1 if anything does not hold.");
  command->footer(fault_help());
  a->inputs.add_to(*command);
  command->add_option("--out", a->out, "directory to make, with the report in check.json")
      ->type_name("DIR");
  command->add_flag("--invariants", a->invariants,
                    "put I1 to I16 to the test at every instant, on the whole array (slow)");
  command->add_option("--junit", a->junit, "what every check says, as JUnit XML")
      ->type_name("FILE");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback(
      [a, &options, &action] { action = [a, &options] { return check_command(*a, options); }; });
}

}  // namespace softbound
