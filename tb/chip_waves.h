// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "chip/chip.h"
#include "wave_file.h"
#include "wave_hook.h"

namespace softbound {

/// The waveform of a chip: its wires, its probed cells and its neurons, and what the Verilated
/// control adds; plus GTKWave's save file beside it.
class ChipWaves {
 public:
  ChipWaves(const std::string& path, Chip& chip);

  WaveFile& file() { return wave_; }
  /// After everything that adds signals has done so, before the simulation starts.
  void open();
  /// @param first_event_ps where the save file zooms in, in the waveform's own time
  void close(TimePs first_event_ps);

 private:
  void follow_control(ControlSignals& pins, std::size_t shown_slots);
  void follow_cells(Chip& chip);
  void follow_neurons(Chip& chip);
  void write_gtkw(TimePs first_event_ps) const;

  std::string path_;
  Chip& chip_;
  WaveFile wave_;
  std::unique_ptr<WaveHook> hook_;
};

}  // namespace softbound
