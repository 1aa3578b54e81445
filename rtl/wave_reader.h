// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/time.h"

namespace softbound {

/// An FST waveform read back, for tests and reports. Times are the file's own ticks: ps in every
/// file that WaveFile writes. A bus may be asked for with or without its range.
///
///     const WaveReader waves{"waves.fst"};
///     waves.changes("tb.chip.read[7:0]");     // {{0, "00000000"}, {5000, "00000001"}, ...}
///     waves.real_at("tb.chip.v_mem", 6000);   // value from the last change at or before 6 ns
class WaveReader {
 public:
  template <class Value>
  using Changes = std::vector<std::pair<TimePs, Value>>;

  /// Reads the whole file.
  /// @throws InputError if it cannot be read or is no complete FST file
  explicit WaveReader(const std::string& fst_path);

  /// Full names with dots between scopes, buses with their range, in the file's order.
  const std::vector<std::string>& names() const { return names_; }
  bool contains(const std::string& name) const { return signal_of_.count(name) != 0; }
  TimePs start_ps() const { return start_ps_; }
  TimePs end_ps() const { return end_ps_; }

  /// The first value and every later one that differs from its predecessor: '0', '1', 'x', a bus
  /// with its highest bit first, or a real with as many digits as it needs.
  /// @throws InputError naming the nearest name if there is no such signal
  Changes<std::string> changes(const std::string& name) const;
  /// The same of a real.
  /// @throws InputError if there is no such signal or it is no real
  const Changes<double>& reals(const std::string& name) const;

  /// Value at a time: that of the last change at or before it.
  /// @throws InputError if there is no such signal or it has no value yet
  std::string value_at(const std::string& name, TimePs time_ps) const;
  double real_at(const std::string& name, TimePs time_ps) const;

 private:
  struct Signal {
    bool is_real = false;
    Changes<std::string> texts;
    Changes<double> reals;
  };
  const Signal& signal(const std::string& name) const;
  static void take_change(void* self, std::uint64_t time, std::uint32_t handle,
                          const unsigned char* value);

  std::string path_;
  TimePs start_ps_ = 0, end_ps_ = 0;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t> signal_of_;
  std::vector<Signal> signals_;
};

/// Rewrites an FST waveform as VCD: the same bytes as GTKWave's fst2vcd.
/// @throws InputError naming the file that is no complete FST file or that cannot be written
void fst_to_vcd(const std::string& fst_path, const std::string& vcd_path);

}  // namespace softbound
