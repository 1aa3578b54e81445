// SPDX-License-Identifier: Apache-2.0
#include "network/spike_trains.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/random.h"

namespace softbound {

namespace {

void check_length(const char* key, double rate_hz, double duration_s) {
  if (rate_hz * duration_s > kMostSpikesPerTrain) {
    throw InputError{
        fmt::format("{} = {}: found {:.0f} spikes a train in {} s, expected at most "
                    "{:.0f}",
                    key, rate_hz, rate_hz * duration_s, duration_s, kMostSpikesPerTrain)};
  }
}

// Calls emit(time) for each spike before the end, in order.
template <class Emit>
void poisson_train(const CounterRandom& random, std::uint64_t entity, std::uint32_t presentation,
                   double rate_hz, TimePs end_ps, Emit&& emit) {
  if (rate_hz <= 0.0) return;
  const double end_s = s_from_ps(end_ps);
  double time_s = 0.0;
  for (std::uint64_t draw = std::uint64_t{presentation} << 32;; ++draw) {
    time_s -= std::log(random.uniform(entity, draw)) / rate_hz;
    // In seconds first: a gap of a tiny rate does not fit in picoseconds.
    if (time_s > end_s) return;
    const TimePs time_ps = ps_from_s(time_s);
    if (time_ps >= end_ps) return;
    emit(time_ps);
  }
}

template <class Emit>
void regular_train(const CounterRandom& random, std::uint64_t entity, std::uint32_t presentation,
                   double rate_hz, TimePs end_ps, Emit&& emit) {
  if (rate_hz <= 0.0) return;
  const double end_s = s_from_ps(end_ps);
  const double phase = random.uniform(entity, std::uint64_t{presentation} << 32);
  for (std::uint64_t k = 0;; ++k) {
    const double time_s = (static_cast<double>(k) + phase) / rate_hz;
    if (time_s > end_s) return;
    const TimePs time_ps = ps_from_s(time_s);
    if (time_ps >= end_ps) return;
    emit(time_ps);
  }
}

// Spikes spread over the presentation: one bucket a spike puts each next to its place, where an
// insertion sort of the whole finishes in linear time. Halves the time of encode_digit, which is
// a good part of a learning run.
std::vector<Spike> sorted(const std::vector<Spike>& spikes, TimePs end_ps) {
  const double buckets_per_ps = static_cast<double>(spikes.size()) / static_cast<double>(end_ps);
  const auto bucket = [&](const Spike& spike) {
    return static_cast<std::size_t>(static_cast<double>(spike.time_ps) * buckets_per_ps);
  };
  // Rounding may put the last picosecond into a bucket of its own.
  std::vector<std::uint32_t> place(spikes.size() + 2, 0);
  for (const auto& spike : spikes) ++place[bucket(spike) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<Spike> result(spikes.size());
  for (const auto& spike : spikes) result[place[bucket(spike)]++] = spike;
  for (std::size_t k = 1; k < result.size(); ++k) {
    const Spike spike = result[k];
    std::size_t at = k;
    for (; at > 0 && spike < result[at - 1]; --at) result[at] = result[at - 1];
    result[at] = spike;
  }
  return result;
}

}  // namespace

std::vector<Spike> encode_digit(const std::uint8_t* pixels, std::size_t rows,
                                const InputParameters& input, std::uint64_t seed,
                                std::uint32_t presentation) {
  check_length("input.rate_high_hz", input.rate_high_hz, input.presentation_s);
  const CounterRandom random{seed, RandomStream::input_spikes};
  const TimePs end_ps = ps_from_s(input.presentation_s);
  std::vector<Spike> spikes;
  for (std::size_t row = 0; row < rows; ++row) {
    const double rate_hz =
        input.rate_low_hz + (input.rate_high_hz - input.rate_low_hz) * pixels[row] / 255.0;
    const auto emit = [&](TimePs time_ps) {
      spikes.push_back({time_ps, static_cast<std::uint32_t>(row)});
    };
    if (input.train == InputTrain::poisson) {
      poisson_train(random, row, presentation, rate_hz, end_ps, emit);
    } else {
      regular_train(random, row, presentation, rate_hz, end_ps, emit);
    }
  }
  return sorted(spikes, end_ps);
}

std::vector<TimePs> teacher_spikes(std::uint32_t label, const TeacherParameters& teacher,
                                   double duration_s, std::uint64_t seed,
                                   std::uint32_t presentation) {
  check_length("teacher.rate_hz", teacher.rate_hz, duration_s);
  std::vector<TimePs> times;
  poisson_train(CounterRandom{seed, RandomStream::teacher_spikes}, label, presentation,
                teacher.rate_hz, ps_from_s(duration_s),
                [&](TimePs time_ps) { times.push_back(time_ps); });
  return times;
}

std::vector<Stimulus> merge_stimuli(std::uint32_t label, const std::vector<TimePs>& teacher,
                                    const std::vector<Stimulus>& inhibitory) {
  std::vector<Stimulus> merged;
  merged.reserve(teacher.size() + inhibitory.size());
  for (const TimePs time_ps : teacher) merged.push_back({time_ps, StimulusKind::teacher, label});
  merged.insert(merged.end(), inhibitory.begin(), inhibitory.end());
  std::inplace_merge(merged.begin(), merged.begin() + static_cast<std::ptrdiff_t>(teacher.size()),
                     merged.end());
  return merged;
}

}  // namespace softbound
