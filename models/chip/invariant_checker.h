// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cell/cell_6t1m.h"
#include "core/bits.h"
#include "core/control_registers.h"
#include "core/control_timing.h"

namespace softbound {

/// The wires of a chip at an instant, all its delta cycles done, and what they did to the array.
struct ChipFrame {
  struct Slot {
    std::uint32_t row = 0;
    bool read = false, wr = false;
    Bits ltp, ltd;
  };
  /// A cell that is watched in detail.
  struct Cell {
    std::uint32_t row = 0, column = 0;
    bool read = false, ltp = false, ltd = false;
    bool n_read = true, n_ltp = true, n_ltd = true;
    std::array<bool, 6> s{};
    double v_te_v = 0, v_mem_v = 0, i_a = 0;
    CellEnergy energy;
  };

  TimePs time_ps = 0;
  bool rst_n = true, req = false, ack = false;
  std::uint32_t addr = 0;
  Bits row_sel, col_sel, up, dn;
  std::vector<Slot> slots;
  std::vector<Cell> cells;
  std::vector<double> weights;              ///< row * columns + column
  std::vector<std::uint32_t> write_counts;  ///< likewise: pulses so far
  std::vector<double> i_dpi_per_s;          ///< per neuron
};

/// Checks the invariants I1 to I16 of the ledger (3.7), each on its own, on the frames of a run in
/// their order. Knows the chip from these frames alone.
class InvariantChecker {
 public:
  struct Rules {
    ControlTiming timing;
    std::size_t rows = 0, columns = 0;
    double charge_per_s = 0;  ///< DPI current that a read-out of 1 adds
    double tau_s_s = 1;
    /// Nothing but cells in Read charges the neurons, by their weights: I13 can be judged.
    bool charges_from_reads_alone = true;
    /// Told of the first violation of each invariant; may be empty.
    std::function<void(int invariant, TimePs time_ps, const std::string& text)> on_violation;
  };
  explicit InvariantChecker(const Rules& rules);

  void observe(const ChipFrame& frame);
  /// The run is over.
  /// @param accepted_or_dropped spikes that the control says it acknowledged
  void finish(const ControlCounters& counters, const CellEnergy& all_rows);

  /// How often each invariant was put to the test, and how often it did not hold.
  struct Verdict {
    std::uint64_t checks = 0, violations = 0;
    std::string first;
  };
  const Verdict& verdict(int invariant) const { return verdicts_.at(invariant); }
  static constexpr int kInvariants = 16;
  std::string violations() const;

 private:
  struct SlotHistory {
    bool read_pending = false;  // a Read without its Wr yet
    TimePs read_rise_ps = 0, read_fall_ps = 0;
    TimePs wr_rise_ps = 0;
    Bits columns;  // read
    Bits decided_p, decided_d;
    std::vector<double> weights;  // of the row, as Wr rose
    std::vector<std::uint32_t> write_counts;
  };
  template <class Sentence>
  void check(int invariant, bool holds, Sentence&& sentence);
  bool restarts() const;
  std::size_t index(std::uint32_t row, std::size_t column) const {
    return row * rules_.columns + column;
  }
  void observe_reset(const ChipFrame& now);
  void observe_handshake(const ChipFrame& now);
  void observe_slot(std::size_t s, const ChipFrame& now);
  void read_rises(std::size_t s, const ChipFrame& now);
  void read_begins(std::size_t s, const ChipFrame& now);
  void read_falls(std::size_t s, const ChipFrame& now);
  void wr_rises(std::size_t s, const ChipFrame& now);
  void wr_holds(std::size_t s, const ChipFrame& now);
  void wr_falls(std::size_t s, const ChipFrame& now);
  void observe_couples(const ChipFrame& now);
  void observe_cells(const ChipFrame& now);
  void observe_charges(const ChipFrame& now);

  const Rules rules_;
  std::map<int, Verdict> verdicts_;
  bool started_ = false;
  ChipFrame before_;
  std::vector<SlotHistory> slots_;
  std::vector<TimePs> write_end_ps_;    // per row
  std::vector<TimePs> quiet_since_ps_;  // per watched cell
  std::vector<CellEnergy> cell_energy_before_;
  std::vector<std::size_t> reading_now_;  // slots whose Read rose at this instant
  bool read_since_reset_ = false;
  std::uint64_t acknowledged_ = 0, cells_read_ = 0, ltp_ = 0, ltd_ = 0, events_ = 0, writes_ = 0;
};

}  // namespace softbound
