// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chip/lock_step.h"
#include "chip/pseudo_crossbar.h"
#include "chip/timing_table.h"
#include "chip/violation_log.h"
#include "chip_waves.h"
#include "configuration/chip_parameters.h"
#include "configuration/fault.h"
#include "control/control_rtl.h"
#include "core/control_registers.h"
#include "network/bus_load.h"
#include "network/spike_file.h"
#include "rtl_context.h"

namespace softbound {

class Chip;

enum class Level { event, tlm, pin, rtl };
const char* level_name(Level level);
constexpr bool has_wires(Level level) { return level == Level::pin || level == Level::rtl; }

/// What a run of the chip is given.
struct RunSetup {
  Level level = Level::pin;
  ChipParameters chip;
  LimitParameters limits;
  std::uint64_t seed = 1;
  std::vector<Spike> spikes;      ///< times from t = 0, in order
  std::vector<Stimulus> stimuli;  ///< likewise
  /// Signed charge that a stimulus gives a column's neuron.
  std::function<double(const Stimulus&, std::size_t column)> stimulus_area;
  std::vector<double> weights;  ///< rows x columns; empty: U[0,1] from the seed
  TimePs duration_ps = 0;       ///< spikes are accepted before this time
  bool record_writes = false;
  bool record_inputs = false;              ///< the run directory keeps spikes and stimuli
  std::string waves_path;                  ///< empty: no waveform
  std::optional<WaveWindow> waves_window;  ///< what it shows; nothing: all from reset on
  bool ends_with_waves = false;            ///< what comes after the window is of no interest
  std::vector<std::pair<std::uint32_t, std::uint32_t>> probes;
  /// Written to the control's registers after everything else, address and value.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> registers;
  bool free_running_clock = false;
  /// Acting on the wires between environment, control and array.
  std::vector<Fault> faults;
  /// A SystemC control follows the Verilated one, which drives the chip, and their outputs are
  /// compared all the time; the run ends with the first difference. Level rtl alone.
  bool lock_step = false;
  /// I1 to I16 are checked at every instant, on the whole array: for small ones or short runs.
  bool invariants = false;
  /// Level tlm: spikes are sent by b_transport, loosely timed, and may run ahead of the kernel by
  /// so much; not set: non-blocking, phase by phase.
  std::optional<TimePs> quantum_ps;
  /// A Verilated control instead of the built ones (level rtl).
  std::function<std::unique_ptr<ControlRtl>(RtlContext&)> make_rtl;
  /// Given the chip once it is built, before anything happens: for whoever watches its wires.
  std::function<void(Chip&)> observe;
  /// Told of everything that a check does not let pass, at the time of the simulation at which it
  /// is found (t = 0 is RunResult::pre_roll_ps).
  ViolationLog::Listener on_violation;
  /// Told of every handshake of the AER input.
  std::function<void(const AcknowledgedSpike&)> on_acknowledge;
  /// Asked now and then; true ends the run as if its duration were over.
  std::function<bool()> interrupted;
  /// Told now and then how far the run is, 0 ... 1.
  std::function<void(double)> progress;
};

/// What became of a fault.
struct FaultOutcome {
  std::string text;                    ///< as the user wrote it
  TimePs acted_ps = -1;                ///< from t = 0; -1: it never did
  std::vector<std::string> caught_by;  ///< checks that found something from then on
};

/// A total of a run and what limits it.
struct TotalVerdict {
  TotalQuantity quantity = TotalQuantity::held;
  double value = 0;
  bool measured = true;  ///< false: the level has not what it takes
  TotalLimit limit;

  bool limited() const { return measured && limit.set(); }
  bool passed() const { return !limited() || value <= limit.greatest; }
};

/// What it gives. Times count from t = 0 of the spikes unless said otherwise.
struct RunResult {
  TimePs pre_roll_ps = 0;  ///< time of the simulation and the waveform at t = 0
  TimePs duration_ps = 0;
  bool was_interrupted = false;
  bool waves_recorded = false;     ///< there is a waveform: the run has reached its window
  bool stopped = false;            ///< a check ended the run: there was no use in going on
  std::uint64_t offered = 0;       ///< spikes whose request rose
  std::uint64_t not_accepted = 0;  ///< of these, still waiting at the end
  ControlCounters counters{};      ///< as the control's registers tell
  TimingTable timing{{}};
  ArrayStatistics array;
  std::vector<WriteEvent> writes;  ///< if recorded; latch_ps from t = 0
  std::vector<std::pair<TimePs, std::uint32_t>> output_spikes;
  std::vector<double> weights_before, weights_after;
  std::vector<std::string> violations;            ///< invariants that did not hold, a sentence each
  std::array<std::uint64_t, kHazards> hazards{};  ///< how often each was found
  /// What the checks did not let pass, in order; of each check the first ones.
  std::vector<Violation> found;
  /// With RunSetup::invariants: how often I1 ... I16 were put to the test.
  std::array<std::uint64_t, 16> invariant_checks{};
  std::vector<LockStepDifference> differences;  ///< at most one; its time from t = 0
  std::vector<TotalVerdict> totals;             ///< one for each TotalQuantity
  std::vector<FaultOutcome> faults;
  std::uint64_t assertion_failures = 0;
  std::uint64_t clock_edges = 0;  ///< rising edges the Verilated control saw

  bool clean() const {
    return std::all_of(hazards.begin(), hazards.end(), [](auto count) { return count == 0; });
  }
  bool passed() const {
    // A fault that did nothing, or that nobody noticed, proves nothing.
    return timing.passed() && violations.empty() && clean() && differences.empty() &&
           faults.empty() && std::all_of(totals.begin(), totals.end(), [](const TotalVerdict& v) {
             return v.passed();
           });
  }
};

/// Fills `totals` from what the run gave.
void judge_totals(const RunSetup& setup, RunResult& result);

/// Levels pin and rtl.
/// @throws InputError if a run of this setup is impossible; makes nothing
void check_run(const RunSetup& setup);

/// Levels pin and rtl: builds the chip, plays the spikes and collects what happened. Once a
/// process: SystemC has one kernel.
/// @throws InputError if the setup is impossible
RunResult run_chip(const RunSetup& setup);

}  // namespace softbound
