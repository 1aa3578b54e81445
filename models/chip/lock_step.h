// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <systemc>
#include <vector>

#include "chip/control_signals.h"
#include "chip/edge_history.h"
#include "chip/violation_log.h"
#include "core/control_timing.h"

namespace softbound {

/// The first instant at which two controls that ought to agree do not.
struct LockStepDifference {
  struct Wire {
    std::string signal, driving, following;  ///< the values of the two controls
  };
  TimePs time_ps = 0;
  std::optional<std::int64_t> cycle;  ///< the clock period that begins with it; none if self-timed
  std::vector<Wire> wires;            ///< all that differ
  std::vector<std::string> history;   ///< the latest edges before, oldest first

  /// ", cycle 710", or nothing.
  std::string cycle_text() const { return cycle ? ", cycle " + std::to_string(*cycle) : ""; }
};

/// Two controls in lock-step: the driving one runs the chip, the following one is given the same
/// inputs on wires of its own, and nothing listens to it. Whenever an output of either has
/// changed, and the instant is over, all outputs are compared. Clocked outputs change at clock
/// edges alone (those of the register bus with the bus too), so this is a comparison in every
/// cycle.
///
/// What is compared is what the wires are at the end of an instant; so two self-timed controls can
/// be held against each other in the same way, edge by edge.
class LockStep : public sc_core::sc_module {
 public:
  struct Options {
    std::string driving = "rtl", following = "pin";  ///< what they are called
    TimePs origin_ps = 0;                            ///< times in texts count from there
    TimePs clock_period_ps = 0;
    /// Whether a slot of the following control is in use, which is when its row means something.
    std::function<bool(std::size_t slot)> busy;
    /// Slots of the driving control are its rows: each is compared with the following one's slot
    /// that serves the row.
    bool slots_are_rows = false;
    std::function<void()> on_difference = [] {};
  };

  /// @param chip wires of the chip; their inputs are those of both controls
  /// @param driving wires of the driving control: those of the chip, unless something stands
  /// between
  /// @param following wires of the following one, whose outputs it drives; may have more rows and
  ///        columns than the chip
  LockStep(const sc_core::sc_module_name& name, ControlSignals& chip, ControlSignals& driving,
           ControlSignals& following, ViolationLog& log, Options options);

  /// At most one.
  const std::vector<LockStepDifference>& differences() const { return differences_; }

 private:
  template <class T>
  void mirror(const sc_signal<T>& from, sc_signal<T>& to);
  void mirror_buses();
  void on_chip();
  void on_outputs() { settle(); }
  void on_reset();
  void settle();
  void compare_all();
  template <class T>
  void compare(const char* signal, const T& driving, const T& following);
  void compare(const char* signal, const Bits& driving, const Bits& following);
  void compare_slots();
  void compare_slot(std::size_t slot, const SlotSignals& following);

  struct BitWire {
    const sc_signal<bool>* wire;
    std::size_t id;
  };
  struct NumberWire {
    const sc_signal<std::uint32_t>* wire;
    std::size_t id;
  };
  struct BusWire {
    const sc_signal<Bits>* wire;
    std::size_t id;
    Bits last;
  };
  void remember(const std::string& name, const sc_signal<bool>& wire);
  void remember(const std::string& name, const sc_signal<std::uint32_t>& wire);
  void remember(const std::string& name, const sc_signal<Bits>& wire);

  ControlSignals& chip_;
  ControlSignals& driving_;
  ControlSignals& following_;
  ViolationLog& log_;
  const Options options_;
  EdgeHistory history_;
  std::vector<BitWire> bits_;
  std::vector<NumberWire> numbers_;
  std::vector<BusWire> buses_;
  bool armed_ = false;  // has been reset
  bool settling_ = false;
  const SlotSignals resting_;                    // a slot that does nothing
  std::vector<const SlotSignals*> slot_of_row_;  // of the following control
  LockStepDifference now_;
  std::vector<LockStepDifference> differences_;
  sc_core::sc_event settled_;
};

}  // namespace softbound
