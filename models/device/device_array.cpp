// SPDX-License-Identifier: Apache-2.0
#include "device/device_array.h"

#include <fmt/format.h>

#include <algorithm>
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
    : parameters_{parameters},
      law_{parameters_.options.any() ? nullptr : parameters_.law()},
      seed_{seed},
      write_noise_{seed, RandomStream::write_noise},
      shaper_{parameters_} {
  parameters_.check();
  if (cells == 0) throw InputError{"array of 0 devices: expected at least one"};
  if (law_ == nullptr) instances_.emplace(parameters_, cells, seed);
  weights_.resize(cells);
  for (std::size_t cell = 0; cell < cells; ++cell) set_weight(cell, 0.5);
  write_counts_.assign(cells, 0);
}

void DeviceArray::set_weight(std::size_t cell, double weight) {
  if (law_ != nullptr) {
    weights_[cell] = law_->settle_weight(weight);
  } else {
    instances_->set_weight(cell, weight);
    weights_[cell] = instances_->weight(cell);
  }
}

void DeviceArray::check_weights(const std::vector<double>& weights) const {
  if (weights.size() != size()) {
    throw InputError{
        fmt::format("weights: {} values, expected {}, one a cell", weights.size(), size())};
  }
  for (std::size_t cell = 0; cell < size(); ++cell) {
    const bool legal = !parameters_.options.leaves_window()
                           ? weights[cell] >= 0 && weights[cell] <= 1
                           : std::isfinite(weights[cell]);
    if (!legal) {
      throw InputError{fmt::format("weight of cell {} = {}: expected a number from 0 to 1", cell,
                                   weights[cell])};
    }
  }
}

void DeviceArray::set_weights(const std::vector<double>& weights) {
  check_weights(weights);
  for (std::size_t cell = 0; cell < size(); ++cell) {
    set_weight(cell, weights[cell]);
  }
}

void DeviceArray::randomize_weights() {
  const CounterRandom random{seed_, RandomStream::initial_weights};
  for (std::size_t cell = 0; cell < size(); ++cell) {
    set_weight(cell, random.uniform(cell, 0));
  }
}

void DeviceArray::restore(const std::vector<double>& weights,
                          const std::vector<std::uint32_t>& write_counts,
                          const std::vector<double>& hidden_state) {
  check_weights(weights);
  if (write_counts.size() != size()) {
    throw InputError{fmt::format("write counts: {} values, expected {}, one a cell",
                                 write_counts.size(), size())};
  }
  if (instances_) {
    instances_->restore(hidden_state);
  } else if (!hidden_state.empty()) {
    throw InputError{fmt::format("hidden state: {} values, expected none for device {}",
                                 hidden_state.size(), parameters_.kind->name())};
  }
  weights_ = weights;
  write_counts_ = write_counts;
}

std::vector<double> DeviceArray::hidden_state() const {
  std::vector<double> state;
  if (instances_) instances_->save(state);
  return state;
}

WriteRecord DeviceArray::write(std::size_t cell, const WritePulse& pulse) {
  check(pulse);
  double& weight = weights_.at(cell);
  const std::uint32_t draw = write_counts_[cell]++;
  if (law_ == nullptr) {
    const double weight_before = weight;
    const bool overstressed = instances_->write(cell, pulse);
    weight = instances_->weight(cell);
    return {cell, pulse, weight_before, weight, 0, overstressed};
  }
  const WritePulse seen = shaper_.shaped(pulse);
  const double sigma = parameters_.sigma;
  const double noise = sigma > 0 ? sigma * write_noise_.normal(cell, draw) : 0;
  const double before = weight;
  weight = law_->weight_after(seen, before, noise);
  return {cell, pulse, before, weight, noise, law_->overstressed(seen)};
}

bool DeviceArray::steps_alike_up_to(const WritePulse& strongest) const {
  if (law_ == nullptr) return false;
  const WritePulse seen = shaper_.shaped(strongest);
  const bool driven = parameters_.write_driver != WriteDriver::cell;
  return driven ? !law_->overstressed(seen) : !law_->depends_on_amplitude(seen);
}

void DeviceArray::write_alike(const WritePulse& pulse, std::size_t n, const std::uint32_t* cells) {
  check(pulse);
  // Whole vectors: what is past n is computed and not looked at.
  constexpr std::size_t kVector = 8;
  static_assert(kMostAlike % kVector == 0);
  const std::size_t whole = (n + kVector - 1) / kVector * kVector;
  double before[kMostAlike], after[kMostAlike], noise[kMostAlike];
  std::fill(noise, noise + whole, 0.0);
  std::fill(before + n, before + whole, 0.5);
  if (parameters_.sigma > 0) {
    std::uint64_t entity[kMostAlike] = {}, draw[kMostAlike] = {};
    for (std::size_t k = 0; k < n; ++k) {
      entity[k] = cells[k];
      draw[k] = write_counts_[cells[k]];
    }
    write_noise_.normals(whole, entity, draw, noise);
    for (std::size_t k = 0; k < n; ++k) noise[k] *= parameters_.sigma;
  }
  for (std::size_t k = 0; k < n; ++k) {
    before[k] = weights_[cells[k]];
    ++write_counts_[cells[k]];
  }
  law_->weights_after(shaper_.shaped(pulse), whole, before, noise, after);
  for (std::size_t k = 0; k < n; ++k) weights_[cells[k]] = after[k];
}

bool DeviceArray::relax(double time_s) {
  if (!std::isfinite(time_s) || time_s < 0) {
    throw std::domain_error{
        fmt::format("relaxation of {} s: expected a finite time of at least 0", time_s)};
  }
  if (!instances_) return false;
  instances_->relax(time_s);
  for (std::size_t cell = 0; cell < size(); ++cell) weights_[cell] = instances_->weight(cell);
  return true;
}

WriteRecord DeviceArray::amend(const WriteRecord& record, double width_s) {
  WriteRecord amended = record;
  amended.pulse.width_s = width_s;
  check(amended.pulse);
  double& weight = weights_.at(record.cell);
  if (law_ != nullptr) {
    weight = law_->weight_after(shaper_.shaped(amended.pulse), record.weight_before, record.noise);
  } else {
    instances_->write_again(record.cell, amended.pulse);
    weight = instances_->weight(record.cell);
  }
  amended.weight_after = weight;
  return amended;
}

}  // namespace softbound
