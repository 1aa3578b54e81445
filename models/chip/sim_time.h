// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "core/control_timing.h"
#include "core/time.h"

namespace softbound {

/// The kernel's time as ours; the resolution is 1 ps everywhere.
inline TimePs now_ps() { return static_cast<TimePs>(sc_core::sc_time_stamp().value()); }
inline sc_core::sc_time sim_time(TimePs duration_ps) {
  return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(duration_ps));
}

/// The clock edge that clocked logic has seen last, one at this instant included.
inline TimePs latest_edge_ps(const ControlTiming& timing) {
  return now_ps() / timing.clock_period_ps * timing.clock_period_ps;
}

}  // namespace softbound
