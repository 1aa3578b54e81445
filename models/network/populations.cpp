// SPDX-License-Identifier: Apache-2.0
#include "network/populations.h"

#include <fmt/format.h>

#include "core/error.h"

namespace softbound {

namespace {

constexpr Bounds above_up_to(double low, double high) { return {low, high, false, false}; }

void require_order(const char* table, const char* low_name, double low, const char* high_name,
                   double high) {
  if (low > high) {
    throw InputError{fmt::format("{0}.{1} = {2}: expected at most {0}.{3} = {4}", table, low_name,
                                 low, high_name, high)};
  }
}

}  // namespace

void InputParameters::describe(ParameterVisitor& v) {
  v.choice({"train", "", "gaps between the spikes of one input", "[C]"}, train,
           {"poisson", "regular"});
  v.real({"rate_low_hz", "Hz", "rate for pixel 0", "[C]"}, rate_low_hz,
         from_to(0.0, kHighestRateHz));
  v.real({"rate_high_hz", "Hz", "rate for pixel 255", "[C]"}, rate_high_hz,
         from_to(0.0, kHighestRateHz));
  v.real({"presentation_s", "s", "how long a picture is shown", "[C]"}, presentation_s,
         above_up_to(0.0, kLongestPresentationS));
  v.real({"intensity_sum", "", "what the intensities of a picture are scaled to; 0: unscaled",
          "[D] constant drive"},
         intensity_sum, from_to(0.0, kHighestIntensitySum));
}

void InputParameters::check() const {
  check_bounds(*this, "input");
  require_order("input", "rate_low_hz", rate_low_hz, "rate_high_hz", rate_high_hz);
}

void TeacherParameters::describe(ParameterVisitor& v) {
  v.real({"rate_hz", "Hz", "rate of the Poisson train of the class that is shown", "[C]"}, rate_hz,
         from_to(0.0, kHighestRateHz));
  v.real({"area", "", "charge of a spike, in units of the membrane threshold", "[C]"}, area,
         any_number());
}

void TeacherParameters::check() const { check_bounds(*this, "teacher"); }

void InhibitionParameters::describe(ParameterVisitor& v) {
  constexpr double kMostNeurons = 16384;
  v.whole({"neurons", "", "inhibitory neurons, 0 for none", "[B]"}, neurons,
          from_to(0, kMostNeurons));
  v.choice({"wiring", "", "from inputs to inhibitory neurons", "[C]"}, wiring, {"random", "pairs"});
  v.whole({"fan_out", "", "inhibitory neurons for each input (random wiring)", "[C]"}, fan_out,
          from_to(1, kMostNeurons));
  v.real({"weight_low", "", "weight of an input spike, uniform from here", "[C]"}, weight_low,
         at_least(0.0));
  v.real({"weight_high", "", "to here", "[C]"}, weight_high, at_least(0.0));
  v.real({"threshold", "", "sum of weights at which the neuron fires", "[C]"}, threshold,
         above(0.0));
  v.real({"area_scale", "", "charge onto an output neuron, in units of neuron.jump", "[C]"},
         area_scale, at_least(0.0));
  v.real({"spread_low", "", "times a factor for each connection, uniform from here", "[C]"},
         spread_low, at_least(0.0));
  v.real({"spread_high", "", "to here", "[C]"}, spread_high, at_least(0.0));
}

void InhibitionParameters::check() const {
  check_bounds(*this, "inhibition");
  require_order("inhibition", "weight_low", weight_low, "weight_high", weight_high);
  require_order("inhibition", "spread_low", spread_low, "spread_high", spread_high);
  if (wiring == InhibitionWiring::random && neurons > 0 && fan_out > neurons) {
    throw InputError{fmt::format(
        "inhibition.fan_out = {}: expected at most inhibition.neurons = {}", fan_out, neurons)};
  }
}

}  // namespace softbound
