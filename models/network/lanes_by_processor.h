// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "network/lanes.h"

namespace softbound {

/// Nothing where compiler or machine lack the instructions.
std::optional<LaneKernel> avx512_kernel();
std::optional<LaneKernel> avx2_kernel();
LaneKernel portable_kernel();

}  // namespace softbound
