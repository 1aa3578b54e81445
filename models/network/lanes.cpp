// SPDX-License-Identifier: Apache-2.0
#include "network/lanes.h"

#include <algorithm>
#include <array>

// Twice as wide where the processor can; without fused operations the bits are the same.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define SOFTBOUND_LANE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define SOFTBOUND_LANE_CLONES
#endif

namespace softbound::lanes {

namespace {

constexpr std::size_t kWordLanes = 64;

constexpr std::array<std::uint64_t, kWordLanes> lane_bits() {
  std::array<std::uint64_t, kWordLanes> bits{};
  for (std::size_t k = 0; k < kWordLanes; ++k) bits[k] = std::uint64_t{1} << k;
  return bits;
}
constexpr auto kLaneBit = lane_bits();

// Compilers do not see through conditions in a loop: four lanes by hand, on any processor.
using Quad __attribute__((vector_size(32), aligned(8), may_alias)) = double;
using QuadMask __attribute__((vector_size(32), aligned(8), may_alias)) = std::int64_t;

#define SOFTBOUND_QUAD(pointer) (*reinterpret_cast<const Quad*>(pointer))

inline std::int64_t any_of(const QuadMask& mask) { return mask[0] | mask[1] | mask[2] | mask[3]; }

}  // namespace

SOFTBOUND_LANE_CLONES
bool may_reach(const Lanes& lanes, double theta, double dt_s) {
  QuadMask reached{};
  for (std::size_t k = 0; k < lanes.count; k += kLaneStep) {
    const Quad x = SOFTBOUND_QUAD(lanes.i_dpi + k);
    const Quad rising = x > 0.0 ? x : Quad{};
    reached |= SOFTBOUND_QUAD(lanes.v_mem + k) + rising * dt_s >= theta;
  }
  return any_of(reached) != 0;
}

SOFTBOUND_LANE_CLONES
void step_and_charge(const Lanes& lanes, const NeuronModel::Step& step, const double* charge,
                     const double* readout, double dpi_per_area) {
  double* const __restrict v = lanes.v_mem;
  double* const __restrict x = lanes.i_dpi;
  double* const __restrict c = lanes.calcium;
  const double* const __restrict a = charge;
  const double* const __restrict r = readout;
  const NeuronModel::Step s = step;
  for (std::size_t k = 0; k < lanes.count; ++k) {
    const double v_next = v[k] * s.membrane_left - s.membrane_loss + x[k] * s.membrane_gain;
    const double c_next = c[k] * s.calcium_left - s.calcium_loss;
    v[k] = v_next > 0.0 ? v_next : 0.0;
    c[k] = c_next > 0.0 ? c_next : 0.0;
    x[k] = x[k] * s.dpi_left + (a[k] * r[k]) * dpi_per_area;
  }
}

SOFTBOUND_LANE_CLONES
LaneWords sample(const Lanes& lanes, std::size_t first, const NeuronModel::Step& step,
                 const OutputNeuronParameters& neuron) {
  const NeuronModel::Step s = step;
  const double theta = neuron.theta_mem;
  const double ltp_low = neuron.ltp_low, ltp_high = neuron.ltp_high;
  const double ltd_low = neuron.ltd_low, ltd_high = neuron.ltd_high;
  const std::size_t end = std::min(first + kWordLanes, lanes.count);
  QuadMask up_bits{}, dn_bits{};
  for (std::size_t k = first; k < end; k += kLaneStep) {
    const Quad v_free = SOFTBOUND_QUAD(lanes.v_mem + k) * s.membrane_left - s.membrane_loss +
                        SOFTBOUND_QUAD(lanes.i_dpi + k) * s.membrane_gain;
    const Quad c_free = SOFTBOUND_QUAD(lanes.calcium + k) * s.calcium_left - s.calcium_loss;
    const Quad v = v_free > 0.0 ? v_free : Quad{};
    const Quad c = c_free > 0.0 ? c_free : Quad{};
    const QuadMask bits = *reinterpret_cast<const QuadMask*>(kLaneBit.data() + (k - first));
    up_bits |= (v > theta) & (c >= ltp_low) & (c <= ltp_high) & bits;
    dn_bits |= (v < theta) & (c >= ltd_low) & (c <= ltd_high) & bits;
  }
  return {static_cast<std::uint64_t>(any_of(up_bits)), static_cast<std::uint64_t>(any_of(dn_bits))};
}

}  // namespace softbound::lanes
