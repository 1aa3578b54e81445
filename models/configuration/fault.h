// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"

namespace softbound {

/// Faults on the wires between the environment, the control and the array. Each exists to prove
/// that something notices it; docs/faults.md says what.
enum class FaultKind {
  stuck_request,
  drop_acknowledge,
  drop_request,
  runt_request,
  change_address,
  bad_address,
  late_up,
  illegal_up_dn,
  swap_up,
  flip_t_read,
  flip_t_gap,
  flip_t_write,
  flip_column_mask,
  short_write,
  overlap,
  lose_output_spike,
  glitch_burst,
};
constexpr std::size_t kFaultKinds = 17;

/// What `softbound check --help` and docs/faults.md tell of a fault.
struct FaultDescription {
  const char* name;
  const char* arguments;  ///< as after `=`; empty: none
  const char* what;
  const char* caught_by;  ///< checks, the first the one that must find it
  std::size_t most_arguments;
};
const std::array<FaultDescription, kFaultKinds>& fault_descriptions();

/// One fault of a run. It acts at its time, or at the first opportunity after it.
struct Fault {
  FaultKind kind = FaultKind::stuck_request;
  TimePs time_ps = 0;             ///< from t = 0 of the spikes
  std::vector<double> arguments;  ///< fewer than there can be: defaults
  std::string text;               ///< as the user wrote it

  const char* name() const { return fault_descriptions()[static_cast<std::size_t>(kind)].name; }
  /// Argument k, or `otherwise` where the user gave none.
  double argument(std::size_t k, double otherwise) const {
    return k < arguments.size() ? arguments[k] : otherwise;
  }
};

/// `NAME[=ARGUMENT,...]@TIME`, the time with its unit: `runt-request=0.5@12.5us`.
/// @throws InputError naming the nearest fault, or what the time should look like
Fault parse_fault(const std::string& text);

/// The faults with their arguments and checkers, a paragraph for `--help`.
std::string fault_help();

}  // namespace softbound
