// SPDX-License-Identifier: Apache-2.0
#include "chip/pseudo_crossbar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "chip/chip.h"
#include "chip/run_record.h"
#include "chip/sim_time.h"
#include "core/control_registers.h"
#include "core/error.h"
#include "sim_test.h"

namespace softbound::test {
namespace {

RunSetup array_of(std::int64_t rows, std::int64_t columns, unsigned seed) {
  RunSetup setup;
  setup.chip.array.rows = rows;
  setup.chip.array.columns = columns;
  setup.duration_ps = 200 * kPsPerUs;
  setup.record_writes = true;
  std::mt19937 random{seed};
  for (std::int64_t k = 0; k < rows * columns; ++k) {
    setup.weights.push_back(std::uniform_real_distribution<>{0, 1}(random));
  }
  return setup;
}

/// Neurons that fire with every few reads and want a write most of the time.
void make_lively(RunSetup& setup) {
  OutputNeuronParameters& neuron = setup.chip.neuron;
  neuron.jump = 0.6;
  neuron.tau_s_s = 20e-6;
  neuron.leak_per_s = 100;
  neuron.t_refractory_s = 5e-6;
  neuron.tau_ca_s = 300e-6;
}

std::uint64_t counter(const RunResult& result, ControlCounter k) {
  return result.counters[static_cast<std::size_t>(k)];
}

/// The neurons' input currents every 10 us of a run.
struct Currents {
  std::vector<std::pair<TimePs, std::vector<double>>> samples;

  void watch(Chip& chip) {
    sc_core::sc_spawn_options options;
    options.spawn_method();
    sc_core::sc_spawn(
        [this, &chip] {
          samples.emplace_back(now_ps(), std::vector<double>{});
          for (std::size_t j = 0; j < chip.neurons.size(); ++j) {
            samples.back().second.push_back(chip.neurons.values(j).i_dpi_per_s);
          }
          sc_core::next_trigger(sim_time(10 * kPsPerUs));
        },
        "currents", &options);
  }
};

/// What a loop over the spikes makes of neuron j's input current at a time of the simulation.
double naive_product(const RunSetup& setup, std::size_t j, TimePs time_ps) {
  const auto columns = static_cast<std::size_t>(setup.chip.array.columns);
  const auto& neuron = setup.chip.neuron;
  double sum = 0;
  for (const Spike& spike : setup.spikes) {
    const TimePs accepted_ps = spike.time_ps + setup.chip.timing.t_request_ps;
    if (accepted_ps > time_ps) continue;
    sum += setup.weights[spike.row * columns + j] * neuron.jump / neuron.tau_s_s *
           std::exp(-s_from_ps(time_ps - accepted_ps) / neuron.tau_s_s);
  }
  return sum;
}

void expect_dense_product(RunSetup setup) {
  setup.chip.control.write_enable = false;
  setup.chip.neuron.jump = 1e-6;  // nobody fires
  Currents currents;
  setup.observe = [&](Chip& chip) { currents.watch(chip); };
  const RunResult result = run_chip(setup);
  EXPECT_TRUE(result.passed());
  int compared = 0;
  for (const auto& [time_ps, found] : currents.samples) {
    const TimePs spike_time_ps = time_ps - result.pre_roll_ps;
    if (spike_time_ps < 0 || spike_time_ps > setup.duration_ps) continue;
    for (std::size_t j = 0; j < found.size(); ++j, ++compared) {
      const double expected = naive_product(setup, j, spike_time_ps);
      ASSERT_NEAR(found[j], expected, 1e-12 * std::abs(expected) + 1e-300)
          << "neuron " << j << " at " << spike_time_ps;
    }
  }
  EXPECT_GT(compared, 50);
}

SIM_TEST(W2, OneEventGivesEachNeuronTheWeightOfItsCell) {
  RunSetup setup = array_of(20, 7, 3);
  setup.spikes = {{kPsPerUs, 13}};
  expect_dense_product(setup);
}

SIM_TEST(W2, ManyRowsGiveTheDenseProductOfANaiveLoop) {
  RunSetup setup = array_of(20, 7, 4);
  // Every row in turn, with 5 ns between requests: no spike has to wait for the bus.
  for (std::uint32_t k = 0; k < 200; ++k) {
    setup.spikes.push_back({k / 20 * 15 * kPsPerUs + k % 20 * 5 * kPsPerNs, k % 20});
  }
  expect_dense_product(setup);
}

SIM_TEST(W2, OneEventOnA784x10ArrayReadsTenCellsAndWritesAtMostTenOfItsRow) {
  RunSetup setup = array_of(784, 10, 1);
  make_lively(setup);
  for (int k = 0; k < 12; ++k) setup.spikes.push_back({k * 14 * kPsPerUs, 300});
  const RunResult result = run_chip(setup);
  EXPECT_EQ(result.array.cells_read, 12 * 10u);
  EXPECT_GT(result.writes.size(), 10u);
  std::map<TimePs, int> writes_of_event;
  for (const auto& write : result.writes) {
    EXPECT_EQ(write.row, 300u);
    EXPECT_LE(++writes_of_event[write.latch_ps], 10);
  }
  for (std::size_t cell = 0; cell < setup.weights.size(); ++cell) {
    if (cell / 10 == 300) continue;
    ASSERT_EQ(result.weights_after[cell], setup.weights[cell]) << "written in another row";
  }
}

SIM_TEST(W2, DisabledColumnsAreNeitherReadNorWritten) {
  RunSetup setup = array_of(16, 10, 1);
  make_lively(setup);
  setup.chip.control.enabled_columns = "1,4-6";
  for (int k = 0; k < 12; ++k) setup.spikes.push_back({k * 14 * kPsPerUs, 3});
  const RunResult result = run_chip(setup);
  EXPECT_EQ(result.array.cells_read, 12 * 4u);
  EXPECT_GT(result.writes.size(), 4u);
  for (const auto& write : result.writes) {
    EXPECT_TRUE(write.column == 1 || (write.column >= 4 && write.column <= 6));
  }
}

TEST(W2, OrderOfSimultaneousEventsOnDifferentRowsDoesNotMatterWithoutNoise) {
  RunSetup setup = array_of(12, 6, 5);
  setup.duration_ps = 2000 * kPsPerUs;
  make_lively(setup);
  std::vector<Spike> spikes;
  std::mt19937 random{11};
  for (int burst = 0; burst < 60; ++burst) {
    for (std::uint32_t row = 0; row < 12; ++row) {
      if (random() % 2) spikes.push_back({burst * 30 * kPsPerUs, row});
    }
  }
  std::vector<RunRecord> records;
  std::vector<std::string> weights;
  for (int order = 0; order < 3; ++order) {
    setup.spikes = spikes;
    for (auto first = setup.spikes.begin(); first != setup.spikes.end();) {
      const auto last = std::find_if(first, setup.spikes.end(), [&](const Spike& spike) {
        return spike.time_ps != first->time_ps;
      });
      if (order != 0) std::shuffle(first, last, random);
      first = last;
    }
    records.push_back(record_run(setup));
    const std::string& text = records.back().text;
    weights.push_back(
        text.substr(text.find("weight 0"), text.find("array read") - text.find("weight 0")));
  }
  EXPECT_GT(records[0].writes, 100u);
  EXPECT_NE(records[0].text, records[1].text) << "the orders are not different";
  EXPECT_EQ(weights[0], weights[1]);
  EXPECT_EQ(weights[0], weights[2]);
}

class Handshake : public testing::TestWithParam<std::tuple<Level, ControlKind>> {};

// Every spike asks for the same row at once: each waits for all before it.
TEST_P(Handshake, EveryRequestIsAcknowledgedWithinTheQueuesTime) {
  run_in_fresh_kernel([] {
    constexpr int kQueue = 30;
    const auto [level, control] = GetParam();
    RunSetup setup = array_of(16, 4, 2);
    setup.level = level;
    setup.chip.timing.control = control;
    setup.duration_ps = kQueue * 14 * kPsPerUs;
    setup.spikes.assign(kQueue, {kPsPerUs, 5});
    const RunResult result = run_chip(setup);
    EXPECT_EQ(result.not_accepted, 0u);
    EXPECT_EQ(result.offered, kQueue + 0u);
    EXPECT_EQ(counter(result, ControlCounter::accepted), kQueue + 0u);
    EXPECT_EQ(counter(result, ControlCounter::held), kQueue - 1u);
    const auto& wait = result.timing.entry(TimingQuantity::request_to_acknowledge);
    EXPECT_EQ(wait.count, kQueue + 0u);
    EXPECT_LE(wait.greatest_ps, 13'200'000);
    const auto& hold = result.timing.entry(TimingQuantity::hold_time);
    EXPECT_LE(hold.greatest_ps, kQueue * 13'200'000LL);
    EXPECT_GE(hold.greatest_ps, (kQueue - 1) * 13'080'000LL);
    EXPECT_TRUE(result.passed());
  });
}

TEST_P(Handshake, SpikeForARowThatDoesNotExistIsAcknowledgedCountedAndHasNoEffect) {
  run_in_fresh_kernel([] {
    const auto [level, control] = GetParam();
    RunSetup setup = array_of(784, 10, 2);
    setup.level = level;
    setup.chip.timing.control = control;
    setup.spikes = {{kPsPerUs, 784}, {2 * kPsPerUs, 1023}, {3 * kPsPerUs, 783}};
    const RunResult result = run_chip(setup);
    EXPECT_EQ(result.not_accepted, 0u);
    EXPECT_EQ(counter(result, ControlCounter::bad_address), 2u);
    EXPECT_EQ(counter(result, ControlCounter::accepted), 1u);
    EXPECT_EQ(result.array.cells_read, 10u);
    EXPECT_EQ(result.array.concurrent_reads[1], 1u);
    EXPECT_TRUE(result.violations.empty());
  });
}

INSTANTIATE_TEST_SUITE_P(W2, Handshake,
                         testing::Values(std::tuple{Level::pin, ControlKind::self_timed},
                                         std::tuple{Level::pin, ControlKind::clocked},
                                         std::tuple{Level::rtl, ControlKind::clocked}));

SIM_TEST(W2, ProbeOutsideTheArrayIsRefused) {
  RunSetup setup = array_of(16, 4, 2);
  setup.probes = {{16, 0}};
  try {
    run_chip(setup);
    ADD_FAILURE() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "probe 16,0: expected a cell of the 16 x 4 array");
  }
}

}  // namespace
}  // namespace softbound::test
