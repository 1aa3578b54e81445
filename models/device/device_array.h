// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/random.h"
#include "device/device_instances.h"
#include "device/device_parameters.h"
#include "device/write_shaper.h"

namespace softbound {

/// What one write did; enough to amend it.
struct WriteRecord {
  std::size_t cell;
  WritePulse pulse;
  double weight_before;
  double weight_after;
  double noise;       ///< of a law: the pulse's draw, already times sigma
  bool overstressed;  ///< above the device's largest voltage: not applied
};

/// Many devices of one kind, in the caller's order (an array's cell is row * columns + column).
/// Noise is a function of (seed, cell, that cell's own write count), so nothing depends on the
/// order in which cells are visited; different cells may be written from different threads.
class DeviceArray {
 public:
  /// All weights at the settled 0.5.
  /// @throws InputError if the parameters are impossible, the kind cannot be a synapse or there is
  ///         no cell
  DeviceArray(const DeviceParameters& parameters, std::size_t cells, std::uint64_t seed);
  DeviceArray(DeviceArray&&) noexcept = default;
  DeviceArray& operator=(DeviceArray&&) noexcept = default;

  std::size_t size() const { return weights_.size(); }
  const DeviceParameters& parameters() const { return parameters_; }

  const std::vector<double>& weights() const { return weights_; }
  double weight(std::size_t cell) const { return weights_[cell]; }
  double conductance_s(std::size_t cell) const { return parameters_.conductance_s(weights_[cell]); }
  std::uint32_t write_count(std::size_t cell) const { return write_counts_[cell]; }
  const std::vector<std::uint32_t>& write_counts() const { return write_counts_; }

  /// Every weight goes to the nearest one the device can hold.
  /// @throws InputError naming the first entry if the size differs or one is outside [0, 1], which
  ///         is where all are unless windows differ from device to device
  void set_weights(const std::vector<double>& weights);
  /// Uniform in (0, 1) by cell (stream initial_weights), settled.
  void randomize_weights();

  /// What devices with more state than a weight remember, for restore(); empty for laws.
  std::vector<double> hidden_state() const;
  /// The array as it once was: weights as they are, unsettled, write counts and hidden state, so
  /// that its next writes and their noise are those that would have followed then.
  /// @throws InputError if a size differs or a weight is outside [0, 1]
  void restore(const std::vector<double>& weights, const std::vector<std::uint32_t>& write_counts,
               const std::vector<double>& hidden_state = {});

  /// One pulse on one cell.
  /// @throws std::domain_error if width or amplitude is negative or not finite
  /// @throws std::out_of_range if there is no such cell
  WriteRecord write(std::size_t cell, const WritePulse& pulse);

  /// Whether every amplitude up to that of `strongest` makes the same step and stresses no device,
  /// so that write_alike() may be used.
  bool steps_alike_up_to(const WritePulse& strongest) const;
  /// write() on n different cells with one pulse, the same bits at a fraction of the time.
  /// @param n at most kMostAlike
  void write_alike(const WritePulse& pulse, std::size_t n, const std::uint32_t* cells);
  static constexpr std::size_t kMostAlike = 128;

  /// Nothing applied to any device for a while: drift, decay, leakage. Laws do not change.
  /// @return whether weights may have changed
  /// @throws std::domain_error if the time is negative or not finite
  bool relax(double time_s);

  /// A pulse that was cut short (reset, abort): the step is taken again from the weight before it,
  /// with the width really applied and the same draw. Width 0 restores the weight before.
  /// @param record of the cell's latest write
  /// @throws std::domain_error if the width is negative or not finite
  WriteRecord amend(const WriteRecord& record, double width_s);

 private:
  void check_weights(const std::vector<double>& weights) const;
  void set_weight(std::size_t cell, double weight);

  DeviceParameters parameters_;
  const DeviceLaw* law_;  ///< of parameters_; null if a device has more state than a weight
  std::uint64_t seed_;
  CounterRandom write_noise_;
  WriteShaper shaper_;
  std::optional<DeviceInstances> instances_;  ///< where there is no law
  std::vector<double> weights_;
  std::vector<std::uint32_t> write_counts_;
};

}  // namespace softbound
