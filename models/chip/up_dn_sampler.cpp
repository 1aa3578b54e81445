// SPDX-License-Identifier: Apache-2.0
#include "chip/up_dn_sampler.h"

#include "chip/sim_time.h"

namespace softbound {

UpDnSampler::UpDnSampler(const sc_core::sc_module_name& name, const ControlTiming& timing,
                         std::size_t columns)
    : sc_module{name},
      timing_{timing},
      history_{{Bits(columns), Bits(columns)}, 4 * timing.clock_period_ps} {
  SC_HAS_PROCESS(UpDnSampler);
  SC_METHOD(on_change);
  sensitive << up_i << dn_i;
}

void UpDnSampler::on_change() {
  if (in_reset_) return;
  history_.record(now_ps(), {up_i->read(), dn_i->read()});
  if (timing_.clocked()) {
    const TimePs visible_ps =
        timing_.grid().edge_after(now_ps()) + 2 * timing_.clock_period_ps - now_ps();
    changed_.notify(sim_time(visible_ps));
  } else {
    changed_.notify(sc_core::SC_ZERO_TIME);
  }
}

void UpDnSampler::reset() {
  in_reset_ = true;
  const std::size_t columns = history_.latest().up.width();
  history_.reset({Bits(columns), Bits(columns)});
  changed_.cancel_all();
}

void UpDnSampler::release() {
  in_reset_ = false;
  on_change();
}

const UpDnSampler::Sample& UpDnSampler::sample(TimePs latch_ps) const {
  if (timing_.clocked()) return history_.before(latch_ps - 2 * timing_.clock_period_ps);
  return history_.before(latch_ps + 1);
}

}  // namespace softbound
