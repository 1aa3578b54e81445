// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "core/time.h"

namespace softbound {

/// A part of a waveform.
struct WaveSelection {
  /// Full names with or without range; `*` in a name stands for any characters. Empty: all.
  std::vector<std::string> signals;
  TimePs from_ps = 0;  ///< in the waveform's own time
  TimePs to_ps = std::numeric_limits<TimePs>::max();
};

/// Full names of an FST waveform's signals, buses with their range, in the file's order.
/// @throws InputError if it is no FST file
std::vector<std::string> wave_names(const std::string& fst_path);

/// Writes a part of an FST waveform as VCD, without holding more of it in memory than one value a
/// signal. The VCD starts with the values at from_ps and ends with a time stamp of to_ps, or of
/// the waveform's end if that is earlier.
/// @throws InputError if it is no complete FST file, if nothing has one of the names (naming the
///   nearest), if from_ps is later than to_ps, or if the VCD cannot be written
void extract_waves(const std::string& fst_path, const WaveSelection& selection, std::FILE* vcd);

}  // namespace softbound
