// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chip_bench.h"
#include "run_directory.h"
#include "wave_recorder.h"
#include "wave_trigger.h"

namespace softbound {

/// The options that say what of a run's waveform is kept.
struct WaveOptions {
  std::string file, on;
  double from_s = 0, to_s = 0, before_s = 20e-6, after_s = 20e-6;
  std::uint64_t count = 1;
  CLI::Option *from_given = nullptr, *to_given = nullptr;

  /// Adds them; this must outlive the application.
  void add_to(CLI::App& command);
};

/// What becomes of them in one run.
class WaveCapture {
 public:
  /// @param setup gets the waveform, or what watches for its moment; complete otherwise
  /// @param out the run directory, into which a bare file name belongs
  /// @throws InputError naming the option
  WaveCapture(const WaveOptions& options, RunSetup& setup, const std::string& out);

  /// Before the run, once its setup has been checked and its directory is there: from now on the
  /// setup has a waveform only if it can be recorded straight away.
  void prepare(RunSetup& setup);
  /// After it: records what has been waited for, and says on stderr if it did not come.
  void finish(const RunSetup& setup, const RunResult& result, RunDescription& description);

 private:
  std::string path_of(std::size_t moment) const;

  std::string path_, out_, on_;
  TimePs before_ps_ = 0, after_ps_ = 0;
  std::unique_ptr<WaveTriggerWatch> watch_;
  std::unique_ptr<WaveRecorder> recorder_;
};

}  // namespace softbound
