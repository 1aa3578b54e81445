// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "core/time.h"

namespace softbound {

/// The kernel's time as ours; the resolution is 1 ps everywhere.
inline TimePs now_ps() { return static_cast<TimePs>(sc_core::sc_time_stamp().value()); }
inline sc_core::sc_time sim_time(TimePs duration_ps) {
  return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(duration_ps));
}

}  // namespace softbound
