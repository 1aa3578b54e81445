// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chip/random_chip.h"
#include "chip_bench.h"

namespace softbound::test {

/// The run that an oracle's question describes, at this level and with every write recorded.
RunSetup setup_of(const OracleInput& input, Level level);

/// All that a run gives as text, one fact a line, every number exact: equal runs have equal
/// records. Apart are what may differ: how many clock edges it took.
struct RunRecord {
  std::string text;
  std::uint64_t clock_edges = 0;
  std::uint64_t writes = 0;
  std::uint64_t output_spikes = 0;
};

/// Runs the chip in a process of its own, since SystemC has one kernel, and brings the record back.
RunRecord record_run(const RunSetup& setup);

/// Fails with the first line in which the records differ.
void expect_same(const RunRecord& a, const RunRecord& b);

}  // namespace softbound::test
