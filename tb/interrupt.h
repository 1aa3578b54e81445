// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <string>

namespace softbound {

/// While it lives, SIGINT and SIGTERM do not end the process but are remembered, so that a run can
/// finish the current event and write what it has. A second signal ends the process at once.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  static int signal_number();  ///< 0 if none came
  static std::string signal_name();
  /// 130 or 143; 0 if no signal came.
  static int exit_status();

 private:
  struct sigaction old_int_ {};
  struct sigaction old_term_ {};
};

}  // namespace softbound
