// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "chip_bench.h"

namespace softbound {

/// Reset and register programming take so many clock periods, so that t = 0 of the spikes is at
/// the same place at every level and in every waveform.
constexpr TimePs kPreRollCycles = 512;

/// What software writes to the control's registers before t = 0, in order: the last is CONTROL,
/// which enables it.
/// @param built_columns columns of the control; those past the array's stay disabled
std::vector<std::pair<std::uint32_t, std::uint32_t>> register_program(const RunSetup& setup,
                                                                      std::size_t built_columns);

/// I15: what the control's counters, the array and the bus say must be the same story.
/// @return a sentence for each part of it that is not
std::vector<std::string> broken_conservation(const RunResult& result);

}  // namespace softbound
