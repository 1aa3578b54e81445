// SPDX-License-Identifier: Apache-2.0
//
// What the engine adds to the rules of the chip (those are held against an oracle and level pin by
// the tests of the levels): presentations that follow each other, and changes between them.
#include "network/event_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <tuple>

#include "chip/random_chip.h"
#include "neuron/output_neuron.h"

namespace softbound::test {
namespace {

using Start = EventEngine::Start;

struct EngineFor : EventEngine {
  explicit EngineFor(const OracleInput& input)
      : EventEngine{input.chip, input.seed, input.stimulus_area} {
    set_weights(input.weights);
    record_writes(true);
  }
};

/// When all spikes are let in, on a clock edge.
TimePs last_acceptance_ps(const OracleInput& input, const std::vector<Spike>& spikes) {
  const ChipParameters& chip = input.chip;
  BusSchedule bus{chip.timing, chip.array.slot_count(chip.timing),
                  static_cast<std::size_t>(chip.array.rows)};
  bus.restart(kNever);
  BusEvent event;
  for (const Spike& spike : spikes) bus.offer(spike, event);
  return chip.timing.grid().edge_from(event.time_ps + 1);
}

/// A stream in two, each from its own t = 0, and how long the first lasts.
struct Halves {
  std::vector<Spike> spikes[2];
  std::vector<Stimulus> stimuli[2];
  TimePs first_duration_ps = 0;
  TimePs second_duration_ps = 0;
};

Halves halves_of(const OracleInput& input, TimePs event_ps) {
  Halves halves;
  const auto middle = input.spikes.begin() + static_cast<std::ptrdiff_t>(input.spikes.size() / 2);
  halves.spikes[0].assign(input.spikes.begin(), middle);
  halves.first_duration_ps = last_acceptance_ps(input, halves.spikes[0]);
  const TimePs end_ps = halves.first_duration_ps + event_ps;
  const TimePs second_ps = middle->time_ps;
  for (auto spike = middle; spike != input.spikes.end(); ++spike) {
    halves.spikes[1].push_back({spike->time_ps - second_ps, spike->row});
  }
  for (Stimulus stimulus : input.stimuli) {
    const bool later = stimulus.time_ps >= std::min(end_ps, second_ps);
    if (later) stimulus.time_ps -= second_ps;
    if (stimulus.time_ps >= 0) halves.stimuli[later ? 1 : 0].push_back(stimulus);
  }
  halves.second_duration_ps = input.duration_ps;
  return halves;
}

template <class Event>
void append_later(std::vector<Event>& all, const std::vector<Event>& more, TimePs by_ps) {
  for (Event event : more) {
    event.time_ps += by_ps;
    all.push_back(event);
  }
}

TEST(EventEngine, AContinuedPresentationIsTheFormerOneGoingOn) {
  std::size_t spikes_out = 0, writes = 0;
  for (std::uint64_t seed = 100; seed < 140; ++seed) {
    Dice dice{seed};
    ChipKind kind;
    kind.control = dice.one_of({ControlKind::self_timed, ControlKind::clocked});
    kind.policy = dice.one_of({BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::abort});
    kind.latch = dice.one_of({LatchInstant::write_start, LatchInstant::arrival});
    kind.load = dice.one_of({0.3, 2.0});
    kind.spikes = 400;
    const OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    const Halves halves = halves_of(input, input.chip.timing.phases().total_ps());

    EngineFor parts{input};
    parts.present(halves.spikes[0], halves.stimuli[0], halves.first_duration_ps);
    const TimePs end_ps = parts.end_ps();
    auto counts = parts.spike_counts();
    auto spikes_of_parts = parts.output_spikes();
    const std::size_t first_writes = parts.writes().size();
    parts.present(halves.spikes[1], halves.stimuli[1], halves.second_duration_ps, Start::continued);

    std::vector<Spike> spikes = halves.spikes[0];
    std::vector<Stimulus> stimuli = halves.stimuli[0];
    append_later(spikes, halves.spikes[1], end_ps);
    append_later(stimuli, halves.stimuli[1], end_ps);
    EngineFor whole{input};
    whole.present(spikes, stimuli, end_ps + halves.second_duration_ps);

    for (const auto& [time_ps, neuron] : parts.output_spikes()) {
      spikes_of_parts.emplace_back(end_ps + time_ps, neuron);
    }
    ASSERT_EQ(spikes_of_parts, whole.output_spikes());
    for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += parts.spike_counts()[k];
    EXPECT_EQ(counts, whole.spike_counts());
    EXPECT_EQ(parts.devices().weights(), whole.devices().weights());
    EXPECT_EQ(parts.membranes(), whole.membranes());
    EXPECT_EQ(first_writes + parts.writes().size(), whole.writes().size());
    spikes_out += whole.output_spikes().size();
    writes += whole.writes().size();
  }
  EXPECT_GT(spikes_out, 1000u);
  EXPECT_GT(writes, 1000u);
}

/// Neurons of the default preset; a stimulus gives a known charge.
ChipParameters plain_chip(std::int64_t columns) {
  ChipParameters chip;
  chip.array.rows = 1;
  chip.array.columns = columns;
  return chip;
}

constexpr double kArea = 0.05;
double same_area(const Stimulus&, std::size_t) { return kArea; }

TEST(EventEngine, MembranesAreThoseOfTheNeuronsAtTheEnd) {
  const ChipParameters chip = plain_chip(2);
  EventEngine engine{chip, 1, [](const Stimulus&, std::size_t column) {
                       return column == 0 ? kArea : 30 * kArea;
                     }};
  const std::vector<Stimulus> stimuli{{1'000'000'000, StimulusKind::teacher, 0},
                                      {4'000'000'000, StimulusKind::teacher, 0}};
  for (const TimePs duration_ps : {8'000'000'000, 20'000'000'000, 200'000'000'000}) {
    engine.present({}, stimuli, duration_ps);
    const auto membranes = engine.membranes();
    std::vector<std::uint32_t> fired(2);
    for (std::size_t column = 0; column < 2; ++column) {
      OutputNeuron neuron{chip.neuron};
      const auto count = [&](TimePs) { ++fired[column]; };
      for (const Stimulus& stimulus : stimuli) {
        neuron.advance_to(stimulus.time_ps, count);
        neuron.inject(stimulus.time_ps, column == 0 ? kArea : 30 * kArea);
      }
      neuron.advance_to(engine.end_ps() - 1, count);
      EXPECT_EQ(membranes[column], neuron.values(engine.end_ps()).v_mem) << duration_ps;
    }
    EXPECT_EQ(engine.spike_counts(), fired);
    EXPECT_EQ(fired[0], 0u);
    EXPECT_GE(fired[1], 1u);
  }
}

TEST(EventEngine, SpikeCountsAreOfTheLatestPresentationByColumn) {
  OracleInput input = random_input({}, 7);
  EngineFor engine{input};
  for (int round = 0; round < 2; ++round) {
    engine.present(input.spikes, input.stimuli, input.duration_ps);
    std::vector<std::uint32_t> counts(static_cast<std::size_t>(input.chip.array.columns));
    for (const auto& spike : engine.output_spikes()) ++counts[spike.second];
    EXPECT_FALSE(engine.output_spikes().empty());
    EXPECT_EQ(engine.spike_counts(), counts);
  }
}

TEST(EventEngine, MasksSetBetweenPresentationsAreThoseOfAChipBuiltWithThem) {
  for (std::uint64_t seed = 200; seed < 210; ++seed) {
    ChipKind kind;
    kind.masks = true;
    kind.spikes = 400;
    OracleInput masked = random_input(kind, seed);
    masked.chip.control.enabled_columns = "all";
    SCOPED_TRACE(describe(masked));
    OracleInput open = masked;
    open.chip.control.pos_columns = open.chip.control.neg_columns = "all";
    EngineFor built{masked}, set{open};
    const auto columns = static_cast<std::size_t>(masked.chip.array.columns);
    set.set_pos_columns(parse_columns(masked.chip.control.pos_columns, columns, "pos"));
    set.set_neg_columns(parse_columns(masked.chip.control.neg_columns, columns, "neg"));
    for (EventEngine* engine : {&built, &set}) {
      engine->present(masked.spikes, masked.stimuli, masked.duration_ps);
    }
    EXPECT_EQ(set.devices().weights(), built.devices().weights());
    EXPECT_EQ(set.counters(), built.counters());
    for (const auto& write : set.writes()) {
      const std::string& mask = write.kind == WriteKind::ltp ? masked.chip.control.pos_columns
                                                             : masked.chip.control.neg_columns;
      EXPECT_TRUE(parse_columns(mask, columns, "mask").test(write.column));
    }
  }
}

TEST(EventEngine, AMaskOfAnotherWidthIsRefused) {
  EventEngine engine{plain_chip(2), 1, same_area};
  EXPECT_THROW(engine.set_pos_columns(Bits(3, true)), std::invalid_argument);
  EXPECT_THROW(engine.set_neg_columns(Bits(1)), std::invalid_argument);
}

TEST(EventEngine, StimulusAreasCanBeReplacedBetweenPresentations) {
  const std::vector<Stimulus> stimuli{{1'000'000'000, StimulusKind::teacher, 3}};
  EventEngine asked{plain_chip(2), 1, [](const Stimulus& stimulus, std::size_t column) {
                      EXPECT_EQ(stimulus.index, 3u);
                      return column == 1 ? -kArea : kArea;
                    }};
  EventEngine told{plain_chip(2), 1, same_area};
  const TimePs duration_ps = 5'000'000'000;
  told.present({}, stimuli, duration_ps);
  EXPECT_EQ(told.membranes()[0], told.membranes()[1]);
  told.set_stimulus_areas(StimulusKind::inhibitory, 3, {9 * kArea, 9 * kArea});
  told.set_stimulus_areas(StimulusKind::teacher, 3, {kArea, -kArea});
  told.present({}, stimuli, duration_ps);
  asked.present({}, stimuli, duration_ps);
  EXPECT_EQ(told.membranes(), asked.membranes());
  EXPECT_GT(told.membranes()[0], 0.0);
  EXPECT_EQ(told.membranes()[1], 0.0);
}

TEST(EventEngine, ImpossibleStimulusAreasAreRefusedAndChangeNothing) {
  EventEngine engine{plain_chip(2), 1, same_area};
  const std::vector<Stimulus> stimuli{{1'000'000'000, StimulusKind::teacher, 0}};
  engine.present({}, stimuli, 5'000'000'000);
  const auto before = engine.membranes();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(engine.set_stimulus_areas(StimulusKind::teacher, 0, {1.0}), std::invalid_argument);
  EXPECT_THROW(engine.set_stimulus_areas(StimulusKind::teacher, 0, {1.0, infinity}),
               std::domain_error);
  engine.present({}, stimuli, 5'000'000'000);
  EXPECT_EQ(engine.membranes(), before);
}

/// More columns than a block has, and every way of playing them.
OracleInput wide_input(std::uint64_t seed) {
  Dice dice{seed};
  ChipKind kind;
  kind.control = dice.one_of({ControlKind::self_timed, ControlKind::clocked});
  kind.policy = dice.one_of({BusyPolicy::hold, BusyPolicy::retrigger, BusyPolicy::abort});
  kind.latch = dice.one_of({LatchInstant::write_start, LatchInstant::arrival});
  kind.readout =
      dice.one_of({CellReadout::weight, CellReadout::charge, CellReadout::weight_referenced});
  kind.masks = dice.chance(0.5);
  kind.amplitude_law = dice.chance(0.2);
  kind.load = dice.one_of({0.1, 0.5, 2.0});
  kind.spikes = 600;
  kind.most_columns = 70;
  return random_input(kind, seed);
}

/// All that a presentation leaves, bit for bit.
void expect_same_results(const EventEngine& found, const EventEngine& expected) {
  ASSERT_EQ(found.output_spikes(), expected.output_spikes());
  EXPECT_EQ(found.devices().weights(), expected.devices().weights());
  EXPECT_EQ(found.devices().write_counts(), expected.devices().write_counts());
  EXPECT_EQ(found.counters(), expected.counters());
  EXPECT_EQ(found.membranes(), expected.membranes());
  ASSERT_EQ(found.writes().size(), expected.writes().size());
  for (std::size_t k = 0; k < found.writes().size(); ++k) {
    const auto& a = found.writes()[k];
    const auto& b = expected.writes()[k];
    ASSERT_EQ(std::tie(a.latch_ps, a.row, a.column, a.kind, a.weight_before, a.weight_after),
              std::tie(b.latch_ps, b.row, b.column, b.kind, b.weight_before, b.weight_after));
  }
  ASSERT_EQ(found.row_energy().size(), expected.row_energy().size());
  for (std::size_t row = 0; row < found.row_energy().size(); ++row) {
    EXPECT_EQ(found.row_energy()[row].total_j(), expected.row_energy()[row].total_j());
  }
}

TEST(EventEngine, AnyNumberOfThreadsGivesTheSameBits) {
  std::size_t writes = 0;
  for (std::uint64_t seed = 300; seed < 320; ++seed) {
    const OracleInput input = wide_input(seed);
    SCOPED_TRACE(describe(input));
    EngineFor one{input}, two{input}, three{input};
    two.set_threads(2);
    three.set_threads(3);
    for (EventEngine* engine : {static_cast<EventEngine*>(&one), static_cast<EventEngine*>(&two),
                                static_cast<EventEngine*>(&three)}) {
      engine->measure_energy(seed % 2 == 0);
      for (const Start start : {Start::at_rest, Start::continued}) {
        engine->present(input.spikes, input.stimuli, input.duration_ps, start);
      }
    }
    expect_same_results(two, one);
    expect_same_results(three, one);
    writes += one.writes().size();
  }
  EXPECT_GT(writes, 1000u);
}

TEST(EventEngine, EveryKernelOfThisMachineGivesTheSameBits) {
  for (std::uint64_t seed = 400; seed < 420; ++seed) {
    const OracleInput input = wide_input(seed);
    SCOPED_TRACE(describe(input));
    EngineFor portable{input};
    portable.set_kernel(lane_kernels().back());
    portable.present(input.spikes, input.stimuli, input.duration_ps);
    for (const LaneKernel& kernel : lane_kernels()) {
      SCOPED_TRACE(kernel.name);
      EngineFor engine{input};
      engine.set_kernel(kernel);
      engine.present(input.spikes, input.stimuli, input.duration_ps);
      expect_same_results(engine, portable);
    }
  }
}

TEST(EventEngine, WhatIsLookedAtMovesNoBit) {
  for (std::uint64_t seed = 500; seed < 510; ++seed) {
    const OracleInput input = wide_input(seed);
    SCOPED_TRACE(describe(input));
    EngineFor plain{input}, watched{input};
    plain.record_writes(false);
    watched.measure_energy(true);
    for (EventEngine* engine :
         {static_cast<EventEngine*>(&plain), static_cast<EventEngine*>(&watched)}) {
      engine->present(input.spikes, input.stimuli, input.duration_ps);
    }
    EXPECT_EQ(watched.output_spikes(), plain.output_spikes());
    EXPECT_EQ(watched.devices().weights(), plain.devices().weights());
    EXPECT_EQ(watched.counters(), plain.counters());
    EXPECT_TRUE(plain.writes().empty());
  }
}

TEST(EventEngine, AColumnDoesNotDependOnItsNeighbours) {
  ChipKind kind;
  kind.most_columns = 70;
  kind.spikes = 600;
  OracleInput wide = random_input(kind, 601);
  wide.chip.array.columns = 41;
  const std::size_t rows = static_cast<std::size_t>(wide.chip.array.rows);
  wide.weights.assign(rows * 41, 0.0);
  for (std::size_t cell = 0; cell < wide.weights.size(); ++cell) {
    wide.weights[cell] = 0.01 * static_cast<double>(cell * 37 % 101);
  }
  wide.chip.device.sigma = 0.0;  // drawn by cell, whose number differs
  EngineFor all{wide};
  all.present(wide.spikes, wide.stimuli, wide.duration_ps);
  EXPECT_GT(all.output_spikes().size(), 41u);
  for (const std::size_t column : {0, 15, 16, 31, 40}) {
    OracleInput single = wide;
    single.chip.array.columns = 1;
    single.weights.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      single.weights.push_back(wide.weights[row * 41 + column]);
    }
    single.stimulus_area = [&](const Stimulus& stimulus, std::size_t) {
      return wide.stimulus_area(stimulus, column);
    };
    EngineFor alone{single};
    alone.present(single.spikes, single.stimuli, single.duration_ps);
    for (std::size_t row = 0; row < rows; ++row) {
      ASSERT_EQ(alone.devices().weight(row), all.devices().weight(row * 41 + column))
          << "row " << row << ", column " << column;
    }
    EXPECT_EQ(alone.spike_counts()[0], all.spike_counts()[column]);
  }
}

TEST(EventEngine, BetweenPresentationsDevicesLeakAndTheRestSeesIt) {
  ChipParameters chip = plain_chip(2);
  chip.cell.readout = CellReadout::weight_referenced;
  chip.device.options.leak_tau_s = 0.5;
  chip.device.options.leak_weight = 0.2;
  EventEngine engine{chip, 1, same_area};
  const double before = engine.devices().weight(0);
  engine.let_time_pass(0.5);
  EXPECT_NEAR(engine.devices().weight(0), 0.2 + (before - 0.2) * std::exp(-1), 1e-15);
  EventEngine as_new{chip, 1, same_area};
  as_new.set_weights(engine.devices().weights());
  const std::vector<Spike> spikes{{1'000'000, 0}, {40'000'000, 0}};
  for (EventEngine* played : {&engine, &as_new}) played->present(spikes, {}, 100'000'000);
  EXPECT_EQ(engine.membranes(), as_new.membranes());
  EXPECT_THROW(engine.let_time_pass(-1), std::domain_error);
}

TEST(EventEngine, NoThreadsAreRefused) {
  EventEngine engine{plain_chip(2), 1, same_area};
  EXPECT_THROW(engine.set_threads(0), std::invalid_argument);
}

}  // namespace
}  // namespace softbound::test
