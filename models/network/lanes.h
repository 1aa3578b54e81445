// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/time.h"
#include "network/event_tape.h"

namespace softbound {

/// Neurons side by side, a lane each, all anchored at the same instant: at most so many.
constexpr std::size_t kBlockLanes = 32;
/// A block has some groups of so many lanes; the last of them may not all have a neuron.
constexpr std::size_t kGroupLanes = 8;

struct alignas(64) LaneState {
  double v_mem[kBlockLanes] = {};
  double i_dpi[kBlockLanes] = {};
};

/// Lanes to write in either direction, one bit each.
struct LaneDecision {
  std::uint32_t up, dn;
};

/// The writes of one event that have been decided and not yet made.
struct LaneWrites {
  std::uint32_t first_cell;
  std::uint32_t event;
  LaneDecision lanes;
};

/// Nobody sees a weight before its row is read again, so writes wait until there are enough of
/// them.
struct WriteQueue {
  static constexpr std::size_t kCapacity = 32;
  static constexpr std::size_t kMostCells = kCapacity * kBlockLanes;
  std::array<LaneWrites, kCapacity> writes;
  std::size_t size = 0;
};

/// Cells to write, by direction; some room to spare for whole vectors.
struct WriteLists {
  std::array<std::uint32_t, WriteQueue::kMostCells + kBlockLanes> ltp, ltd;
  std::size_t ltp_size = 0, ltd_size = 0;
};

/// What a stretch of tape needs to be played on a block of lanes.
struct LaneRun {
  const TapePart* tape;
  std::size_t end;  ///< entries up to here

  const double* charges;    ///< of stimuli, from the block's first lane on; so readouts
  const double* readouts;   ///< of all cells
  const double* jumps;      ///< by lane: the DPI current of a read-out of 1
  double reference;         ///< taken off each read-out
  std::size_t first_short;  ///< from which cell on the last lanes lie past the end of all read-outs
  std::size_t lanes;        ///< that exist
  std::size_t groups;       ///< of kGroupLanes, some of which may not exist

  double theta_mem;
  double reset;
  NeuronModel::Step to_sample;  ///< from a read to its sample
  double s_to_sample;
  double sample_fire_level;  ///< of the bound on the membrane when a read is sampled
  double almost_firing;      ///< see EventTape

  std::uint32_t held;     ///< lanes at reset
  std::uint32_t up_open;  ///< lanes whose calcium and masks let UP count
  std::uint32_t dn_open;
  /// Some lane may be written, if only because it fires between a read and its sample.
  bool may_write;
  TimePs attention_ps;         ///< from when on these words may be wrong
  LaneDecision* next_sampled;  ///< where the next sample goes
  LaneDecision* next_latched;  ///< what the next latch takes
  TimePs anchor_ps;            ///< of all lanes, moved by charges

  std::uint32_t* waiting;  ///< by row: in which round writes were queued; one more for stimuli
  std::uint32_t round;     ///< of the queue
  std::uint32_t first_column;
  WriteQueue* queue;
};

/// Plays entries from `begin` on until one needs more than straight arithmetic: a lane may fire,
/// an instant from attention_ps on, a row with waiting writes, a full queue, a cut write. That
/// entry has had no effect.
/// @return which it is, or run.end
using PlayLanes = std::size_t (*)(LaneRun& run, LaneState& lanes, std::size_t begin);

/// One way to play, for one kind of processor and both kinds of leak. All give the same bits.
struct LaneKernel {
  const char* name;
  std::size_t most_lanes;  ///< of a block that it plays best
  /// The cells of all writes that wait.
  void (*list_cells)(const WriteQueue& queue, WriteLists& lists);
  PlayLanes constant_leak;
  PlayLanes exponential_leak;
};

/// Those that this machine can run, the fastest first; the last runs anywhere.
const std::vector<LaneKernel>& lane_kernels();

}  // namespace softbound
