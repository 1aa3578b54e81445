// SPDX-License-Identifier: Apache-2.0
#include "command_main.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <systemc>

#include "command.h"
#include "version.h"

namespace softbound {
namespace {

// Errors are one line on stderr, whatever was thrown.
int report(const char* message) {
  std::string line = message;
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  std::fprintf(stderr, "softbound: %s\n", line.c_str());
  return kStatusBadInput;
}

std::string message_of(const CLI::ParseError& error, const CLI::App& app) {
  const auto unknown = app.remaining();
  if (app.get_subcommands().empty() && !unknown.empty()) {
    return unknown.front() + ": no such subcommand";
  }
  return error.what();
}

int run(int argc, char** argv) {
  CLI::App app{
      "softbound - hardware co-simulator for memristive neuromorphic chips\n\n"
      "A first run, a handwritten digit through Verilated control:\n"
      "  softbound run --level rtl --digit 0 --waves waves.fst --probe 601,0 --out first\n"
      "The same with the SystemC control, and are they the same chip?\n"
      "  softbound run --level pin --set timing.control=clocked --digit 0 --out second\n"
      "  softbound compare first second\n"
      "Both in lock-step, compared at every edge, with limits and protocol checked:\n"
      "  softbound check --digit 0\n"};
  app.name("softbound");
  app.set_version_flag("--version", std::string{"softbound "} + kVersion);
  app.require_subcommand(1);
  app.fallthrough();

  GlobalOptions options;
  options.preset_given =
      app.add_option("--preset", options.preset,
                     "a whole configuration to start from: brivio2019, brivio2019_silicon, "
                     "competitive or answer_driven")
          ->capture_default_str()
          ->type_name("NAME");
  app.add_option("--config", options.config_files,
                 "TOML file with parameters (see `softbound config`); repeatable, later files win")
      ->type_name("FILE");
  app.add_option("--set", options.overrides,
                 "one parameter, over all files: table.key=value; repeatable")
      ->type_name("KEY=VALUE");
  options.seed_given = app.add_option("--seed", options.seed, "seed of all random numbers")
                           ->capture_default_str()
                           ->check(whole_number());
  app.add_flag("--json", options.json, "one JSON document on stdout, nothing else");
  app.add_flag("--quiet", options.quiet, "nothing on stdout but what was asked for");

  Action action;
  add_run_command(app, options, action);
  add_check_command(app, options, action);
  add_compare_command(app, options, action);
  add_learn_command(app, options, action);
  add_classify_command(app, options, action);
  add_cell_command(app, options, action);
  add_config_command(app, options, action);
  add_reproduce_command(app, options, action);
  add_device_command(app, options, action);
  add_characterize_command(app, options, action);
  add_fit_command(app, options, action);
  add_stress_command(app, options, action);
  add_waves_command(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return report((message_of(error, app) + " (softbound --help tells more)").c_str());
  }
  return action();
}

}  // namespace

CLI::Validator whole_number() {
  return {[](std::string& text) {
            std::uint64_t value = 0;
            const char* const end = text.data() + text.size();
            const auto [next, error] = std::from_chars(text.data(), end, value);
            return error == std::errc{} && next == end
                       ? std::string{}
                       : "found " + text + ", expected a whole number from 0 to 2^64 - 1";
          },
          ""};
}

}  // namespace softbound

// Called by the SystemC library, in which an exception would not end as one line on stderr.
int sc_main(int argc, char** argv) {
  // Reports of the kernel that are errors throw; what is below an error would clutter stdout.
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  sc_core::sc_report_handler::set_actions(sc_core::SC_WARNING, sc_core::SC_DO_NOTHING);
  try {
    const int status = softbound::run(argc, argv);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
    return softbound::report("stdout: cannot be written; expected a place for the output");
  } catch (const std::exception& error) {
    return softbound::report(error.what());
  }
}

namespace softbound {

int command_main(int argc, char** argv) {
  // A file that grows over a limit is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
  return sc_core::sc_elab_and_sim(argc, argv);
}

}  // namespace softbound
