// SPDX-License-Identifier: Apache-2.0
#include "characterization/pulse_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "characterization/least_squares.h"

namespace softbound {

namespace {

constexpr double kDistanceOfOne = 0.099;  // from the straight line at label 1
constexpr double kLargestNu = 60;

/// (1 - exp(-nu x)) / (1 - exp(-nu)), for any sign of nu.
double curve_at(double nu, double x) {
  return std::abs(nu) < 1e-9 ? x : std::expm1(-nu * x) / std::expm1(-nu);
}

/// One entry a pulse of a cycle: the mean over cycles.
std::vector<double> over_cycles(const std::vector<double>& values, std::size_t cycles) {
  const std::size_t length = values.size() / cycles;
  std::vector<double> mean(length);
  for (std::size_t n = 0; n < values.size(); ++n) {
    mean[n % length] += values[n] / static_cast<double>(cycles);
  }
  return mean;
}

/// The first train of a kind: weight before it and after each of its pulses, mean over devices and
/// cycles.
struct FirstTrain {
  double start = 0;
  std::vector<double> weights;
};

FirstTrain first_train(const PulseExperiment& experiment, const PulseMeasurement& measurement,
                       WriteKind kind) {
  const auto mean = over_cycles(measurement.weight.mean, experiment.cycles);
  FirstTrain train;
  std::size_t begin = 0;
  for (const auto& one : experiment.trains) {
    if (one.kind == kind && one.pulses > 0) {
      train.weights.assign(mean.begin() + static_cast<std::ptrdiff_t>(begin),
                           mean.begin() + static_cast<std::ptrdiff_t>(begin + one.pulses));
      break;
    }
    begin += one.pulses;
  }
  if (begin > 0) {
    train.start = mean[begin - 1];
  } else {
    // Cycles after the first begin where the former one ended.
    const auto cycles = static_cast<double>(experiment.cycles);
    train.start = (measurement.initial_weight + (cycles - 1) * mean.back()) / cycles;
    if (experiment.cycles > 1) {
      const double last = measurement.weight.mean.back();
      train.start = measurement.initial_weight / cycles + mean.back() - last / cycles;
    }
  }
  return train;
}

/// Between devices, without what differs from cycle to cycle (analysis of variance, one factor).
std::optional<double> between_devices(const std::vector<double>& swings, std::size_t devices,
                                      std::size_t cycles) {
  if (devices < 2 || cycles < 2) return std::nullopt;
  const double mean =
      std::accumulate(swings.begin(), swings.end(), 0.0) / static_cast<double>(swings.size());
  double between = 0, within = 0;
  for (std::size_t d = 0; d < devices; ++d) {
    const double* const own = swings.data() + d * cycles;
    const double own_mean = std::accumulate(own, own + cycles, 0.0) / static_cast<double>(cycles);
    between += (own_mean - mean) * (own_mean - mean);
    for (std::size_t c = 0; c < cycles; ++c) within += (own[c] - own_mean) * (own[c] - own_mean);
  }
  between /= static_cast<double>(devices - 1);
  within /= static_cast<double>(devices * (cycles - 1));
  if (mean == 0) return std::nullopt;
  return std::sqrt(std::max(0.0, between - within / static_cast<double>(cycles))) / std::abs(mean);
}

struct Point {
  double weight, step;
};

std::vector<Point> points_of(const StepProfile& profile) {
  std::vector<Point> points;
  for (std::size_t bin = 0; bin < StepProfile::kBins; ++bin) {
    if (profile.count[bin] == 0) continue;
    const auto count = static_cast<double>(profile.count[bin]);
    points.push_back({profile.weight_sum[bin] / count, profile.step_sum[bin] / count});
  }
  return points;
}

double interpolated(const std::vector<Point>& points, double weight) {
  const auto above = std::find_if(points.begin() + 1, points.end() - 1,
                                  [&](const Point& p) { return p.weight >= weight; });
  const Point &a = *(above - 1), &b = *above;
  return a.step + (b.step - a.step) * (weight - a.weight) / (b.weight - a.weight);
}

std::optional<double> symmetry_point(const std::array<StepProfile, 2>& steps) {
  const auto up = points_of(steps[static_cast<std::size_t>(WriteKind::ltp)]);
  const auto down = points_of(steps[static_cast<std::size_t>(WriteKind::ltd)]);
  if (up.size() < 2 || down.size() < 2) return std::nullopt;
  const double low = std::max(up.front().weight, down.front().weight);
  const double high = std::min(up.back().weight, down.back().weight);
  if (!(low < high)) return std::nullopt;
  double largest = 0;
  for (const auto& p : up) largest = std::max(largest, std::abs(p.step));
  constexpr int kGrid = 1000;
  constexpr double kNothing = 1e-9;  // of the largest step: rounding
  std::vector<double> crossings;
  double before = low, sum_before = 0;
  for (int k = 0; k <= kGrid; ++k) {
    const double w = low + (high - low) * k / kGrid;
    const double sum = interpolated(up, w) + interpolated(down, w);
    if (std::abs(sum) <= kNothing * largest) continue;
    if (sum_before > 0 && sum < 0) {
      crossings.push_back(before + (w - before) * sum_before / (sum_before - sum));
    }
    before = w;
    sum_before = sum;
  }
  if (crossings.empty()) return std::nullopt;
  return crossings[crossings.size() / 2];  // noise makes several: the one in the middle
}

DirectionMetrics direction_metrics(const PulseExperiment& experiment,
                                   const PulseMeasurement& measurement, WriteKind kind) {
  const auto k = static_cast<std::size_t>(kind);
  DirectionMetrics metrics;
  const FirstTrain train = first_train(experiment, measurement, kind);
  if (train.weights.empty()) return metrics;
  const double whole = train.weights.back() - train.start;
  const double step = std::abs(train.weights.front() - train.start);
  if (step > 0) metrics.effective_levels = 1 / step;
  if (whole != 0) {
    std::vector<double> curve;
    double furthest = 0;
    for (std::size_t n = 0; n < train.weights.size(); ++n) {
      curve.push_back((train.weights[n] - train.start) / whole);
      const double x = static_cast<double>(n + 1) / static_cast<double>(train.weights.size());
      if (std::abs(curve[n] - x) > std::abs(furthest)) furthest = curve[n] - x;
    }
    metrics.nu = nu_of_curve(curve);
    metrics.label = (kind == WriteKind::ltp ? furthest : -furthest) / kDistanceOfOne;
  }
  if (train.weights.size() >= 3) metrics.cycle_to_cycle_sigma = measurement.pulse_noise[k];
  metrics.device_to_device_sigma =
      between_devices(measurement.swings[k], experiment.devices, experiment.cycles);
  double energy_j = 0;
  std::size_t pulses = 0;
  for (std::size_t n = 0; n < measurement.kinds.size(); ++n) {
    if (measurement.kinds[n] != kind) continue;
    energy_j += measurement.energy_j[n];
    ++pulses;
  }
  metrics.energy_per_pulse_j = energy_j / static_cast<double>(pulses);
  return metrics;
}

}  // namespace

std::optional<double> nu_of_curve(const std::vector<double>& curve) {
  if (curve.size() < 3) return std::nullopt;
  const auto size = static_cast<double>(curve.size());
  const Residuals residuals = [&](const std::vector<double>& nu, std::vector<double>& off) {
    for (std::size_t n = 0; n < curve.size(); ++n) {
      off[n] = curve_at(nu[0], static_cast<double>(n + 1) / size) - curve[n];
    }
  };
  const double nu = least_squares(residuals, curve.size(), {1.0}).parameters[0];
  if (!(std::abs(nu) <= kLargestNu)) return std::nullopt;
  return nu;
}

PulseMetrics metrics_of(const PulseExperiment& experiment, const PulseMeasurement& measurement) {
  PulseMetrics metrics;
  for (const auto kind : {WriteKind::ltp, WriteKind::ltd}) {
    metrics.directions[static_cast<std::size_t>(kind)] =
        direction_metrics(experiment, measurement, kind);
  }
  const auto& g_s = measurement.conductance_s.mean;
  const auto [low, high] = std::minmax_element(g_s.begin(), g_s.end());
  const double low_s = std::min(*low, measurement.initial_conductance_s);
  const double high_s = std::max(*high, measurement.initial_conductance_s);
  metrics.on_off_ratio = high_s / low_s;
  if (measurement.bounds.low_s > 0) {
    metrics.window_ratio = measurement.bounds.high_s / measurement.bounds.low_s;
  }
  metrics.symmetry_point = symmetry_point(measurement.steps);
  return metrics;
}

}  // namespace softbound
