// SPDX-License-Identifier: Apache-2.0
#include "figures/pulse_response.h"

#include <algorithm>
#include <cmath>

#include "device/device_array.h"

namespace softbound {

namespace {

// What makes the device's nominal pulse of the array's strobe: width and driver are its own.
WritePulse nominal_write(const DeviceParameters& device, WriteKind kind) {
  device.check_synapse();
  const Pulse pulse = device.kind->nominal_pulse(kind)->pulse;
  return {kind, device.write_driver == WriteDriver::device ? device.strobe_width_s : pulse.width_s,
          std::abs(pulse.amplitude_v)};
}

}  // namespace

PulseResponse measure_pulse_response(const DeviceParameters& device, const PulseTrains& trains,
                                     std::uint64_t seed) {
  const WritePulse ltp = nominal_write(device, WriteKind::ltp);
  const WritePulse ltd = nominal_write(device, WriteKind::ltd);
  DeviceArray array{device, trains.curves, seed};
  array.set_weights(std::vector<double>(trains.curves, 0.0));
  const std::size_t points = 2 * trains.pulses + 1;
  PulseResponse response;
  response.curves.assign(trains.curves, std::vector<double>(points));
  response.mean.resize(points);
  response.sd.resize(points);
  const auto n = static_cast<double>(trains.curves);
  for (std::size_t point = 0; point < points; ++point) {
    double sum = 0, square_sum = 0;
    for (std::size_t curve = 0; curve < trains.curves; ++curve) {
      if (point > 0) array.write(curve, point <= trains.pulses ? ltp : ltd);
      const double w = array.weight(curve);
      response.curves[curve][point] = w;
      sum += w;
    }
    const double mean = sum / n;
    for (const auto& curve : response.curves) {
      square_sum += (curve[point] - mean) * (curve[point] - mean);
    }
    response.mean[point] = mean;
    response.sd[point] = trains.curves > 1 ? std::sqrt(square_sum / (n - 1)) : 0;
  }
  return response;
}

std::vector<StepBin> measure_steps(const DeviceParameters& device, WriteKind kind,
                                   const PulseTrains& trains, std::uint64_t seed, std::size_t bins,
                                   std::size_t fewest) {
  struct Sums {
    double weight = 0, step = 0, square = 0;
    std::size_t pulses = 0;
  };
  const WritePulse pulse = nominal_write(device, kind);
  DeviceArray array{device, trains.curves, seed};
  array.set_weights(std::vector<double>(trains.curves, kind == WriteKind::ltp ? 0.0 : 1.0));
  std::vector<Sums> sums(bins);
  for (std::size_t k = 0; k < trains.pulses; ++k) {
    for (std::size_t curve = 0; curve < trains.curves; ++curve) {
      const WriteRecord write = array.write(curve, pulse);
      const double step = write.weight_after - write.weight_before;
      const auto bin = static_cast<std::size_t>(write.weight_before * static_cast<double>(bins));
      Sums& s = sums[std::min(bin, bins - 1)];
      s.weight += write.weight_before;
      s.step += step;
      s.square += step * step;
      ++s.pulses;
    }
  }
  std::vector<StepBin> steps;
  for (const Sums& s : sums) {
    if (s.pulses < std::max<std::size_t>(fewest, 2)) continue;
    const auto n = static_cast<double>(s.pulses);
    const double mean = s.step / n;
    const double variance = std::max(0.0, (s.square - n * mean * mean) / (n - 1));
    steps.push_back({s.weight / n, mean, std::sqrt(variance / n), s.pulses});
  }
  return steps;
}

StepLaw fit_steps(const std::vector<StepBin>& bins, WriteKind kind) {
  double total = 0, x_sum = 0, y_sum = 0, xx_sum = 0, xy_sum = 0;
  for (const StepBin& bin : bins) {
    const double step = kind == WriteKind::ltp ? bin.step : -bin.step;
    const double distance = kind == WriteKind::ltp ? 1 - bin.weight : bin.weight;
    if (!(step > 0 && distance > 0)) continue;
    const double relative_error = bin.standard_error / step;
    // A step that is noise alone has no logarithm worth much; an exact one weighs no more than
    // one known to a thousandth.
    const double weight = 1 / std::max(relative_error * relative_error, 1e-6);
    const double x = std::log(distance), y = std::log(step);
    total += weight;
    x_sum += weight * x;
    y_sum += weight * y;
    xx_sum += weight * x * x;
    xy_sum += weight * x * y;
  }
  const double gamma = (total * xy_sum - x_sum * y_sum) / (total * xx_sum - x_sum * x_sum);
  return {std::exp((y_sum - gamma * x_sum) / total), gamma};
}

double closed_form_weight(const SoftBoundParameters::Direction& direction, WriteKind kind,
                          double weight, double pulses) {
  const double g = direction.gamma;
  const double x = kind == WriteKind::ltp ? 1 - weight : weight;
  if (x <= 0) return weight;
  const double distance =
      std::pow(std::pow(x, 1 - g) + (g - 1) * direction.a * pulses, 1 / (1 - g));
  return kind == WriteKind::ltp ? 1 - distance : distance;
}

std::vector<double> closed_loops(const DeviceParameters& device, std::size_t pulses,
                                 std::size_t loops) {
  DeviceParameters quiet = device;
  quiet.sigma = 0;
  const WritePulse ltp = nominal_write(quiet, WriteKind::ltp);
  const WritePulse ltd = nominal_write(quiet, WriteKind::ltd);
  DeviceArray array{quiet, 1, 0};
  array.set_weights({0.0});
  std::vector<double> weights{array.weight(0)};
  for (std::size_t k = 0; k < 2 * pulses * loops; ++k) {
    array.write(0, k % (2 * pulses) < pulses ? ltp : ltd);
    weights.push_back(array.weight(0));
  }
  return weights;
}

}  // namespace softbound
