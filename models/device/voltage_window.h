// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "core/parameter.h"
#include "device/device_law.h"

namespace softbound {

/// Which voltages write a bipolar device, and in which direction (ledger 3.1).
struct VoltageWindow {
  std::int64_t polarity = -1;
  double v_dead_v = 0.20;
  double v_max_v = 1.2;
  const char* source = nullptr;  ///< tag of all three where they are not those of the chip's device

  void describe(ParameterVisitor& visitor);
  /// @throws InputError naming the key of [device]
  void check() const;

  bool overstressed(double amplitude_v) const { return amplitude_v > v_max_v; }
  std::optional<WriteKind> kind_of(double voltage_v) const {
    if (std::abs(voltage_v) < v_dead_v || voltage_v == 0) return std::nullopt;
    return (voltage_v > 0) == (polarity > 0) ? WriteKind::ltp : WriteKind::ltd;
  }
  /// The voltage of this magnitude that writes in this direction.
  double signed_v(WriteKind kind, double amplitude_v) const {
    return (kind == WriteKind::ltp) == (polarity > 0) ? amplitude_v : -amplitude_v;
  }
  /// A magnitude well inside the window.
  double middle_v() const {
    return std::isfinite(v_max_v) ? 0.5 * (v_dead_v + v_max_v) : 2 * v_dead_v + 1;
  }
};

}  // namespace softbound
