// SPDX-License-Identifier: Apache-2.0
#include "device/voltage_window.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

void VoltageWindow::describe(ParameterVisitor& v) {
  v.whole({"polarity", "", "sign of the voltage that potentiates, -1 or 1",
           source != nullptr ? source : "[D] of [B] Methods"},
          polarity, from_to(-1, 1));
  v.real({"v_dead_v", "V", "smaller voltages change nothing", source != nullptr ? source : "[C]"},
         v_dead_v, at_least(0));
  v.real({"v_max_v", "V", "larger voltages overstress and are not applied",
          source != nullptr ? source : "[A]"},
         v_max_v, or_infinite(above(0)));
}

void VoltageWindow::check() const {
  check_bounds(*this, "device");
  if (polarity == 0) {
    throw InputError{"device.polarity = 0: expected -1 or 1"};
  }
  if (v_dead_v >= v_max_v) {
    throw InputError{fmt::format("device.v_dead_v = {}: expected less than device.v_max_v = {}",
                                 v_dead_v, v_max_v)};
  }
}

}  // namespace softbound
