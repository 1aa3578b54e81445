// SPDX-License-Identifier: Apache-2.0
#include "chip/aer_tlm_checker.h"

#include <fmt/format.h>

#include "chip/sim_time.h"

namespace softbound {

namespace {

TimePs time_of(const sc_core::sc_time& delay) {
  return now_ps() + static_cast<TimePs>(delay.value());
}

bool of_request(AerPhase phase) {
  return phase == AerPhase::req_rise || phase == AerPhase::req_fall;
}
bool rises(AerPhase phase) { return phase == AerPhase::req_rise || phase == AerPhase::ack_rise; }

}  // namespace

AerTlmChecker::AerTlmChecker(const sc_core::sc_module_name& name,
                             const HandshakeChecker::Rules& rules, ViolationLog& log,
                             TimePs watchdog_ps)
    : sc_module{name},
      rules_{rules},
      wires_{rules, log},
      log_{log},
      watchdog_{log, 0},
      watchdog_ps_{watchdog_ps},
      handshake_{watchdog_.add(rules.req)} {
  aer_i.bind(*this);
  aer_o.bind(*this);
  SC_HAS_PROCESS(AerTlmChecker);
  SC_METHOD(on_timer);
  sensitive << timer_;
  dont_initialize();
}

void AerTlmChecker::show(const AerPayload& payload, AerPhase phase, const sc_core::sc_time& delay) {
  const TimePs time_ps = time_of(delay);
  bool& wire = of_request(phase) ? req_ : ack_;
  const auto& signal = of_request(phase) ? rules_.req : rules_.ack;
  const char* const edge = rises(phase) ? "rises" : "falls";
  if (wire == rises(phase)) {
    log_.announce(Hazard::four_phase, time_ps, signal, fmt::format("{} twice", edge));
  }
  if (time_ps < edge_ps_) {
    log_.announce(Hazard::four_phase, time_ps, signal,
                  fmt::format("{} {} ps before the last edge", edge, edge_ps_ - time_ps));
  }
  wire = rises(phase);
  edge_ps_ = time_ps;
  wires_.observe(time_ps, req_, payload.address, ack_);
  watch(phase, time_ps);
}

void AerTlmChecker::watch(AerPhase last, TimePs time_ps) {
  if (watchdog_ps_ == kNever) return;
  timer_.cancel();
  if (!req_ && !ack_) return watchdog_.close(handshake_);
  constexpr const char* kNext[] = {"the acknowledge", "the request to fall",
                                   "the acknowledge to fall", "the request to fall"};
  watchdog_.open(handshake_, time_ps, kNext[static_cast<std::size_t>(last)]);
  timer_.notify(sim_time(time_ps + watchdog_ps_ - now_ps()));
}

void AerTlmChecker::on_timer() { watchdog_.check(now_ps(), watchdog_ps_); }

tlm::tlm_sync_enum AerTlmChecker::nb_transport_fw(AerPayload& payload, AerPhase& phase,
                                                  sc_core::sc_time& delay) {
  if (!of_request(phase)) {
    log_.announce(Hazard::four_phase, time_of(delay), rules_.ack, "moves by its initiator");
  }
  const AerPhase asked = phase;
  show(payload, phase, delay);
  const auto status = aer_o->nb_transport_fw(payload, phase, delay);
  if (status != tlm::TLM_ACCEPTED && phase != asked) show(payload, phase, delay);
  return status;
}

tlm::tlm_sync_enum AerTlmChecker::nb_transport_bw(AerPayload& payload, AerPhase& phase,
                                                  sc_core::sc_time& delay) {
  if (of_request(phase)) {
    log_.announce(Hazard::four_phase, time_of(delay), rules_.req, "moves by its target");
  }
  const AerPhase asked = phase;
  show(payload, phase, delay);
  const auto status = aer_i->nb_transport_bw(payload, phase, delay);
  if (status == tlm::TLM_UPDATED && phase != asked) show(payload, phase, delay);
  return status;
}

// The edges that the call tells: request and acknowledge rise. Both have fallen when it is over.
void AerTlmChecker::b_transport(AerPayload& payload, sc_core::sc_time& delay) {
  const TimePs request_ps = time_of(delay);
  wires_.observe(request_ps, true, payload.address, false);
  aer_o->b_transport(payload, delay);
  if (payload.acknowledged) wires_.observe(payload.acknowledged_ps, true, payload.address, true);
  if (payload.acknowledged && payload.acknowledged_ps < request_ps) {
    log_.announce(
        Hazard::four_phase, payload.acknowledged_ps, rules_.ack,
        fmt::format("rises {} ps before {}", request_ps - payload.acknowledged_ps, rules_.req));
  }
  wires_.reset(false, payload.address, false);
}

}  // namespace softbound
