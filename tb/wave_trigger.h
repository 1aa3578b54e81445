// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chip_bench.h"

namespace softbound {

/// The moment that a waveform is to show.
struct WaveTrigger {
  enum class Kind {
    violation,  ///< a check finds something
    write,      ///< LTP or LTD of cell (row, column) rises
    spike,      ///< output spike of neuron `column`
  };
  Kind kind = Kind::violation;
  std::uint32_t row = 0, column = 0;

  /// @param text `violation`, `write=ROW,COLUMN` or `spike=NEURON`
  /// @throws InputError naming the option if it is none of them or not of this array
  static WaveTrigger parse(const std::string& text, const ArrayParameters& array);
};

/// Notes when a trigger happens in a run; the run goes on as without it.
class WaveTriggerWatch {
 public:
  /// @param dead_ps a moment so soon after the last one noted belongs to it
  /// @param most moments noted
  WaveTriggerWatch(const WaveTrigger& trigger, TimePs dead_ps, std::size_t most)
      : trigger_{trigger}, dead_ps_{dead_ps}, most_{most} {}

  /// Before the run; this must outlive it.
  void watch(RunSetup& setup);
  /// In the simulation's own time.
  const std::vector<TimePs>& moments_ps() const { return moments_ps_; }

 private:
  void note(TimePs time_ps);
  void follow_writes(Chip& chip);
  void follow_spikes(Chip& chip);

  const WaveTrigger trigger_;
  const TimePs dead_ps_;
  const std::size_t most_;
  std::vector<TimePs> moments_ps_;
};

}  // namespace softbound
