// SPDX-License-Identifier: Apache-2.0
#include "random_chip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "device/soft_bound.h"

namespace softbound::test {

namespace {

ControlTiming random_timing(const ChipKind& kind, Dice& dice) {
  ControlTiming t;
  t.control = kind.control;
  t.busy_policy = kind.policy;
  t.latch = kind.latch;
  t.clock_period_ps = dice.one_of<TimePs>({7'000, 10'000, 10'000, 33'333, 1'777});
  t.t_request_ps = dice.one_of<TimePs>({0, 1, 1'000, 1'000, 2'345});
  t.t_cycle_ps = dice.one_of<TimePs>({1, 3'000, 4'000, 4'000, 25'000});
  t.t_read_ps = dice.one_of<TimePs>({150'000, 1'000'000, dice.whole(200'000, 3'000'000)});
  t.t_edge_ps = dice.one_of<TimePs>({0, 40'000, dice.whole(1, 60'000)});
  t.t_write_ps = dice.one_of<TimePs>({100'000, 2'000'000, dice.whole(300'000, 5'000'000)});
  t.t_gap_ps = dice.one_of<TimePs>({0, 1, 1'000, 20'000, dice.whole(1, 50'000)});
  t.t_recover_ps = dice.one_of<TimePs>({0, 1, 20'000, dice.whole(1, 50'000)});
  if (t.clocked()) t.t_gap_ps += 2 * t.clock_period_ps - (dice.chance(0.5) ? 1'000 : 0);
  if (t.clocked() && t.grid().cycles(t.t_gap_ps) < 2) t.t_gap_ps = 2 * t.clock_period_ps;
  return t;
}

/// Lively: some 30 reads make it fire, and its calcium wanders through both windows.
OutputNeuronParameters random_neuron(double reads_per_s, const ChipParameters& chip, Dice& dice) {
  OutputNeuronParameters p;
  p.jump = dice.uniform(0.04, 0.15);
  p.tau_s_s = dice.uniform(2, 20) / reads_per_s;
  p.leak = dice.one_of({Leak::constant, Leak::exponential});
  p.leak_per_s = dice.uniform(0.1, 0.4) * 0.5 * p.jump * reads_per_s;
  p.tau_mem_s = dice.uniform(40, 200) / reads_per_s;
  p.theta_mem = dice.uniform(0.3, 0.6);
  // Long enough for all neurons' spikes to leave the chip: no output spike is dropped.
  const TimePs departure_ps = chip.timing.clocked() ? 12 * chip.timing.clock_period_ps : 50'000;
  p.t_refractory_s = std::max(dice.uniform(0.5, 4) / reads_per_s,
                              s_from_ps(departure_ps * (chip.array.columns + 1)));
  p.tau_ca_s = dice.uniform(60, 150) / reads_per_s;
  p.ltp_low = dice.uniform(1, 2);
  p.ltp_high = dice.uniform(3, 6);
  p.ltd_low = dice.uniform(0.3, 1.2);
  p.ltd_high = dice.uniform(2.5, 5);
  return p;
}

std::string random_columns(std::size_t columns, Dice& dice) {
  std::string text;
  for (std::size_t j = 0; j < columns; ++j) {
    if (dice.chance(0.6)) text += fmt::format("{}{}", text.empty() ? "" : ",", j);
  }
  return text.empty() ? "none" : text;
}

/// Some at random, some at the same instant as the last, some where a phase of the last ends.
std::vector<Spike> random_spikes(const ChipKind& kind, const ChipParameters& chip,
                                 double spikes_per_s, Dice& dice) {
  const ControlTiming& t = chip.timing;
  const auto phases = t.phases();
  std::vector<Spike> spikes(kind.spikes);
  Spike last;
  for (Spike& spike : spikes) {
    spike.time_ps = last.time_ps;
    spike.row = static_cast<std::uint32_t>(dice.whole(0, chip.array.rows - 1));
    if (dice.chance(0.3)) spike.row = last.row;
    const double draw = dice.uniform(0, 1);
    if (draw < 0.7) {
      spike.time_ps += std::llround(dice.exponential(1.15e12 / spikes_per_s));
    } else if (draw < 0.85) {
      spike.time_ps +=
          dice.one_of<TimePs>({t.t_request_ps, t.t_cycle_ps, phases.read_ps, phases.latch_ps(),
                               phases.total_ps() - phases.recover_ps, phases.total_ps(),
                               t.clock_period_ps, phases.total_ps() + t.clock_period_ps}) +
          dice.whole(-1, 1) * dice.one_of<TimePs>({1, 1'000, t.t_request_ps, t.clock_period_ps});
      spike.time_ps = std::max(spike.time_ps, last.time_ps);
    }
    if (dice.chance(0.1)) spike.time_ps = t.grid().edge_from(spike.time_ps);
    last = spike;
  }
  std::sort(spikes.begin(), spikes.end());
  return spikes;
}

std::vector<Stimulus> random_stimuli(const std::vector<Spike>& spikes, Dice& dice) {
  std::vector<Stimulus> stimuli;
  for (const Spike& spike : spikes) {
    if (!dice.chance(0.1)) continue;
    const TimePs moved_ps = dice.one_of<TimePs>({0, 1'000, 30'000, dice.whole(0, 2'000'000)});
    stimuli.push_back({spike.time_ps + moved_ps,
                       dice.one_of({StimulusKind::teacher, StimulusKind::inhibitory}),
                       static_cast<std::uint32_t>(dice.whole(0, 9))});
  }
  std::sort(stimuli.begin(), stimuli.end());
  return stimuli;
}

}  // namespace

OracleInput random_input(const ChipKind& kind, std::uint64_t seed) {
  Dice dice{seed};
  OracleInput input;
  input.seed = seed;
  ChipParameters& chip = input.chip;
  chip.array.rows = dice.whole(3, 40);
  chip.array.columns = dice.whole(1, kind.most_columns);
  if (kind.few_slots) chip.array.slots = dice.whole(1, 4);
  chip.timing = random_timing(kind, dice);
  chip.cell = CellParameters{kind.preset};
  chip.cell.readout = kind.readout;
  SoftBoundParameters law;
  law.ltp.a = law.ltd.a = dice.uniform(0.05, 0.3);
  law.amplitude_law = kind.amplitude_law;
  chip.device = DeviceParameters{std::make_unique<SoftBound>(law)};
  chip.device.sigma = dice.one_of({0.0, 0.02});

  const double slots = static_cast<double>(chip.array.slot_count(chip.timing));
  const double most_per_s = slots / s_from_ps(chip.timing.phases().total_ps());
  const double spikes_per_s = kind.load * most_per_s;
  chip.neuron = random_neuron(std::min(spikes_per_s, most_per_s), chip, dice);
  const auto columns = static_cast<std::size_t>(chip.array.columns);
  if (kind.masks) {
    chip.control.enabled_columns = random_columns(columns, dice);
    chip.control.pos_columns = random_columns(columns, dice);
    chip.control.neg_columns = random_columns(columns, dice);
  }
  chip.control.write_enable = kind.write_enable;

  input.spikes = random_spikes(kind, chip, spikes_per_s, dice);
  input.stimuli = random_stimuli(input.spikes, dice);
  const double area = 2 * chip.neuron.jump;
  input.stimulus_area = [area](const Stimulus& stimulus, std::size_t column) {
    const double size = area * (1.0 + static_cast<double>((stimulus.index + column) % 3));
    return stimulus.kind == StimulusKind::teacher ? size : -0.7 * size;
  };
  for (std::size_t k = 0; k < static_cast<std::size_t>(chip.array.rows) * columns; ++k) {
    input.weights.push_back(dice.uniform(0, 1));
  }
  // Long enough for all, one after another.
  input.duration_ps =
      input.spikes.back().time_ps +
      static_cast<TimePs>(kind.spikes + 1) * (chip.timing.phases().total_ps() + 1 * kPsPerUs);
  return input;
}

std::string describe(const OracleInput& input) {
  const ControlTiming& t = input.chip.timing;
  return fmt::format(
      "seed {}: {} rows x {} columns, {} slots, {}, policy {}, latch {}, clock {} ps, request {} "
      "ps, cycle {} ps, read {} ps, gap {} ps, write {} ps, edge {} ps, recover {} ps, sigma {}, "
      "duration {} ps",
      input.seed, input.chip.array.rows, input.chip.array.columns, input.chip.array.slot_count(t),
      t.clocked() ? "clocked" : "self-timed", static_cast<int>(t.busy_policy),
      static_cast<int>(t.latch), t.clock_period_ps, t.t_request_ps, t.t_cycle_ps, t.t_read_ps,
      t.t_gap_ps, t.t_write_ps, t.t_edge_ps, t.t_recover_ps, input.chip.device.sigma,
      input.duration_ps);
}

}  // namespace softbound::test
