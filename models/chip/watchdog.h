// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chip/violation_log.h"

namespace softbound {

/// Knows which handshakes are under way and since when, and names those that take too long. Knows
/// no simulator: it is told, and asked.
class Watchdog {
 public:
  /// @param origin_ps times in messages count from there
  Watchdog(ViolationLog& log, TimePs origin_ps) : log_{log}, origin_ps_{origin_ps} {}

  /// @param signal what a stuck one is named by
  /// @return its number
  std::size_t add(std::string signal);
  /// The handshake waits for something, from now on.
  /// @param waits_for a part of a sentence; not copied
  void open(std::size_t handshake, TimePs now_ps, const char* waits_for) {
    handshakes_[handshake] = {now_ps, waits_for, false};
  }
  void close(std::size_t handshake) { handshakes_[handshake].waits_for = nullptr; }
  bool is_open(std::size_t handshake) const { return handshakes_[handshake].waits_for != nullptr; }
  /// It waits with good reason: time up to now does not count.
  void excuse(std::size_t handshake, TimePs now_ps) { handshakes_[handshake].since_ps = now_ps; }

  /// Announces every handshake that has waited this long, once each.
  /// @return the earliest time at which another one may have; kNever if none is open
  TimePs check(TimePs now_ps, TimePs limit_ps);

 private:
  struct Handshake {
    TimePs since_ps = 0;
    const char* waits_for = nullptr;  // nullptr: at rest
    bool announced = false;
  };
  ViolationLog& log_;
  const TimePs origin_ps_;
  std::vector<std::string> signals_;
  std::vector<Handshake> handshakes_;
};

}  // namespace softbound
