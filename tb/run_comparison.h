// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace softbound {

/// Whether two runs are the same chip, as the contract between the levels has it: the same
/// counters, the same sequence of writes (row, column, decision) at times equal to 1 ns, weights
/// equal to 1e-12, output spike times equal to 1 ns.
struct RunComparison {
  bool same = true;
  std::string report;  ///< a line per kind; the first difference in each is named

  /// @throws InputError if a directory holds no complete run
  static RunComparison of(const std::string& run_a, const std::string& run_b);
};

}  // namespace softbound
