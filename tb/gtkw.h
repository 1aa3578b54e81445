// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/time.h"

namespace softbound {

/// A save file of GTKWave: which signals are shown, in which groups and how, and which stretch of
/// time. Signals are named as in the waveform file.
class GtkwFile {
 public:
  /// How a real is drawn between its recorded values.
  enum class Curve {
    step,          ///< holds until the next value
    interpolated,  ///< straight lines
  };

  /// Everything up to the matching end_group(); groups may be nested.
  /// @param open whether the group shows its signals at first
  void begin_group(const std::string& title, bool open = true);
  void end_group();

  void bit(const std::string& name);
  /// A bus as WaveFile::add_bus declares it (without its range), in hexadecimal.
  void bus(const std::string& name, std::size_t width);
  /// A real as a curve, scaled to its extremes over the whole time.
  /// @param height in lines of the display, at least 1
  void real(const std::string& name, Curve curve = Curve::step, int height = 3);

  /// The stretch of time shown first; start_ps below end_ps.
  void window(TimePs start_ps, TimePs end_ps);

  /// What GTKWave loads. It looks for the waveform where the two paths say, as seen from the save
  /// file's directory.
  /// @throws std::logic_error if a group is open
  std::string text(const std::string& waves_path, const std::string& own_path) const;
  /// Writes the save file; both files may then be moved together.
  /// @throws InputError if it cannot be written
  void write(const std::string& path, const std::string& waves_path) const;

 private:
  void show(unsigned flags, const std::string& line);

  struct Group {
    std::string title;
    bool open;
  };
  std::vector<Group> groups_;
  std::string lines_;
  TimePs start_ps_ = 0;
  TimePs end_ps_ = 20 * kPsPerUs;  // one event with the default timing
};

}  // namespace softbound
