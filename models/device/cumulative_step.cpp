// SPDX-License-Identifier: Apache-2.0
#include "device/cumulative_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/elementary.h"
#include "core/error.h"

namespace softbound {

namespace {

constexpr int kManyPulses = 200;  // where a train has long levelled off

}  // namespace

void CumulativeStep::describe(ParameterVisitor& v) {
  v.real({"memory_pulses", "", "A: SET pulses until the memory of RESET is down e-fold", "[L:pcm]"},
         memory_pulses, above(0));
  v.real({"m1", "", "mean step per conductance", "[L:pcm]"}, m1, from_to(-1, 1));
  v.real({"c1_s", "S", "mean step without memory at G = 0", "[L:pcm]"}, c1_s, above(0));
  v.real({"a1_s", "S", "mean step by memory", "[L:pcm]"}, a1_s, at_least(0));
  v.real({"m2", "", "step deviation per conductance", "[L:pcm]"}, m2, at_least(0));
  v.real({"c2_s", "S", "step deviation without memory at G = 0", "[L:pcm]"}, c2_s, at_least(0));
  v.real({"a2_s", "S", "step deviation by memory", "[L:pcm]"}, a2_s, at_least(0));
  v.real({"g_reset_s", "S", "conductance after RESET, the least that SET leaves", "[L:pcm]"},
         g_low_s, above(0));
  v.real({"g_crystal_s", "S", "largest conductance", "[L:pcm]"}, g_high_s, above(0));
}

void CumulativeStep::check() const {
  check_bounds(*this, "device");
  if (g_low_s >= g_high_s) {
    throw InputError{fmt::format(
        "device.g_reset_s = {}: expected less than device.g_crystal_s = {}", g_low_s, g_high_s)};
  }
}

CrystalGrowth CumulativeStep::after(const CrystalGrowth& state, double pulses, double xi) const {
  const double memory = state.memory * portable_exp(-pulses / memory_pulses);
  const double mean_s = m1 * state.g_s + c1_s + a1_s * memory;
  const double deviation_s = m2 * state.g_s + c2_s + a2_s * memory;
  const double step_s = pulses * mean_s + std::sqrt(pulses) * deviation_s * xi;
  return {std::clamp(state.g_s + step_s, g_low_s, g_high_s), memory};
}

CumulativeStep::Way CumulativeStep::way_to(double g_s) const {
  CrystalGrowth state{g_low_s, 1};
  for (int pulse = 0; pulse < kManyPulses; ++pulse) {
    const CrystalGrowth next = after(state, 1, 0);
    if (next.g_s >= g_s) {
      const double step_s = next.g_s - state.g_s;
      const double pulses = step_s > 0 ? std::clamp((g_s - state.g_s) / step_s, 0.0, 1.0) : 0;
      return {{g_s, state.memory * portable_exp(-pulses / memory_pulses)}, pulse + pulses};
    }
    state = next;
  }
  return {{g_s, state.memory}, kManyPulses};
}

}  // namespace softbound
