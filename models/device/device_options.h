// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/parameter.h"
#include "device/telegraph_noise.h"

namespace softbound {

/// What can befall a device of any kind, beside its own law; all off unless the kind's source has
/// it. Noise from write to write (sigma) is a key of the kinds that have it.
struct DeviceOptions {
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  /// Parameters that differ from device to device: "a_p 0.1, g_max_s 2e-5 abs" are Gaussian spreads
  /// of 10 % of a_p and of 20 uS; draws that make no legal device are drawn again.
  std::string spread;
  /// Standard deviation of one read relative to what is read.
  double read_noise = 0;
  /// Time constant with which the weight of an untouched device goes to leak_weight.
  double leak_tau_s = kNever;
  double leak_weight = 0.5;
  /// Shares of devices that stay at w = 0 or w = 1 whatever is done to them.
  double stuck_low = 0;
  double stuck_high = 0;
  /// Random telegraph noise on the conductance; off while its step is 0.
  TelegraphParameters rtn{1e-3, 1e-3, 0.2, 0};
  /// Writes that changed something after which the device stays as it is.
  double endurance_writes = kNever;

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  /// Whether devices need more than their kind's own law.
  bool any() const;
  /// Whether the conductance can leave the window that the parameters give.
  bool leaves_window() const { return !spread.empty() || rtn.relative_step > 0; }
};

/// One item of DeviceOptions::spread.
struct ParameterSpread {
  std::string key;
  double deviation;
  bool absolute;
};

/// @throws InputError if the text has another form
std::vector<ParameterSpread> parse_spread(const std::string& text);

}  // namespace softbound
