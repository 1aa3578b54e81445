// SPDX-License-Identifier: Apache-2.0
#include "stimulus_source.h"

#include "chip/sim_time.h"

namespace softbound {

StimulusSource::StimulusSource(const sc_core::sc_module_name& name,
                               const std::vector<Stimulus>& stimuli, TimePs origin_ps, Area area,
                               std::size_t columns)
    : sc_module{name},
      stimuli_{stimuli},
      origin_ps_{origin_ps},
      area_{std::move(area)},
      areas_(columns) {
  SC_HAS_PROCESS(StimulusSource);
  SC_METHOD(deliver);
}

void StimulusSource::deliver() {
  for (; next_ < stimuli_.size(); ++next_) {
    const Stimulus& stimulus = stimuli_[next_];
    const TimePs due_ps = origin_ps_ + stimulus.time_ps;
    if (due_ps > now_ps()) {
      next_trigger(sim_time(due_ps - now_ps()));
      return;
    }
    for (std::size_t j = 0; j < areas_.size(); ++j) areas_[j] = area_(stimulus, j);
    charges_o->inject(areas_);
  }
}

}  // namespace softbound
