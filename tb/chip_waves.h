// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "chip/chip.h"
#include "wave_file.h"
#include "wave_hook.h"

namespace softbound {

/// A part of a run's waveform, from t = 0 on; in the pre-roll below 0.
struct WaveWindow {
  TimePs from_ps = 0, to_ps = kNever;
  TimePs moment_ps = from_ps;  ///< where GTKWave is to look
};

/// The waveform of a chip: its wires, its probed cells and its neurons, and what the Verilated
/// control adds; plus GTKWave's save file beside it.
class ChipWaves {
 public:
  ChipWaves(const std::string& path, Chip& chip);

  WaveFile& file() { return wave_; }
  /// After everything that adds signals has done so, before the simulation starts: records the
  /// whole run.
  void open();
  /// The same, but records a window alone.
  /// @param origin_ps time of the simulation at t = 0
  /// @param clock_period_ps of RTL, 0 without: its window begins in mid-cycle, where the clock is
  ///   low also if nobody looks at it
  void open_window(const WaveWindow& window, TimePs origin_ps, TimePs clock_period_ps);
  /// @param first_event_ps where the save file zooms in, in the waveform's own time
  void close(TimePs first_event_ps);

  bool recording() const { return wave_.is_open(); }
  /// What is to be recorded is in the file.
  bool over() const { return hook_->over(); }

 private:
  void follow_control(ControlSignals& pins, std::size_t shown_slots);
  void follow_cells(Chip& chip);
  void follow_neurons(Chip& chip);
  void write_gtkw(TimePs first_event_ps) const;

  std::string path_;
  Chip& chip_;
  WaveFile wave_;
  std::unique_ptr<WaveHook> hook_;
  sc_core::sc_event from_, to_;
};

}  // namespace softbound
