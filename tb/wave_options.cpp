// SPDX-License-Identifier: Apache-2.0
#include "wave_options.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "command.h"
#include "core/error.h"

namespace softbound {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostMoments = 100;

TimePs time_of(const char* option, double time_s) {
  if (!(time_s >= 0 && time_s <= kLongestTimeS)) {
    throw InputError{
        fmt::format("{} {}: expected a time from 0 to {} s", option, time_s, kLongestTimeS)};
  }
  return ps_from_s(time_s);
}

WaveWindow window_of(const WaveOptions& options, TimePs duration_ps) {
  WaveWindow window;
  if (*options.from_given) window.from_ps = time_of("--waves-from", options.from_s);
  if (*options.to_given) window.to_ps = time_of("--waves-to", options.to_s);
  if (window.from_ps >= window.to_ps) {
    throw InputError{fmt::format("--waves-to {}: expected a time after --waves-from {}",
                                 options.to_s, options.from_s)};
  }
  if (window.from_ps >= duration_ps) {
    throw InputError{fmt::format("--waves-from {}: expected a time before the run ends, at {} s",
                                 options.from_s, s_from_ps(duration_ps))};
  }
  window.moment_ps = window.from_ps;
  return window;
}

}  // namespace

void WaveOptions::add_to(CLI::App& command) {
  CLI::Option* waves =
      command
          .add_option("--waves", file,
                      "waveform, .fst or .vcd, and a .gtkw beside it; a bare name is put into the "
                      "run directory")
          ->type_name("FILE");
  from_given = command.add_option("--waves-from", from_s, "record from this time on, from t = 0")
                   ->type_name("S")
                   ->needs(waves);
  to_given = command.add_option("--waves-to", to_s, "record up to this time")
                 ->type_name("S")
                 ->needs(waves);
  CLI::Option* given =
      command
          .add_option("--waves-on", on,
                      "record what surrounds the first violation, LTP or LTD of a cell, or output "
                      "spike of a neuron")
          ->type_name("violation|write=ROW,COLUMN|spike=NEURON")
          ->needs(waves)
          ->excludes(from_given)
          ->excludes(to_given);
  command.add_option("--waves-before", before_s, "... from so long before it")
      ->capture_default_str()
      ->type_name("S")
      ->needs(given);
  command.add_option("--waves-after", after_s, "... to so long after it")
      ->capture_default_str()
      ->type_name("S")
      ->needs(given);
  command
      .add_option("--waves-count", count,
                  "so many such moments, a file each: NAME.fst, NAME_2.fst, ...")
      ->capture_default_str()
      ->check(whole_number())
      ->type_name("N")
      ->needs(given);
}

WaveCapture::WaveCapture(const WaveOptions& options, RunSetup& setup, const std::string& out)
    : out_{out}, on_{options.on} {
  if (options.file.empty()) return;
  path_ = options.file.find('/') == std::string::npos ? out + '/' + options.file : options.file;
  setup.waves_path = path_;
  if (on_.empty()) {
    if (*options.from_given || *options.to_given) {
      setup.waves_window = window_of(options, setup.duration_ps);
    }
    return;
  }
  before_ps_ = time_of("--waves-before", options.before_s);
  after_ps_ = time_of("--waves-after", options.after_s);
  if (options.count < 1 || options.count > kMostMoments) {
    throw InputError{fmt::format("--waves-count {}: expected a number from 1 to {}", options.count,
                                 kMostMoments)};
  }
  watch_ = std::make_unique<WaveTriggerWatch>(WaveTrigger::parse(on_, setup.chip.array), after_ps_,
                                              static_cast<std::size_t>(options.count));
}

void WaveCapture::prepare(RunSetup& setup) {
  if (path_.empty() || (!watch_ && !setup.waves_window)) return;
  // The file comes late, perhaps never; that it can come is told now.
  const fs::path directory = fs::path{path_}.parent_path();
  if (access(directory.empty() ? "." : directory.c_str(), W_OK) != 0) {
    throw InputError{
        fmt::format("{}: cannot be created, expected a place for a waveform file", path_)};
  }
  if (!watch_) return;
  recorder_ = std::make_unique<WaveRecorder>(setup);
  setup.waves_path.clear();
  watch_->watch(setup);
}

std::string WaveCapture::path_of(std::size_t moment) const {
  if (moment == 0) return path_;
  const auto dot = path_.rfind('.');
  return fmt::format("{}_{}{}", path_.substr(0, dot), moment + 1, path_.substr(dot));
}

void WaveCapture::finish(const RunSetup& setup, const RunResult& result,
                         RunDescription& description) {
  if (path_.empty()) return;
  const TimePs end_ps = result.duration_ps + setup.chip.timing.phases().total_ps();
  const auto keep = [&](const std::string& path, const WaveWindow& window) {
    const std::string name = fs::proximate(path, out_).string();
    if (description.waves.empty()) description.waves = name;
    description.wave_windows.push_back({name, window});
  };
  if (watch_) {
    for (const TimePs moment_ps : watch_->moments_ps()) {
      const TimePs from_zero_ps = moment_ps - result.pre_roll_ps;
      const WaveWindow window{from_zero_ps - before_ps_,
                              std::min(from_zero_ps + after_ps_, std::max(from_zero_ps, end_ps)),
                              from_zero_ps};
      const std::string path = path_of(description.wave_windows.size());
      recorder_->record(window, path);
      keep(path, window);
    }
    recorder_.reset();
    if (watch_->moments_ps().empty()) {
      fmt::print(stderr, "softbound: --waves-on {}: did not happen, there is no waveform\n", on_);
    }
  } else if (!result.waves_recorded) {
    fmt::print(stderr, "softbound: --waves-from: the run ended before, there is no waveform\n");
  } else if (setup.waves_window) {
    keep(path_, {setup.waves_window->from_ps, std::min(setup.waves_window->to_ps, end_ps)});
  } else {
    description.waves = fs::proximate(path_, out_).string();
  }
}

}  // namespace softbound
