// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace softbound {

/// Who draws. Streams never overlap, so that adding draws to one does not move another.
enum class RandomStream : std::uint32_t {
  write_noise = 1,        ///< entity: synapse, draw: that synapse's own write count
  initial_weights = 2,    ///< entity: synapse
  input_spikes = 3,       ///< entity: row, draw: presentation and spike
  teacher_spikes = 4,     ///< entity: class
  inhibition_wiring = 5,  ///< entity: input or inhibitory neuron
  inhibition_weights = 6,
  stimulus = 7,            ///< free for benches and tests
  presentation_order = 8,  ///< entity: pass over the training pictures
  picture_shift = 9,       ///< entity: presentation
  teaching_choice = 10,    ///< entity: presentation, draw: output neuron
  pulse_direction = 11,    ///< entity: four pairs of synapses, draw: event
  device_spread = 12,      ///< entity: synapse
  device_faults = 13,      ///< entity: synapse
  delay_mismatch = 14,     ///< entity: row or end of the bus, draw: its delay lines
};

/// Random numbers as a pure function of (seed, stream, entity, draw): Philox4x32-10 of Random123.
/// The same at every level, for every thread count and visiting order.
class CounterRandom {
 public:
  CounterRandom(std::uint64_t seed, RandomStream stream) : seed_{seed}, stream_{stream} {}

  /// Uniform in the open interval (0, 1), 52 bits.
  double uniform(std::uint64_t entity, std::uint64_t draw) const;
  /// Standard normal (Box-Muller on the two halves of one block).
  double normal(std::uint64_t entity, std::uint64_t draw) const;
  /// normal() of n pairs of entity and draw, the same bits at a fraction of the time.
  void normals(std::size_t n, const std::uint64_t* entity, const std::uint64_t* draw,
               double* normal) const;
  /// Two independent uniform numbers from each of n blocks; the first is uniform().
  void uniform_pairs(std::size_t n, const std::uint64_t* entity, const std::uint64_t* draw,
                     double* first, double* second) const;
  /// 64 random bits.
  std::uint64_t bits(std::uint64_t entity, std::uint64_t draw) const;

 private:
  struct Block {
    std::uint64_t low, high;
  };
  Block block(std::uint64_t entity, std::uint64_t draw) const;

  std::uint64_t seed_;
  RandomStream stream_;
};

}  // namespace softbound
