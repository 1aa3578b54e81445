// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "core/error.h"
#include "core/file.h"
#include "interrupt.h"
#include "learning/checkpoint.h"
#include "learning_options.h"
#include "learning_report.h"
#include "network/output_file.h"
#include "network/weight_file.h"
#include "run_directory.h"
#include "version.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr double kCheckpointEveryS = 10.0;

struct Arguments {
  LearningOptions learning;
  std::string out, resume;
  bool force = false;
  CLI::Option* dataset_given = nullptr;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What a run was started with beside its configuration.
struct Start {
  std::uint64_t seed;
  std::string dataset;
};

Start read_start(const std::string& path) {
  const Json json = Json::parse(read_file(path, "the start of a learning run"), nullptr, false);
  Start start{};
  if (!json.is_object() || !json.contains("seed") || !json["seed"].is_number_unsigned() ||
      !json.contains("dataset") || !json["dataset"].is_string()) {
    throw InputError{path +
                     ": no start of a learning run: expected an object with seed and "
                     "dataset"};
  }
  start.seed = json["seed"];
  start.dataset = json["dataset"];
  return start;
}

/// One line that is written over and over.
class ProgressBar {
 public:
  ProgressBar(bool shown, std::uint64_t total) : shown_{shown}, total_{total} {}
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(const LearningRun& run) {
    if (!shown_ || seconds_since(last_) < 0.1) return;
    last_ = Clock::now();
    if (first_ == kNotYet) first_ = run.presentations();
    const double elapsed_s = seconds_since(start_);
    const double rate_hz =
        elapsed_s > 0 ? static_cast<double>(run.presentations() - first_) / elapsed_s : 0.0;
    const double left_s =
        rate_hz > 0 ? static_cast<double>(total_ - run.presentations()) / rate_hz : 0.0;
    const double part = static_cast<double>(run.presentations()) / static_cast<double>(total_);
    const auto full = static_cast<std::size_t>(part * kWidth);
    std::string line =
        fmt::format("[{}{}] {:5.1f} %  {:.0f} images/s  {:.0f} s left", std::string(full, '#'),
                    std::string(kWidth - full, '.'), 100 * part, rate_hz, left_s);
    if (!run.curve().empty()) {
      line += fmt::format("  rate {:.3f}", run.curve().back().scores.split());
    }
    std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
    std::fflush(stderr);
    dirty_ = true;
  }
  void clear() {
    if (dirty_) std::fprintf(stderr, "\r\x1b[K");
    dirty_ = false;
  }

 private:
  static constexpr std::uint64_t kNotYet = ~std::uint64_t{0};
  static constexpr std::size_t kWidth = 30;
  const bool shown_;
  const std::uint64_t total_;
  bool dirty_ = false;
  std::uint64_t first_ = kNotYet;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

void print_test(const CurvePoint& point) {
  std::printf("%9llu presentations, %llu taught: %6.2f %% (strictly %6.2f %%, silent %.2f %%)\n",
              static_cast<unsigned long long>(point.presentations),
              static_cast<unsigned long long>(point.taught), 100 * point.scores.split(),
              100 * point.scores.strict(), 100 * point.scores.silent_share());
  std::fflush(stdout);
}

void write_curve(const LearningRun& run, const RunDirectory& directory) {
  write_file(directory.file("curve.csv"), curve_csv(run.curve()));
}

void write_weights_of(const LearningRun& run, const std::string& path) {
  write_weights(path, {static_cast<std::size_t>(run.network().chip.array.rows),
                       static_cast<std::size_t>(run.network().chip.array.columns), run.weights()});
}

/// Trains until the end or a signal, with a checkpoint at every test and now and then between.
void train(LearningRun& run, const RunDirectory& directory, bool tell, bool bar_shown) {
  const CheckpointStore store{directory.path()};
  const std::string identity = run_identity(run);
  ProgressBar bar{bar_shown, static_cast<std::uint64_t>(run.network().learning.images)};
  auto saved = Clock::now();
  const auto go_on = [] { return InterruptGuard::signal_number() == 0; };
  run.ask_to_go_on(go_on);
  while (!run.finished() && go_on()) {
    const CurvePoint* point = run.step();
    if (point) {
      write_curve(run, directory);
      write_weights_of(run, directory.snapshot(point->presentations));
      bar.clear();
      if (tell) print_test(*point);
    }
    if (point || seconds_since(saved) > kCheckpointEveryS) {
      store.save({identity, run.state()});
      saved = Clock::now();
    }
    bar.show(run);
  }
  store.save({identity, run.state()});
}

Json summary_of(const LearningRun& run, const Configuration& configuration,
                const std::string& source, const WeightGroups& groups) {
  Json json;
  json["softbound"] = kVersion;
  json["seed"] = run.seed();
  json["source"] = source;
  json["training_pictures"] = run.data().training.size();
  json["test_pictures"] = run.data().test.size();
  json["tested_with"] = run.network().learning.validation > 0 ? "validation" : "test";
  json["finished"] = run.finished();
  json["presentations"] = run.presentations();
  json["taught"] = run.taught();
  json["scores"] = run.curve().empty() ? Json{} : scores_json(run.curve().back().scores);
  json["scores_after"] = run.curve().empty() ? Json{} : Json(run.curve().back().presentations);
  json["weights"] = groups_json(groups);
  json["configuration"] = configuration_json(configuration);
  return json;
}

int learn_command(const Arguments& arguments, const GlobalOptions& options) {
  const InterruptGuard interrupts;
  const bool resuming = !arguments.resume.empty();
  if (resuming == !arguments.out.empty()) {
    throw InputError{resuming ? "learn: found --out and --resume, expected one of them"
                              : "learn: found neither --out nor --resume, expected one of them"};
  }
  if (resuming && (*options.preset_given || arguments.force)) {
    throw InputError{
        "learn --resume: goes on with the configuration it was started with; expected "
        "neither --preset nor --force"};
  }
  const Start resumed = resuming ? read_start(arguments.resume + "/start.json") : Start{};
  Start start{options.seed, arguments.learning.dataset};
  GlobalOptions all = options;
  if (resuming) {
    all.config_files.insert(all.config_files.begin(), arguments.resume + "/configuration.toml");
    if (!*options.seed_given) start.seed = resumed.seed;
    if (!*arguments.dataset_given) start.dataset = resumed.dataset;
  }
  const Configuration configuration = all.configuration(arguments.learning.values());
  const DigitSource source{start.dataset};
  const auto data = arguments.learning.load(source, configuration.learning);
  LearningRun run{configuration, data, start.seed, arguments.learning.threads};

  std::optional<RunDirectory> directory;
  const std::uint64_t from = [&] {
    if (!resuming) return std::uint64_t{0};
    const CheckpointStore store{arguments.resume};
    const auto loaded = store.load(run_identity(run));
    if (!loaded.refused.empty()) {
      std::fprintf(stderr, "softbound: %s; going on from %s\n", loaded.refused.c_str(),
                   loaded.path.c_str());
    }
    run.restore(loaded.checkpoint.state);
    return run.presentations();
  }();
  if (resuming) {
    directory.emplace(RunDirectory::resume(arguments.resume));
  } else {
    directory.emplace(RunDirectory::create(arguments.out, arguments.force));
    write_file(directory->file("configuration.toml"), configuration.to_toml());
    Json json{{"softbound", kVersion}, {"seed", start.seed}};
    json["dataset"] =
        source.glyphs() ? "" : std::filesystem::absolute(source.name()).lexically_normal().string();
    write_file(directory->file("start.json"), json.dump(2) + '\n');
    directory->keep();
  }
  const bool tell = !options.quiet && !options.json;
  if (source.glyphs() && tell) tell_of_glyphs();

  const auto wall = Clock::now();
  const auto cpu = std::clock();
  train(run, *directory, tell, tell && isatty(STDERR_FILENO) != 0);

  const WeightGroups groups =
      weight_groups(group_pixels(mean_intensities(data->training.images)), run.weights());
  write_curve(run, *directory);
  write_weights_of(run, directory->file("weights.npy"));
  write_file(directory->file("histogram.csv"), histogram_csv(groups));
  if (!run.curve().empty()) {
    write_file(directory->file("confusion.csv"), confusion_csv(run.curve().back().scores));
  }
  Json summary = summary_of(run, configuration, source.name(), groups);
  const bool interrupted = !run.finished();
  summary["interrupted_by"] = interrupted ? Json(InterruptGuard::signal_name()) : Json{};
  summary["resumed_after"] = resuming ? Json(from) : Json{};
  summary["wall_s"] = seconds_since(wall);
  summary["cpu_s"] = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
  write_file(directory->file("summary.json"), summary.dump(2) + '\n');
  if (options.json) {
    std::printf("%s\n", summary.dump(2).c_str());
  } else if (tell) {
    if (!run.curve().empty()) std::printf("\n%s", scores_text(run.curve().back().scores).c_str());
    std::printf("\n%s\n", directory->path().c_str());
  }
  if (interrupted) {
    std::fprintf(stderr,
                 "softbound: %s: stopped after %llu of %lld presentations; softbound learn "
                 "--resume %s goes on\n",
                 InterruptGuard::signal_name().c_str(),
                 static_cast<unsigned long long>(run.presentations()),
                 static_cast<long long>(configuration.learning.images), directory->path().c_str());
    return InterruptGuard::exit_status();
  }
  return kStatusOk;
}

}  // namespace

void add_learn_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "learn",
      "Train a network with digits at level event and test it on the way. Leaves a directory: "
      "summary.json, curve.csv, weights.npy and snapshots, histogram.csv, confusion.csv, and "
      "checkpoints to go on from.");
  a->learning.add_to(*command, true);
  a->dataset_given = command->get_option("--dataset");
  command->add_option("--out", a->out, "directory to make")->type_name("DIR");
  command
      ->add_option("--resume", a->resume,
                   "go on with the interrupted run of this directory, to the same weights")
      ->type_name("DIR");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback(
      [a, &options, &action] { action = [a, &options] { return learn_command(*a, options); }; });
}

}  // namespace softbound
