// SPDX-License-Identifier: Apache-2.0
#include "chip/pulse_extender.h"

#include <fmt/format.h>

#include <algorithm>

#include "chip/sim_time.h"
#include "core/error.h"

namespace softbound {

namespace {

// Delta cycles in which an edge may still come at the instant at which a pulse ends.
constexpr int kEndDeltas = 6;

}  // namespace

PulseExtender::PulseExtender(const sc_core::sc_module_name& name, TimePs width_ps, Options options)
    : sc_module{name}, width_ps_{0}, options_{options} {
  set_width_ps(width_ps);
  SC_HAS_PROCESS(PulseExtender);
  SC_METHOD(on_input);
  sensitive << in_i;
  dont_initialize();
  SC_METHOD(on_end);
  sensitive << end_;
  dont_initialize();
  SC_METHOD(on_clear);
  sensitive << clear_i.pos();
  dont_initialize();
  SC_METHOD(start);
  sensitive << again_;
  dont_initialize();
}

void PulseExtender::set_width_ps(TimePs width_ps) {
  if (width_ps <= 0) {
    throw InputError{fmt::format("{}: pulse width {} ps: expected more than 0", name(), width_ps)};
  }
  width_ps_ = width_ps;
}

void PulseExtender::on_input() { in_i->read() ? on_rise() : on_fall(); }

void PulseExtender::on_rise() {
  if (clear_i->read()) return;
  before_ = {now_ps(), busy_, remembered_, end_ps_};
  if (!busy_ || options_.while_busy == WhileBusy::retrigger) {
    start();
  } else if (options_.while_busy == WhileBusy::count) {
    remembered_ = true;
  }
}

void PulseExtender::on_fall() {
  if (before_ && before_->edge_ps == now_ps()) {  // a glitch of no duration drives no gate
    ++ignored_glitches_;
    busy_ = before_->busy;
    remembered_ = before_->remembered;
    end_ps_ = before_->end_ps;
    out_o->write(busy_);
    end_.cancel();
    if (busy_) end_.notify(sim_time(std::max<TimePs>(0, end_ps_ - now_ps())));
    before_.reset();
    return;
  }
  before_.reset();
  // A stretched pulse whose own width is over ends with its input.
  if (options_.stretch && busy_ && now_ps() >= end_ps_) on_end();
}

void PulseExtender::start() {
  busy_ = true;
  end_ps_ = now_ps() + width_ps_;
  end_deltas_ = 0;
  out_o->write(true);
  end_.cancel();
  end_.notify(sim_time(width_ps_));
}

void PulseExtender::on_end() {
  if (now_ps() < end_ps_) return;  // the width has started anew in this very delta cycle
  if (options_.while_busy == WhileBusy::retrigger && end_deltas_++ < kEndDeltas) {
    end_.notify(sc_core::SC_ZERO_TIME);
    return;
  }
  if (options_.stretch && in_i->read() && !clear_i->read()) return;  // in_i's fall ends it
  busy_ = false;
  out_o->write(false);
  if (remembered_) {
    remembered_ = false;
    again_.notify(sim_time(1));
  }
}

void PulseExtender::on_clear() {
  end_.cancel();
  again_.cancel();
  before_.reset();
  remembered_ = false;
  busy_ = false;
  out_o->write(false);
}

}  // namespace softbound
