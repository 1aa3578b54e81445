// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "neuron/neuron_model.h"

namespace softbound {

/// Neurons side by side, a lane each, all anchored at the same instant: plain loops that compilers
/// turn into vector code. Same formulas as NeuronModel, hence the same bits.
///
/// The arrays are kLaneStep-fold: lanes past `count`, all 0, fill the last step; what sample() says
/// of them means nothing.
struct Lanes {
  std::size_t count;
  double* v_mem;
  double* i_dpi;
  double* calcium;
};

/// Decisions of up to 64 lanes, lane k in bit k.
struct LaneWords {
  std::uint64_t up;
  std::uint64_t dn;
};

namespace lanes {

constexpr std::size_t kLaneStep = 4;
constexpr std::size_t padded(std::size_t count) {
  return (count + kLaneStep - 1) / kLaneStep * kLaneStep;
}

/// Could a lane reach `theta` within dt_s? V rises by no more than x dt, for x falls and the leak
/// only lowers V. False is certain.
bool may_reach(const Lanes& lanes, double theta, double dt_s);

/// One time step, then a charge of area charge[k] x readout[k] on each lane.
void step_and_charge(const Lanes& lanes, const NeuronModel::Step& step, const double* charge,
                     const double* readout, double dpi_per_area);

/// UP and DN of lanes first ... first + 63 one time step later; nothing changes.
LaneWords sample(const Lanes& lanes, std::size_t first, const NeuronModel::Step& step,
                 const OutputNeuronParameters& neuron);

}  // namespace lanes
}  // namespace softbound
