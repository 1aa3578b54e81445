// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <systemc>
#include <vector>

#include "chip/control_signals.h"
#include "chip/register_bank.h"
#include "configuration/fault.h"
#include "core/control_timing.h"

namespace softbound {

/// Stands between the environment, a control and the array, and spoils what passes:
///
///     environment --inputs--> [here] --> chip (what all see and follow) --> observers, other
///     control
///                                   \--> control ---outputs--> [here] --> chip --> array,
///                                   environment
///
/// Without a fault at work every wire is passed on unchanged, a delta cycle later.
class FaultInjector : public sc_core::sc_module {
 public:
  struct Options {
    ControlTiming timing;
    TimePs origin_ps = 0;  ///< times of the faults count from there
    std::uint64_t seed = 1;
    std::uint32_t bad_address = 0;  ///< the lowest that is out of range
  };

  /// @param environment wires as environment and neurons drive them
  /// @param chip wires as all others see them
  /// @param control the wires of the control that suffers
  FaultInjector(const sc_core::sc_module_name& name, const std::vector<Fault>& faults,
                ControlSignals& environment, ControlSignals& chip, ControlSignals& control,
                const Options& options);

  /// When each fault first acted, in the time of the simulation; -1: never.
  std::vector<TimePs> acted_ps() const;

 private:
  struct State {
    Fault fault;
    TimePs acted_ps = -1;
    bool due = false;     // its time has come
    bool active = false;  // it is at work
    std::size_t slot = 0;
    TimePs from_ps = kNever, to_ps = kNever;  // when it is at work
  };
  struct Glitch {
    TimePs from_ps, to_ps;
    bool request;  // else the address
    std::uint32_t address;
  };

  void on_inputs();
  void on_outputs();
  void on_slot(std::size_t slot);
  void on_timer();
  void on_bus();
  void wake_at(TimePs time_ps);
  void act(State& state);
  bool open(const State& state) const { return now() >= state.from_ps && now() < state.to_ps; }
  static TimePs now();

  void request_faults(bool& req, std::uint32_t& addr);
  void request_rises(State& state);
  void glitch_faults(bool& req, std::uint32_t& addr);
  void neuron_faults(Bits& up, Bits& dn, Bits& fire, Bits& control_up);
  void aim_at_latch(std::size_t slot);
  void spoil_slot(std::size_t slot, bool& read, bool& wr, Bits& ltp, Bits& ltd);
  void make_glitches(State& state, std::size_t index);
  void flip_register(State& state);
  std::uint32_t flipped(const State& state, std::uint32_t& address) const;
  TimePs least_request_ps() const;
  TimePs early_ps() const;

  ControlSignals& environment_;
  ControlSignals& chip_;
  ControlSignals& control_;
  const Options options_;
  RegisterBank registers_;
  std::vector<State> faults_;
  std::vector<Glitch> glitches_;
  bool req_ = false;  // of the environment, before
  Bits fire_;         // likewise
  std::vector<char> was_read_, was_wr_;
  int access_step_ = 0;  // of the injector's own register access
  State* flipping_ = nullptr;
  sc_core::sc_event_queue timer_{"due"};
};

}  // namespace softbound
