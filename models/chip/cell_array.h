// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cell/cell_6t1m.h"
#include "chip/array_statistics.h"
#include "configuration/chip_parameters.h"
#include "core/bits.h"
#include "device/device_array.h"

namespace softbound {

/// The array (W2) without wires: a row is read or written as a whole, by whoever knows when.
class CellArray {
 public:
  /// @throws InputError if the parameters are impossible
  CellArray(const ChipParameters& chip, std::uint64_t seed, double dpi_per_area);

  const DeviceArray& devices() const { return devices_; }
  void set_weights(const std::vector<double>& weights);
  /// U(0, 1) from the seed.
  void randomize_weights();

  void record_writes(bool record) { recording_ = record; }
  void measure_energy(bool measure);

  /// Columns that take part from now on.
  void enable(const Bits& columns);

  /// What a read gives the neurons: a DPI current each, 0 where a column does not take part.
  /// @return valid until the next call
  const double* read(std::uint32_t row);

  /// The pulses of one latch, as long as they can still be cut short.
  struct RowWrite {
    std::uint32_t row = 0;
    std::vector<WriteRecord> pulses;
    TimePs pulse_ps = 0;           ///< width of the control's pulse
    std::size_t first_logged = 0;  ///< in writes()
  };
  /// Writes what UP and DN ask for; the weights are the new ones from the latch on.
  void write(std::uint32_t row, TimePs latch_ps, const Bits& ltp, const Bits& ltd, TimePs pulse_ps,
             RowWrite& written);
  /// The pulses end sooner than was thought.
  void cut(RowWrite& written, TimePs pulse_ps);
  /// The pulses are over.
  void finish(RowWrite& written);
  /// The end of a read, before anything of the row is written.
  void finish_read(std::uint32_t row, const Bits& columns, TimePs read_ps);

  const ArrayStatistics& statistics() const { return statistics_; }
  const std::vector<WriteEvent>& writes() const { return writes_; }

 private:
  void write_one(std::uint32_t column, WriteKind kind, TimePs latch_ps, RowWrite& written);
  double width_s(TimePs pulse_ps) const;
  void refresh();
  void refresh(std::size_t cell);

  const std::size_t columns_;
  const Cell6T1M cell_;
  const TimePs t_edge_ps_, nominal_read_ps_, nominal_write_ps_;
  const double jump_dpi_;   ///< DPI current of a read-out of 1
  const double reference_;  ///< taken off every read-out
  DeviceArray devices_;
  bool recording_ = false;
  bool measuring_ = false;
  std::vector<double> readouts_;  ///< unless they follow from the weight
  std::vector<double> read_j_;    ///< what a whole read of each cell takes, if measured
  std::vector<double> jumps_;     ///< by column
  std::vector<double> currents_;
  ArrayStatistics statistics_;
  std::vector<WriteEvent> writes_;
};

}  // namespace softbound
