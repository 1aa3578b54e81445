// SPDX-License-Identifier: Apache-2.0
#include "run_record.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "core/control_registers.h"
#include "sim_test.h"

namespace softbound::test {

RunSetup setup_of(const OracleInput& input, Level level) {
  RunSetup setup;
  setup.level = level;
  setup.chip = input.chip;
  setup.seed = input.seed;
  setup.spikes = input.spikes;
  setup.stimuli = input.stimuli;
  setup.stimulus_area = input.stimulus_area;
  setup.weights = input.weights;
  setup.duration_ps = input.duration_ps;
  setup.record_writes = true;
  return setup;
}

namespace {

std::string text_of(const RunResult& result) {
  std::string text;
  const auto line = [&](const char* format, const auto&... values) {
    text += fmt::format(fmt::runtime(format), values...) + '\n';
  };
  line("offered {} waiting {}", result.offered, result.not_accepted);
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    line("{} {}", kControlCounterNames[k], result.counters[k]);
  }
  for (const auto& w : result.writes) {
    line("write at {} ps row {} column {} {} from {:a} to {:a}", w.latch_ps, w.row, w.column,
         w.kind == WriteKind::ltp ? "LTP" : "LTD", w.weight_before, w.weight_after);
  }
  for (const auto& [time_ps, column] : result.output_spikes) {
    line("neuron {} fires at {} ps", column, time_ps);
  }
  for (std::size_t cell = 0; cell < result.weights_after.size(); ++cell) {
    line("weight {} {:a}", cell, result.weights_after[cell]);
  }
  const ArrayStatistics& array = result.array;
  line("array read {} ltp {} ltd {} amended {} meeting {} overstressed {} ir {:a}",
       array.cells_read, array.ltp, array.ltd, array.amended_writes,
       array.reads_meeting_write_current, array.overstressed_writes, array.worst_ir_drop);
  for (std::size_t row = 0; row < array.row_energy.size(); ++row) {
    line("row {} energy {:a}", row, array.row_energy[row].total_j());
  }
  for (std::size_t k = 0; k < array.concurrent_reads.size(); ++k) {
    if (array.concurrent_reads[k] != 0) line("{} reads at once: {}", k, array.concurrent_reads[k]);
  }
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const TimingEntry& e = result.timing.entries()[k];
    line("{}: {} from {} to {}, mean {:a}, {} violations", kTimingQuantityNames[k], e.count,
         e.least_ps, e.greatest_ps, e.mean_ps(), e.violations);
  }
  for (const auto& violation : result.violations) line("violation {}", violation);
  return text;
}

}  // namespace

RunRecord record_run(const RunSetup& setup) {
  std::FILE* const file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error{"no temporary file"};
  run_in_fresh_kernel([&] {
    const RunResult result = run_chip(setup);
    fmt::print(file, "{} {} {}\n{}", result.clock_edges, result.writes.size(),
               result.output_spikes.size(), text_of(result));
    std::fflush(file);
  });
  std::rewind(file);
  std::string all;
  char part[65536];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, file)) > 0;) all.append(part, n);
  std::fclose(file);
  RunRecord record;
  std::istringstream head{all.substr(0, all.find('\n'))};
  head >> record.clock_edges >> record.writes >> record.output_spikes;
  record.text = all.substr(all.find('\n') + 1);
  return record;
}

void expect_same(const RunRecord& a, const RunRecord& b) {
  std::istringstream in_a{a.text}, in_b{b.text};
  std::string line_a, line_b;
  for (int line = 1;; ++line) {
    const bool more_a = static_cast<bool>(std::getline(in_a, line_a));
    const bool more_b = static_cast<bool>(std::getline(in_b, line_b));
    if (!more_a && !more_b) return;
    ASSERT_EQ(more_a ? line_a : "the end", more_b ? line_b : "the end") << "line " << line;
  }
}

}  // namespace softbound::test
