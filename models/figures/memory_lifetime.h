// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "device/device_parameters.h"
#include "figures/histogram.h"

namespace softbound {

/// The memory-lifetime test (ledger 3.3): how long does a synapse under random pulses remember one
/// of them? All synapses start at 0.5 and come to equilibrium under nominal pulses, each LTP with
/// probability p, else LTD. Then half of them get one LTP (tagged), half one LTD, then random
/// pulses again.
///
/// A tagged synapse and an untagged one form a pair: the same weight before the tag, the same
/// random pulses before and after it. Expectations are those of independent synapses, while the
/// noise that the two share drops out of their difference.
struct LifetimeTest {
  std::size_t synapses = 400'000;  ///< even
  std::size_t equilibration_events = 1500;
  std::size_t events = 1000;         ///< after the tag
  double ltp_probability = 0.5;      ///< in steps of 2^-16
  std::size_t histogram_bins = 100;  ///< of weights before the tag, from 0 to 1
};

struct MemoryLifetime {
  /// Mean tagged minus mean untagged weight, by number of random events since the tag.
  std::vector<double> signal;
  /// Signal over the standard deviation within the groups, that of one synapse.
  std::vector<double> snr;
  // In equilibrium, before the tag:
  double mean_weight = 0;
  double share_at_bound = 0;  ///< exactly 0 or 1
  Histogram weights{1};
};

/// The result depends on test and seed alone, whatever the threads.
/// @param device a kind whose state is its weight; its noise is left out
/// @param go_on asked every now and then; the test is given up once it says no
/// @return empty vectors if given up
/// @throws InputError if the device is no law or the test is impossible
MemoryLifetime measure_lifetime(const DeviceParameters& device, const LifetimeTest& test,
                                std::uint64_t seed, std::size_t threads,
                                const std::function<bool()>& go_on = {});

}  // namespace softbound
