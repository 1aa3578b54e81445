// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include "chip/rules_oracle.h"

namespace softbound::test {

/// What a random chip is drawn around.
struct ChipKind {
  ControlKind control = ControlKind::self_timed;
  BusyPolicy policy = BusyPolicy::hold;
  LatchInstant latch = LatchInstant::write_start;
  bool few_slots = true;  ///< else as many as the control has without being told
  double load = 1;        ///< offered spikes, as a multiple of what the slots can take
  bool masks = false;
  bool write_enable = true;
  CellPreset preset = CellPreset::cmos180;
  CellReadout readout = CellReadout::weight;
  bool amplitude_law = false;
  std::size_t spikes = 2500;
  std::int64_t most_columns = 12;
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  double uniform(double low, double high) {
    return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
  }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  template <class T>
  T one_of(std::initializer_list<T> values) {
    return *(values.begin() + whole(0, static_cast<std::int64_t>(values.size()) - 1));
  }
  double exponential(double mean) { return -mean * std::log1p(-uniform(0, 1)); }

 private:
  std::mt19937_64 engine_;
};

/// A chip, spikes and stimuli under which everything the rules speak of happens, often at the same
/// picosecond.
OracleInput random_input(const ChipKind& kind, std::uint64_t seed);

/// For SCOPED_TRACE.
std::string describe(const OracleInput& input);

}  // namespace softbound::test
