// SPDX-License-Identifier: Apache-2.0
#include "chip/output_neurons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "chip/sim_time.h"

namespace softbound {

OutputNeurons::OutputNeurons(const sc_core::sc_module_name& name,
                             const OutputNeuronParameters& parameters, std::size_t count,
                             TimePs fire_pulse_ps)
    : sc_module{name},
      neurons_{parameters, count},
      fire_pulse_ps_{fire_pulse_ps},
      currents_(count),
      up_(count),
      dn_(count),
      fire_(count),
      fire_free_ps_(count, 0) {
  charges_i(*this);
  SC_HAS_PROCESS(OutputNeurons);
  SC_METHOD(on_wake);
  sensitive << wake_;
  SC_METHOD(on_fire_end);
  sensitive << fire_end_;
  dont_initialize();
}

// UP and DN follow V, which no charge moves at its own instant: they change at wakes alone.
void OutputNeurons::inject(const std::vector<double>& areas) {
  if (now_ps() >= stop_ps_) return;
  const double per_area = neurons_.model().dpi_per_area();
  for (std::size_t j = 0; j < currents_.size(); ++j) {
    if (!std::isfinite(areas[j])) {
      throw std::domain_error{
          fmt::format("charge of area {} for neuron {}: expected a finite number", areas[j], j)};
    }
    currents_[j] = areas[j] * per_area;
  }
  advance();
  neurons_.inject(now_ps(), currents_.data());
  wait();
}

void OutputNeurons::on_wake() {
  wake_ps_ = kNever;
  if (now_ps() >= stop_ps_) return;
  advance();
  neurons_.plasticity(now_ps(), up_, dn_);
  up_o->write(up_);
  dn_o->write(dn_);
  wait();
}

void OutputNeurons::advance() {
  neurons_.advance_to(now_ps(), [this](std::size_t j, TimePs spike_ps) {
    spikes_.emplace_back(spike_ps, static_cast<std::uint32_t>(j));
    // A pulse that would run into the last one cannot be told from it; no neuron with a refractory
    // period of its own comes near.
    if (spike_ps < fire_free_ps_[j]) return;
    fire_free_ps_[j] = spike_ps + 2 * fire_pulse_ps_;
    fire_.set(j);
    ++fire_pulses_;
    fire_o->write(fire_);
    if (fire_ends_.empty()) fire_end_.notify(sim_time(fire_pulse_ps_));
    fire_ends_.emplace_back(now_ps() + fire_pulse_ps_, static_cast<std::uint32_t>(j));
  });
}

void OutputNeurons::on_fire_end() {
  while (!fire_ends_.empty() && fire_ends_.front().first <= now_ps()) {
    fire_.set(fire_ends_.front().second, false);
    fire_ends_.pop_front();
  }
  fire_o->write(fire_);
  if (!fire_ends_.empty()) fire_end_.notify(sim_time(fire_ends_.front().first - now_ps()));
}

// An earlier wake than needed does no harm, and charges mostly put the wake off.
void OutputNeurons::wait() {
  const TimePs next_ps = neurons_.quiet_until_ps(now_ps());
  if (next_ps < wake_ps_) {
    wake_ps_ = next_ps;
    wake_.cancel();
    wake_.notify(sim_time(next_ps - now_ps()));
  }
  moved_.notify(sc_core::SC_ZERO_TIME);
}

NeuronValues OutputNeurons::values(std::size_t j) const {
  return neurons_.values(j, std::min(now_ps(), stop_ps_));
}

}  // namespace softbound
