// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <systemc>
#include <utility>
#include <vector>

#include "chip/aer_tlm.h"
#include "chip/cell_array.h"
#include "chip/register_bank.h"
#include "chip/register_target.h"
#include "chip/spike_sender_tlm.h"
#include "configuration/chip_parameters.h"
#include "network/slot_schedule.h"
#include "neuron/neuron_array.h"

namespace softbound {

/// The chip at level tlm: spikes come and go as transactions whose phases are the edges of the AER
/// handshake, registers are memory-mapped, and in between no wire moves.
///
///     aer_i (req_rise .. ack_fall) -> slots -> cells -> charge -> neurons -> sender -> aer_o
///     registers_i (generic payload) -> register bank -> irq
///
/// Every edge and every output spike is at the picosecond at which level pin has it. The chip
/// sleeps until a spike can be accepted or a neuron may fire; what nobody can see meanwhile (UP and
/// DN sampled, writes, a slot set free) is caught up with then, in the order of its time.
///
/// Spikes that come by b_transport are accepted as they come, ahead of the kernel's time; their
/// reads wait until the kernel is there, so that stimuli and output spikes stay in order, whatever
/// the initiator's quantum.
class ChipTlm : public sc_core::sc_module, public AerForward, public RegisterAccess {
 public:
  AerTargetSocket aer_i{"aer_i"};
  sc_core::sc_signal<bool> irq{"irq"};

 private:
  RegisterBank registers_;
  sc_core::sc_event wake_{"wake"};
  SpikeSenderTlm sender_;

 public:
  AerInitiatorSocket& aer_o{sender_.aer_o};
  RegisterTarget registers_i;

  /// The registers are at their reset values: the control is disabled.
  /// @throws InputError if the parameters are impossible, or timing.latch is `transparent`, which
  ///         needs wires
  ChipTlm(const sc_core::sc_module_name& name, const ChipParameters& chip, std::uint64_t seed);

  CellArray& array() { return array_; }

  /// A source of stimuli, by the charge it gives each column's neuron.
  /// @return its number
  std::size_t add_source(const std::vector<double>& area_by_column);
  /// It gives its charges, now or later; calls in the order of their times.
  void stimulate(TimePs time_ps, std::size_t source);

  /// From this time on the neurons do nothing any more.
  void stop_neurons_at(TimePs stop_ps) { stop_ps_ = stop_ps; }
  /// All that has happened up to now is in registers, statistics, weights and lists.
  void catch_up();
  /// No event is under way any more: what the last pulses took from the supply is accounted for.
  void finish();

  /// By time, then by neuron.
  const std::vector<std::pair<TimePs, std::uint32_t>>& output_spikes() const { return spikes_out_; }

  tlm::tlm_sync_enum nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                     sc_core::sc_time& delay) override;
  void b_transport(AerPayload& payload, sc_core::sc_time& delay) override;

  // Behind the register socket.
  bool accepts(std::uint32_t address, std::uint32_t data) const override;
  void write_at(TimePs time_ps, std::uint32_t address, std::uint32_t data) override;
  std::optional<std::uint32_t> read_register(std::uint32_t address) override;
  void write_now(std::uint32_t address, std::uint32_t data) override;

 private:
  /// The handshake at the head of the bus.
  struct Head {
    AerPayload* payload = nullptr;  ///< null: the bus is at rest
    TimePs request_ps = 0;
    TimePs ready_ps = 0;          ///< accepted then, as far as the bus is concerned
    TimePs evaluate_ps = kNever;  ///< looked at then
    TimePs fallen_ps = kNever;    ///< the request fell, or will
    bool held = false;
    bool taken = false;
  };
  /// A spike that has been taken, and whose read is to come.
  struct Taken {
    BusEvent event;
    ControlTiming::Phases phases;
    bool held, bad_address;
  };
  /// What a slot is doing.
  struct SlotState {
    std::uint32_t row = 0;
    std::uint32_t event = 0;  ///< counts events, so that the latch of a given-up one is not taken
    bool decided = true;
    TimePs accepted_ps = 0, latch_ps = 0;
    ControlTiming::Phases phases{};
    bool at_arrival = false;  ///< UP and DN count as they were then
    Bits columns, up, dn;     ///< sampled
    CellArray::RowWrite written;
  };
  struct SlotInstant {
    TimePs time_ps;
    std::uint32_t slot, event;
  };
  struct EarlySample {
    TimePs time_ps, edge_ps;
    bool sampled;
    Bits up, dn;
  };
  struct RegisterWrite {
    TimePs time_ps;
    std::uint32_t address, data;
    bool begun;
  };
  /// In the order within a picosecond.
  enum class Due {
    nothing,
    write_begins,
    stimulus,
    evaluation,
    read,
    early_sample,
    sample,
    latch,
    departure,
    write,
  };

  void on_wake();
  void show_irq();
  TimePs wake_ps();
  void arm();
  std::pair<TimePs, Due> next_due() const;
  void play_until(TimePs time_ps);
  bool settled(Due due, TimePs time_ps);
  void play(Due due, TimePs time_ps);

  void advance_neurons(TimePs time_ps);
  void charge(TimePs time_ps, const double* i_dpi_per_s);
  void sample(TimePs time_ps, Bits& up, Bits& dn);
  TimePs sampled_ps(TimePs latch_ps) const;
  void sample_at_arrival(TimePs time_ps, SlotState& slot);
  void read(const Taken& taken);
  void give_up(SlotState& slot, TimePs time_ps);
  void latch(const SlotInstant& due);

  TimePs ready_ps(TimePs request_ps) const;
  TimePs request_seen_until_ps() const;
  TimePs head_free_ps() const;
  void look_at_head_from(TimePs time_ps);
  void sample_for(TimePs edge_ps);
  void evaluate(TimePs time_ps);
  void hold_head();
  void take(TimePs time_ps, std::uint32_t row, bool held);
  void acknowledge();
  void tell_blocked();

  void begin_write(RegisterWrite& write);
  void soft_reset(TimePs time_ps);
  void end_write(const RegisterWrite& write);
  void on_registers();

  const ControlTiming timing_;
  const std::size_t rows_;
  NeuronArray neurons_;
  CellArray array_;
  SlotSchedule schedule_;
  TimePs stop_ps_ = kNever;

  Head head_;
  TimePs previous_ps_;  ///< acceptance
  TimePs soft_reset_ps_ = -1;
  bool blocked_at_soft_reset_ = false;

  // What is to come, each in the order of its time.
  std::deque<RegisterWrite> writes_;
  std::deque<std::pair<TimePs, std::size_t>> stimuli_;
  std::deque<Taken> taken_;
  std::deque<EarlySample> early_samples_;
  std::deque<SlotInstant> samples_;
  std::deque<SlotInstant> latches_;

  std::vector<SlotState> slots_;
  std::vector<std::vector<double>> sources_;  ///< DPI currents by column
  Bits ltp_, ltd_;
  TimePs settling_ps_ = -1;
  int deltas_ = 0;
  sc_core::sc_event irq_event_;
  sc_core::sc_event free_;  ///< a blocking request may go on
  int blocked_ = 0;         ///< so many wait for it
  std::vector<std::pair<TimePs, std::uint32_t>> spikes_out_;
};

}  // namespace softbound
