// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "device/device_parameters.h"
#include "device/soft_bound.h"

namespace softbound {

/// Trains of identical nominal pulses on devices of one kind: `pulses` LTP from weight 0, then as
/// many LTD ([B] Fig. 1).
struct PulseTrains {
  std::size_t pulses = 2000;
  std::size_t curves = 50;
};

struct PulseResponse {
  std::vector<std::vector<double>> curves;  ///< weights by curve and number of pulses so far
  // Over the curves, by number of pulses:
  std::vector<double> mean;
  std::vector<double> sd;
};

/// @throws InputError if the kind cannot be a synapse
PulseResponse measure_pulse_response(const DeviceParameters& device, const PulseTrains& trains,
                                     std::uint64_t seed);

/// Mean weight change of one pulse by the weight before it.
struct StepBin {
  double weight = 0;          ///< mean before the pulse
  double step = 0;            ///< mean change, negative for LTD
  double standard_error = 0;  ///< of that mean
  std::size_t pulses = 0;
};

/// Steps of LTP trains that begin at 0, or LTD trains that begin at 1, in equal bins of the weight;
/// bins with fewer than `fewest` pulses are left out.
std::vector<StepBin> measure_steps(const DeviceParameters& device, WriteKind kind,
                                   const PulseTrains& trains, std::uint64_t seed,
                                   std::size_t bins = 25, std::size_t fewest = 50);

/// a and gamma of |step| = a distance^gamma.
struct StepLaw {
  double a = 0;
  double gamma = 0;
};

/// Least squares of the steps, weighted by their standard errors; the distance is that to the bound
/// which the pulses go to.
/// @param bins at least two, with steps in the direction of `kind`
StepLaw fit_steps(const std::vector<StepBin>& bins, WriteKind kind);

/// Weight after n pulses of a soft bound in the continuous approximation (ledger 3.1): with the
/// distance x from the bound, x(n) = (x(0)^(1-gamma) + (gamma-1) a n)^(1/(1-gamma)), gamma > 1.
double closed_form_weight(const SoftBoundParameters::Direction& direction, WriteKind kind,
                          double weight, double pulses);

/// Closed loops of `pulses` LTP and as many LTD, from weight 0 and without noise.
/// @return the weight after every pulse, the first entry before all of them
std::vector<double> closed_loops(const DeviceParameters& device, std::size_t pulses,
                                 std::size_t loops);

}  // namespace softbound
