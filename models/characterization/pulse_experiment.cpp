// SPDX-License-Identifier: Apache-2.0
#include "characterization/pulse_experiment.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/vector_clones.h"
#include "device/device_law.h"
#include "device/varied_device.h"

namespace softbound {

namespace {

constexpr std::size_t kMostPulses = 100'000'000;  // of one device
constexpr std::size_t kFewestPulses = 10;
constexpr std::size_t kBlock = 512;  // devices whose state stays in the first cache

std::size_t index_of(WriteKind kind) { return static_cast<std::size_t>(kind); }

constexpr std::size_t kSums = 8;  // side by side, so that compilers make vectors of them

template <class Term>
inline double sum_of(std::size_t n, Term&& term) {
  std::array<double, kSums> sums{};
  std::size_t k = 0;
  for (; k + kSums <= n; k += kSums) {
    for (std::size_t j = 0; j < kSums; ++j) sums[j] += term(k + j);
  }
  double sum = 0;
  for (; k < n; ++k) sum += term(k);
  for (const double part : sums) sum += part;
  return sum;
}

SOFTBOUND_VECTOR_CLONES
double sum_relative_to_first(const double* values, std::size_t n) {
  const double first = values[0];
  return sum_of(n, [=](std::size_t k) { return values[k] - first; });
}

SOFTBOUND_VECTOR_CLONES
double sum_of_squares(const double* values, double mean, std::size_t n) {
  return sum_of(n, [=](std::size_t k) { return (values[k] - mean) * (values[k] - mean); });
}

/// Steps of a pulse, and the squares of how far the step before was from the mean of its
/// neighbours.
SOFTBOUND_VECTOR_CLONES
double step_and_second_differences(const double* before, const double* after, double* step,
                                   const double* step_1, const double* step_2, std::size_t n) {
  for (std::size_t k = 0; k < n; ++k) step[k] = after[k] - before[k];
  return sum_of(n, [=](std::size_t k) {
    const double second = step_1[k] - 0.5 * (step[k] + step_2[k]);
    return second * second;
  });
}

/// Mean and sum of squared deviations of numbers that come in blocks (Chan, Golub, LeVeque 1979).
struct Moments {
  double count = 0, mean = 0, squares = 0;

  void add(const double* values, std::size_t n) {
    const auto size = static_cast<double>(n);
    const double block_mean = values[0] + sum_relative_to_first(values, n) / size;
    const double block_squares = sum_of_squares(values, block_mean, n);
    const double apart = block_mean - mean;
    const double all = count + size;
    mean += apart * (size / all);
    squares += block_squares + apart * apart * (count * size / all);
    count = all;
  }
  double sd() const { return count > 1 ? std::sqrt(squares / (count - 1)) : 0; }
};

/// What every pulse adds to the statistics, whoever made the step.
class Recorder {
 public:
  Recorder(const PulseExperiment& experiment, PulseMeasurement& result)
      : experiment_{experiment}, result_{result} {
    for (const auto& train : experiment.trains) cycle_pulses_ += train.pulses;
    const std::size_t pulses = cycle_pulses_ * experiment.cycles;
    weight_.resize(pulses);
    conductance_.resize(pulses);
    result.kinds.reserve(pulses);
    for (std::size_t cycle = 0; cycle < experiment.cycles; ++cycle) {
      for (const auto& train : experiment.trains) {
        result.kinds.insert(result.kinds.end(), train.pulses, train.kind);
      }
    }
    for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
      result.swings[index_of(kind)].assign(experiment.devices * experiment.cycles, 0.0);
    }
    for (auto* traces : {&result.traces, &result.conductance_traces_s}) {
      traces->resize(std::min(experiment.traced_devices, experiment.devices));
      for (auto& trace : *traces) trace.reserve(pulses + 1);
    }
  }

  /// Plays the cycles on devices first ... first + count - 1. `pulse(kind, number)` changes the
  /// weights in place; conductances may be null, they then follow from the weights.
  template <class OnePulse>
  void play(std::size_t first, std::size_t count, double* weights, const double* conductances,
            OnePulse&& pulse) {
    std::array<double, kBlock> before, train_start;
    std::array<std::array<double, kBlock>, 3> steps{};  // of this pulse and the two before
    auto *step = &steps[0], *step_1 = &steps[1], *step_2 = &steps[2];
    keep_traces(first, count, weights, conductances);
    std::size_t number = 0;
    for (std::size_t cycle = 0; cycle < experiment_.cycles; ++cycle) {
      std::array<bool, 2> seen{};
      for (const auto& train : experiment_.trains) {
        const std::size_t k = index_of(train.kind);
        std::copy_n(weights, count, train_start.data());
        for (std::size_t n = 0; n < train.pulses; ++n, ++number) {
          std::copy_n(weights, count, before.data());
          pulse(train.kind, number, before.data());
          const double squares = step_and_second_differences(before.data(), weights, step->data(),
                                                             step_1->data(), step_2->data(), count);
          weight_[number].add(weights, count);
          if (conductances != nullptr) conductance_[number].add(conductances, count);
          profile(result_.steps[k], before.data(), step->data(), count);
          if (n >= 2) {
            noise_squares_[k] += squares;
            noise_count_[k] += static_cast<double>(count);
          }
          std::swap(step_2, step_1);
          std::swap(step_1, step);
          keep_traces(first, count, weights, conductances);
        }
        if (!seen[k]) {
          for (std::size_t d = 0; d < count; ++d) {
            result_.swings[k][(first + d) * experiment_.cycles + cycle] =
                weights[d] - train_start[d];
          }
        }
        seen[k] = true;
      }
    }
  }

  void finish(const DeviceParameters& device) {
    const auto put = [](std::vector<Moments>& moments, PulseStatistics& statistics) {
      for (const Moments& m : moments) {
        statistics.mean.push_back(m.mean);
        statistics.sd.push_back(m.sd());
      }
    };
    put(weight_, result_.weight);
    const auto [low_s, high_s] = result_.bounds;
    if (!conductance_.empty() && conductance_.front().count > 0) {
      put(conductance_, result_.conductance_s);
    } else {
      for (std::size_t n = 0; n < weight_.size(); ++n) {
        result_.conductance_s.mean.push_back(low_s + result_.weight.mean[n] * (high_s - low_s));
        result_.conductance_s.sd.push_back(result_.weight.sd[n] * (high_s - low_s));
      }
    }
    double g_before_s = result_.initial_conductance_s;
    for (std::size_t n = 0; n < result_.kinds.size(); ++n) {
      const double g_after_s = result_.conductance_s.mean[n];
      result_.energy_j.push_back(device.kind->pulse_energy_j(
          experiment_.pulses[index_of(result_.kinds[n])], 0.5 * (g_before_s + g_after_s)));
      g_before_s = g_after_s;
    }
    for (std::size_t k = 0; k < 2; ++k) {
      // A second difference of independent steps has 1 + 1/4 + 1/4 times their variance.
      if (noise_count_[k] > 0) {
        result_.pulse_noise[k] = std::sqrt(noise_squares_[k] / noise_count_[k] / 1.5);
      }
    }
  }

 private:
  void keep_traces(std::size_t first, std::size_t count, const double* weights,
                   const double* conductances) {
    const auto [low_s, high_s] = result_.bounds;
    for (std::size_t d = first; d < std::min(first + count, result_.traces.size()); ++d) {
      const double w = weights[d - first];
      result_.traces[d].push_back(w);
      result_.conductance_traces_s[d].push_back(
          conductances != nullptr ? conductances[d - first] : low_s + w * (high_s - low_s));
    }
  }
  static void profile(StepProfile& profile, const double* before, const double* step,
                      std::size_t count) {
    for (std::size_t d = 0; d < count; ++d) {
      const auto bin = std::min(static_cast<std::size_t>(before[d] * StepProfile::kBins),
                                StepProfile::kBins - 1);
      profile.weight_sum[bin] += before[d];
      profile.step_sum[bin] += step[d];
      ++profile.count[bin];
    }
  }

  const PulseExperiment& experiment_;
  PulseMeasurement& result_;
  std::size_t cycle_pulses_ = 0;
  std::vector<Moments> weight_, conductance_;
  std::array<double, 2> noise_squares_{}, noise_count_{};
};

void play_law(const DeviceLaw& law, double sigma, const PulseExperiment& experiment,
              Recorder& recorder, PulseMeasurement& result) {
  std::array<WritePulse, 2> writes;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    const Pulse& pulse = experiment.pulses[index_of(kind)].pulse;
    writes[index_of(kind)] = {kind, pulse.width_s, std::abs(pulse.amplitude_v)};
    // Pulses on another port, in the dead zone or of the wrong sign do nothing.
    const bool acts = experiment.pulses[index_of(kind)].port == law.write_port() &&
                      law.kind_of(pulse.amplitude_v) == kind;
    if (!acts) writes[index_of(kind)].width_s = 0;
  }
  const CounterRandom random{experiment.seed, RandomStream::write_noise};
  std::array<double, kBlock> weights, noise;
  std::array<std::uint64_t, kBlock> entities, draws;
  noise.fill(0);
  for (std::size_t first = 0; first < experiment.devices; first += kBlock) {
    const std::size_t count = std::min(kBlock, experiment.devices - first);
    weights.fill(result.initial_weight);
    for (std::size_t d = 0; d < count; ++d) entities[d] = first + d;
    recorder.play(first, count, weights.data(), nullptr,
                  [&](WriteKind kind, std::size_t number, const double* before) {
                    const WritePulse& write = writes[index_of(kind)];
                    if (sigma > 0) {
                      draws.fill(number);
                      random.normals(count, entities.data(), draws.data(), noise.data());
                      for (std::size_t d = 0; d < count; ++d) noise[d] *= sigma;
                    }
                    law.weights_after(write, count, before, noise.data(), weights.data());
                    if (law.overstressed(write)) result.refused += count;
                  });
  }
}

void play_instances(const DeviceParameters& parameters, const PulseExperiment& experiment,
                    Recorder& recorder, PulseMeasurement& result) {
  for (std::size_t d = 0; d < experiment.devices; ++d) {
    const auto device = make_device(parameters, experiment.seed, d);
    device->set_weight(experiment.initial_weight);
    DrawSequence draws{experiment.seed, RandomStream::write_noise, d};
    double weight = device->weight(), conductance_s = device->conductance();
    recorder.play(d, 1, &weight, &conductance_s, [&](WriteKind kind, std::size_t, const double*) {
      const PortPulse& pulse = experiment.pulses[index_of(kind)];
      device->apply(pulse.pulse, pulse.port, draws);
      if (device->flags().overstress) {
        ++result.refused;
        device->clear_flags();
      }
      weight = device->weight();
      conductance_s = device->conductance();
      device->relax(experiment.rest_s, draws);
    });
  }
}

void check(const DeviceParameters& device, const PulseExperiment& experiment) {
  device.check();
  std::size_t pulses = 0;
  for (const auto& train : experiment.trains) pulses += train.pulses;
  if (pulses == 0) throw InputError{"no pulses: expected a train of at least one"};
  if (experiment.devices == 0) throw InputError{"0 devices: expected at least one"};
  if (experiment.cycles == 0) throw InputError{"0 cycles: expected at least one"};
  if (pulses > kMostPulses / experiment.cycles) {
    throw InputError{fmt::format("{} cycles of {} pulses: expected at most {} pulses in all",
                                 experiment.cycles, pulses, kMostPulses)};
  }
  if (experiment.devices > kMostPulses) {
    throw InputError{
        fmt::format("{} devices: expected at most {}", experiment.devices, kMostPulses)};
  }
}

}  // namespace

std::vector<PulseTrain> parse_trains(const std::string& text, const std::string& option) {
  const auto fail = [&] {
    throw InputError{
        fmt::format("{} {}: expected trains such as ltp:2000,ltd:2000, of at most {} pulses",
                    option, text, kMostPulses)};
  };
  std::vector<PulseTrain> trains;
  std::size_t all = 0;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string part = text.substr(start, end - start);
    start = end + 1;
    PulseTrain train;
    if (part.rfind("ltp:", 0) == 0) {
      train.kind = WriteKind::ltp;
    } else if (part.rfind("ltd:", 0) == 0) {
      train.kind = WriteKind::ltd;
    } else {
      fail();
    }
    const char* const last = part.data() + part.size();
    const auto [next, error] = std::from_chars(part.data() + 4, last, train.pulses);
    if (error != std::errc{} || next != last || train.pulses > kMostPulses) fail();
    all += train.pulses;
    if (all > kMostPulses || trains.size() == 1000) fail();
    trains.push_back(train);
  }
  if (all == 0) fail();
  return trains;
}

PulseMeasurement measure_pulses(const DeviceParameters& device, const PulseExperiment& experiment) {
  check(device, experiment);
  const auto first = make_device(device, experiment.seed, 0);
  first->set_weight(experiment.initial_weight);
  PulseMeasurement result;
  result.initial_weight = first->weight();
  result.initial_conductance_s = first->conductance();
  result.bounds = first->bounds();
  Recorder recorder{experiment, result};
  if (const DeviceLaw* const law = device.law(); law != nullptr && !device.options.any()) {
    play_law(*law, device.sigma, experiment, recorder, result);
  } else {
    play_instances(device, experiment, recorder, result);
  }
  recorder.finish(device);
  return result;
}

std::size_t pulses_to_saturation(const DeviceParameters& device, WriteKind kind,
                                 const PortPulse& pulse, std::size_t limit) {
  constexpr std::uint64_t kSeed = 1;
  constexpr std::uint64_t kInstances = 8;
  constexpr double kArrived = 1e-9;
  DeviceWindow window = device.window();
  window.sigma = 0;
  const auto prototype = device.kind->make(window);
  const bool up = kind == WriteKind::ltp;
  prototype->set_weight(up ? 1 : 0);
  const double target = prototype->weight();  // not every device reaches its bound
  prototype->set_weight(up ? 0 : 1);
  std::size_t most = std::min(kFewestPulses, limit);
  for (std::uint64_t k = 0; k < (device.law() != nullptr ? 1 : kInstances); ++k) {
    const auto instance = prototype->clone();
    DrawSequence draws{kSeed, RandomStream::stimulus, k};
    for (std::size_t n = 1; n <= limit; ++n) {
      instance->apply(pulse.pulse, pulse.port, draws);
      const double w = instance->weight();
      if (up ? w >= target - kArrived : w <= target + kArrived) break;
      most = std::max(most, std::min(n + 1, limit));
    }
  }
  return most;
}

}  // namespace softbound
