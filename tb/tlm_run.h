// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip_bench.h"

namespace softbound {

/// What run_chip does, at level tlm: the same setup, the same result. Of the timing table
/// request_to_acknowledge and hold_time can be measured without wires. Once a process.
/// @throws InputError if the setup is impossible
RunResult run_tlm(const RunSetup& setup);

/// @throws InputError if a run of this setup is impossible at level tlm
void check_tlm_run(const RunSetup& setup);

}  // namespace softbound
