// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "cell/cell_6t1m.h"
#include "configuration/chip_parameters.h"
#include "core/control_registers.h"
#include "device/device_array.h"
#include "network/bus_schedule.h"
#include "network/lanes.h"
#include "network/spike_file.h"

namespace softbound {

/// The chip at level `event`: no wires and no simulation kernel, but every rule of order. The bus
/// tells when each spike is accepted; between these instants, the latches and the stimuli, the
/// neurons follow closed forms, all of them in one pass:
///
///     bus:      accepted ------------> UP and DN sampled, latch --------> (cut by an abort)
///     cells:    read the row            write the row                     amend the writes
///     neurons:  + jump x read-out       sample
///
/// All lanes share one anchor. A lane that fires, or whose refractory period ends, between two
/// anchors goes its own way through NeuronModel until the next charge takes it back.
///
/// present() may be called any number of times: weights stay, the bus starts anew, and the neurons
/// start from rest or go on from where they were.
class EventEngine {
 public:
  /// Signed charge that a stimulus gives a column's neuron: a pure function, asked once for each
  /// source and column.
  using StimulusArea = std::function<double(const Stimulus&, std::size_t column)>;

  /// What the neurons start a presentation from.
  enum class Start {
    at_rest,
    continued,  ///< DPI, membrane, calcium, refractory period as the former presentation left them
  };

  /// @throws InputError if the parameters are impossible, or timing.latch is `transparent`, which
  ///         needs wires
  EventEngine(const ChipParameters& chip, std::uint64_t seed, StimulusArea stimulus_area);

  void set_weights(const std::vector<double>& weights);
  /// Goes on from where another engine's devices() were.
  /// @throws InputError if there is not one of each a cell, or a weight is outside [0, 1]
  void restore(const std::vector<double>& weights, const std::vector<std::uint32_t>& write_counts,
               const std::vector<double>& hidden_state);
  /// U(0, 1) from the seed.
  void randomize_weights();
  const DeviceArray& devices() const { return devices_; }

  // Between presentations, as software would change the control's registers.
  void set_write_enable(bool enable) { write_enable_ = enable; }
  /// Columns where UP counts.
  /// @throws std::invalid_argument if the width is not the number of columns; so below
  void set_pos_columns(const Bits& columns);
  /// Columns where DN counts.
  void set_neg_columns(const Bits& columns);
  /// From now on a spike of this source gives each column's neuron a charge of this area, instead
  /// of what was asked of StimulusArea.
  /// @throws std::invalid_argument if it is not one area a column
  /// @throws std::domain_error if one is not finite
  void set_stimulus_areas(StimulusKind kind, std::uint32_t index,
                          const std::vector<double>& area_by_column);

  void record_writes(bool record) { recording_ = record; }
  void measure_energy(bool measure) { measuring_ = measure; }
  /// Asked now and then with the time reached; false ends the presentation as if its duration were
  /// over.
  void ask_to_go_on(std::function<bool(TimePs)> go_on) { go_on_ = std::move(go_on); }

  /// Plays one presentation; spikes are accepted before `duration_ps`, their events complete: it
  /// lasts to end_ps(). Spikes and stimuli in their order, rows of the array, from t = 0; a
  /// continued presentation has its t = 0 at the end_ps() of the former one, bus at rest. Two that
  /// follow each other are one presentation with the second's spikes that much later (clocked
  /// control: if the end lies on a clock edge).
  /// @throws std::domain_error if a stimulus area is not finite
  void present(const std::vector<Spike>& spikes, const std::vector<Stimulus>& stimuli,
               TimePs duration_ps, Start start = Start::at_rest);

  /// One decided write; weight_after with the width really applied.
  struct Write {
    TimePs latch_ps;
    std::uint32_t row, column;
    WriteKind kind;
    double weight_before, weight_after;
  };

  // Of the latest presentation.
  const BusSchedule& bus() const { return bus_; }
  /// Output spikes are counted as the control sees them, without contention for the output bus:
  /// out_dropped stays 0.
  const ControlCounters& counters() const { return counters_; }
  /// By time, then by neuron.
  const std::vector<std::pair<TimePs, std::uint32_t>>& output_spikes() const { return spikes_out_; }
  /// By column, all that the neurons emitted.
  const std::vector<std::uint32_t>& spike_counts() const { return spike_counts_; }
  /// When all that was accepted is done, whatever came: the duration and the length of one event.
  TimePs end_ps() const { return bus_.duration_ps() + phases_.total_ps(); }
  /// I_mem of each neuron at end_ps(), before a spike at that very instant.
  std::vector<double> membranes() const;
  const std::vector<Write>& writes() const { return writes_; }
  const std::vector<CellEnergy>& row_energy() const { return row_energy_; }
  std::uint64_t amended_writes() const { return amended_writes_; }
  std::uint64_t overstressed_writes() const { return overstressed_writes_; }

 private:
  static constexpr std::uint64_t kNoEvent = ~std::uint64_t{0};

  /// A spike that the bus has let in, until its latch.
  struct Pending {
    BusEvent bus;
    TimePs sample_ps;
    bool superseded;
  };
  struct Pulse {
    WriteRecord record;
    std::size_t write;  ///< in writes_
  };
  struct SlotState {
    std::uint64_t event = kNoEvent;  ///< which pending one it serves
    TimePs accepted_ps = 0;
    TimePs latch_ps = 0;
    std::uint32_t row = 0;
    std::vector<Pulse> pulses;
  };
  /// A neuron apart from the common anchor (`own`), or held at reset beside it.
  struct Apart {
    std::size_t lane;
    NeuronState state;
    TimePs next_spike_ps;
    bool own;
  };
  /// Steps of the same length come again and again: from read to latch, from stimulus to read.
  struct StepMemo {
    TimePs dt_ps = -1;
    NeuronModel::Step step{};
  };

  void reset(TimePs duration_ps);
  void rest_neurons();
  void move_neurons_to_former_end();
  std::size_t& area_row(StimulusKind kind, std::uint32_t index);
  void pull(const std::vector<Spike>& spikes);
  Pending& pending(std::uint64_t event) { return ring_[event & (ring_.size() - 1)]; }
  std::uint64_t* words(std::vector<std::uint64_t>& of, std::uint64_t event) {
    return of.data() + (event & (ring_.size() - 1)) * words_;
  }
  void grow_ring();
  TimePs sample_instant(const BusEvent& event) const;
  std::uint64_t& count(ControlCounter c) { return counters_[static_cast<std::size_t>(c)]; }

  void stimulate(const Stimulus& stimulus);
  void read(std::uint64_t event);
  void sample(std::uint64_t event);
  void latch(std::uint64_t event);
  void write(SlotState& slot, std::uint32_t column, WriteKind kind);
  void cut(SlotState& slot, TimePs time_ps);
  void end_pulses(SlotState& slot, TimePs high_ps);
  void spend_read(std::uint32_t row, TimePs width_ps);
  void refresh_readouts();

  Lanes lanes() { return {columns_, v_mem_.data(), i_dpi_.data(), calcium_.data()}; }
  NeuronState common_state(const Apart& apart) const;
  const NeuronModel::Step& step_to(TimePs time_ps, StepMemo& memo);
  void fire_due(TimePs time_ps);
  void fire_lane_due(std::size_t lane, TimePs time_ps);
  void fire_all_due(Apart& apart, TimePs time_ps);
  void charge(TimePs time_ps, const double* charge, const double* readout, StepMemo& memo);
  const double* areas_of(const Stimulus& stimulus);

  const ControlTiming timing_;
  const ControlTiming::Phases phases_;
  const std::size_t rows_, columns_, words_;
  const Bits enabled_;
  Bits pos_, neg_;
  const std::uint64_t enabled_count_;
  const Cell6T1M cell_;
  const bool readout_is_weight_;
  const bool pulses_can_be_cut_;
  const NeuronModel model_;
  const StimulusArea stimulus_area_;
  DeviceArray devices_;
  BusSchedule bus_;

  bool write_enable_;
  bool recording_ = false;
  bool measuring_ = false;
  std::function<bool(TimePs)> go_on_;

  std::vector<double> readouts_;  ///< rows x columns, unless the read-out is the weight itself
  std::vector<double> jumps_;     ///< by column, 0 where disabled
  std::vector<double> ones_;
  std::array<std::vector<std::size_t>, 2> area_rows_;  ///< by kind and index, into areas_
  std::vector<double> areas_;

  TimePs anchor_ps_ = 0;
  std::vector<double> v_mem_, i_dpi_, calcium_;
  std::vector<Apart> apart_;
  std::vector<TimePs> fire_free_ps_;  ///< until then a fire pulse cannot be told from the last
  StepMemo stimulus_step_, read_step_, sample_step_;

  std::vector<Pending> ring_;
  std::vector<std::uint64_t> up_, dn_;
  std::uint64_t pulled_ = 0, read_ = 0, sampled_ = 0, latched_ = 0;
  std::size_t next_spike_ = 0;
  std::vector<SlotState> slots_;

  ControlCounters counters_{};
  std::vector<std::pair<TimePs, std::uint32_t>> spikes_out_;
  std::vector<std::uint32_t> spike_counts_;
  std::vector<Write> writes_;
  std::vector<CellEnergy> row_energy_;
  std::uint64_t amended_writes_ = 0, overstressed_writes_ = 0;
};

}  // namespace softbound
