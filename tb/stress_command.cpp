// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "core/error.h"
#include "event_run.h"
#include "interrupt.h"
#include "network/csv.h"
#include "network/output_file.h"
#include "output_directory.h"
#include "picture_script.h"
#include "stress_report.h"
#include "tlm_run.h"

namespace softbound {

namespace {

constexpr double kBurstSpikes = 32;
constexpr double kPatienceEvents = 10;  // by which 99 % of the spikes may be held

struct Arguments {
  std::string rate = "sweep", level = "event", traffic = "poisson", out;
  double burst_spikes = kBurstSpikes, burst_gap_s = TrafficParameters{}.burst_gap_s;
  double p99_limit_s = 0;
  std::uint64_t spikes = StressSetup{}.spikes;
  std::uint64_t queue_limit = StressCriterion{}.queue_limit;
  bool force = false, free_running_clock = false;
  CLI::Option *burst_spikes_given = nullptr, *burst_gap_given = nullptr, *p99_given = nullptr;
};

Level parse_level(const std::string& text) {
  for (const Level level : {Level::event, Level::tlm, Level::pin, Level::rtl}) {
    if (text == level_name(level)) return level;
  }
  throw InputError{fmt::format("--level {}: expected event, tlm, pin or rtl", text)};
}

StressSetup setup_of(const Arguments& a, Configuration& configuration, std::uint64_t seed) {
  StressSetup setup;
  setup.level = parse_level(a.level);
  if (setup.level == Level::rtl && !configuration.control_given) {
    configuration.chip.timing.control = ControlKind::clocked;
  }
  configuration.check();
  setup.chip = configuration.chip;
  setup.limits = configuration.limits;
  setup.seed = seed;
  if (a.traffic == "bursty") {
    setup.traffic.burst_spikes = a.burst_spikes;
    setup.traffic.burst_gap_s = a.burst_gap_s;
  } else if (a.traffic != "poisson") {
    throw InputError{fmt::format("--traffic {}: expected poisson or bursty", a.traffic)};
  } else if (*a.burst_spikes_given || *a.burst_gap_given) {
    throw InputError{
        "--traffic poisson: found --burst-spikes or --burst-gap, expected --traffic "
        "bursty with them"};
  }
  if (a.rate != "sweep") {
    if (!parse_number(a.rate, setup.traffic.rate_hz)) {
      throw InputError{fmt::format("--rate {}: expected spikes per second, or sweep", a.rate)};
    }
  }
  setup.spikes = a.spikes;
  setup.free_running_clock = a.free_running_clock;
  setup.criterion.queue_limit = a.queue_limit;
  setup.criterion.p99_limit_s =
      *a.p99_given ? a.p99_limit_s
                   : kPatienceEvents * s_from_ps(setup.chip.timing.phases().total_ps());
  // The answer must come before anything is written.
  RunSetup run;
  run.level = setup.level;
  run.chip = setup.chip;
  run.limits = setup.limits;
  setup.level == Level::event ? check_event_run(run)
  : setup.level == Level::tlm ? check_tlm_run(run)
                              : check_run(run);
  check_stress(setup, a.rate == "sweep" ? stress_ceiling_hz(setup.chip) : setup.traffic.rate_hz);
  return setup;
}

/// Of this process and of those that it has waited for.
double processor_time_s() {
  double sum_s = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& t : {usage.ru_utime, usage.ru_stime}) {
      sum_s += static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    }
  }
  return sum_s;
}

StressSweep measure(const Arguments& a, const StressSetup& setup, bool tell) {
  const auto one = [&](double rate_hz) {
    if (tell) std::fprintf(stderr, "\r%.4g spikes/s ...        ", rate_hz);
    return measure_stress(setup, rate_hz, [] { return InterruptGuard::signal_number() != 0; });
  };
  StressSweep sweep;
  if (a.rate == "sweep") {
    sweep = sweep_rates(stress_ceiling_hz(setup.chip), one);
  } else if (const auto point = one(setup.traffic.rate_hz)) {
    sweep.points.push_back(*point);
    sweep.complete = true;
  }
  if (tell) std::fprintf(stderr, "\r                             \r");
  return sweep;
}

void write_results(OutputDirectory& directory, const StressSweep& sweep,
                   const nlohmann::ordered_json& summary) {
  directory.keep();
  write_file(directory.file("load.csv"), load_csv(sweep));
  write_file(directory.file("summary.json"), summary.dump(2) + '\n');
  if (sweep.points.size() < 2) return;
  if (const auto why = draw_figures("load_figure.py", directory.path()); !why.empty()) {
    std::fprintf(stderr, "softbound: no picture: %s\n", why.c_str());
  }
}

int stress(const Arguments& a, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  Configuration configuration = options.configuration();
  const StressSetup setup = setup_of(a, configuration, options.seed);
  std::optional<OutputDirectory> directory;
  if (!a.out.empty()) {
    directory.emplace(
        OutputDirectory::create(a.out, a.force, {"load.csv", "summary.json", "load.png"}));
  }
  const auto wall = std::chrono::steady_clock::now();
  const bool tell = !options.quiet && !options.json && isatty(STDERR_FILENO) != 0;
  const StressSweep sweep = measure(a, setup, tell);
  StressDescription description;
  description.traffic = a.traffic;
  description.swept = a.rate == "sweep";
  description.wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count();
  description.cpu_s = processor_time_s();
  if (!sweep.complete) description.interrupted_by = InterruptGuard::signal_name();

  const auto summary = stress_json(configuration, setup, sweep, description);
  if (directory) write_results(*directory, sweep, summary);
  if (options.json) {
    std::printf("%s\n", summary.dump(2).c_str());
  } else if (!options.quiet) {
    std::fputs(stress_text(setup, sweep, description).c_str(), stdout);
    if (directory) std::printf("%s\n", directory->path().c_str());
  }
  if (!sweep.complete) {
    std::fprintf(stderr, "softbound: %s: stopped after %zu rates%s\n",
                 description.interrupted_by.c_str(), sweep.points.size(),
                 directory ? ("; they are in " + directory->path()).c_str() : "");
    return InterruptGuard::exit_status();
  }
  return stress_passed(sweep) ? kStatusOk : kStatusCheckFailed;
}

}  // namespace

void add_stress_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "stress",
      "Load the chip with random AER traffic over the whole array: what is accepted, held and "
      "dropped, how long spikes wait, how many slots are in use, and the highest rate that the "
      "chip "
      "bears. Status 1 if a limit or an invariant does not hold at some rate.");
  command
      ->add_option(
          "--rate", a->rate,
          "spikes per second over the whole array, or sweep: find the highest rate that is "
          "borne and measure around it")
      ->capture_default_str()
      ->type_name("HZ|sweep");
  command
      ->add_option("--level", a->level,
                   "event (the bus alone, fastest), tlm, pin or rtl, as in `softbound run`")
      ->capture_default_str()
      ->type_name("event|tlm|pin|rtl");
  command->add_option("--traffic", a->traffic, "how spikes come")
      ->capture_default_str()
      ->type_name("poisson|bursty");
  a->burst_spikes_given =
      command->add_option("--burst-spikes", a->burst_spikes, "mean number of spikes in a burst")
          ->capture_default_str()
          ->type_name("N");
  a->burst_gap_given =
      command->add_option("--burst-gap", a->burst_gap_s, "mean time between spikes of a burst")
          ->capture_default_str()
          ->type_name("S");
  command->add_option("--spikes", a->spikes, "spikes played at each rate")
      ->capture_default_str()
      ->check(whole_number())
      ->type_name("N");
  command
      ->add_option("--queue-limit", a->queue_limit,
                   "spikes that may wait when the last one has come, at a rate that is borne")
      ->capture_default_str()
      ->check(whole_number())
      ->type_name("N");
  a->p99_given = command
                     ->add_option("--p99-limit", a->p99_limit_s,
                                  "longest hold of 99 % of the spikes at a rate that is borne "
                                  "(default: ten events)")
                     ->type_name("S");
  command->add_flag("--free-running-clock", a->free_running_clock,
                    "never stop the RTL's clock; the results are the same, later");
  command->add_option("--out", a->out, "directory for load.csv, summary.json and load.png")
      ->type_name("DIR");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback(
      [a, &options, &action] { action = [a, &options] { return stress(*a, options); }; });
}

}  // namespace softbound
