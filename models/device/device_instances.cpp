// SPDX-License-Identifier: Apache-2.0
#include "device/device_instances.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "device/varied_device.h"

namespace softbound {

namespace {

constexpr double kMostDraws = 0x1.0p53;  // whole in a double

}  // namespace

DeviceInstances::DeviceInstances(const DeviceParameters& parameters, std::size_t cells,
                                 std::uint64_t seed)
    : shaper_{parameters},
      window_{parameters.window()},
      windows_differ_{parameters.options.leaves_window()},
      seed_{seed},
      cells_(cells) {
  if (parameters.options.any()) {
    for (std::size_t k = 0; k < cells; ++k) cells_[k].device = make_device(parameters, seed, k);
  } else {
    const auto prototype = parameters.kind->make(parameters.window());
    for (Cell& cell : cells_) cell.device = prototype->clone();
  }
  for (Cell& cell : cells_) cell.device->save(cell.before);
}

double DeviceInstances::weight(std::size_t cell) const {
  const Device& device = *cells_[cell].device;
  if (!windows_differ_) return device.weight();
  return (device.conductance() - window_.g_min_s) / (window_.g_max_s - window_.g_min_s);
}

void DeviceInstances::set_weight(std::size_t cell, double weight) {
  Device& device = *cells_[cell].device;
  if (!windows_differ_) return device.set_weight(weight);
  const double g_s = window_.g_min_s + weight * (window_.g_max_s - window_.g_min_s);
  const auto [low_s, high_s] = device.bounds();
  device.set_weight(std::clamp((g_s - low_s) / (high_s - low_s), 0.0, 1.0));
}

void DeviceInstances::relax(double time_s) {
  for (std::size_t index = 0; index < cells_.size(); ++index) {
    Cell& cell = cells_[index];
    DrawSequence random{seed_, RandomStream::write_noise, index, cell.draws};
    cell.device->relax(time_s, random);
    cell.draws = random.position();
  }
}

bool DeviceInstances::write(std::size_t index, const WritePulse& pulse) {
  Cell& cell = cells_[index];
  cell.before.clear();
  cell.device->save(cell.before);
  cell.draws_before = cell.draws;
  return apply(cell, index, pulse);
}

void DeviceInstances::write_again(std::size_t index, const WritePulse& pulse) {
  Cell& cell = cells_[index];
  cell.device->restore(cell.before.data(), cell.before.data() + cell.before.size());
  cell.draws = cell.draws_before;
  apply(cell, index, pulse);
}

void DeviceInstances::save(std::vector<double>& state) const {
  for (const Cell& cell : cells_) {
    state.push_back(static_cast<double>(cell.draws));
    cell.device->save(state);
  }
}

void DeviceInstances::restore(const std::vector<double>& state) {
  const double* next = state.data();
  const double* const end = next + state.size();
  for (Cell& cell : cells_) {
    if (next == end || !(*next >= 0 && *next <= kMostDraws)) {
      throw InputError{
          fmt::format("hidden state of {} values: expected how many draws cell {} made",
                      state.size(), &cell - cells_.data())};
    }
    cell.draws = static_cast<std::uint64_t>(*next++);
    next = cell.device->restore(next, end);
    cell.before.clear();
    cell.device->save(cell.before);
    cell.draws_before = cell.draws;
  }
  if (next != end) {
    throw InputError{
        fmt::format("hidden state: {} values, expected {}", state.size(), next - state.data())};
  }
}

bool DeviceInstances::apply(Cell& cell, std::size_t index, const WritePulse& write) {
  const auto [pulse, port] = shaper_.at_port(write);
  DrawSequence random{seed_, RandomStream::write_noise, index, cell.draws};
  cell.device->clear_flags();
  cell.device->apply(pulse, port, random);
  cell.draws = random.position();
  return cell.device->flags().overstress;
}

}  // namespace softbound
