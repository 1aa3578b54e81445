// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bits.h"
#include "core/random.h"
#include "learning/learning_parameters.h"

namespace softbound {

/// What the network's answer to a training picture asks for.
struct TeachingPlan {
  bool needed = false;
  Bits positive;  ///< columns that shall answer: those of the class that came nearest
  Bits negative;  ///< columns of the classes that answered too much
};

/// The choice that a host, or class counters and a winner-take-all on the chip, make after the
/// answer: nothing if the right class leads by `margin` spikes; else the best of its neurons, and
/// all of each wrong class that comes closer than that.
/// @param spike_counts by column, of the answer; @param membranes at its end
/// @param choice draws the jitter: entity `presentation`, a draw a column
TeachingPlan plan_teaching(const LearningParameters& learning, std::size_t label,
                           const std::vector<std::uint32_t>& spike_counts,
                           const std::vector<double>& membranes, const CounterRandom& choice,
                           std::uint32_t presentation);

/// How long a presentation is taught with writes: from teach_first_s to teach_last_s, geometric in
/// the part of the training that is over.
double teaching_time_s(const LearningParameters& learning, std::uint64_t presentation);

}  // namespace softbound
