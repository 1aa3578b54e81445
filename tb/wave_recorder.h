// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "child_process.h"
#include "chip_bench.h"

namespace softbound {

/// Waveforms of moments that are known only when they have passed. A run is a function of its
/// setup, so it is played once more, in a process of its own, up to the end of what is to be shown:
/// nothing of the past has to be kept for a moment that may never come.
class WaveRecorder {
 public:
  /// Before the run: SystemC has one kernel a process.
  explicit WaveRecorder(const RunSetup& setup);

  /// Plays the run up to the window's end and leaves its waveform, and GTKWave's save file.
  /// @throws InputError or std::runtime_error naming the file if it cannot be written
  void record(const WaveWindow& window, const std::string& path);

 private:
  ChildProcess child_;
};

}  // namespace softbound
