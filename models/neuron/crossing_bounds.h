// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

#include "core/elementary.h"
#include "neuron/neuron_model.h"

/// Lower bounds of when a membrane crosses its thresholds, in a few operations and without jumps,
/// so that loops over neurons vectorise.
namespace softbound::crossing {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What bounds need to know of a model.
struct Levels {
  double theta_fire, theta_mem;
  double leak_per_s;  ///< constant leak
  double rate_mem;    ///< exponential leak
  double tau_s_s;
  double kernel_peak;  ///< of a DPI current of 1; exponential leak

  static Levels of(const NeuronModel& model) {
    const auto& p = model.parameters();
    return {p.theta_fire,      p.theta_mem, p.leak_per_s,
            1.0 / p.tau_mem_s, p.tau_s_s,   model.kernel_peak()};
  }
};

/// From now on, infinity for never.
struct LeastWaits {
  double spike_s;  ///< to a spike
  double edge_s;   ///< to V being on another side of theta_mem, or on it
};

/// All bits of a mask or none. Conditions that are combined as masks stay without jumps.
using Mask = std::uint64_t;
inline Mask mask(bool condition) { return -static_cast<Mask>(condition); }
inline double pick(Mask mask, double a, double b) {
  return __builtin_bit_cast(
      double, (__builtin_bit_cast(Mask, a) & mask) | (__builtin_bit_cast(Mask, b) & ~mask));
}
inline double at_least(double a, double least) { return elementary::select(a > least, a, least); }

/// How far away, at least, V is from theta_fire and from the other side of theta_mem.
///
/// Rising, V stays below its tangent: V'' < 0 as long as V' > 0 (see NeuronModel). It reaches a
/// level only if its peak does; of that there is an upper bound without logarithm. Falling, it
/// falls at most as fast as leak and inhibition together pull; and with a constant leak a rising V
/// is back where it was no sooner than 2 tau_s V'(0) / x, because 1 - e^-y >= y - y^2 / 2.
template <Leak Kind>
inline LeastWaits bounds(const Levels& m, double v, double x, Mask may_spike, Mask may_cross) {
  constexpr double kMargin = 1.0 + 1e-9;
  constexpr double kTiny = 1e-300;  // instead of 0 in a denominator
  const double pull = Kind == Leak::constant ? m.leak_per_s : v * m.rate_mem;
  const double slope = x - pull;
  const double rest = m.theta_fire - v;
  const double rest_mem = m.theta_mem - v;
  double rise, scale;  // scale times a rest is what the rise is compared with
  double back_s = 0.0;
  if constexpr (Kind == Leak::constant) {
    rise = m.tau_s_s * slope * slope * kMargin;
    scale = x + pull;
    back_s = 2.0 * m.tau_s_s * at_least(slope, 0.0) / at_least(x, kTiny);
  } else {
    rise = x * m.kernel_peak * kMargin;
    scale = 1.0;
  }
  const Mask rises = mask(slope > 0.0);
  const Mask fires = rises & mask(rest * scale <= rise);
  const Mask below = mask(rest_mem > 0.0);
  const Mask crosses = ~below | (rises & mask(rest_mem * scale <= rise));
  const double fall = pull + at_least(-x, kTiny);
  const double edge_s =
      pick(below, rest_mem / slope, back_s + elementary::magnitude(rest_mem) / fall);
  return {pick(fires & may_spike, at_least(rest, 0.0) / slope, kInfinity),
          pick(crosses & may_cross, edge_s, kInfinity)};
}

}  // namespace softbound::crossing
