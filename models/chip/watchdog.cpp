// SPDX-License-Identifier: Apache-2.0
#include "chip/watchdog.h"

#include <fmt/format.h>

#include <algorithm>

namespace softbound {

std::size_t Watchdog::add(std::string signal) {
  signals_.push_back(std::move(signal));
  handshakes_.emplace_back();
  return handshakes_.size() - 1;
}

TimePs Watchdog::check(TimePs now_ps, TimePs limit_ps) {
  TimePs next_ps = kNever;
  for (std::size_t k = 0; k < handshakes_.size(); ++k) {
    Handshake& handshake = handshakes_[k];
    if (handshake.waits_for == nullptr || handshake.announced) continue;
    if (now_ps - handshake.since_ps < limit_ps) {
      next_ps = std::min(next_ps, handshake.since_ps + limit_ps);
      continue;
    }
    handshake.announced = true;
    log_.announce(Hazard::watchdog, now_ps, signals_[k],
                  fmt::format("waits for {} since {:.12f} s, {:.3f} us now", handshake.waits_for,
                              s_from_ps(handshake.since_ps - origin_ps_),
                              static_cast<double>(now_ps - handshake.since_ps) * 1e-6));
  }
  return next_ps;
}

}  // namespace softbound
