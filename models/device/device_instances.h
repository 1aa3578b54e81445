// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "device/device_law.h"
#include "device/device_parameters.h"
#include "device/write_shaper.h"

namespace softbound {

/// The devices of an array, one object a cell: for kinds with more state than a weight. Draws are
/// numbered by cell, so nothing depends on the order in which cells are visited; different cells
/// may be written from different threads.
class DeviceInstances {
 public:
  /// @throws InputError if the kind cannot be a synapse
  DeviceInstances(const DeviceParameters& parameters, std::size_t cells, std::uint64_t seed);

  /// Conductance in the kind's nominal window; a device whose own window is wider goes beyond 0 and
  /// 1.
  double weight(std::size_t cell) const;
  /// The nearest state that the cell's device has.
  /// @param weight finite
  void set_weight(std::size_t cell, double weight);
  /// Nothing applied to any device for a while.
  /// @throws std::domain_error if the time is negative or not finite
  void relax(double time_s);
  const Device& device(std::size_t cell) const { return *cells_[cell].device; }

  /// @param pulse finite; width as the control's
  /// @return whether the device refused it
  bool write(std::size_t cell, const WritePulse& pulse);
  /// The latest write of the cell again, from the state before it, with the same draws.
  void write_again(std::size_t cell, const WritePulse& pulse);

  /// Appends the state of all devices and how far their draws have come.
  void save(std::vector<double>& state) const;
  /// @throws InputError if it is no state that save() wrote for this kind and this many cells; the
  ///         devices are then in no particular state
  void restore(const std::vector<double>& state);

 private:
  struct Cell {
    std::unique_ptr<Device> device;
    std::vector<double> before;  ///< state before the latest write
    std::uint64_t draws_before = 0;
    std::uint64_t draws = 0;
  };

  bool apply(Cell& cell, std::size_t index, const WritePulse& pulse);

  WriteShaper shaper_;
  DeviceWindow window_;
  bool windows_differ_;
  std::uint64_t seed_;
  std::vector<Cell> cells_;
};

}  // namespace softbound
