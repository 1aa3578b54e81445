// SPDX-License-Identifier: Apache-2.0
#include "tlm_run.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

#include "aer_initiator.h"
#include "chip/chip_tlm.h"
#include "chip/sim_time.h"
#include "core/error.h"
#include "register_initiator.h"
#include "register_port.h"
#include "register_program.h"

namespace softbound {

namespace {

namespace reg = control_register;

// How often the run looks up to see whether it is to stop.
constexpr TimePs kSlicePs = 5 * kPsPerS / 1000;

TimingTable table_of(const RunSetup& setup) {
  TimingTable table{setup.limits.resolve(setup.chip.timing)};
  for (std::size_t k = 0; k < kTimingQuantities; ++k) {
    const auto quantity = static_cast<TimingQuantity>(k);
    if (quantity != TimingQuantity::hold_time &&
        quantity != TimingQuantity::request_to_acknowledge) {
      table.leave_out(quantity);
    }
  }
  return table;
}

/// Chip, sources and sink, joined by sockets, and the software that programs and reads the chip.
class TlmBench : public sc_core::sc_module {
 public:
  explicit TlmBench(const RunSetup& setup);

  RunResult run();

 private:
  void software();
  void program();
  void play();
  void play_loosely();
  void end_acceptance();
  void finish();
  void collect();
  void announce_stimuli();
  bool interrupted();
  void wait_until(TimePs time_ps);

  const RunSetup& setup_;
  const TimePs period_ps_;
  const TimePs origin_ps_;
  TimePs end_ps_;  ///< of acceptance
  RunResult result_;
  TimingTable table_;
  ChipTlm chip_;
  AerInitiator spikes_;
  AerSink output_;
  RegisterInitiator registers_;
  std::uint32_t control_ = 0;  ///< what CONTROL holds
  bool done_ = false;
};

TlmBench::TlmBench(const RunSetup& setup)
    : sc_module{sc_core::sc_module_name{"bench"}},
      setup_{setup},
      period_ps_{setup.chip.timing.clock_period_ps},
      origin_ps_{kPreRollCycles * period_ps_},
      end_ps_{origin_ps_ + setup.duration_ps},
      table_{table_of(setup)},
      chip_{"chip", setup.chip, setup.seed},
      spikes_{"spikes", setup.spikes, origin_ps_, setup.chip.timing, table_},
      output_{"output"},
      registers_{"registers"} {
  spikes_.aer_o.bind(chip_.aer_i);
  if (setup.on_acknowledge) spikes_.tell(setup.on_acknowledge);
  chip_.aer_o.bind(output_.aer_i);
  registers_.socket.bind(chip_.registers_i.socket);
  chip_.array().record_writes(setup.record_writes);
  chip_.array().measure_energy(true);
  if (setup.weights.empty()) {
    chip_.array().randomize_weights();
  } else {
    chip_.array().set_weights(setup.weights);
  }
  announce_stimuli();
  SC_HAS_PROCESS(TlmBench);
  SC_THREAD(software);
}

void TlmBench::announce_stimuli() {
  std::map<std::pair<StimulusKind, std::uint32_t>, std::size_t> sources;
  std::vector<double> areas(static_cast<std::size_t>(setup_.chip.array.columns));
  for (const Stimulus& stimulus : setup_.stimuli) {
    const auto [source, is_new] = sources.try_emplace({stimulus.kind, stimulus.index}, 0);
    if (is_new) {
      for (std::size_t column = 0; column < areas.size(); ++column) {
        areas[column] = setup_.stimulus_area(stimulus, column);
      }
      source->second = chip_.add_source(areas);
    }
    chip_.stimulate(origin_ps_ + stimulus.time_ps, source->second);
  }
}

void TlmBench::wait_until(TimePs time_ps) {
  if (time_ps > now_ps()) wait(sim_time(time_ps - now_ps()));
}

void TlmBench::software() {
  program();
  setup_.quantum_ps ? play_loosely() : play();
  finish();
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    result_.counters[k] = registers_.read(reg::kCounters + static_cast<std::uint32_t>(4 * k));
  }
  done_ = true;
}

void TlmBench::program() {
  wait(sim_time(period_ps_ / 2));
  for (const auto& [address, data] :
       register_program(setup_, static_cast<std::size_t>(setup_.chip.array.columns))) {
    registers_.write(address, data);
    control_ = data;
  }
  if (now_ps() >= origin_ps_) {
    throw std::logic_error("register programming is longer than pre-roll");
  }
  wait_until(origin_ps_ - 2 * period_ps_);
}

bool TlmBench::interrupted() {
  if (setup_.progress && setup_.duration_ps > 0) {
    setup_.progress(std::min(
        1.0, static_cast<double>(now_ps() - origin_ps_) / static_cast<double>(setup_.duration_ps)));
  }
  if (!result_.was_interrupted && setup_.interrupted && setup_.interrupted()) {
    result_.was_interrupted = true;
    end_ps_ = std::max(origin_ps_, now_ps() + 4 * period_ps_);
    spikes_.stop_at(end_ps_);
  }
  return result_.was_interrupted;
}

void TlmBench::play() {
  spikes_.stop_at(end_ps_);
  spikes_.start();
  while (now_ps() + kSlicePs + 2 * period_ps_ < end_ps_ && !interrupted()) {
    wait(sim_time(kSlicePs));
  }
  end_acceptance();
}

// Acceptance ends with the last instant before end_ps_: the write that disables the control takes
// effect at the last clock edge before it.
void TlmBench::end_acceptance() {
  const bool clocked = setup_.chip.timing.clocked();
  const TimePs effect_ps = clocked ? (end_ps_ - 1) / period_ps_ * period_ps_ : end_ps_ - 1;
  wait_until(effect_ps - period_ps_ - (clocked ? period_ps_ / 2 : 0));
  registers_.write(reg::kControl, control_ & ~reg::kControlEnable);
}

void TlmBench::play_loosely() {
  spikes_.stop_at(end_ps_);
  TimePs look_up_ps = 0;
  spikes_.play_loosely(*setup_.quantum_ps, [&] {
    if (now_ps() < look_up_ps) return;
    look_up_ps = now_ps() + kSlicePs;
    interrupted();
  });
  wait_until(end_ps_);
}

// Events accepted before the end complete; the neurons stop with the last of them. Output spikes
// under way leave the chip: at most two per neuron, six cycles each.
void TlmBench::finish() {
  const TimePs stop_ps = end_ps_ + setup_.chip.timing.phases().total_ps();
  chip_.stop_neurons_at(stop_ps);
  wait_until(stop_ps);
  const auto handshakes = static_cast<TimePs>(2 * setup_.chip.array.columns + 4);
  wait_until((now_ps() / period_ps_ + handshakes * 6) * period_ps_ + period_ps_ / 2);
}

void TlmBench::collect() {
  chip_.finish();
  result_.pre_roll_ps = origin_ps_;
  result_.duration_ps = end_ps_ - origin_ps_;
  result_.offered = spikes_.offered();
  result_.not_accepted = spikes_.offered() - spikes_.acknowledged();
  result_.timing = table_;
  result_.array = chip_.array().statistics();
  result_.writes = chip_.array().writes();
  for (auto& write : result_.writes) write.latch_ps -= origin_ps_;
  // Simultaneous writes: lowest row first, then lowest column.
  std::stable_sort(
      result_.writes.begin(), result_.writes.end(), [](const WriteEvent& a, const WriteEvent& b) {
        return std::tie(a.latch_ps, a.row, a.column) < std::tie(b.latch_ps, b.row, b.column);
      });
  for (const auto& [time_ps, neuron] : chip_.output_spikes()) {
    result_.output_spikes.emplace_back(time_ps - origin_ps_, neuron);
  }
  std::sort(result_.output_spikes.begin(), result_.output_spikes.end());
  result_.weights_after = chip_.array().devices().weights();
  result_.violations = broken_conservation(result_);
  judge_totals(setup_, result_);
}

RunResult TlmBench::run() {
  result_.weights_before = chip_.array().devices().weights();
  while (!done_) sc_core::sc_start(sim_time(kSlicePs));
  collect();
  return std::move(result_);
}

}  // namespace

void check_tlm_run(const RunSetup& setup) {
  setup.chip.check();
  setup.limits.check();
  const auto need_wires = [](bool asked, const char* what) {
    if (asked) {
      throw InputError{std::string{what} +
                       ": level tlm has no wires; expected --level pin or --level rtl"};
    }
  };
  need_wires(!setup.waves_path.empty(), "--waves");
  need_wires(!setup.probes.empty(), "--probe");
  need_wires(!setup.faults.empty(), "--inject");
  need_wires(setup.chip.timing.latch == LatchInstant::transparent,
             "timing.latch = \"transparent\"");
  setup.chip.timing.refuse_mismatch(level_name(Level::tlm));
  const RegisterBank registers{setup.chip.timing,
                               static_cast<std::size_t>(setup.chip.array.columns),
                               setup.chip.array.slot_count(setup.chip.timing)};
  for (const auto& [address, data] : setup.registers) {
    if (!registers.accepts(address, data)) RegisterPort::refuse(address, data);
  }
}

RunResult run_tlm(const RunSetup& setup) {
  check_tlm_run(setup);
  if (sc_core::sc_get_time_resolution() != sc_core::sc_time(1, sc_core::SC_PS)) {
    sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  }
  TlmBench bench{setup};
  return bench.run();
}

}  // namespace softbound
