// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "network/scratch_directory.h"

namespace softbound::test {

/// What a process left: its exit status (128 + N if signal N ended it) and its output.
struct Ended {
  int status = 0;
  std::string out;
  std::string err;
};

/// The softbound command as a user has it: the built binary, run in an empty directory that goes
/// away with this object.
class Command {
 public:
  /// Runs `softbound ARGUMENTS...`.
  Ended run(const std::vector<std::string>& arguments) const;
  /// `softbound run` of a 16 x 4 array, the spikes of `spikes.csv`, into the directory `out`.
  Ended run_small(const std::vector<std::string>& more = {}) const;
  /// The arguments of run_small().
  static std::vector<std::string> small(const std::vector<std::string>& more = {});

  std::string path(const std::string& name) const { return directory_.file(name); }
  std::string read(const std::string& name) const;
  void write(const std::string& name, const std::string& bytes) const;
  bool exists(const std::string& name) const;
  static std::string default_program();
  /// spikes.csv: rows 0, 1, ... of `rows`, one every `period_s`.
  void write_spikes(std::size_t count, double period_s, std::size_t rows = 16) const;

  std::string program = default_program();
  /// Done in the child before the command starts: limits, user, ...
  std::function<void()> before;
  /// Done in the parent while the command runs.
  std::function<void(pid_t)> meanwhile;

 private:
  ScratchDirectory directory_;
};

/// Status 2, nothing on stdout, one line on stderr that has all of `words` in it, no run directory.
void expect_bad_input(const Command& command, const Ended& ended,
                      const std::vector<std::string>& words);

}  // namespace softbound::test
