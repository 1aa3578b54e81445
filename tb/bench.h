// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "aer_source.h"
#include "chip/chip.h"
#include "chip/fault_injector.h"
#include "chip/fault_scope.h"
#include "chip/invariant_monitor.h"
#include "chip/lock_step.h"
#include "chip/pin_control.h"
#include "chip/protocol_monitor.h"
#include "chip/sim_time.h"
#include "chip/timing_monitor.h"
#include "chip_bench.h"
#include "chip_waves.h"
#include "register_port.h"
#include "rtl_control.h"
#include "self_timed_control.h"
#include "stimulus_source.h"

namespace softbound {

/// The size of the control that a run is built with; rows, columns and slots are 0 where the run's
/// own hold.
/// @throws InputError if no built control will do
ControlSize rtl_size_for(const RunSetup& setup);
/// What faults there can be. @param rtl_size see rtl_size_for()
FaultScope fault_scope(const RunSetup& setup, const ControlSize& rtl_size);

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

}  // namespace softbound
