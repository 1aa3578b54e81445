// SPDX-License-Identifier: Apache-2.0
#include "core/control_timing.h"

#include <fmt/format.h>

#include "core/control_registers.h"
#include "core/error.h"

namespace softbound {

void ControlTiming::describe(ParameterVisitor& v) {
  v.choice({"control", "", "self-timed as the paper's controllers, or clocked as the RTL", "[B]"},
           control, {"self_timed", "clocked"});
  v.time_ns({"clock_period_ns", "ns", "period of clocked control", "[A]"}, clock_period_ps,
            above(1.0));
  v.time_ns({"t_request_ns", "ns", "request must be up this long (self-timed)", "[A]"},
            t_request_ps, at_least(0.0));
  v.time_ns({"t_cycle_ns", "ns", "least time between acceptances (self-timed)", "[A]"}, t_cycle_ps,
            above(0.0));
  v.time_ns({"t_read_ns", "ns", "width of Read", "[B] few us; [A] value"}, t_read_ps, above(0.0));
  v.time_ns({"t_gap_ns", "ns", "dead time from Read to LTP/LTD, break before make", "[A]"},
            t_gap_ps, at_least(0.0));
  v.time_ns({"t_write_ns", "ns", "write pulse at the device, half amplitude", "[B]"}, t_write_ps,
            above(0.0));
  v.time_ns({"t_edge_ns", "ns", "rise and fall of the write pulse", "[B]"}, t_edge_ps,
            at_least(0.0));
  v.time_ns({"t_recover_ns", "ns", "from the end of the write to the cell being free", "[A]"},
            t_recover_ps, at_least(0.0));
  v.choice({"busy_policy", "", "a spike for a busy row", "[C]"}, busy_policy,
           {"hold", "drop", "retrigger", "abort"});
  v.choice({"latch", "", "when UP and DN are sampled", "[B] diagram"}, latch,
           {"write_start", "arrival", "transparent"});
  v.choice({"arbitration", "", "of output spikes that wait", "[A]"}, arbitration,
           {"round_robin", "fixed_priority"});
  v.real({"mismatch_sigma", "", "relative spread of the delay lines of self-timed RTL", "[A]"},
         mismatch_sigma, from_to(0, 0.2));
}

void ControlTiming::check() const {
  check_bounds(*this, "timing");
  // The sender lets request fall 1 ns after the acknowledge; a faster clock would not see it fall
  // within the cycle, and the edges of chip timing rule 3 would shift.
  if (clocked() && cycles().gap < 2) {
    throw InputError{fmt::format(
        "timing.t_gap_ns = {}: expected at least two clock periods ({} ns): UP and DN pass two "
        "flip-flops before they are latched",
        ns_from_ps(t_gap_ps), ns_from_ps(2 * clock_period_ps))};
  }
  if (clocked()) {
    const Cycles c = cycles();
    for (const auto& [name, count] : {std::pair{"t_read_ns", c.read},
                                      {"t_gap_ns", c.gap},
                                      {"t_write_ns", c.write},
                                      {"t_recover_ns", c.recover}}) {
      if (count > control_register::kLongestPhaseCycles) {
        throw InputError{fmt::format(
            "timing.{}: {} clock cycles, expected at most {}, what the 16-bit counters hold", name,
            count, control_register::kLongestPhaseCycles)};
      }
    }
  }
}

void ControlTiming::refuse_mismatch(const std::string& level) const {
  if (mismatch_sigma == 0) return;
  throw InputError{fmt::format(
      "timing.mismatch_sigma = {}: expected 0 at level {}{}: only self-timed RTL is made of delays",
      mismatch_sigma, level, level == "rtl" ? " clocked" : "")};
}

ControlTiming::Cycles ControlTiming::cycles() const {
  const ClockGrid clock = grid();
  return {clock.cycles(t_read_ps), clock.cycles(t_gap_ps), clock.cycles(write_pulse_ps()),
          clock.cycles(t_recover_ps)};
}

ControlTiming::Phases ControlTiming::phases() const {
  if (!clocked()) return {t_read_ps, t_gap_ps, write_pulse_ps(), t_recover_ps};
  const Cycles c = cycles();
  return {c.read * clock_period_ps, c.gap * clock_period_ps, c.write * clock_period_ps,
          c.recover * clock_period_ps};
}

}  // namespace softbound
