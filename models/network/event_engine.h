// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "cell/cell_6t1m.h"
#include "configuration/chip_parameters.h"
#include "core/control_registers.h"
#include "device/device_array.h"
#include "network/event_tape.h"
#include "network/neuron_block.h"
#include "network/part_schedule.h"
#include "network/spike_file.h"
#include "network/workers.h"

namespace softbound {

/// The chip at level `event`: no wires and no simulation kernel, but every rule of order. No neuron
/// and no weight delays a spike, so all instants are known beforehand; then, column by column,
/// between these instants the neurons follow closed forms:
///
///     EventTape:    when spikes are accepted, read, sampled, written, cut; steps in between
///     NeuronBlock:  up to 32 columns played from the tape: read-outs in, charges, spikes, UP, DN,
///     writes
///
/// Blocks may be shared out among threads; the result does not depend on how many.
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

  EventEngine(const EventEngine&) = delete;
  EventEngine& operator=(const EventEngine&) = delete;

  void set_weights(const std::vector<double>& weights);
  /// Goes on from where another engine's devices() were.
  /// @throws InputError if there is not one of each a cell, or a weight is outside [0, 1]
  void restore(const std::vector<double>& weights, const std::vector<std::uint32_t>& write_counts,
               const std::vector<double>& hidden_state);
  /// U(0, 1) from the seed.
  void randomize_weights();
  const DeviceArray& devices() const { return devices_; }

  /// How many threads play, this one included; 1 at first. The result does not depend on it.
  /// @throws std::invalid_argument if there are none
  void set_threads(std::size_t threads);
  /// Nothing reaches the devices for a while: drift, decay, leakage. A presentation itself takes no
  /// time for them but its pulses.
  /// @throws std::domain_error if the time is negative or not finite
  void let_time_pass(double time_s);
  /// Another way to play than the fastest of this machine; the result is the same.
  void set_kernel(const LaneKernel& kernel) { surroundings_.kernel = kernel; }

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

  void record_writes(bool record) { surroundings_.recording = record; }
  void measure_energy(bool measure) { surroundings_.measuring = measure; }
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

  using Write = ArrayWrite;

  // Of the latest presentation.
  const BusSchedule& bus() const { return tape_.bus(); }
  /// Output spikes are counted as the control sees them, without contention for the output bus:
  /// out_dropped stays 0.
  const ControlCounters& counters() const { return counters_; }
  /// By time, then by neuron.
  const std::vector<std::pair<TimePs, std::uint32_t>>& output_spikes() const { return spikes_out_; }
  /// By column, all that the neurons emitted.
  const std::vector<std::uint32_t>& spike_counts() const { return spike_counts_; }
  /// When all that was accepted is done, whatever came: the duration and the length of one event.
  TimePs end_ps() const { return tape_.end_ps(); }
  /// I_mem of each neuron at end_ps(), before a spike at that very instant.
  std::vector<double> membranes() const;
  /// By time, row and column.
  const std::vector<Write>& writes() const { return writes_; }
  const std::vector<CellEnergy>& row_energy() const { return row_energy_; }
  std::uint64_t amended_writes() const { return amended_writes_; }
  std::uint64_t overstressed_writes() const { return overstressed_writes_; }

 private:
  std::size_t padded_columns() const {
    return (columns_ + kGroupLanes - 1) / kGroupLanes * kGroupLanes;
  }
  void know_charges_of(const std::vector<Stimulus>& stimuli);
  void refresh_readouts();
  void collect();

  const ControlTiming timing_;
  const std::size_t rows_, columns_;
  const Bits enabled_;
  Bits pos_, neg_;
  const Cell6T1M cell_;
  const NeuronModel model_;
  const StimulusArea stimulus_area_;
  DeviceArray devices_;
  EventTape tape_;
  std::array<TapePart, 3> parts_;  ///< one to make, and some to play meanwhile

  bool write_enable_;
  std::function<bool(TimePs)> go_on_;

  std::vector<double> readouts_;  ///< rows x columns, unless the read-out follows from the weight
  std::vector<double> jumps_;     ///< DPI current of a read-out of 1, 0 where disabled
  ChargeTable charge_table_;
  std::vector<double> charges_;  ///< as DPI currents, padded to whole groups of lanes

  BlockSurroundings surroundings_;
  std::vector<NeuronBlock> blocks_;
  std::unique_ptr<PartSchedule> schedule_;
  Workers workers_;

  ControlCounters counters_{};
  std::vector<std::pair<TimePs, std::uint32_t>> spikes_out_;
  std::vector<std::uint32_t> spike_counts_;
  std::vector<Write> writes_;
  std::vector<CellEnergy> row_energy_;
  std::uint64_t amended_writes_ = 0, overstressed_writes_ = 0;
};

}  // namespace softbound
