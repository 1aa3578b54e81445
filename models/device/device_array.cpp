// SPDX-License-Identifier: Apache-2.0
#include "device/device_array.h"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "core/error.h"

namespace softbound {

namespace {

void check(const WritePulse& pulse) {
  if (!std::isfinite(pulse.width_s) || pulse.width_s < 0 || !std::isfinite(pulse.amplitude_v) ||
      pulse.amplitude_v < 0) {
    throw std::domain_error{
        fmt::format("write pulse of {} s and {} V: expected finite values of at least 0",
                    pulse.width_s, pulse.amplitude_v)};
  }
}

}  // namespace

DeviceArray::DeviceArray(const DeviceParameters& parameters, std::size_t cells, std::uint64_t seed)
    : parameters_{parameters}, seed_{seed}, write_noise_{seed, RandomStream::write_noise} {
  parameters_.check();
  if (cells == 0) throw InputError{"array of 0 devices: expected at least one"};
  weights_.assign(cells, parameters_.law->settle_weight(0.5));
  write_counts_.assign(cells, 0);
}

void DeviceArray::check_weights(const std::vector<double>& weights) const {
  if (weights.size() != size()) {
    throw InputError{
        fmt::format("weights: {} values, expected {}, one a cell", weights.size(), size())};
  }
  for (std::size_t cell = 0; cell < size(); ++cell) {
    if (!(weights[cell] >= 0 && weights[cell] <= 1)) {
      throw InputError{fmt::format("weight of cell {} = {}: expected a number from 0 to 1", cell,
                                   weights[cell])};
    }
  }
}

void DeviceArray::set_weights(const std::vector<double>& weights) {
  check_weights(weights);
  for (std::size_t cell = 0; cell < size(); ++cell) {
    weights_[cell] = parameters_.law->settle_weight(weights[cell]);
  }
}

void DeviceArray::randomize_weights() {
  const CounterRandom random{seed_, RandomStream::initial_weights};
  for (std::size_t cell = 0; cell < size(); ++cell) {
    weights_[cell] = parameters_.law->settle_weight(random.uniform(cell, 0));
  }
}

void DeviceArray::restore(const std::vector<double>& weights,
                          const std::vector<std::uint32_t>& write_counts) {
  check_weights(weights);
  if (write_counts.size() != size()) {
    throw InputError{fmt::format("write counts: {} values, expected {}, one a cell",
                                 write_counts.size(), size())};
  }
  weights_ = weights;
  write_counts_ = write_counts;
}

WriteRecord DeviceArray::write(std::size_t cell, const WritePulse& pulse) {
  check(pulse);
  double& weight = weights_.at(cell);
  const std::uint32_t draw = write_counts_[cell]++;
  const double sigma = parameters_.sigma;
  const double noise = sigma > 0 ? sigma * write_noise_.normal(cell, draw) : 0;
  const double before = weight;
  weight = parameters_.law->weight_after(pulse, before, noise);
  return {cell, pulse, before, weight, noise, parameters_.law->overstressed(pulse)};
}

WriteRecord DeviceArray::amend(const WriteRecord& record, double width_s) {
  WriteRecord amended = record;
  amended.pulse.width_s = width_s;
  check(amended.pulse);
  amended.weight_after =
      parameters_.law->weight_after(amended.pulse, record.weight_before, record.noise);
  weights_.at(record.cell) = amended.weight_after;
  return amended;
}

}  // namespace softbound
