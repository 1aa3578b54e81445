// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "cell/cell_6t1m.h"
#include "cell/column_ladder.h"
#include "chip/array_statistics.h"
#include "chip/column_charges.h"
#include "chip/control_signals.h"
#include "chip/synapse_6t1m.h"
#include "core/control_timing.h"
#include "device/device_array.h"

namespace softbound {

/// The array (W2): reads a row's selected cells and gives each column its charge, applies the
/// write pulses that arrive on the slots' LTP and LTD wires, with the widths they really have.
///
/// All cells are evaluated in batch and in memory order; sc_modules stand only for those that
/// someone looks at.
class PseudoCrossbar : public sc_core::sc_module {
 public:
  sc_core::sc_port<ColumnCharges> charges_o{"charges_o"};

  /// @param jump charge area of a read-out of 1
  PseudoCrossbar(const sc_core::sc_module_name& name, ControlSignals& pins,
                 const ControlTiming& timing, const Cell6T1M& cell, DeviceArray& devices,
                 WireModel wire_model, double jump, bool restarts);

  /// Makes a cell visible. @throws InputError if there is no such cell
  void probe(std::uint32_t row, std::uint32_t column);
  struct Probe {
    std::uint32_t row, column;
    sc_core::sc_signal<bool> read, ltp, ltd;
    std::unique_ptr<Synapse6T1M> cell;
    Probe(std::uint32_t r, std::uint32_t c, const std::string& prefix)
        : row{r},
          column{c},
          read{(prefix + "_read").c_str()},
          ltp{(prefix + "_ltp").c_str()},
          ltd{(prefix + "_ltd").c_str()} {}
  };
  const std::vector<std::unique_ptr<Probe>>& probes() const { return probes_; }

  void record_writes() { recording_ = true; }
  const std::vector<WriteEvent>& writes() const { return writes_; }
  const ArrayStatistics& statistics() const { return statistics_; }
  /// First violation of an invariant of the cells, empty if there was none.
  const std::string& violation() const { return violation_; }
  /// Told of every one.
  std::function<void(const std::string&)> on_violation;

 private:
  struct ActiveWrite {
    WriteRecord record;
    TimePs start_ps;
    std::size_t log_index;
  };
  struct SlotState {
    bool reading = false;
    TimePs read_start_ps = 0;
    std::uint32_t row = 0;
    Bits columns;
    Bits met_write;  // columns of this read in which write current flowed too
    Bits ltp, ltd;
    std::vector<ActiveWrite> writes;
    std::vector<double> branch_s, isolated_s;  // cells that read, by column: in series, and alone
  };

  /// When pulses in a column began. A read that ends at the instant at which one begins does not
  /// meet it, whichever of the two is noticed first; so the last two are kept.
  struct WriteStarts {
    TimePs last_ps = -1, before_ps = -1;
    bool within(TimePs from_ps, TimePs to_ps) const {
      return (last_ps < to_ps ? last_ps : before_ps) >= from_ps;
    }
  };

  void on_read(std::size_t slot);
  void on_read_settled();
  void on_write(std::size_t slot);
  void on_acknowledge();
  void restart_read();
  void start_read(SlotState& slot);
  void end_read(SlotState& slot);
  void start_write(SlotState& slot, std::uint32_t column, WriteKind kind);
  void end_write(SlotState& slot, std::uint32_t column, WriteKind kind);
  void measure_concurrency(SlotState& slot);
  void measure_shared_input(SlotState& slot);
  void measure_ladder(const SlotState& slot);
  std::size_t cell_index(std::uint32_t row, std::size_t column) const {
    return row * pins_.columns + column;
  }
  void show_probe(std::uint32_t row, std::size_t column, CellPhase phase, bool on);
  void violate(const std::string& what);

  ControlSignals& pins_;
  const ControlTiming timing_;
  const Cell6T1M cell_;
  DeviceArray& devices_;
  const ColumnLadder ladder_;
  const double jump_;
  const bool restarts_;  // an accepted spike can start a Read anew (retrigger, abort)
  const TimePs nominal_write_ps_;
  std::vector<SlotState> slots_;
  std::vector<SlotState*> reading_;
  std::vector<std::size_t> starting_;
  bool acknowledged_ = false;  // a spike at this instant
  int deltas_ = 0;
  std::vector<double> charges_;                        // of one read, by column
  std::vector<double> sum_branch_s_, sum_isolated_s_;  // of all that read at once, by column
  std::vector<std::uint32_t> column_writes_;           // pulses under way per column
  std::vector<WriteStarts> write_starts_;              // per column
  std::vector<std::unique_ptr<Probe>> probes_;
  bool recording_ = false;
  std::vector<WriteEvent> writes_;
  ArrayStatistics statistics_;
  std::string violation_;
  sc_core::sc_event read_settled_;
};

}  // namespace softbound
