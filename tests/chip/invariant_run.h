// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "chip/random_chip.h"

namespace softbound::test {

enum class WatchedControl { pin_self_timed, pin_clocked, rtl_clocked, rtl_self_timed };
constexpr WatchedControl kWatchedControls[] = {
    WatchedControl::pin_self_timed, WatchedControl::pin_clocked, WatchedControl::rtl_clocked,
    WatchedControl::rtl_self_timed};
const char* name_of(WatchedControl control);

/// Random spikes on a random chip with a few probed cells, watched all the time; fails for each
/// invariant that is violated. In a kernel of its own.
/// @param kind its `control` is replaced
/// @param tested this invariant must have been put to the test; 0: any
void expect_all_invariants(WatchedControl control, ChipKind kind, std::uint64_t seed,
                           int tested = 0);

}  // namespace softbound::test
