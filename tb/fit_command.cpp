// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "core/error.h"
#include "fit_report.h"
#include "network/output_file.h"
#include "output_directory.h"
#include "picture_script.h"

namespace softbound {

namespace {

struct Arguments {
  std::string data, model = "soft_bound", out;
  double g_min_s = 0, g_max_s = 0, level = 0.01;
  bool force = false;
  CLI::Option *g_min_given = nullptr, *g_max_given = nullptr;
};

FitModel parse_model(const std::string& text) {
  for (std::size_t k = 0; k < kFitModelNames.size(); ++k) {
    if (text == kFitModelNames[k]) return static_cast<FitModel>(k);
  }
  throw InputError{fmt::format("--model {}: expected soft_bound, exponential or linear", text)};
}

FitOptions fit_options(const Arguments& a) {
  FitOptions options;
  options.model = parse_model(a.model);
  if (*a.g_min_given) {
    if (!(a.g_min_s >= 0) || !std::isfinite(a.g_min_s)) {
      throw InputError{
          fmt::format("--g-min {}: expected a finite number of at least 0", a.g_min_s)};
    }
    options.g_min_s = a.g_min_s;
  }
  if (*a.g_max_given) {
    if (!(a.g_max_s > 0) || !std::isfinite(a.g_max_s)) {
      throw InputError{fmt::format("--g-max {}: expected a finite number above 0", a.g_max_s)};
    }
    options.g_max_s = a.g_max_s;
  }
  if (!(a.level > 0 && a.level < 1)) {
    throw InputError{fmt::format("--level {}: expected a number between 0 and 1", a.level)};
  }
  options.level = a.level;
  return options;
}

int fit_command(const Arguments& a, const GlobalOptions& options) {
  const FitOptions choices = fit_options(a);
  const auto curves = read_measured_curves(a.data);
  LawFit fit;
  try {
    fit = fit_law(curves, choices);
  } catch (const InputError& error) {
    throw InputError{a.data + ": " + error.what()};
  }
  const std::string toml = fit_toml(fit, a.data);
  const auto json = fit_json(fit, a.data);
  if (!a.out.empty()) {
    auto directory = OutputDirectory::create(a.out, a.force,
                                             {"device.toml", "fit.csv", "summary.json", "fit.png"});
    write_file(directory.file("device.toml"), toml);
    write_file(directory.file("fit.csv"), fit_csv(fit, curves));
    write_file(directory.file("summary.json"), json.dump(2) + '\n');
    directory.keep();
    if (const auto why = draw_figures("device_figures.py", a.out); !why.empty()) {
      std::fprintf(stderr, "softbound: no pictures: %s\n", why.c_str());
    }
  }
  std::fputs(options.json ? (json.dump(2) + '\n').c_str() : toml.c_str(), stdout);
  return kStatusOk;
}

}  // namespace

void add_fit_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("fit",
                         "Fit measured conductance against pulses to a law: prints a device as "
                         "TOML for --config, with "
                         "confidence intervals, and whether the residuals reject the law.");
  command
      ->add_option("--data", a->data,
                   "CSV with the columns pulse, kind (ltp, ltd, start), conductance in S, and "
                   "curve if there are several; plain or gzip")
      ->required()
      ->type_name("FILE");
  command->add_option("--model", a->model, "soft_bound, exponential or linear")
      ->capture_default_str()
      ->type_name("NAME");
  a->g_min_given =
      command->add_option("--g-min", a->g_min_s, "conductance at weight 0 (default: estimated)")
          ->type_name("S");
  a->g_max_given =
      command->add_option("--g-max", a->g_max_s, "conductance at weight 1 (default: estimated)")
          ->type_name("S");
  command->add_option("--level", a->level, "how often the test may reject a law that holds")
      ->capture_default_str();
  command->add_option("--out", a->out, "directory for device.toml, table and picture")
      ->type_name("DIR");
  command->add_flag("--force", a->force, "take a directory that exists");
  command->callback(
      [&options, &action, a] { action = [&options, a] { return fit_command(*a, options); }; });
}

}  // namespace softbound
