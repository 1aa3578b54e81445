// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "chip/violation_log.h"
#include "core/control_timing.h"

namespace softbound {

/// Checks one AER bus for what its four phases promise, from edge to edge:
///
///     req  __/~~~~~~~\________/~~   rises while ack is low, falls while ack is high
///     ack  _______/~~~~~~\_______   rises while req is high, falls while req is low
///     addr --<  stable  >--------   while req is up (bundled data)
///
/// and no level is too short to be seen. Knows no simulator: it is shown the wires.
class HandshakeChecker {
 public:
  struct Rules {
    std::string req = "req", addr = "addr", ack = "ack";  ///< names of the wires
    TimePs least_req_high_ps = 0;                         ///< shorter ones are runts
    TimePs least_level_ps = 0;                            ///< any other level of req and ack
    std::uint64_t addresses = 0;                          ///< those from here on are bad
  };
  /// Of the AER input of a control. A level that lasts less than a clock period can slip between
  /// the edges of a synchronizer; a self-timed request counts once it has been up for t_request.
  static Rules input(const ControlTiming& timing, std::size_t rows);
  static Rules output(const ControlTiming& timing, std::size_t columns);

  HandshakeChecker(Rules rules, ViolationLog& log) : rules_{std::move(rules)}, log_{log} {}

  /// The wires now; to be called whenever one of them has changed.
  void observe(TimePs now_ps, bool req, std::uint32_t addr, bool ack);
  /// The bus is in reset: whatever the wires do.
  void reset(bool req, std::uint32_t addr, bool ack);

 private:
  struct Wire {
    bool level = false;
    TimePs since_ps = -kNever;  // far back after a reset
  };
  void observe_request(TimePs now_ps, bool ack);
  void observe_acknowledge(TimePs now_ps, bool req, std::uint32_t addr);
  bool runt(const Wire& wire, const std::string& name, TimePs now_ps, TimePs least_ps);

  const Rules rules_;
  ViolationLog& log_;
  Wire req_, ack_;
  std::uint32_t addr_ = 0;
};

}  // namespace softbound
