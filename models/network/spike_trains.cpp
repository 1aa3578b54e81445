// SPDX-License-Identifier: Apache-2.0
#include "network/spike_trains.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/elementary.h"
#include "core/error.h"
#include "core/random.h"
#include "core/vector_clones.h"

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

/// What the intensities of a picture are multiplied with, see InputParameters.
double intensity_gain(const std::uint8_t* pixels, std::size_t rows, double intensity_sum) {
  if (intensity_sum == 0.0) return 1.0;
  const double sum = std::accumulate(pixels, pixels + rows, 0.0) / 255.0;
  return sum > 0.0 ? intensity_sum / sum : 0.0;
}

/// Trains side by side, as far as they have come.
struct Trains {
  std::vector<std::uint64_t> row, block;
  std::vector<double> mean_gap_s, time_s;
  // The next two spikes of each.
  std::vector<double> first_unit, second_unit;
  std::vector<TimePs> first_ps, second_ps;

  explicit Trains(std::size_t n)
      : row(n),
        block(n),
        mean_gap_s(n),
        time_s(n),
        first_unit(n),
        second_unit(n),
        first_ps(n),
        second_ps(n) {}
};

/// To the nearest picosecond, in a way that vectorises; up to 2000 s.
inline TimePs nearest_ps(double time_s) {
  return __builtin_bit_cast(TimePs, time_s * 1e12 + elementary::kToWhole) -
         __builtin_bit_cast(TimePs, elementary::kToWhole);
}

/// Two exponential gaps on. What lies beyond `beyond_s` is of no interest, and may be far.
SOFTBOUND_VECTOR_CLONES
void advance(Trains& trains, std::size_t n, double beyond_s) {
  const double* const __restrict gap_s = trains.mean_gap_s.data();
  const double* const __restrict u = trains.first_unit.data();
  const double* const __restrict v = trains.second_unit.data();
  double* const __restrict t = trains.time_s.data();
  std::uint64_t* const __restrict block = trains.block.data();
  TimePs* const __restrict first_ps = trains.first_ps.data();
  TimePs* const __restrict second_ps = trains.second_ps.data();
  const auto near = [=](double x) { return elementary::select(x > beyond_s, beyond_s, x); };
  for (std::size_t k = 0; k < n; ++k) {
    const double first_s = near(t[k] - portable_log(u[k]) * gap_s[k]);
    t[k] = near(first_s - portable_log(v[k]) * gap_s[k]);
    first_ps[k] = nearest_ps(first_s);
    second_ps[k] = nearest_ps(t[k]);
    ++block[k];
  }
}

/// Poisson trains, in no order. Both halves of a block of random numbers are used: spikes 2n and
/// 2n + 1 of a train come from its draw n.
std::vector<Spike> poisson_trains(const CounterRandom& random, std::uint64_t first_row,
                                  const double* rate_hz, std::size_t rows,
                                  std::uint32_t presentation, TimePs end_ps) {
  Trains trains{rows};
  std::size_t active = 0;
  double expected = 0.0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (rate_hz[row] <= 0.0) continue;
    trains.row[active] = first_row + row;
    trains.block[active] = std::uint64_t{presentation} << 32;
    trains.mean_gap_s[active] = 1.0 / rate_hz[row];
    expected += rate_hz[row];
    ++active;
  }
  const double end_s = s_from_ps(end_ps);
  std::vector<Spike> spikes(static_cast<std::size_t>(1.1 * expected * end_s) + 2 * active);
  std::size_t count = 0;
  while (active > 0) {
    random.uniform_pairs(active, trains.row.data(), trains.block.data(), trains.first_unit.data(),
                         trains.second_unit.data());
    advance(trains, active, end_s + 1e-6);
    if (spikes.size() < count + 2 * active) spikes.resize(2 * (count + active));
    // Without branches, for no processor foresees where a train ends.
    std::size_t left = 0;
    for (std::size_t k = 0; k < active; ++k) {
      const auto row = static_cast<std::uint32_t>(trains.row[k]);
      spikes[count] = {trains.first_ps[k], row};
      count += trains.first_ps[k] < end_ps;
      const bool goes_on = trains.second_ps[k] < end_ps;
      spikes[count] = {trains.second_ps[k], row};
      count += goes_on;
      trains.row[left] = trains.row[k];
      trains.block[left] = trains.block[k];
      trains.mean_gap_s[left] = trains.mean_gap_s[k];
      trains.time_s[left] = trains.time_s[k];
      left += goes_on;
    }
    active = left;
  }
  spikes.resize(count);
  return spikes;
}

/// Trains of equal gaps, in no order.
std::vector<Spike> regular_trains(const CounterRandom& random, const double* rate_hz,
                                  std::size_t rows, std::uint32_t presentation, TimePs end_ps) {
  std::vector<std::uint64_t> row(rows);
  std::iota(row.begin(), row.end(), std::uint64_t{0});
  const std::vector<std::uint64_t> draw(rows, std::uint64_t{presentation} << 32);
  std::vector<double> phase(rows), unused(rows);
  random.uniform_pairs(rows, row.data(), draw.data(), phase.data(), unused.data());
  const double end_s = s_from_ps(end_ps);
  std::vector<Spike> spikes;
  for (std::size_t k = 0; k < rows; ++k) {
    if (rate_hz[k] <= 0.0) continue;
    const double gap_s = 1.0 / rate_hz[k];
    for (double gaps = phase[k];; gaps += 1.0) {
      const double time_s = gaps * gap_s;
      if (time_s > end_s) break;
      const TimePs time_ps = nearest_ps(time_s);
      if (time_ps >= end_ps) break;
      spikes.push_back({time_ps, static_cast<std::uint32_t>(k)});
    }
  }
  return spikes;
}

SOFTBOUND_VECTOR_CLONES
void find_buckets(const Spike* spikes, std::size_t n, double buckets_per_ps,
                  std::uint32_t* __restrict bucket) {
  for (std::size_t k = 0; k < n; ++k) {
    bucket[k] = static_cast<std::uint32_t>(
        static_cast<std::int32_t>(static_cast<double>(spikes[k].time_ps) * buckets_per_ps));
  }
}

// Spikes spread over the presentation: one bucket a spike puts each next to its place, where an
// insertion sort of the whole finishes in linear time.
std::vector<Spike> sorted(const std::vector<Spike>& spikes, TimePs end_ps) {
  const double buckets_per_ps = static_cast<double>(spikes.size()) / static_cast<double>(end_ps);
  std::vector<std::uint32_t> bucket(spikes.size());
  find_buckets(spikes.data(), spikes.size(), buckets_per_ps, bucket.data());
  // Rounding may put the last picosecond into a bucket of its own.
  std::vector<std::uint32_t> place(spikes.size() + 2, 0);
  for (const std::uint32_t b : bucket) ++place[b + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<Spike> result(spikes.size());
  for (std::size_t k = 0; k < spikes.size(); ++k) result[place[bucket[k]]++] = spikes[k];
  for (std::size_t k = 1; k < result.size(); ++k) {
    const Spike spike = result[k];
    std::size_t at = k;
    for (; at > 0 && spike < result[at - 1]; --at) result[at] = result[at - 1];
    result[at] = spike;
  }
  return result;
}

}  // namespace

std::vector<Spike> encode_rates(const std::vector<double>& rate_hz, InputTrain train,
                                double presentation_s, std::uint64_t seed,
                                std::uint32_t presentation) {
  const double highest_hz =
      rate_hz.empty() ? 0.0 : *std::max_element(rate_hz.begin(), rate_hz.end());
  check_length("input.rate_high_hz", highest_hz, presentation_s);
  const CounterRandom random{seed, RandomStream::input_spikes};
  const TimePs end_ps = ps_from_s(presentation_s);
  const auto spikes =
      train == InputTrain::poisson
          ? poisson_trains(random, 0, rate_hz.data(), rate_hz.size(), presentation, end_ps)
          : regular_trains(random, rate_hz.data(), rate_hz.size(), presentation, end_ps);
  return sorted(spikes, end_ps);
}

std::vector<Spike> encode_digit(const std::uint8_t* pixels, std::size_t rows,
                                const InputParameters& input, std::uint64_t seed,
                                std::uint32_t presentation) {
  check_length("input.rate_high_hz", input.rate_high_hz, input.presentation_s);
  const double gain = intensity_gain(pixels, rows, input.intensity_sum);
  std::vector<double> rate_hz(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    rate_hz[row] =
        input.rate_low_hz + (input.rate_high_hz - input.rate_low_hz) * gain * pixels[row] / 255.0;
  }
  return encode_rates(rate_hz, input.train, input.presentation_s, seed, presentation);
}

std::vector<TimePs> teacher_spikes(std::uint32_t label, const TeacherParameters& teacher,
                                   double duration_s, std::uint64_t seed,
                                   std::uint32_t presentation) {
  check_length("teacher.rate_hz", teacher.rate_hz, duration_s);
  std::vector<TimePs> times;
  for (const Spike& spike :
       poisson_trains(CounterRandom{seed, RandomStream::teacher_spikes}, label, &teacher.rate_hz, 1,
                      presentation, ps_from_s(duration_s))) {
    times.push_back(spike.time_ps);
  }
  return times;
}

std::vector<Stimulus> merge_stimuli(std::uint32_t label, const std::vector<TimePs>& teacher,
                                    std::vector<Stimulus> inhibitory) {
  const auto size = static_cast<std::ptrdiff_t>(inhibitory.size());
  std::vector<Stimulus> merged = std::move(inhibitory);
  for (const TimePs time_ps : teacher) merged.push_back({time_ps, StimulusKind::teacher, label});
  std::inplace_merge(merged.begin(), merged.begin() + size, merged.end());
  return merged;
}

}  // namespace softbound
