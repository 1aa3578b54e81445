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

#include "chip/random_chip.h"
#include "neuron/output_neuron.h"

namespace softbound::test {
namespace {

using Start = EventEngine::Start;

EventEngine engine_for(const OracleInput& input) {
  EventEngine engine{input.chip, input.seed, input.stimulus_area};
  engine.set_weights(input.weights);
  engine.record_writes(true);
  return engine;
}

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

    EventEngine parts = engine_for(input);
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
    EventEngine whole = engine_for(input);
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
  EventEngine engine = engine_for(input);
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
    EventEngine built = engine_for(masked), set = engine_for(open);
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

}  // namespace
}  // namespace softbound::test
