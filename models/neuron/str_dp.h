// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

namespace softbound {

/// What the write phase of one synapse does. `illegal` (UP and DN both high) writes nothing.
enum class WriteDecision { none, ltp, ltd, illegal };

constexpr std::array<const char*, 4> kWriteDecisionNames{"none", "LTP", "LTD", "ILLEGAL"};

constexpr const char* name_of(WriteDecision decision) {
  return kWriteDecisionNames[static_cast<unsigned>(decision)];
}

/// The learning rule (L5, spike-timing- and rate-dependent plasticity): an input spike reads its
/// synapses, and each is then written as its neuron says at that moment. Without an input spike
/// nobody asks, so nothing is written.
///
///     UP DN   write
///      1  0   one LTP pulse
///      0  1   one LTD pulse
///      0  0   none
///      1  1   illegal: none, counted
///
/// @param write_enable low: `none`, whatever UP and DN are
constexpr WriteDecision write_decision(bool up, bool dn, bool write_enable) {
  if (!write_enable) return WriteDecision::none;
  if (up && dn) return WriteDecision::illegal;
  if (up) return WriteDecision::ltp;
  return dn ? WriteDecision::ltd : WriteDecision::none;
}

}  // namespace softbound
