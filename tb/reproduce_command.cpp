// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "command.h"
#include "core/error.h"
#include "figure.h"
#include "interrupt.h"
#include "network/glyphs.h"
#include "network/output_file.h"
#include "output_directory.h"
#include "picture_script.h"
#include "run_directory.h"
#include "version.h"

namespace softbound {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* kFigures[] = {"fig1", "lifetime", "fig3", "fig4", "fig5"};
constexpr const char* kPanels[] = {"fig1_pulses",  "fig1_steps",          "fig1_loops",
                                   "lifetime",     "lifetime_histograms", "fig3_curves",
                                   "fig3_maps",    "fig4_curves",         "fig4_maps",
                                   "fig5_classes", "fig5_evolution",      "fig5_histograms"};
constexpr const char* kPaperPresets[] = {"brivio2019", "brivio2019_silicon"};
constexpr const char* kUsualDataset = "data/digits";
constexpr std::size_t kMostSeeds = 100;
constexpr std::size_t kMostThreads = 1024;

struct Arguments {
  std::string figure, dataset, out;
  bool quick = false, force = false;
  std::uint64_t seeds = 3;
  std::uint64_t threads = 0;
  CLI::Option* threads_given = nullptr;
};

/// One line on a terminal: what is being done, how far, how long it will take.
class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_{shown} {}
  ~ProgressLine() { clear(); }

  void begin(const std::string& what) {
    clear();
    what_ = what;
    start_ = Clock::now();
    last_ = {};
    show(0);
  }
  void show(double part) {
    if (!shown_) return;
    const std::lock_guard<std::mutex> lock{mutex_};
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds{200}) return;
    last_ = now;
    const double gone_s = std::chrono::duration<double>(now - start_).count();
    std::string left;
    if (part > 0.01 && gone_s > 1)
      left = fmt::format(", {:.0f} s left", gone_s * (1 - part) / part);
    std::fprintf(stderr, "\r\x1b[K%s: %5.1f %%%s", what_.c_str(), 100 * part, left.c_str());
    std::fflush(stderr);
  }
  void clear() {
    if (shown_ && !what_.empty()) std::fprintf(stderr, "\r\x1b[K");
    what_.clear();
  }

 private:
  bool shown_;
  std::mutex mutex_;
  std::string what_;
  Clock::time_point start_, last_;
};

/// One call of the command.
class Reproduction {
 public:
  Reproduction(const Arguments& arguments, const GlobalOptions& options)
      : arguments_{arguments},
        options_{options},
        line_{!options.quiet && !options.json && isatty(STDERR_FILENO) != 0} {
    for (const char* figure : kFigures) {
      if (arguments.figure == "all" || arguments.figure == figure) figures_.emplace_back(figure);
    }
    if (figures_.empty()) {
      throw InputError{fmt::format("reproduce {}: expected {} or all", arguments.figure,
                                   fmt::join(kFigures, ", "))};
    }
    check_range("--seeds", arguments.seeds, kMostSeeds);
    threads_ = std::max(1u, std::thread::hardware_concurrency());
    if (*arguments.threads_given) {
      check_range("--threads", arguments.threads, kMostThreads);
      threads_ = static_cast<std::size_t>(arguments.threads);
    }
    choose_presets();
    for (const std::string& preset : presets_) configurations_.emplace(preset, load(preset));
    if (learns()) load_digits_once();
    // What cannot be computed is found before anything is written.
    if (wants("fig1")) check_pulse_device(configurations_.at(presets_.front()).chip.device);
  }

  int run() {
    OutputDirectory directory =
        OutputDirectory::create(arguments_.out, arguments_.force, own_files());
    if (glyphs_ && !options_.quiet && !options_.json) {
      std::fprintf(stderr,
                   "softbound: no data set (--dataset DIR, or scripts/get_digits.sh): built-in "
                   "glyphs stand in for handwritten digits and are not compared with the paper\n");
    }
    const auto start = Clock::now();
    const auto cpu = std::clock();
    if (wants("fig1")) add(pulse_panels(setup(presets_.front())));
    if (wants("lifetime") && going_on()) {
      line_.begin("lifetime");
      add(lifetime_panels(setup(presets_.front())));
    }
    if (learns() && going_on()) learn();
    line_.clear();
    wall_s_ = std::chrono::duration<double>(Clock::now() - start).count();
    cpu_s_ = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    if (panels_.empty()) {
      std::fprintf(stderr, "softbound: ended by %s before there was anything to keep\n",
                   InterruptGuard::signal_name().c_str());
      return InterruptGuard::exit_status();
    }
    write(directory);
    return InterruptGuard::exit_status();
  }

 private:
  static void check_range(const char* option, std::uint64_t value, std::size_t most) {
    if (value < 1 || value > most) {
      throw InputError{fmt::format("{} {}: expected a number from 1 to {}", option, value, most)};
    }
  }

  static std::vector<std::string> own_files() {
    std::vector<std::string> names{"summary.json", "captions.md"};
    for (const char* panel : kPanels) {
      names.push_back(std::string{panel} + ".csv");
      names.push_back(std::string{panel} + ".png");
    }
    return names;
  }

  bool wants(const std::string& figure) const {
    return std::find(figures_.begin(), figures_.end(), figure) != figures_.end();
  }
  bool learns() const { return wants("fig3") || wants("fig4") || wants("fig5"); }
  /// Long enough, and with handwritten digits, to hold rates and weights against the paper's.
  bool compared() const { return !arguments_.quick && !glyphs_; }
  static bool going_on() { return InterruptGuard::signal_number() == 0; }

  /// The one that was asked for; else both of the paper's where they can be compared with it.
  void choose_presets() {
    if (*options_.preset_given) {
      presets_ = {options_.preset};
      if (std::find(std::begin(kPaperPresets), std::end(kPaperPresets), options_.preset) ==
          std::end(kPaperPresets)) {
        throw InputError{fmt::format("--preset {}: expected {}, the paper's networks",
                                     options_.preset, fmt::join(kPaperPresets, " or "))};
      }
      return;
    }
    presets_ = {kPaperPresets[0]};
    // Fig. 3 is the one with rates of all synapses, and takes a tenth of the time of the others.
    if (wants("fig3") && !arguments_.quick) {
      presets_ = {std::begin(kPaperPresets), std::end(kPaperPresets)};
    }
  }

  Configuration load(const std::string& preset) const {
    GlobalOptions with = options_;
    with.preset = preset;
    return with.configuration();
  }

  void load_digits_once() {
    std::string directory = arguments_.dataset;
    if (directory.empty() && std::filesystem::is_directory(kUsualDataset))
      directory = kUsualDataset;
    glyphs_ = directory.empty();
    source_ = glyphs_ ? "built-in glyphs" : directory;
    training_ =
        glyphs_ ? glyph_digits(DigitSplit::train) : load_digits(directory, DigitSplit::train);
    test_ = glyphs_ ? glyph_digits(DigitSplit::test) : load_digits(directory, DigitSplit::test);
    if (glyphs_) presets_.resize(1);
    for (const auto& [preset, configuration] : configurations_) {
      const auto pixels = static_cast<std::int64_t>(training_.images.pixels_per_image());
      if (configuration.chip.array.rows != pixels) {
        throw InputError{
            fmt::format("array.rows = {}: expected {}, one row for each pixel of a picture",
                        configuration.chip.array.rows, pixels)};
      }
    }
  }

  FigureSetup setup(const std::string& preset) {
    FigureSetup setup;
    setup.network = configurations_.at(preset);
    setup.seed = options_.seed;
    setup.threads = threads_;
    setup.quick = arguments_.quick;
    setup.progress = [this](double part) { line_.show(part); };
    setup.go_on = [] { return going_on(); };
    return setup;
  }

  StudyResult study(const std::string& preset, std::size_t per_class) {
    const FigureSetup with = setup(preset);
    StudyResult result;
    const std::size_t seeds = arguments_.quick ? 1 : static_cast<std::size_t>(arguments_.seeds);
    result.study = recognition_study(with, per_class, seeds);
    const auto data = LearningData::select(training_, test_, result.study.network.learning);
    result.mean_intensities = mean_intensities(training_.images);
    result.groups = group_pixels(result.mean_intensities);
    result.compared = compared();
    line_.begin(
        fmt::format("{}, {} a class", preset, per_class == 1 ? "one neuron" : "ten neurons"));
    result.runs =
        run_study(result.study, data, result.groups, threads_, {with.progress, with.go_on});
    result.complete = std::all_of(result.runs.begin(), result.runs.end(),
                                  [](const RecognitionRun& run) { return run.finished; });
    return result;
  }

  /// Fig. 3 of every preset; the one nearest to the paper is that of all panels.
  void learn() {
    std::map<std::string, StudyResult> one_per_class;
    if (wants("fig3")) {
      for (const std::string& preset : presets_) {
        if (going_on()) one_per_class.emplace(preset, study(preset, 1));
      }
    }
    chosen_ = presets_.front();
    for (const auto& [preset, result] : one_per_class) {
      if (!result.complete) continue;
      rates_[preset]["one_per_class"] = result_rates(result);
      if (!result.compared) continue;
      distances_[preset] = distance_to_paper(result);
      if (distances_[preset] < distances_.at(chosen_)) chosen_ = preset;
    }
    if (one_per_class.count(chosen_) > 0) {
      add(with_preset(recognition_panels(one_per_class.at(chosen_), "fig3")));
    }
    if ((!wants("fig4") && !wants("fig5")) || !going_on()) return;
    const StudyResult ten_per_class = study(chosen_, 10);
    if (ten_per_class.complete) rates_[chosen_]["ten_per_class"] = result_rates(ten_per_class);
    if (wants("fig4")) add(with_preset(recognition_panels(ten_per_class, "fig4")));
    if (wants("fig5")) add(weight_panels(ten_per_class));
  }

  std::vector<Panel> with_preset(std::vector<Panel> panels) const {
    std::string text = fmt::format(" Preset {}", chosen_);
    if (distances_.count(chosen_) > 0) {
      text += fmt::format(", {:.3f} from the paper's rates of Fig. 3 in the mean",
                          distances_.at(chosen_));
      for (const auto& [preset, distance] : distances_) {
        if (preset != chosen_) text += fmt::format(" ({}: {:.3f})", preset, distance);
      }
    }
    panels.front().title += text + ".";
    return panels;
  }

  void add(std::vector<Panel> panels) {
    for (Panel& panel : panels) panels_.push_back(std::move(panel));
  }

  Json summary() const {
    Json json;
    json["softbound"] = kVersion;
    json["figures"] = figures_;
    json["quick"] = arguments_.quick;
    json["seed"] = options_.seed;
    json["seeds"] = arguments_.quick ? 1 : arguments_.seeds;
    json["compared"] = compared();
    json["dataset"] = learns() ? Json(source_) : Json{};
    json["preset"] = chosen_.empty() ? presets_.front() : chosen_;
    json["interrupted_by"] =
        InterruptGuard::signal_number() == 0 ? Json{} : Json(InterruptGuard::signal_name());
    json["presets"] = Json::object();
    for (const auto& [preset, rates] : rates_) {
      const auto distance = distances_.find(preset);
      json["presets"][preset] = {
          {"distance_to_paper", distance == distances_.end() ? Json{} : Json(distance->second)},
          {"rates", rates}};
    }
    std::size_t agree = 0, differ = 0;
    for (const Panel& panel : panels_) {
      Json findings = Json::array();
      for (const Finding& f : panel.findings) {
        ++(f.agrees ? agree : differ);
        findings.push_back({{"paper", f.paper}, {"measured", f.measured}, {"agrees", f.agrees}});
      }
      json["panels"][panel.name] = {
          {"caption", panel.caption()}, {"findings", findings}, {"values", panel.values}};
    }
    json["findings_that_agree"] = agree;
    json["findings_that_differ"] = differ;
    json["threads"] = threads_;
    json["wall_s"] = wall_s_;
    json["cpu_s"] = cpu_s_;
    json["configuration"] =
        configuration_json(configurations_.at(chosen_.empty() ? presets_.front() : chosen_));
    return json;
  }

  void write(OutputDirectory& directory) {
    directory.keep();
    std::string captions;
    for (const Panel& panel : panels_) {
      write_file(directory.file(panel.name + ".csv"), panel.csv);
      captions += fmt::format("![{}]({}.png)\n\n{}\n\n", panel.name, panel.name, panel.caption());
    }
    write_file(directory.file("captions.md"), captions);
    const Json json = summary();
    // Last, so that a directory with a summary is complete.
    write_file(directory.file("summary.json"), json.dump(2) + '\n');
    const std::string no_pictures = draw_figures("figures.py", directory.path());
    if (!no_pictures.empty()) {
      std::fprintf(stderr, "softbound: no pictures, only tables: %s\n", no_pictures.c_str());
    }
    if (options_.json) {
      std::printf("%s\n", json.dump(2).c_str());
    } else if (!options_.quiet) {
      for (const Panel& panel : panels_) {
        std::printf("%s\n%s\n\n", panel.name.c_str(), panel.caption().c_str());
      }
      std::printf("%s\n", directory.path().c_str());
    }
    if (!going_on()) {
      std::fprintf(stderr, "softbound: ended early by %s; %s holds what there was\n",
                   InterruptGuard::signal_name().c_str(), directory.path().c_str());
    }
  }

  const Arguments& arguments_;
  const GlobalOptions& options_;
  const InterruptGuard interrupts_;
  ProgressLine line_;
  std::vector<std::string> figures_;
  std::size_t threads_ = 1;
  std::vector<std::string> presets_;
  std::map<std::string, Configuration> configurations_;
  DigitSet training_, test_;
  bool glyphs_ = false;
  std::string source_;

  std::vector<Panel> panels_;
  std::string chosen_;  ///< preset of Fig. 3 to 5
  std::map<std::string, double> distances_;
  std::map<std::string, Json> rates_;
  double wall_s_ = 0, cpu_s_ = 0;
};

}  // namespace

void add_reproduce_command(CLI::App& app, const GlobalOptions& options, Action& action) {
  const auto a = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "reproduce",
      "The figures of Brivio et al. 2019: runs what a figure needs, writes tables (CSV, JSON), "
      "draws "
      "them (PNG) and says in a caption what agrees with the paper and what differs.");
  command->add_option("FIGURE", a->figure, "fig1, fig3, fig4, fig5, lifetime or all")->required();
  command->add_flag("--quick", a->quick,
                    "short training, few pictures, one seed: to see the figures, not to compare "
                    "them with the paper");
  command->add_option("--seeds", a->seeds, "seeds of every recognition curve, from --seed on")
      ->capture_default_str()
      ->check(whole_number());
  command
      ->add_option("--dataset", a->dataset,
                   "directory with digits in MNIST's format (default: data/digits if it is there, "
                   "else built-in glyphs)")
      ->type_name("DIR");
  a->threads_given =
      command->add_option("--threads", a->threads, "runs at a time (default: one a processor)")
          ->check(whole_number());
  command->add_option("--out", a->out, "directory to make")->required()->type_name("DIR");
  command->add_flag("--force", a->force, "take the directory even if it exists");
  command->callback([a, &options, &action] {
    action = [a, &options] { return Reproduction{*a, options}.run(); };
  });
}

}  // namespace softbound
