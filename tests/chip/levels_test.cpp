// SPDX-License-Identifier: Apache-2.0
//
// The contract of the levels: with the same ControlTiming the same sequence of (row, column,
// decision), weights to 1e-12, output spikes to 1 ns, the same counters.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

#include "chip/random_chip.h"
#include "chip/rules_oracle.h"
#include "core/error.h"
#include "device/device_registry.h"
#include "event_run.h"
#include "network/event_engine.h"
#include "network/glyphs.h"
#include "network/idx.h"
#include "network/inhibitory_population.h"
#include "network/spike_trains.h"
#include "sim_test.h"
#include "tlm_run.h"

namespace softbound::test {
namespace {

RunSetup setup_of(const OracleInput& input, Level level) {
  RunSetup setup;
  setup.level = level;
  setup.chip = input.chip;
  setup.seed = input.seed;
  setup.spikes = input.spikes;
  setup.stimuli = input.stimuli;
  setup.stimulus_area = input.stimulus_area;
  setup.weights = input.weights;
  setup.duration_ps = input.duration_ps;
  setup.record_writes = true;
  return setup;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t cell = 0; cell < expected.size(); ++cell) {
    ASSERT_NEAR(found[cell], expected[cell], 1e-12) << "cell " << cell;
  }
}

void expect_same_spikes(const std::vector<std::pair<TimePs, std::uint32_t>>& found,
                        const std::vector<std::pair<TimePs, std::uint32_t>>& expected) {
  constexpr TimePs kTolerancePs = 1'000;
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    ASSERT_EQ(found[k].second, expected[k].second) << "output spike " << k;
    ASSERT_LE(std::abs(found[k].first - expected[k].first), kTolerancePs) << "output spike " << k;
  }
}

void expect_same_counters(const ControlCounters& found, const ControlCounters& expected) {
  for (std::size_t k = 0; k < kControlCounters; ++k) {
    EXPECT_EQ(found[k], expected[k]) << kControlCounterNames[k];
  }
}

bool is_ltp(const WriteEvent& write) { return write.kind == WriteKind::ltp; }
bool is_ltp(const OracleWrite& write) { return write.decision == WriteDecision::ltp; }

/// Both list their writes by time, row and column.
template <class Expected>
void expect_same_writes(const std::vector<WriteEvent>& found, const Expected& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const auto& f = found[k];
    const auto& e = expected[k];
    ASSERT_EQ(std::tie(f.latch_ps, f.row, f.column), std::tie(e.latch_ps, e.row, e.column))
        << "write " << k;
    ASSERT_EQ(is_ltp(f), is_ltp(e)) << "write " << k;
    ASSERT_NEAR(f.weight_before, e.weight_before, 1e-12) << "write " << k;
    ASSERT_NEAR(f.weight_after, e.weight_after, 1e-12) << "write " << k;
  }
}

void expect_as_foretold(const RunResult& found, const OracleResult& expected) {
  expect_same_writes(found.writes, expected.writes);
  expect_near(found.weights_after, expected.weights);
  expect_same_spikes(found.output_spikes, expected.output_spikes);
  expect_same_counters(found.counters, expected.counters);
  EXPECT_EQ(found.offered, expected.offered);
  EXPECT_EQ(found.not_accepted, expected.offered - expected.acceptances.size());
}

void expect_same_hold_times(const TimingEntry& found, const TimingEntry& expected) {
  EXPECT_EQ(found.count, expected.count);
  EXPECT_EQ(found.least_ps, expected.least_ps);
  EXPECT_EQ(found.greatest_ps, expected.greatest_ps);
  EXPECT_EQ(found.sum_ps, expected.sum_ps);
}

void expect_same_energy(const ArrayStatistics& found, const ArrayStatistics& expected) {
  ASSERT_EQ(found.row_energy.size(), expected.row_energy.size());
  for (std::size_t row = 0; row < expected.row_energy.size(); ++row) {
    const double total_j = expected.row_energy[row].total_j();
    ASSERT_NEAR(found.row_energy[row].total_j(), total_j, 1e-9 * total_j) << "row " << row;
  }
}

void expect_same_run(const RunResult& found, const RunResult& expected) {
  expect_same_writes(found.writes, expected.writes);
  expect_near(found.weights_after, expected.weights_after);
  expect_same_spikes(found.output_spikes, expected.output_spikes);
  expect_same_counters(found.counters, expected.counters);
  EXPECT_EQ(found.offered, expected.offered);
  EXPECT_EQ(found.not_accepted, expected.not_accepted);
  EXPECT_EQ(found.array.amended_writes, expected.array.amended_writes);
  expect_same_hold_times(found.timing.entry(TimingQuantity::hold_time),
                         expected.timing.entry(TimingQuantity::hold_time));
  expect_same_energy(found.array, expected.array);
}

/// A level with wires, in a process of its own for the kernel's sake.
void expect_event_equals(Level level, RunSetup setup) {
  setup.level = Level::event;
  const RunResult event = run_event(setup);
  setup.level = level;
  run_in_fresh_kernel([&] {
    RunResult wires = run_chip(setup);
    std::sort(wires.output_spikes.begin(), wires.output_spikes.end());
    expect_same_run(event, wires);
    EXPECT_EQ(wires.violations, std::vector<std::string>{});
  });
}

/// Phase by phase and loosely timed, running ahead not at all and as far as can be.
void expect_tlm_equals_event(RunSetup setup) {
  setup.level = Level::event;
  const RunResult event = run_event(setup);
  setup.level = Level::tlm;
  for (const std::optional<TimePs> quantum_ps :
       {std::optional<TimePs>{}, std::optional<TimePs>{0}, std::optional<TimePs>{kPsPerS}}) {
    SCOPED_TRACE(quantum_ps ? "quantum " + std::to_string(*quantum_ps) + " ps" : "non-blocking");
    setup.quantum_ps = quantum_ps;
    run_in_fresh_kernel([&] {
      const RunResult tlm = run_tlm(setup);
      expect_same_run(tlm, event);
      EXPECT_EQ(tlm.violations, std::vector<std::string>{});
    });
  }
}

/// Chips of one kind beside the oracle; the first of them also beside level pin.
ControlCounters compare(const ChipKind& kind, std::uint64_t first_seed, std::uint64_t runs) {
  ControlCounters seen{};
  for (std::uint64_t seed = first_seed; seed < first_seed + runs; ++seed) {
    const OracleInput input = random_input(kind, seed);
    SCOPED_TRACE(describe(input));
    const OracleResult expected = play_by_the_rules(input);
    expect_as_foretold(run_event(setup_of(input, Level::event)), expected);
    if (!testing::Test::HasFailure()) expect_tlm_equals_event(setup_of(input, Level::tlm));
    for (std::size_t k = 0; k < kControlCounters; ++k) seen[k] += expected.counters[k];
    if (!testing::Test::HasFailure() && seed < first_seed + 2) {
      expect_event_equals(Level::pin, setup_of(input, Level::pin));
    }
    if (testing::Test::HasFailure()) break;
  }
  return seen;
}

void expect_lively(const ControlCounters& seen) {
  using C = ControlCounter;
  for (const C counter : {C::accepted, C::reads, C::ltp, C::ltd, C::no_write, C::out_spikes}) {
    const auto k = static_cast<std::size_t>(counter);
    EXPECT_GT(seen[k], 50u) << kControlCounterNames[k];
  }
}

using KindOfChip = std::tuple<ControlKind, BusyPolicy, LatchInstant>;
class EveryTiming : public testing::TestWithParam<KindOfChip> {
 protected:
  ChipKind kind() const {
    ChipKind kind;
    std::tie(kind.control, kind.policy, kind.latch) = GetParam();
    return kind;
  }
};

TEST_P(EveryTiming, EventDoesWhatTheRulesSay) {
  ChipKind chip = kind();
  for (const double load : {0.3, 2.0}) {
    chip.load = load;
    expect_lively(compare(chip, 5000 + static_cast<std::uint64_t>(10 * load), 8));
  }
}

TEST_P(EveryTiming, EventDoesWhatTheRulesSayWithMaskedColumns) {
  ChipKind chip = kind();
  chip.masks = true;
  compare(chip, 5100, 6);
}

TEST_P(EveryTiming, EventDoesWhatTheRulesSayWithASlotForEveryRow) {
  ChipKind chip = kind();
  chip.few_slots = false;
  chip.load = 0.5;
  expect_lively(compare(chip, 5200, 4));
}

std::string name_of_timing(const testing::TestParamInfo<KindOfChip>& test) {
  constexpr const char* kControls[] = {"SelfTimed", "Clocked"};
  constexpr const char* kPolicies[] = {"Hold", "Drop", "Retrigger", "Abort"};
  constexpr const char* kLatches[] = {"WriteStart", "Arrival"};
  return std::string{kControls[static_cast<int>(std::get<0>(test.param))]} +
         kPolicies[static_cast<int>(std::get<1>(test.param))] +
         kLatches[static_cast<int>(std::get<2>(test.param))];
}

INSTANTIATE_TEST_SUITE_P(
    Levels, EveryTiming,
    testing::Combine(testing::Values(ControlKind::self_timed, ControlKind::clocked),
                     testing::Values(BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::retrigger,
                                     BusyPolicy::abort),
                     testing::Values(LatchInstant::write_start, LatchInstant::arrival)),
    name_of_timing);

TEST(Levels, ReadoutsAndAmplitudesOfTheCellAreThoseOfPin) {
  std::uint64_t seed = 5300;
  for (const CellPreset preset : {CellPreset::cmos180, CellPreset::ideal}) {
    for (const CellReadout readout :
         {CellReadout::weight, CellReadout::charge, CellReadout::charge_referenced,
          CellReadout::weight_referenced}) {
      ChipKind kind;
      kind.preset = preset;
      kind.readout = readout;
      kind.amplitude_law = true;
      kind.policy = BusyPolicy::abort;
      expect_lively(compare(kind, seed, 4));
      seed += 10;
    }
  }
}

class EveryDevice : public testing::TestWithParam<const char*> {};

// Aborted writes are amended: what a device hides behind its weight has to be taken back too.
TEST_P(EveryDevice, IsTheSameSynapseAtEventTlmAndPinOrIsRefused) {
  const DeviceParameters device{GetParam()};
  ChipKind kind;
  kind.policy = BusyPolicy::abort;
  kind.spikes = 800;
  OracleInput input = random_input(kind, 5450);
  input.chip.device = device;
  input.chip.device.strobe_width_s = s_from_ps(input.chip.timing.t_write_ps);
  SCOPED_TRACE(describe(input));
  if (device.kind->why_no_synapse() != nullptr || device.kind->needs() != nullptr) {
    EXPECT_THROW(run_event(setup_of(input, Level::event)), InputError);
    return;
  }
  expect_event_equals(Level::pin, setup_of(input, Level::pin));
  expect_tlm_equals_event(setup_of(input, Level::tlm));
}

INSTANTIATE_TEST_SUITE_P(Levels, EveryDevice, testing::ValuesIn(device_names()),
                         [](const auto& device) { return std::string{device.param}; });

TEST(Levels, MoreColumnsThanTheEngineTakesAtATimeDoWhatTheRulesSay) {
  for (const double load : {0.1, 0.5}) {
    ChipKind kind;
    kind.most_columns = 70;
    kind.load = load;
    kind.masks = load > 0.3;
    kind.spikes = 1000;
    expect_lively(compare(kind, 5350 + static_cast<std::uint64_t>(10 * load), 5));
  }
}

TEST(Levels, WithoutWriteEnableNoWeightChanges) {
  ChipKind kind;
  kind.write_enable = false;
  const ControlCounters seen = compare(kind, 5400, 2);
  EXPECT_EQ(seen[static_cast<std::size_t>(ControlCounter::ltp)], 0u);
  EXPECT_GT(seen[static_cast<std::size_t>(ControlCounter::reads)], 0u);
}

TEST(Levels, ADurationThatCutsTheStreamCutsItAtTheSameSpike) {
  std::uint64_t waiting = 0;
  for (std::uint64_t seed = 5500; seed < 5580; ++seed) {
    Dice dice{seed};
    ChipKind kind;
    kind.control = dice.one_of({ControlKind::self_timed, ControlKind::clocked});
    kind.policy = dice.one_of({BusyPolicy::hold, BusyPolicy::drop, BusyPolicy::abort});
    kind.load = 4;
    kind.spikes = 100;
    OracleInput input = random_input(kind, seed);
    const auto all = play_by_the_rules(input).acceptances;
    const auto& last = all[static_cast<std::size_t>(dice.whole(20, 90))];
    input.duration_ps =
        dice.one_of({last.time_ps, last.could_have_ps, last.request_ps}) + dice.whole(0, 1);
    SCOPED_TRACE(describe(input));
    const OracleResult expected = play_by_the_rules(input);
    waiting += expected.offered - expected.acceptances.size();
    expect_as_foretold(run_event(setup_of(input, Level::event)), expected);
    expect_tlm_equals_event(setup_of(input, Level::tlm));
  }
  EXPECT_GT(waiting, 20u);
}

TEST(Levels, APresentationStartsFromRestWhateverWasBefore) {
  ChipKind kind;
  kind.policy = BusyPolicy::abort;
  const OracleInput input = random_input(kind, 5600);
  EventEngine engine{input.chip, input.seed, input.stimulus_area};
  engine.set_write_enable(false);
  engine.set_weights(input.weights);
  engine.present(input.spikes, input.stimuli, input.duration_ps);
  const auto first = engine.output_spikes();
  const auto counters = engine.counters();
  engine.present({input.spikes.front()}, {}, input.duration_ps);
  engine.present(input.spikes, input.stimuli, input.duration_ps);
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(engine.output_spikes(), first);
  EXPECT_EQ(engine.counters(), counters);
}

/// A training digit on 784 x 10 with teacher and inhibition: handwritten if SOFTBOUND_MNIST names
/// a data set, else a built-in glyph.
RunSetup digit(ControlKind control) {
  const char* directory = std::getenv("SOFTBOUND_MNIST");
  const DigitSet digits =
      directory ? load_digits(directory, DigitSplit::train) : glyph_digits(DigitSplit::train);
  RunSetup setup;
  setup.chip.timing.control = control;
  setup.record_writes = true;
  const InputParameters input;
  const TeacherParameters teacher;
  setup.duration_ps = ps_from_s(input.presentation_s);
  setup.spikes = encode_digit(digits.images.image(0), 784, input, setup.seed, 0);
  const auto inhibition =
      std::make_shared<InhibitoryPopulation>(InhibitionParameters{}, 784, 10, setup.seed);
  setup.stimuli =
      merge_stimuli(digits.labels[0],
                    teacher_spikes(digits.labels[0], teacher, input.presentation_s, setup.seed, 0),
                    inhibition->spikes(setup.spikes));
  setup.stimulus_area = [inhibition, teacher, jump = setup.chip.neuron.jump](
                            const Stimulus& stimulus, std::size_t column) {
    if (stimulus.kind == StimulusKind::inhibitory) {
      return -inhibition->area(stimulus.index, column, jump);
    }
    return stimulus.index == column ? teacher.area : 0.0;
  };
  return setup;
}

TEST(Levels, ADigitIsLearntAtLevelEventAsAtPin) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    expect_event_equals(Level::pin, digit(control));
  }
}

TEST(Levels, AHundredThousandRandomSpikesAreTheSameAtEventTlmAndPin) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    ChipKind kind;
    kind.control = control;
    kind.spikes = 100'000;
    kind.load = 0.5;
    const OracleInput input = random_input(kind, 5700);
    SCOPED_TRACE(describe(input));
    expect_event_equals(Level::pin, setup_of(input, Level::pin));
    expect_tlm_equals_event(setup_of(input, Level::tlm));
  }
}

TEST(Levels, ADigitIsLearntInSelfTimedRtlAsAtEvent) {
  expect_event_equals(Level::rtl, digit(ControlKind::self_timed));
}

TEST(Levels, AHundredThousandRandomSpikesAreTheSameAtEventAndInSelfTimedRtl) {
  ChipKind kind;
  kind.few_slots = false;
  kind.spikes = 100'000;
  kind.load = 0.5;
  const OracleInput input = random_input(kind, 5701);
  SCOPED_TRACE(describe(input));
  expect_event_equals(Level::rtl, setup_of(input, Level::rtl));
}

TEST(Levels, ADigitIsLearntAtLevelTlmAsAtEvent) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    expect_tlm_equals_event(digit(control));
  }
}

/// The Verilated control drives the chip, the SystemC control follows.
void expect_no_difference_at_any_edge(RunSetup setup) {
  setup.level = Level::rtl;
  setup.lock_step = true;
  run_in_fresh_kernel([&] {
    const RunResult result = run_chip(setup);
    for (const auto& difference : result.differences) {
      ADD_FAILURE() << difference.time_ps << " ps: " << difference.wires[0].signal << " rtl "
                    << difference.wires[0].driving << ", pin " << difference.wires[0].following;
    }
    EXPECT_EQ(result.offered, setup.spikes.size());
  });
}

TEST(Levels, EveryOutputOfBothControlsIsTheSameAtEveryEdgeOfADigit) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    expect_no_difference_at_any_edge(digit(control));
  }
}

TEST(Levels, EveryOutputOfBothControlsIsTheSameAtEveryEdgeOfAHundredThousandRandomSpikes) {
  for (const ControlKind control : {ControlKind::self_timed, ControlKind::clocked}) {
    ChipKind kind;
    kind.control = control;
    kind.few_slots = false;
    kind.spikes = 100'000;
    kind.load = 0.5;
    const OracleInput input = random_input(kind, 5702);
    SCOPED_TRACE(describe(input));
    expect_no_difference_at_any_edge(setup_of(input, Level::rtl));
  }
}

}  // namespace
}  // namespace softbound::test
