// SPDX-License-Identifier: Apache-2.0
//
// What a bench does: reset and programming, the run, and what came of it.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "bench.h"
#include "register_program.h"

namespace softbound {

namespace {

namespace reg = control_register;

// How often the run looks up to see whether it is to stop.
constexpr TimePs kSlicePs = 5 * kPsPerS / 1000;

/// A check has ended the run.
struct Stopped {};

}  // namespace

void Bench::collect_invariants() {
  if (!invariants_) return;
  CellEnergy energy;
  for (const auto& row : result_.array.row_energy) energy += row;
  if (!result_.stopped) invariants_->checker().finish(result_.counters, energy);
  for (int k = 1; k <= InvariantChecker::kInvariants; ++k) {
    result_.invariant_checks[static_cast<std::size_t>(k - 1)] =
        invariants_->checker().verdict(k).checks;
  }
}

void Bench::collect_faults() {
  if (!injector_) return;
  const auto acted_ps = injector_->acted_ps();
  for (std::size_t k = 0; k < acted_ps.size(); ++k) {
    FaultOutcome outcome{setup_.faults[k].text, -1, {}};
    if (acted_ps[k] >= 0) {
      outcome.acted_ps = acted_ps[k] - origin_ps_;
      for (const Violation& found : result_.found) {
        auto& checks = outcome.caught_by;
        if (found.time_ps >= outcome.acted_ps &&
            std::find(checks.begin(), checks.end(), found.check) == checks.end()) {
          checks.push_back(found.check);
        }
      }
    }
    result_.faults.push_back(std::move(outcome));
  }
}

// The array does not see a latch that decided for nothing since UP and DN were both high.
void Bench::note_illegal(const IllegalLatch& latch) {
  if (!setup_.record_writes) return;
  const double weight =
      chip_.devices.weight(latch.row * chip_.pins.columns + std::size_t{latch.column});
  illegal_.push_back(
      {latch.latch_ps, latch.row, latch.column, WriteKind::ltp, weight, weight, true});
}

// Where the bench will touch the wires again is an event that nothing listens to: whoever runs
// ahead of the kernel's time must not run past it.
void Bench::advance(TimePs duration_ps) {
  if (duration_ps == 0) return;
  boundary_.notify(sim_time(duration_ps));
  sc_core::sc_start(sim_time(duration_ps));
  if (stop_ && !collecting_) throw Stopped{};
}

void Bench::stop() {
  if (stop_) return;
  stop_ = true;
  sc_core::sc_pause();
}

void Bench::reset_and_program() {
  ControlSignals& pins = chip_.environment();
  // A falling edge of reset must be seen, and clock edges while it is low.
  pins.rst_n = true;
  advance(period_ps_ + period_ps_ / 2);
  pins.rst_n = false;
  advance(4 * period_ps_);
  pins.rst_n = true;
  advance(4 * period_ps_);
  // A Verilated control may have more columns than the array.
  for (const auto& [address, data] :
       register_program(setup_, std::max(rtl_size_.columns, pins.columns))) {
    registers_.write(address, data);
    control_ = data;
  }
  if (now_ps() >= origin_ps_)
    throw std::logic_error("register programming is longer than pre-roll");
}

// Acceptance ends with the last instant before end_ps: the write that disables the control takes
// effect at the last clock edge before it.
void Bench::end_acceptance(TimePs end_ps) {
  const bool clocked = setup_.chip.timing.clocked();
  const TimePs effect_ps = clocked ? (end_ps - 1) / period_ps_ * period_ps_ : end_ps - 1;
  const TimePs setup_ps = effect_ps - period_ps_ - (clocked ? period_ps_ / 2 : 0);
  run_until(std::max(setup_ps, now_ps()));
  registers_.select_write(reg::kControl, control_ & ~reg::kControlEnable);
  run_until(setup_ps + period_ps_);
  // Self-timed, a spike may be accepted at this very instant.
  while (!clocked && sc_core::sc_pending_activity_at_current_time()) {
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
  }
  registers_.enable_access();
  run_until(effect_ps + (clocked ? period_ps_ / 2 : 1));
  registers_.end_access();
}

void Bench::play() {
  run_until(origin_ps_ - 2 * period_ps_);
  const TimePs margin_ps = 2 * period_ps_;
  TimePs end_ps = origin_ps_ + setup_.duration_ps;
  aer_source_.stop_at(end_ps);
  while (now_ps() + kSlicePs + margin_ps < end_ps) {
    run_until(now_ps() + kSlicePs);
    if (setup_.progress) {
      setup_.progress(static_cast<double>(now_ps() - origin_ps_) /
                      static_cast<double>(setup_.duration_ps));
    }
    if ((setup_.interrupted && setup_.interrupted()) ||
        (setup_.ends_with_waves && waves_ && waves_->over())) {
      result_.was_interrupted = true;
      end_ps = std::max(origin_ps_, now_ps() + 2 * margin_ps);
      aer_source_.stop_at(end_ps);
    }
  }
  end_acceptance(end_ps);
  result_.duration_ps = end_ps - origin_ps_;
}

// Events accepted before the end complete; the neurons stop with the last of them.
void Bench::finish() {
  const TimePs event_ps =
      self_timed_ ? self_timed_->rtl().longest_event_ps() : setup_.chip.timing.phases().total_ps();
  const TimePs stop_ps = origin_ps_ + result_.duration_ps + event_ps;
  chip_.neurons.stop_at(stop_ps);
  run_until(std::max(stop_ps, now_ps()));
  // Output spikes under way leave the chip: at most two per neuron, six cycles each. Then the
  // control is given two cycles more to come to rest, in mid-cycle for the register accesses.
  const auto handshakes = static_cast<TimePs>(2 * chip_.neurons.size() + 4);
  run_until((now_ps() / period_ps_ + handshakes * 6) * period_ps_ + period_ps_ / 2);
}

// The registers can be read once no access is under way; in mid-cycle.
void Bench::come_to_rest() {
  collecting_ = true;
  result_.stopped = true;
  result_.duration_ps = std::max<TimePs>(0, now_ps() - origin_ps_);
  registers_.end_access();
  run_until((now_ps() / period_ps_ + 1) * period_ps_ + period_ps_ / 2);
}

void Bench::collect() {
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    result_.counters[k] = registers_.read(reg::kCounters + static_cast<std::uint32_t>(4 * k));
  }
  result_.pre_roll_ps = origin_ps_;
  result_.offered = aer_source_.offered();
  result_.not_accepted = aer_source_.offered() - aer_source_.acknowledged();
  result_.array = chip_.crossbar.statistics();
  result_.writes = chip_.crossbar.writes();
  result_.writes.insert(result_.writes.end(), illegal_.begin(), illegal_.end());
  for (auto& write : result_.writes) write.latch_ps -= origin_ps_;
  // Simultaneous writes: lowest row first, then lowest column, whatever slots they came from.
  std::stable_sort(
      result_.writes.begin(), result_.writes.end(), [](const WriteEvent& a, const WriteEvent& b) {
        return std::tie(a.latch_ps, a.row, a.column) < std::tie(b.latch_ps, b.row, b.column);
      });
  for (const auto& [time_ps, neuron] : chip_.neurons.spikes()) {
    result_.output_spikes.emplace_back(time_ps - origin_ps_, neuron);
  }
  std::sort(result_.output_spikes.begin(), result_.output_spikes.end());
  result_.weights_after = chip_.devices.weights();
  result_.timing = table_;
  result_.timing.announce_to(nullptr);
  result_.assertion_failures = static_cast<std::uint64_t>(rtl_context_.assertion_failures());
  if (rtl_) result_.clock_edges = rtl_->edges();
  protocol_.finish();
  collect_invariants();
  if (!result_.stopped) check_conservation();
  for (std::size_t k = 0; k < kHazards; ++k) {
    result_.hazards[k] = log_.count(static_cast<Hazard>(k));
  }
  if (lock_step_) result_.differences = lock_step_->differences();
  for (auto& difference : result_.differences) difference.time_ps -= origin_ps_;
  result_.found = log_.kept();
  for (auto& violation : result_.found) violation.time_ps -= origin_ps_;
  collect_faults();
}

void Bench::check_conservation() {
  std::vector<std::string> broken = broken_conservation(result_);
  const auto sent = result_.counters[static_cast<std::size_t>(ControlCounter::out_spikes)];
  const auto dropped = result_.counters[static_cast<std::size_t>(ControlCounter::out_dropped)];
  if (sent + dropped != chip_.neurons.fire_pulses()) {
    broken.push_back(
        fmt::format("I15: the neurons fired {} times, the control counts {} output spikes and {} "
                    "dropped",
                    chip_.neurons.fire_pulses(), sent, dropped));
  }
  for (const std::string& sentence : broken) {
    log_.announce({CheckKind::invariant, "I15", now_ps(), "", sentence});
    result_.violations.push_back(sentence);
  }
  if (!chip_.crossbar.violation().empty()) {
    result_.violations.push_back(chip_.crossbar.violation());
  }
  if (result_.assertion_failures != 0) {
    result_.violations.push_back(
        fmt::format("{} assertions of the RTL failed", result_.assertion_failures));
    log_.announce({CheckKind::invariant, "assertions", now_ps(), "", result_.violations.back()});
  }
}

RunResult Bench::run() {
  result_.weights_before = chip_.devices.weights();
  try {
    reset_and_program();
    play();
    finish();
  } catch (const Stopped&) {
    come_to_rest();
  }
  collecting_ = true;
  if (waves_) {
    const TimePs first_ps = setup_.waves_window     ? setup_.waves_window->moment_ps
                            : setup_.spikes.empty() ? 0
                                                    : setup_.spikes.front().time_ps;
    waves_->close(std::max<TimePs>(0, origin_ps_ + first_ps));
    result_.waves_recorded = waves_->over();
  }
  collect();
  return std::move(result_);
}

}  // namespace softbound
