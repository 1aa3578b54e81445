// SPDX-License-Identifier: Apache-2.0
//
// Self-timed row controllers alone: how many four-phase handshakes a second of CPU time, each with
// its whole event (Read, gap, latch, write, recovery). No kernel, no array, no neurons.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/random.h"
#include "rtl_context.h"
#include "self_timed/event_heap.h"
#include "self_timed/row_controller_rtl.h"

namespace softbound {
namespace {

class Rows {
 public:
  Rows(std::size_t rows, std::size_t columns) : due_{rows} {
    const auto phases = ControlTiming{}.phases();
    for (std::size_t i = 0; i < rows; ++i) {
      rows_.push_back(RowControllerRtl::create(context_, "row" + std::to_string(i), columns));
      rows_[i]->set_delays({phases.read_ps, phases.gap_ps, phases.write_ps, phases.recover_ps});
      rows_[i]->set_registers({true, BusyPolicy::hold, LatchInstant::write_start});
      rows_[i]->set_masks({Bits(columns, true), Bits(columns, true), Bits(columns, true)});
      eval(i, 0);
    }
  }

  void run_to(TimePs time_ps) {
    while (due_.first_ps() <= time_ps) eval(due_.first(), due_.first_ps());
  }
  void request(std::size_t i, TimePs now_ps, bool up) {
    run_to(now_ps);
    rows_[i]->set_request(up);
    eval(i, now_ps);
  }
  bool busy(std::size_t i) const { return rows_[i]->outputs().busy; }
  std::size_t size() const { return rows_.size(); }

 private:
  void eval(std::size_t i, TimePs now_ps) {
    if (rows_[i]->eval(now_ps).ask) rows_[i]->eval(now_ps, true);
    due_.set(i, rows_[i]->next_ps());
  }

  RtlContext context_;
  std::vector<std::unique_ptr<RowControllerRtl>> rows_;
  EventHeap due_;
};

/// Handshakes at random rows, one each `period_ns`: so many rows are busy at a time.
void row_handshakes(benchmark::State& state) {
  Rows rows{784, static_cast<std::size_t>(state.range(0))};
  const TimePs period_ps = state.range(1) * kPsPerNs;
  const CounterRandom random{1, RandomStream::stimulus};
  TimePs now_ps = 0;
  std::uint64_t k = 0;
  for (auto _ : state) {
    now_ps += period_ps;
    rows.run_to(now_ps);
    std::size_t row = random.bits(0, ++k) % rows.size();
    while (rows.busy(row)) row = (row + 1) % rows.size();
    rows.request(row, now_ps, true);
    rows.request(row, now_ps + kAerResponsePs, false);
  }
  state.counters["handshakes/s"] =
      benchmark::Counter(static_cast<double>(k), benchmark::Counter::kIsRate);
}

BENCHMARK(row_handshakes)
    ->ArgNames({"columns", "period_ns"})
    ->Args({10, 1000})
    ->Args({10, 33})
    ->Args({100, 1000});

}  // namespace
}  // namespace softbound

BENCHMARK_MAIN();
