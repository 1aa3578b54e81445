// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/bits.h"
#include "core/control_registers.h"
#include "core/control_timing.h"

namespace softbound {

/// State behind the control's registers, without a bus: what software can set and what the
/// control counts. The same map as rtl/control/register_file.sv.
class RegisterBank {
 public:
  /// Which numbers of slots in use POLICY takes.
  enum class Slots {
    any,
    all,  ///< each slot belongs to a row
  };

  /// Reset values; `timing` decides what T_* and POLICY mean and whether T_* can be written
  /// (self-timed delays are built, not programmed).
  RegisterBank(const ControlTiming& timing, std::size_t columns, std::size_t slots,
               Slots in_use = Slots::any);

  /// Reset values again; nothing counts and nothing can be written until release().
  void reset();
  void release() { in_reset_ = false; }

  /// @return false if the bus must answer a write with an error: read-only, absent or unaligned
  ///         register, or a value without meaning
  bool accepts(std::uint32_t address, std::uint32_t data) const;
  /// Does nothing in reset or if accepts() says no.
  void write(std::uint32_t address, std::uint32_t data);
  /// The register is one in which a write clears what has happened.
  static bool clears(std::uint32_t address);
  /// The write is one to CONTROL that asks for a soft reset.
  static bool soft_resets(std::uint32_t address, std::uint32_t data);
  /// @return the register, or nothing where the bus must answer with an error
  std::optional<std::uint32_t> read(std::uint32_t address) const;

  bool enabled() const { return enabled_; }
  bool write_enabled() const { return write_enabled_; }
  const Bits& column_mask() const { return masks_[0]; }
  const Bits& pos_mask() const { return masks_[1]; }
  const Bits& neg_mask() const { return masks_[2]; }
  BusyPolicy busy_policy() const { return busy_policy_; }
  LatchInstant latch() const { return latch_; }
  Arbitration arbitration() const { return arbitration_; }
  std::size_t slots_in_use() const { return slots_in_use_; }
  /// Phases of an event accepted now.
  ControlTiming::Phases phases() const;

  void count(ControlCounter counter, std::uint64_t cells_or_spikes = 1);
  std::uint64_t counted(ControlCounter counter) const {
    return counters_[static_cast<std::size_t>(counter)];
  }
  bool irq() const { return (irq_status_ & irq_mask_) != 0; }

  // Live status bits, kept up to date by the blocks that know.
  void set_busy(std::size_t slot, bool busy);
  const Bits& busy_slots() const { return busy_slots_; }
  bool idle = true;
  bool request_waiting = false;
  /// A soft reset acts at this instant, which it has to itself: nothing is accepted, no output
  /// spike leaves.
  TimePs soft_reset_ps = -1;
  /// Called when something has happened that irq() or STATUS may show.
  std::function<void()> on_event = [] {};

 private:
  struct MaskWord {
    std::size_t mask, word;
  };
  std::optional<MaskWord> mask_at(std::uint32_t address) const;
  void set_defaults();

  const ControlTiming timing_;
  const std::size_t slots_;
  const std::size_t fewest_slots_;  // that may be in use
  bool in_reset_ = false;
  bool enabled_ = false;
  bool write_enabled_ = true;
  std::uint32_t t_read_, t_gap_, t_write_, t_recover_;
  BusyPolicy busy_policy_;
  LatchInstant latch_;
  Arbitration arbitration_;
  std::size_t slots_in_use_;
  std::uint32_t irq_status_ = 0;
  std::uint32_t irq_mask_ = 0;
  ControlCounters counters_{};
  std::array<Bits, 3> masks_;  // of columns, UP, DN
  Bits busy_slots_;
};

}  // namespace softbound
