// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "cell/cell_6t1m.h"
#include "core/bits.h"
#include "device/device_array.h"
#include "network/event_tape.h"
#include "network/lanes.h"

namespace softbound {

/// One decided write; weight_after with the width really applied.
struct ArrayWrite {
  TimePs latch_ps;
  std::uint32_t row, column;
  WriteKind kind;
  double weight_before, weight_after;
};

/// What all blocks of an array share. Weights and read-outs of different columns are written by
/// different blocks.
struct BlockSurroundings {
  const ControlTiming& timing;
  const NeuronModel& model;
  const Cell6T1M& cell;
  DeviceArray& devices;
  std::size_t columns;
  const Bits& enabled;
  const std::vector<double>& jumps;  ///< DPI current of a read-out of 1 by column, padded
  /// Row by row; empty where a read-out is the weight less `reference`.
  std::vector<double>& readouts;
  double reference;
  const std::vector<double>& charges;  ///< DPI currents of stimuli, each source padded
  TimePs read_to_sample_ps;            ///< see EventTape
  LaneKernel kernel;
  bool recording = false;
  bool measuring = false;
};

/// Some neighbouring columns of an array: up to kBlockLanes neurons and the writes of their cells,
/// played from a tape. Neurons do not know of each other, so blocks may be played one after another
/// or at the same time.
///
/// All lanes share one anchor, the tape's last charge. A lane that fires, or whose refractory
/// period ends, between two charges goes its own way through NeuronModel until the next one takes
/// it back; until the refractory period ends it is held at reset.
class NeuronBlock {
 public:
  /// @param width a multiple of kGroupLanes; lanes past the last column do not exist
  NeuronBlock(const BlockSurroundings& surroundings, std::size_t first_column, std::size_t width);

  /// Neurons at rest at t = 0.
  void rest();
  /// t = 0 is now where `time_ps` was.
  void move_origin_to(TimePs time_ps);
  /// A new presentation: results start anew.
  /// @param may_rise columns of the array where UP counts, @param may_fall where DN does
  void start(const Bits& may_rise, const Bits& may_fall);

  /// Plays the next part of the tape.
  void play(const TapePart& part);
  /// Spikes due before the end.
  void finish(TimePs end_ps);

  double membrane(std::size_t lane, TimePs time_ps) const;
  std::size_t lanes() const { return lanes_; }

  // Of the latest presentation.
  const std::vector<std::pair<TimePs, std::uint32_t>>& output_spikes() const { return spikes_; }
  std::uint64_t fire_pulses() const { return fire_pulses_; }
  std::uint64_t ltp() const { return ltp_; }
  std::uint64_t ltd() const { return ltd_; }
  std::uint64_t cut_writes() const { return cut_writes_; }
  std::uint64_t overstressed_writes() const { return overstressed_writes_; }
  const std::vector<ArrayWrite>& writes() const { return writes_; }
  const std::vector<CellEnergy>& row_energy() const { return row_energy_; }

 private:
  LaneRun lane_run();
  const ArrayEvent& event_of(std::uint32_t number) const { return part_->events[number]; }
  void play_entry(std::size_t k, LaneRun& run);
  void charge(std::size_t k, const LaneRun& run);
  LaneDecision sample(TimePs time_ps, const NeuronModel::Step& step);
  void latch(std::uint32_t event, const LaneDecision& decision);

  void fire_due(TimePs time_ps);
  void fire_lane_due(std::size_t lane, TimePs time_ps);
  void fire_own_due(std::size_t lane, TimePs time_ps);
  NeuronState state_of(std::size_t lane) const;
  void look_at_calcium(std::size_t lane, TimePs time_ps);
  void update_windows(TimePs time_ps);
  void find_next_attention();

  void make_writes();
  void make_writes_alike(WriteKind kind, std::size_t n, const std::uint32_t* cells);
  void write_one(std::uint32_t cell, std::uint32_t event, WriteKind kind);
  void note(std::uint32_t cell, std::uint32_t event, WriteKind kind, double before, double after);
  void spend_read(const TapeEntry& entry);

  const BlockSurroundings& array_;
  const std::size_t first_column_, width_, lanes_;
  const NeuronModel::Step to_sample_;
  const double theta_;  ///< almost the firing threshold
  const bool steps_alike_;
  const std::size_t rows_;

  const TapePart* part_ = nullptr;  ///< that is played
  LaneState state_;
  TimePs anchor_ps_ = 0;
  std::uint32_t own_ = 0;   ///< lanes apart from the anchor
  std::uint32_t held_ = 0;  ///< lanes whose refractory period is not over at the anchor
  std::array<NeuronState, kBlockLanes> own_state_;  ///< and each lane's calcium
  std::array<TimePs, kBlockLanes> next_spike_ps_;
  std::array<TimePs, kBlockLanes> fire_free_ps_;  ///< until then a fire pulse is part of the last

  std::uint32_t may_rise_ = 0, may_fall_ = 0;      ///< by mask and write enable
  std::uint32_t ltp_window_ = 0, ltd_window_ = 0;  ///< by calcium
  std::array<TimePs, kBlockLanes> window_ps_{};    ///< when a lane's windows change next
  TimePs next_window_ps_ = kNever;
  TimePs attention_ps_ = 0;

  std::vector<LaneDecision> decisions_;  ///< sampled and not yet latched at the end of a part
  WriteQueue queue_;
  WriteLists lists_;
  std::uint32_t round_ = 1;             ///< of the queue
  std::vector<std::uint32_t> waiting_;  ///< by row: in which round it had writes; one for stimuli

  std::vector<std::pair<TimePs, std::uint32_t>> spikes_;
  std::uint64_t fire_pulses_ = 0, ltp_ = 0, ltd_ = 0;
  std::uint64_t cut_writes_ = 0, overstressed_writes_ = 0;
  std::vector<ArrayWrite> writes_;
  std::vector<CellEnergy> row_energy_;
};

}  // namespace softbound
