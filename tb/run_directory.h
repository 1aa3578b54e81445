// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "chip_bench.h"
#include "configuration.h"
#include "output_directory.h"

namespace softbound {

/// A directory with what a run gave: summary.json, output_spikes.csv, weights.npy,
/// weights_before.npy, and writes.csv, the inputs and the waveform on request. Its files and the
/// keys of summary.json are described in docs/run_directory.md.
class RunDirectory {
 public:
  /// Creates the directory, so that a run that cannot be kept does not start; a directory in which
  /// nothing is written goes away with this object.
  /// @param force take a directory that exists; what a former run left in it is removed
  /// @throws InputError if it exists or cannot be created
  static RunDirectory create(const std::string& path, bool force);
  /// One that a learning run has left, at its end or before.
  /// @throws InputError if there is none or it cannot be written to
  static RunDirectory resume(const std::string& path);
  /// One that a run has left. @throws InputError if there is none
  static RunDirectory open(const std::string& path);

  std::string file(const std::string& name) const { return directory_.file(name); }
  const std::string& path() const { return directory_.path(); }

  /// Path of the weights after so many presentations, in a directory of their own.
  std::string snapshot(std::uint64_t presentations) const;
  /// From now on it stays, whatever happens.
  void keep() { directory_.keep(); }

  /// @throws std::runtime_error naming the file if it cannot be written
  void write(const RunSetup& setup, const RunResult& result, const nlohmann::ordered_json& summary);

 private:
  explicit RunDirectory(OutputDirectory directory) : directory_{std::move(directory)} {}

  OutputDirectory directory_;
};

/// What a run was about, for its summary.
struct RunDescription {
  std::string source;   ///< "digit 3 of data/digits", "spikes FILE"
  int label = -1;       ///< class shown, -1 if none
  bool glyphs = false;  ///< built-in glyphs stand in for a data set
  double wall_s = 0;
  double cpu_s = 0;
  std::string interrupted_by;  ///< signal name, empty if none
  std::string waves;           ///< waveform, seen from the run directory; empty if none
  struct Window {
    std::string file;  ///< likewise
    WaveWindow times;
  };
  std::vector<Window> wave_windows;  ///< what the waveforms show, if it is not the whole run
};

nlohmann::ordered_json configuration_json(const Configuration& configuration);
nlohmann::ordered_json summary_of(const Configuration& configuration, const RunSetup& setup,
                                  const RunResult& result, const RunDescription& description);

/// `lock_step` of a check: the difference, or null.
nlohmann::ordered_json difference_json(const RunResult& result);
/// A line for each class of hazard that was found: how often, and the first with time and signal.
std::string hazards_text(const RunResult& result);

/// A line for each limited total, or nothing.
std::string totals_text(const RunResult& result);
/// A line for each injected fault: when it acted, and what caught it.
std::string faults_text(const RunResult& result);

/// Decided writes as writes.csv holds them.
struct WriteRow {
  TimePs time_ps;
  std::uint32_t row, column;
  std::string decision;
  double weight_before, weight_after;
};
/// @throws InputError naming file and line
std::vector<WriteRow> read_writes(const std::string& path);
std::vector<std::pair<TimePs, std::uint32_t>> read_output_spikes(const std::string& path);

}  // namespace softbound
