// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/time.h"

namespace softbound {

/// An input spike as the sender offers it; spikes are ordered by time, then by row.
struct Spike {
  TimePs time_ps = 0;
  std::uint32_t row = 0;

  friend bool operator==(const Spike& a, const Spike& b) {
    return a.time_ps == b.time_ps && a.row == b.row;
  }
  friend bool operator<(const Spike& a, const Spike& b) {
    return std::tie(a.time_ps, a.row) < std::tie(b.time_ps, b.row);
  }
};

enum class StimulusKind { teacher, inhibitory };

/// A charge that reaches output neurons without passing the array: from the teacher of class
/// `index` or from inhibitory neuron `index`. Ordered by time, teacher first, then by index.
struct Stimulus {
  TimePs time_ps = 0;
  StimulusKind kind = StimulusKind::teacher;
  std::uint32_t index = 0;

  friend bool operator==(const Stimulus& a, const Stimulus& b) {
    return a.time_ps == b.time_ps && a.kind == b.kind && a.index == b.index;
  }
  friend bool operator<(const Stimulus& a, const Stimulus& b) {
    return std::tie(a.time_ps, a.kind, a.index) < std::tie(b.time_ps, b.kind, b.index);
  }
};

/// How many sources of stimuli the network has.
struct StimulusSources {
  std::uint32_t teachers = 0;
  std::uint32_t inhibitory = 0;
};

/// Spikes from CSV, plain or gzip: header `time_s,row`, times from 0 to kLongestTimeS that do not
/// decrease, rows below `rows`. Plain decimal times are rounded to the nearest picosecond exactly,
/// those with an exponent by way of a double; spikes of one instant are put in order of their row.
/// @throws InputError naming file and line, what was found and what was expected
std::vector<Spike> read_spikes(const std::string& path, std::uint32_t rows);
/// The same for text in memory; `name` stands for the file in messages.
std::vector<Spike> parse_spikes(std::string_view text, const std::string& name, std::uint32_t rows);

/// Stimuli from CSV, plain or gzip: header `time_s,kind,index`, kind teacher or inhibitory, else
/// as spikes.
/// @throws InputError naming file and line, what was found and what was expected
std::vector<Stimulus> read_stimuli(const std::string& path, const StimulusSources& sources);
/// The same for text in memory; `name` stands for the file in messages.
std::vector<Stimulus> parse_stimuli(std::string_view text, const std::string& name,
                                    const StimulusSources& sources);

/// CSV that reads back to the same picoseconds.
std::string spikes_csv(const std::vector<Spike>& spikes);
std::string stimuli_csv(const std::vector<Stimulus>& stimuli);
/// A time of at least 0 in seconds, every picosecond of it, without needless zeros.
std::string exact_seconds(TimePs time_ps);

}  // namespace softbound
