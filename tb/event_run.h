// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip_bench.h"

namespace softbound {

/// What run_chip does, at level event: the same setup, the same result, any number of times a
/// process. Of the timing table hold_time alone can be measured without wires.
/// @throws InputError if the setup is impossible
RunResult run_event(const RunSetup& setup);

/// @throws InputError if a run of this setup is impossible at level event
void check_event_run(const RunSetup& setup);

}  // namespace softbound
