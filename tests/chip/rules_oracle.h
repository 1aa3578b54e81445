// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "configuration/chip_parameters.h"
#include "core/control_registers.h"
#include "network/spike_file.h"
#include "neuron/str_dp.h"

namespace softbound::test {

/// What the oracle is asked about; fields as in RunSetup.
struct OracleInput {
  ChipParameters chip;
  std::uint64_t seed = 1;
  std::vector<Spike> spikes;
  std::vector<Stimulus> stimuli;
  std::function<double(const Stimulus&, std::size_t column)> stimulus_area;
  std::vector<double> weights;  ///< rows x columns
  TimePs duration_ps = 0;
};

/// What the bus does with one spike.
struct OracleAcceptance {
  TimePs time_ps;
  std::uint32_t row;
  bool dropped;          ///< acknowledged without effect
  TimePs superseded_ps;  ///< when a later spike started the row anew before it was free, or kNever
  TimePs request_ps;     ///< when the request rose
  TimePs could_have_ps;  ///< the first instant that bus timing alone allowed
};

struct OracleWrite {
  TimePs latch_ps;
  std::uint32_t row, column;
  WriteDecision decision;  ///< ltp or ltd
  double weight_before, weight_after;
};

struct OracleResult {
  std::vector<OracleAcceptance> acceptances;  ///< of the spikes in order; the rest never got in
  std::uint64_t offered = 0;
  ControlCounters counters{};  ///< out_dropped and bad_address are not foretold
  std::vector<OracleWrite> writes;
  std::vector<std::pair<TimePs, std::uint32_t>> output_spikes;
  std::vector<double> weights;
};

/// What a chip must do, worked out from its rules of order alone and in the most naive way: the
/// bus first, for no rule lets a neuron or a weight delay a spike; then, with all instants of the
/// array known, cells and neurons from instant to instant. It shares with the chip the device, the
/// cell and the neuron (each has its own tests), and no control.
///
/// @throws std::logic_error for what it cannot foretell: transparent latching, absent rows
OracleResult play_by_the_rules(const OracleInput& input);

}  // namespace softbound::test
