// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "chip/array_statistics.h"
#include "chip_bench.h"
#include "core/time.h"

namespace softbound::test {

/// How a sender of spikes reaches a chip: transactions all the way, from wires through PinsToAer,
/// and through AerToPins onto the wires of a control in SystemC or RTL.
enum class Way { tlm, pins_to_tlm, tlm_to_pin, tlm_to_rtl };

/// What can be seen from outside: edges of the input's acknowledge, of the output's request and of
/// the interrupt, and what is left at the end.
struct Trace {
  std::vector<TimePs> input, output, irq;
  std::vector<WriteEvent> writes;
  std::vector<double> weights;
  std::vector<std::uint64_t> counters;
};

/// A register write in the middle of everything.
struct Intervention {
  TimePs time_ps;  ///< from t = 0
  std::uint32_t address, data;
};

/// Plays a setup's spikes one way, with software's register writes in between, in a process of its
/// own.
Trace trace_of(Way way, const RunSetup& setup, const std::vector<Intervention>& interventions = {});

/// Edges to the picosecond, weights to 1e-12.
void expect_same(const Trace& found, const Trace& expected);

}  // namespace softbound::test
