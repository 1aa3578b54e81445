// SPDX-License-Identifier: Apache-2.0
#include "chip_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "aer_source.h"
#include "chip/chip.h"
#include "chip/fault_injector.h"
#include "chip/invariant_monitor.h"
#include "chip/lock_step.h"
#include "chip/pin_control.h"
#include "chip/protocol_monitor.h"
#include "chip/register_bank.h"
#include "chip/sim_time.h"
#include "chip/timing_monitor.h"
#include "chip_waves.h"
#include "core/error.h"
#include "register_port.h"
#include "register_program.h"
#include "rtl_control.h"
#include "self_timed_control.h"
#include "stimulus_source.h"
#include "wave_file.h"

namespace softbound {

const char* level_name(Level level) {
  constexpr const char* kNames[] = {"event", "tlm", "pin", "rtl"};
  return kNames[static_cast<std::size_t>(level)];
}

namespace {

namespace reg = control_register;

// How often the run looks up to see whether it is to stop.
constexpr TimePs kSlicePs = 5 * kPsPerS / 1000;

/// Chip, sources and sinks, joined.
class Bench {
 public:
  explicit Bench(const RunSetup& setup);

  RunResult run();

 private:
  Chip::ControlFactory control_factory();
  std::size_t slot_count() const;
  void add_lock_step();
  void add_injector();
  void add_invariants();
  void collect_invariants();
  ProtocolMonitor::Options protocol_options();
  void collect_faults();
  void note_illegal(const IllegalLatch& latch);
  void reset_and_program();
  void advance(TimePs duration_ps);
  void run_until(TimePs time_ps) { advance(time_ps - now_ps()); }
  void play();
  void end_acceptance(TimePs end_ps);
  void finish();
  void collect();
  void check_conservation();
  void stop();
  void come_to_rest();

  const RunSetup& setup_;
  const TimePs period_ps_;
  const TimePs origin_ps_;
  RunResult result_;
  ViolationLog log_;
  TimingTable table_;
  RtlContext rtl_context_;
  ControlSize rtl_size_;
  RtlControl* rtl_ = nullptr;
  SelfTimedControl* self_timed_ = nullptr;
  Chip chip_;
  AerSource aer_source_;
  StimulusSource stimulus_source_;
  TimingMonitor monitor_;
  ProtocolMonitor protocol_;
  std::unique_ptr<ControlSignals> following_pins_;
  std::unique_ptr<PinControl> following_;
  std::unique_ptr<LockStep> lock_step_;
  std::unique_ptr<FaultInjector> injector_;
  std::unique_ptr<InvariantMonitor> invariants_;
  RegisterPort registers_;
  std::optional<ChipWaves> waves_;
  std::vector<WriteEvent> illegal_;
  sc_core::sc_event boundary_;
  bool stop_ = false;          // a check wants the run to end
  bool collecting_ = false;    // it has ended
  std::uint32_t control_ = 0;  // what CONTROL holds
};

std::size_t Bench::slot_count() const {
  const auto slots = setup_.chip.array.slot_count(setup_.chip.timing);
  return setup_.level == Level::rtl ? std::max(slots, rtl_size_.slots) : slots;
}

Chip::ControlFactory Bench::control_factory() {
  return [this](ControlSignals& pins) -> std::unique_ptr<sc_core::sc_module> {
    const ControlTiming& timing = setup_.chip.timing;
    if (setup_.level == Level::pin) {
      return std::make_unique<PinControl>("control", timing, pins);
    }
    if (!timing.clocked()) {
      auto control =
          std::make_unique<SelfTimedControl>("control", rtl_context_, timing, setup_.seed, pins);
      self_timed_ = control.get();
      return control;
    }
    auto rtl = setup_.make_rtl
                   ? setup_.make_rtl(rtl_context_)
                   : ControlRtl::create(rtl_context_, "softbound.rtl", pins.rows, pins.columns);
    RtlControl::Options options;
    options.free_running_clock = setup_.free_running_clock;
    if (!setup_.waves_path.empty()) {
      options.record = [this](TimePs time_ps) { waves_->file().dump(time_ps); };
      options.recording = [this] { return waves_->recording(); };
    }
    auto control = std::make_unique<RtlControl>("control", timing, pins, std::move(rtl), options);
    rtl_ = control.get();
    return control;
  };
}

ControlSize rtl_size_for(const RunSetup& setup) {
  if (setup.level != Level::rtl) {
    if (setup.lock_step) throw std::logic_error{"lock-step at another level than rtl"};
    return {};
  }
  const auto rows = static_cast<std::size_t>(setup.chip.array.rows);
  const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
  if (!setup.chip.timing.clocked()) return SelfTimedControl::size_for(setup.chip);
  ControlSize size{rows, columns, 8};
  if (!setup.make_rtl) {
    RtlContext context;
    size = ControlRtl::create(context, "probe", rows, columns)->size();
  }
  if (setup.chip.array.slot_count(setup.chip.timing) > size.slots) {
    throw InputError{fmt::format(
        "array.slots = {}: {} slots, expected at most {}, what the RTL was built with",
        setup.chip.array.slots, setup.chip.array.slot_count(setup.chip.timing), size.slots)};
  }
  return size;
}

ProtocolMonitor::Options Bench::protocol_options() {
  const double ns = setup_.limits.watchdog_ns;
  return {ns <= kLongestTimeS * 1e9 ? ps_from_ns(ns) : kNever, origin_ps_, [this] { stop(); },
          [this](const IllegalLatch& latch) { note_illegal(latch); }};
}

/// A check has ended the run.
struct Stopped {};

Bench::Bench(const RunSetup& setup)
    : setup_{setup},
      period_ps_{setup.chip.timing.clock_period_ps},
      origin_ps_{kPreRollCycles * period_ps_},
      table_{setup.limits.resolve(setup.chip.timing)},
      rtl_size_{rtl_size_for(setup)},
      chip_{"chip", setup.chip, setup.seed, slot_count(), control_factory(), !setup.faults.empty()},
      aer_source_{"aer_source", setup.spikes, origin_ps_, setup.chip.timing, table_},
      stimulus_source_{"stimulus_source", setup.stimuli, origin_ps_, setup.stimulus_area,
                       chip_.pins.columns},
      monitor_{"timing_monitor", chip_.pins, setup.chip.timing, table_},
      protocol_{"protocol_monitor", chip_.pins, chip_.environment(), setup.chip.timing,
                setup.chip.cell,    log_,       protocol_options()},
      registers_{chip_.environment(), period_ps_,
                 [this](TimePs duration_ps) { advance(duration_ps); }} {
  aer_source_.req_o(chip_.environment().req);
  aer_source_.addr_o(chip_.environment().addr);
  aer_source_.ack_i(chip_.pins.ack);
  if (setup.on_acknowledge) aer_source_.tell(setup.on_acknowledge);
  stimulus_source_.charges_o(chip_.neurons.charges_i);

  // The default receiver of output spikes acknowledges at once.
  sc_core::sc_spawn_options receive;
  receive.spawn_method();
  receive.dont_initialize();
  receive.set_sensitivity(&chip_.pins.out_req);
  sc_core::sc_spawn([this] { chip_.environment().out_ack.write(chip_.pins.out_req.read()); },
                    "receive", &receive);

  for (const auto& [row, column] : setup.probes) chip_.crossbar.probe(row, column);
  if (setup.record_writes) chip_.crossbar.record_writes();
  if (setup.weights.empty()) {
    chip_.devices.randomize_weights();
  } else {
    chip_.devices.set_weights(setup.weights);
  }
  table_.announce_to(&log_);
  chip_.crossbar.on_violation = [this](const std::string& what) {
    log_.announce({CheckKind::invariant, "cells", now_ps(), "", what});
  };
  if (setup.on_violation) log_.listen(setup.on_violation);
  if (!setup.faults.empty()) add_injector();
  if (setup.lock_step) add_lock_step();
  if (setup.invariants) add_invariants();
  if (!setup.waves_path.empty()) {
    waves_.emplace(setup.waves_path, chip_);
    if (rtl_) rtl_->rtl().trace(waves_->file());
    if (self_timed_) self_timed_->trace_played(waves_->file(), setup.spikes);
    setup.waves_window ? waves_->open_window(*setup.waves_window, origin_ps_, rtl_ ? period_ps_ : 0)
                       : waves_->open();
  }
  if (setup.observe) setup.observe(chip_);
}

// The SystemC control as large as the Verilated one is built, so that addresses and registers mean
// the same to both.
void Bench::add_lock_step() {
  following_pins_ = std::make_unique<ControlSignals>("following_pins", rtl_size_.rows,
                                                     rtl_size_.columns, slot_count());
  following_ =
      std::make_unique<PinControl>("following_control", setup_.chip.timing, *following_pins_);
  LockStep::Options options;
  options.origin_ps = origin_ps_;
  options.clock_period_ps = setup_.chip.timing.clocked() ? period_ps_ : 0;
  options.busy = [this](std::size_t slot) {
    return following_->registers().busy_slots().test(slot);
  };
  options.slots_are_rows = self_timed_ != nullptr;
  options.on_difference = [this] { stop(); };
  lock_step_ = std::make_unique<LockStep>("lock_step", chip_.pins, chip_.control_pins(),
                                          *following_pins_, log_, options);
}

// Addresses from this row on are out of range, those after the last one cannot be on the wires.
FaultScope fault_scope(const RunSetup& setup, const ControlSize& rtl_size) {
  FaultScope scope;
  scope.timing = setup.chip.timing;
  scope.rows = static_cast<std::size_t>(setup.chip.array.rows);
  scope.columns = static_cast<std::size_t>(setup.chip.array.columns);
  scope.duration_ps = setup.duration_ps;
  const bool rtl = setup.level == Level::rtl;
  scope.bad_address = rtl ? rtl_size.rows : scope.rows;
  scope.last_address = 1;
  while (scope.last_address < (rtl ? rtl_size.rows - 1 : 0xffff)) {
    scope.last_address = 2 * scope.last_address + 1;
  }
  return scope;
}

void Bench::add_injector() {
  FaultInjector::Options options;
  options.timing = setup_.chip.timing;
  options.origin_ps = origin_ps_;
  options.seed = setup_.seed;
  options.bad_address = static_cast<std::uint32_t>(fault_scope(setup_, rtl_size_).bad_address);
  injector_ = std::make_unique<FaultInjector>("fault_injector", setup_.faults, chip_.environment(),
                                              chip_.pins, chip_.control_pins(), options);
}

void Bench::add_invariants() {
  // What only a cell's own switches and voltages show, one of them shows.
  if (setup_.probes.empty()) chip_.crossbar.probe(0, 0);
  invariants_ = std::make_unique<InvariantMonitor>(
      "invariants", chip_, setup_.stimuli.empty(),
      [this](int invariant, TimePs time_ps, const std::string& text) {
        log_.announce({CheckKind::invariant, fmt::format("I{}", invariant), time_ps, "", text});
        result_.violations.push_back(
            fmt::format("I{}: at {:.12f} s {}", invariant, s_from_ps(time_ps - origin_ps_), text));
      });
}

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

// The array takes from the configuration whether an acknowledge may mean that a Read starts anew.
void check_policy(std::uint32_t address, std::uint32_t data, BusyPolicy built) {
  const auto written = static_cast<BusyPolicy>(data & 3u);
  if (address != reg::kPolicy || restarts_read(written) == restarts_read(built)) return;
  throw InputError{fmt::format(
      "register 0x{:03x} = {}: a busy policy that {} Reads under way, unlike timing.busy_policy; "
      "expected one like it, or that key set to it",
      address, data, restarts_read(written) ? "restarts" : "does not restart")};
}

}  // namespace

void check_run(const RunSetup& setup) {
  setup.chip.check();
  setup.limits.check();
  const ControlTiming& timing = setup.chip.timing;
  const bool self_timed_rtl = setup.level == Level::rtl && !timing.clocked();
  if (!self_timed_rtl) timing.refuse_mismatch(level_name(setup.level));
  const ControlSize size = rtl_size_for(setup);
  check_faults(setup.faults, fault_scope(setup, size));
  const RegisterBank registers{
      timing, static_cast<std::size_t>(setup.chip.array.columns),
      std::max(size.slots, setup.chip.array.slot_count(timing)),
      self_timed_rtl ? RegisterBank::Slots::all : RegisterBank::Slots::any};
  for (const auto& [address, data] : setup.registers) {
    if (!registers.accepts(address, data)) RegisterPort::refuse(address, data);
    check_policy(address, data, timing.busy_policy);
  }
  if (!setup.waves_path.empty()) WaveFile{setup.waves_path};  // knows the formats
}

RunResult run_chip(const RunSetup& setup) {
  check_run(setup);
  if (sc_core::sc_get_time_resolution() != sc_core::sc_time(1, sc_core::SC_PS)) {
    sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  }
  Bench bench{setup};
  RunResult result = bench.run();
  judge_totals(setup, result);
  return result;
}

}  // namespace softbound
