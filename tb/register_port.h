// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "chip/control_signals.h"
#include "core/time.h"

namespace softbound {

/// Software's side of a control's APB: one access after the other, two clock periods each.
class RegisterPort {
 public:
  /// @param advance lets the simulation run for so long
  RegisterPort(ControlSignals& pins, TimePs period_ps, std::function<void(TimePs)> advance)
      : pins_{pins}, period_ps_{period_ps}, advance_{std::move(advance)} {}

  /// Called in mid-cycle, so that no edge has to wonder on which side of the inputs it is.
  /// @throws InputError if the control answers with an error
  void write(std::uint32_t address, std::uint32_t data);
  std::uint32_t read(std::uint32_t address);
  [[noreturn]] static void refuse(std::uint32_t address, std::uint32_t data);

  // The two phases of a write whose instants the caller chooses.
  void select_write(std::uint32_t address, std::uint32_t data);
  void enable_access() { pins_.penable = true; }
  void end_access();

 private:
  ControlSignals& pins_;
  const TimePs period_ps_;
  const std::function<void(TimePs)> advance_;
};

}  // namespace softbound
