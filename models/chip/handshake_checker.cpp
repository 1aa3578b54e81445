// SPDX-License-Identifier: Apache-2.0
#include "chip/handshake_checker.h"

#include <fmt/format.h>

namespace softbound {

HandshakeChecker::Rules HandshakeChecker::input(const ControlTiming& timing, std::size_t rows) {
  Rules rules;
  rules.least_req_high_ps = timing.clocked() ? timing.clock_period_ps : timing.t_request_ps;
  rules.least_level_ps = timing.clocked() ? timing.clock_period_ps : kAerResponsePs;
  rules.addresses = rows;
  return rules;
}

HandshakeChecker::Rules HandshakeChecker::output(const ControlTiming& timing, std::size_t columns) {
  Rules rules{"out_req", "out_addr", "out_ack", 0, 0, columns};
  rules.least_level_ps = timing.clocked() ? timing.clock_period_ps : kAerResponsePs;
  rules.least_req_high_ps = rules.least_level_ps;
  return rules;
}

void HandshakeChecker::reset(bool req, std::uint32_t addr, bool ack) {
  req_ = {req, -kNever};
  ack_ = {ack, -kNever};
  addr_ = addr;
}

void HandshakeChecker::observe(TimePs now_ps, bool req, std::uint32_t addr, bool ack) {
  const bool ack_was = ack_.level, req_was = req_.level;
  if (req != req_was) observe_request(now_ps, ack || (ack_was && !req));
  if (ack != ack_was) observe_acknowledge(now_ps, req || (req_was && ack), addr);
  if (addr != addr_ && req && req_.since_ps < now_ps) {
    log_.announce(Hazard::bundling, now_ps, rules_.addr,
                  fmt::format("changes from {} to {} while {} is up", addr_, addr, rules_.req));
  }
  addr_ = addr;
}

bool HandshakeChecker::runt(const Wire& wire, const std::string& name, TimePs now_ps,
                            TimePs least_ps) {
  // What reset has cut short is no runt.
  if (wire.since_ps == -kNever || now_ps - wire.since_ps >= least_ps) return false;
  log_.announce(Hazard::runt, now_ps, name,
                fmt::format("{} for {} ps, less than {} ps", wire.level ? "high" : "low",
                            now_ps - wire.since_ps, least_ps));
  return true;
}

void HandshakeChecker::observe_request(TimePs now_ps, bool ack) {
  const bool rises = !req_.level;
  const TimePs least_ps = rises ? rules_.least_level_ps : rules_.least_req_high_ps;
  const bool short_level = runt(req_, rules_.req, now_ps, least_ps);
  if (rises && ack) {
    log_.announce(Hazard::four_phase, now_ps, rules_.req,
                  fmt::format("rises while {} is still up", rules_.ack));
  }
  if (!rises && !ack && !short_level) {
    log_.announce(Hazard::four_phase, now_ps, rules_.req,
                  fmt::format("is withdrawn before {}", rules_.ack));
  }
  req_ = {rises, now_ps};
}

void HandshakeChecker::observe_acknowledge(TimePs now_ps, bool req, std::uint32_t addr) {
  const bool rises = !ack_.level;
  runt(ack_, rules_.ack, now_ps, rules_.least_level_ps);
  if (rises && !req) {
    log_.announce(Hazard::four_phase, now_ps, rules_.ack,
                  fmt::format("rises without {}", rules_.req));
  }
  if (!rises && req) {
    log_.announce(Hazard::four_phase, now_ps, rules_.ack,
                  fmt::format("falls while {} is up", rules_.req));
  }
  if (rises && addr >= rules_.addresses) {
    log_.announce(Hazard::bad_address, now_ps, rules_.addr,
                  fmt::format("is {}, expected less than {}", addr, rules_.addresses));
  }
  ack_ = {rises, now_ps};
}

}  // namespace softbound
