// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "configuration/fault.h"
#include "core/control_timing.h"

namespace softbound {

/// What faults a chip can have.
struct FaultScope {
  ControlTiming timing;
  std::size_t rows = 0, columns = 0;
  std::uint64_t bad_address = 0, last_address = 0;  ///< out of range, and what the pins can carry
  TimePs duration_ps = 0;
};
/// @throws InputError if one of the faults cannot act on such a chip, or only after its end
void check_faults(const std::vector<Fault>& faults, const FaultScope& scope);

}  // namespace softbound
