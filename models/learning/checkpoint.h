// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "learning/learning_run.h"

namespace softbound {

/// A learning run in a file. Layout, all little-endian: the eight bytes "SBLEARN" and a line feed,
/// version (u32), length of the payload (u64), the payload, its CRC-32 (u32).
struct Checkpoint {
  /// What the run is: seed, pictures and every parameter, as text, a line each.
  std::string identity;
  LearningState state;
};

std::string run_identity(const LearningRun& run);

std::string checkpoint_bytes(const Checkpoint& checkpoint);
/// @param name stands for the file in messages
/// @throws InputError if it is no checkpoint, of another version, cut short or damaged
Checkpoint parse_checkpoint(std::string_view bytes, const std::string& name);

/// The checkpoints of a run directory: the latest and the one before, so that whenever the process
/// or the machine stops, one whole checkpoint is there.
class CheckpointStore {
 public:
  explicit CheckpointStore(std::string directory) : directory_{std::move(directory)} {}

  /// Complete on the disk before it takes the place of the latest, which becomes the one before.
  /// @throws InputError naming the file if it cannot be written; what was there stays
  void save(const Checkpoint& checkpoint) const;

  /// What was found on the way to a checkpoint that can be used.
  struct Loaded {
    Checkpoint checkpoint;
    std::string path;
    std::string refused;  ///< why the latest was not taken; empty if it was
  };
  /// The latest checkpoint of this run, or if that is damaged the one before.
  /// @throws InputError if there is none, or it is of another run: the first line of the identity
  ///         that differs
  Loaded load(const std::string& identity) const;

  std::string latest() const { return directory_ + "/checkpoint.bin"; }
  std::string before() const { return directory_ + "/checkpoint.before.bin"; }

 private:
  std::string directory_;
};

}  // namespace softbound
