// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <systemc>

#include "core/bits.h"

namespace softbound {

/// SystemC asks every type on a port how it is traced. Buses are followed by events instead (see
/// the bench's wave hook), which costs nothing while they rest.
inline void sc_trace(sc_core::sc_trace_file*, const Bits&, const std::string&) {}

}  // namespace softbound
