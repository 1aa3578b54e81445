// SPDX-License-Identifier: Apache-2.0
#include "network/lanes.h"

#include <algorithm>
#include <array>

namespace softbound::lanes {

namespace {

constexpr std::size_t kWordLanes = 64;

constexpr std::array<std::uint64_t, kWordLanes> lane_bits() {
  std::array<std::uint64_t, kWordLanes> bits{};
  for (std::size_t k = 0; k < kWordLanes; ++k) bits[k] = std::uint64_t{1} << k;
  return bits;
}
constexpr auto kLaneBit = lane_bits();

}  // namespace

bool may_reach(const Lanes& lanes, double theta, double dt_s) {
  const double* const v = lanes.v_mem;
  const double* const x = lanes.i_dpi;
  std::int64_t reached = 0;
  for (std::size_t k = 0; k < lanes.count; ++k) {
    const double rising = x[k] > 0.0 ? x[k] : 0.0;
    reached |= v[k] + rising * dt_s >= theta ? std::int64_t{-1} : std::int64_t{0};
  }
  return reached != 0;
}

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

LaneWords sample(const Lanes& lanes, std::size_t first, const NeuronModel::Step& step,
                 const OutputNeuronParameters& neuron) {
  const double* const v = lanes.v_mem + first;
  const double* const x = lanes.i_dpi + first;
  const double* const c = lanes.calcium + first;
  const NeuronModel::Step s = step;
  const double theta = neuron.theta_mem;
  const double ltp_low = neuron.ltp_low, ltp_high = neuron.ltp_high;
  const double ltd_low = neuron.ltd_low, ltd_high = neuron.ltd_high;
  const std::size_t count = std::min(kWordLanes, lanes.count - first);
  LaneWords words{0, 0};
  for (std::size_t k = 0; k < count; ++k) {
    const double v_free = v[k] * s.membrane_left - s.membrane_loss + x[k] * s.membrane_gain;
    const double c_free = c[k] * s.calcium_left - s.calcium_loss;
    const double v_now = v_free > 0.0 ? v_free : 0.0;
    const double c_now = c_free > 0.0 ? c_free : 0.0;
    const bool up = (v_now > theta) & (c_now >= ltp_low) & (c_now <= ltp_high);
    const bool dn = (v_now < theta) & (c_now >= ltd_low) & (c_now <= ltd_high);
    words.up |= up ? kLaneBit[k] : 0;
    words.dn |= dn ? kLaneBit[k] : 0;
  }
  return words;
}

}  // namespace softbound::lanes
