// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/bits.h"
#include "core/control_registers.h"
#include "core/control_timing.h"

namespace softbound {

/// State behind the control's registers, without a bus: what software can set and what the
/// control counts. The same map as rtl/control/register_file.sv.
class RegisterBank {
 public:
  /// Reset values; `timing` decides what T_* and POLICY mean and whether T_* can be written
  /// (self-timed delays are built, not programmed).
  RegisterBank(const ControlTiming& timing, std::size_t columns, std::size_t slots);

  enum class Effect { none, enabled, soft_reset };
  /// @return what the write sets off, or nothing if the bus must answer with an error: read-only,
  ///         absent or unaligned register, or a value without meaning. Nothing changes then.
  std::optional<Effect> write(std::uint32_t address, std::uint32_t data);
  /// @return the register, or nothing where the bus must answer with an error
  std::optional<std::uint32_t> read(std::uint32_t address) const;

  bool enabled() const { return enabled_; }
  bool write_enabled() const { return write_enabled_; }
  const Bits& column_mask() const { return column_mask_; }
  const Bits& pos_mask() const { return pos_mask_; }
  const Bits& neg_mask() const { return neg_mask_; }
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
  Bits busy_slots;
  bool idle = true;
  bool request_waiting = false;

 private:
  Bits* mask_at(std::uint32_t address, std::size_t& word);

  ControlTiming timing_;
  std::size_t slots_;
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
  Bits column_mask_, pos_mask_, neg_mask_;
};

}  // namespace softbound
