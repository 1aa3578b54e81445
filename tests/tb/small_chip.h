// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip_bench.h"

namespace softbound::test {

/// A small clocked chip that writes and fires a lot: 16 x 4, a spike every 4 us, rows in disorder.
inline RunSetup small_chip(Level level, std::size_t spikes = 60) {
  RunSetup setup;
  setup.level = level;
  setup.chip.array.rows = 16;
  setup.chip.array.columns = 4;
  setup.chip.timing.control = ControlKind::clocked;
  OutputNeuronParameters& neuron = setup.chip.neuron;
  neuron.jump = 0.6;
  neuron.tau_s_s = 20e-6;
  neuron.leak_per_s = 100;
  neuron.t_refractory_s = 5e-6;
  neuron.tau_ca_s = 300e-6;
  for (std::uint32_t k = 0; k < spikes; ++k) {
    setup.spikes.push_back({k * 4 * kPsPerUs, (k * k + k / 5) % 16});
  }
  setup.duration_ps = static_cast<TimePs>(spikes * 4 + 20) * kPsPerUs;
  setup.record_writes = true;
  return setup;
}

}  // namespace softbound::test
