// SPDX-License-Identifier: Apache-2.0
//
// What learning costs at level event: one run prints a digit by number of output neurons, with and
// without writes, with variability and on two threads, where the time goes, and the same digits in
// a loop over single neurons and devices to compare with. CPU time, the least of several rounds,
// for other programs only add to it; threads are compared by the clock on the wall.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "digit_network.h"
#include "neuron/output_neuron.h"

namespace softbound {
namespace {

constexpr std::uint32_t kDigits = 20;
constexpr int kRounds = 15;

double cpu_s() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double wall_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds a digit: the least of several rounds over all of them.
template <class Work>
double least_s(Work&& work, double (*clock)() = cpu_s, int rounds = kRounds) {
  double least = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const double start = clock();
    for (std::uint32_t number = 0; number < kDigits; ++number) work(number);
    least = std::min(least, (clock() - start) / kDigits);
  }
  return least;
}

/// What a core really runs at: a chain of multiplications, three cycles each on any x86 of the
/// last fifteen years; 0 elsewhere.
double cycles_per_s() {
#if defined(__x86_64__)
  constexpr int kSteps = 20'000'000;
  double least = 1e9;
  for (int round = 0; round < 5; ++round) {
    const double start = cpu_s();
    std::uint64_t x = 3;
    for (int k = 0; k < kSteps; ++k) asm volatile("imul %0, %0" : "+r"(x));
    least = std::min(least, cpu_s() - start);
  }
  return 3.0 * kSteps / least;
#else
  return 0.0;
#endif
}

std::vector<Presentation> presentations(const DigitNetwork& network) {
  std::vector<Presentation> shown;
  for (std::uint32_t number = 0; number < kDigits; ++number) shown.push_back(network.digit(number));
  return shown;
}

/// The chip as a loop: each instant, each column, one neuron and one device at a time.
class NaiveChip {
 public:
  NaiveChip(const DigitNetwork& network, std::size_t columns)
      : network_{network},
        chip_{DigitNetwork::chip(columns, 0.0)},
        cell_{chip_.cell, chip_.device, CellPulseWidths::of(chip_.timing), chip_.array.wire_model},
        devices_{chip_.device, kRows * columns, kSeed},
        neurons_(columns, OutputNeuron{chip_.neuron}) {
    devices_.randomize_weights();
  }

  void present(const Presentation& p) {
    BusSchedule bus{chip_.timing, chip_.array.slot_count(chip_.timing), kRows};
    bus.restart(ps_from_s(network_.input.presentation_s));
    for (OutputNeuron& neuron : neurons_) neuron.reset();
    std::vector<BusEvent> events;
    BusEvent event;
    for (const Spike& spike : p.spikes) {
      if (bus.offer(spike, event)) events.push_back(event);
    }
    std::size_t stimulus = 0, read = 0, latch = 0;
    while (stimulus < p.stimuli.size() || latch < events.size()) {
      const TimePs stimulus_ps = stimulus < p.stimuli.size() ? p.stimuli[stimulus].time_ps : kNever;
      const TimePs read_ps = read < events.size() ? events[read].time_ps : kNever;
      const TimePs latch_ps = latch < events.size() ? events[latch].latch_ps : kNever;
      if (stimulus_ps <= std::min(read_ps, latch_ps)) {
        stimulate(p.stimuli[stimulus++]);
      } else if (read_ps <= latch_ps) {
        this->read(events[read++]);
      } else {
        write(events[latch++]);
      }
    }
  }
  const std::vector<double>& weights() const { return devices_.weights(); }

 private:
  void stimulate(const Stimulus& stimulus) {
    for (std::size_t j = 0; j < neurons_.size(); ++j) {
      neurons_[j].advance_to(stimulus.time_ps);
      neurons_[j].inject(stimulus.time_ps,
                         DigitNetwork::stimulus_area(*network_.inhibition, neurons_.size(),
                                                     network_.teacher.area, stimulus, j));
    }
  }
  void read(const BusEvent& event) {
    for (std::size_t j = 0; j < neurons_.size(); ++j) {
      neurons_[j].advance_to(event.time_ps);
      const double weight = devices_.weight(event.row * neurons_.size() + j);
      neurons_[j].inject(event.time_ps, chip_.neuron.jump * cell_.readout(weight));
    }
  }
  void write(const BusEvent& event) {
    for (std::size_t j = 0; j < neurons_.size(); ++j) {
      neurons_[j].advance_to(event.latch_ps);
      const Plasticity plasticity = neurons_[j].plasticity(event.latch_ps);
      if (!plasticity.up && !plasticity.dn) continue;
      const std::size_t cell = event.row * neurons_.size() + j;
      devices_.write(cell, cell_.write_pulse(plasticity.up ? WriteKind::ltp : WriteKind::ltd,
                                             devices_.conductance_s(cell)));
    }
  }

  const DigitNetwork& network_;
  const ChipParameters chip_;
  const Cell6T1M cell_;
  DeviceArray devices_;
  std::vector<OutputNeuron> neurons_;
};

struct Cost {
  double with_spikes_s, learning_s, frozen_s;
  double spikes, reads, writes;  ///< a digit
};

Cost cost_of(std::size_t columns, double sigma = 0.0) {
  DigitNetwork network{columns, sigma};
  const auto shown = presentations(network);
  const auto present = [&](std::uint32_t number) { network.present(shown[number]); };
  Cost cost{};
  cost.with_spikes_s =
      least_s([&](std::uint32_t number) { network.present(network.digit(number)); });
  cost.learning_s = least_s(present);
  for (std::uint32_t number = 0; number < kDigits; ++number) {
    present(number);
    using C = ControlCounter;
    const auto add = [&](double& sum, C counter) {
      sum += static_cast<double>(network.counted(counter)) / kDigits;
    };
    add(cost.spikes, C::accepted);
    add(cost.reads, C::reads);
    add(cost.writes, C::ltp);
    add(cost.writes, C::ltd);
  }
  network.engine.set_write_enable(false);
  cost.frozen_s = least_s(present);
  return cost;
}

void print_costs() {
  fmt::print(
      "784 x outputs   digit incl. spikes   learning   no writes   writes a digit   ns a synaptic "
      "event\n");
  for (const std::size_t columns : {10, 100, 300, 1000}) {
    const Cost cost = cost_of(columns);
    fmt::print("{:13}   {:15.3f} ms   {:5.3f} ms   {:6.3f} ms   {:14.0f}   {:19.3f}\n", columns,
               1e3 * cost.with_spikes_s, 1e3 * cost.learning_s, 1e3 * cost.frozen_s, cost.writes,
               1e9 * cost.learning_s / cost.reads);
  }
}

void print_variability() {
  for (const std::size_t columns : {10, 100}) {
    const double plain_s = cost_of(columns).with_spikes_s;
    const double noisy_s = cost_of(columns, 0.003).with_spikes_s;
    fmt::print("variability 0.003, 784 x {}: {:.3f} ms a digit incl. spikes, {:.2f} x\n", columns,
               1e3 * noisy_s, noisy_s / plain_s);
  }
}

void print_threads() {
  DigitNetwork network{300};
  const auto shown = presentations(network);
  double one_s = 0;
  for (const std::size_t threads : {1, 2}) {
    network.engine.set_threads(threads);
    const double s = least_s([&](std::uint32_t number) { network.present(shown[number]); }, wall_s);
    if (threads == 1) one_s = s;
    fmt::print("784 x 300 on {} thread{}: {:.3f} ms a digit on the wall, {:.2f} x\n", threads,
               threads == 1 ? "" : "s", 1e3 * s, one_s / s);
  }
}

void print_stages(std::size_t columns) {
  DigitNetwork network{columns};
  const auto shown = presentations(network);
  const Cost cost = cost_of(columns);
  const double encode_s = least_s([&](std::uint32_t number) {
    encode_digit(digits().images.image(DigitNetwork::index_of(number)), kRows, network.input, kSeed,
                 number);
  });
  const double digit_s = least_s([&](std::uint32_t number) { network.digit(number); });
  const ChipParameters chip = DigitNetwork::chip(columns, 0.0);
  const NeuronModel model{chip.neuron};
  EventTape tape{chip.timing, chip.array.slot_count(chip.timing), kRows, columns, model};
  ChargeTable charges;
  for (const Presentation& p : shown) {
    for (const Stimulus& stimulus : p.stimuli) charges.place(stimulus.kind, stimulus.index) = 0;
  }
  TapePart part;
  const double tape_s = least_s([&](std::uint32_t number) {
    tape.start(ps_from_s(network.input.presentation_s), 0);
    while (tape.next_part(shown[number].spikes, shown[number].stimuli, charges, {}, part)) {
    }
  });
  const double per_s = cycles_per_s();
  fmt::print("\n784 x {}, of an input spike ({:.0f} a digit, {:.2f} GHz)\n", columns, cost.spikes,
             1e-9 * per_s);
  const auto print = [&](const char* stage, double s) {
    fmt::print("  {:44} {:7.1f} ns {:7.0f} cycles\n", stage, 1e9 * s / cost.spikes,
               per_s * s / cost.spikes);
  };
  print("input spikes", encode_s);
  print("teacher and inhibitory neurons", digit_s - encode_s);
  print("bus, order of events, steps", tape_s);
  print("output neurons", cost.frozen_s - tape_s);
  print("UP and DN, writes (with - without)", cost.learning_s - cost.frozen_s);
  print("sum", digit_s + cost.learning_s);
}

void print_baseline() {
  for (const std::size_t columns : {10, 100}) {
    DigitNetwork network{columns};
    const auto shown = presentations(network);
    NaiveChip naive{network, columns};
    for (const Presentation& p : shown) {
      naive.present(p);
      network.present(p);
    }
    double largest = 0;
    for (std::size_t cell = 0; cell < naive.weights().size(); ++cell) {
      largest = std::max(
          largest, std::abs(naive.weights()[cell] - network.engine.devices().weights()[cell]));
    }
    const auto naive_s =
        least_s([&](std::uint32_t number) { naive.present(shown[number]); }, cpu_s, 2);
    const auto engine_s = least_s([&](std::uint32_t number) { network.present(shown[number]); });
    fmt::print(
        "one neuron and device at a time, 784 x {}: {:.2f} ms a digit, {:.1f} times the engine's "
        "{:.3f} ms; weights after {} digits differ by {:.1e} at most\n",
        columns, 1e3 * naive_s, naive_s / engine_s, 1e3 * engine_s, kDigits, largest);
  }
}

/// In a process of its own.
void print_memory() {
  const auto peak_mb = [](std::size_t columns) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      if (columns > 0) {
        DigitNetwork network{columns};
        network.present(network.digit(0));
      }
      _exit(0);
    }
    rusage usage{};
    int status = 0;
    wait4(child, &status, 0, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
  };
  fmt::print("peak memory with 784 x 1000: {:.0f} MB, {:.0f} MB of it the data set and program\n",
             peak_mb(1000), peak_mb(0));
}

}  // namespace
}  // namespace softbound

int main() {
  softbound::digits();
  softbound::print_memory();
  softbound::print_costs();
  softbound::print_variability();
  softbound::print_threads();
  softbound::print_baseline();
  for (const std::size_t columns : {10, 100}) softbound::print_stages(columns);
  return 0;
}
