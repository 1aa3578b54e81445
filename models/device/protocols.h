// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "device/device_kind.h"

namespace softbound {

/// What an instrument does to a device, any device, and what it records. Functions that take a
/// Device& leave it as the measurement left it; those that take a const one start every measurement
/// anew from a copy. All throw InputError if times or counts make no sense, and what
/// Device::apply() throws.

/// One reading. The current is what the source gave, the conductance small-signal.
struct TracePoint {
  double time_s;
  double voltage_v;
  double current_a;
  double conductance_s;
  double weight;
};

/// A staircase of voltage through corners, as a source-measure unit makes it.
struct VoltageSweep {
  std::vector<double> corners_v{0, 2, 0, -2, 0};
  double rate_v_per_s = 1;
  double step_v = 2e-3;
  /// Current clamps while the voltage is positive, and negative.
  double limit_positive_a = std::numeric_limits<double>::infinity();
  double limit_negative_a = std::numeric_limits<double>::infinity();
};
/// One point a step, read while the step's voltage is applied.
std::vector<TracePoint> iv_sweep(Device& device, const VoltageSweep& sweep, DrawSequence& random);

/// A source of current: steps of rising current until the resistance is at most `until_ohm`.
struct CurrentSweep {
  double source_v = 3.5;  ///< what the source has to drive the current
  double start_a = 1e-9;
  double stop_a = 1e-3;
  double factor = 1.2;  ///< from step to step
  double step_s = 1e-3;
  double until_ohm = 0;
};
/// voltage_v is the source's. Forming by a current ramp is this.
std::vector<TracePoint> current_sweep(Device& device, const CurrentSweep& sweep,
                                      DrawSequence& random);

/// One pulse of several.
struct PulsePoint {
  double begin_s;
  double g_before_s;
  double g_after_s;  ///< as the pulse ends
  double w_before;
  double w_after;
};
/// @param period_s from beginning to beginning, at least the pulse's length; the device rests in
///        between, and not after the last pulse
std::vector<PulsePoint> pulse_train(Device& device, const PortPulse& pulse, int count,
                                    double period_s, DrawSequence& random);

/// Pulses of different amplitude, one after the other, each followed by a rest.
std::vector<PulsePoint> amplitude_sweep(Device& device, const PortPulse& shape,
                                        const std::vector<double>& amplitudes_v, double rest_s,
                                        DrawSequence& random);

/// What a stimulus with one free time did, w_after read `read_delay_s` after it ended.
struct TimingPoint {
  double time_s;
  double w_before;
  double w_after;
};
/// @param gap_s from the end of the first to the beginning of the second pulse
TimingPoint pulse_pair(Device& device, const PortPulse& first, const PortPulse& second,
                       double gap_s, DrawSequence& random);

/// Timing-dependent plasticity without overlap of long waveforms: PRE gives `spike` to the top,
/// POST the same to the bottom terminal. Where both overlap they cancel; edges are ignored then.
/// @param delays_s t_post - t_pre of the spikes' beginnings
std::vector<TimingPoint> stdp(const Device& device, const PortPulse& spike,
                              const std::vector<double>& delays_s, double read_delay_s,
                              const DrawSequence& random);

/// Rate-dependent plasticity: trains of `count` pulses.
std::vector<TimingPoint> srdp(const Device& device, const PortPulse& pulse, int count,
                              const std::vector<double>& periods_s, double read_delay_s,
                              const DrawSequence& random);

/// Readings of a device left alone. voltage_v and current_a are 0.
/// @param times_s ascending, from now on
std::vector<TracePoint> retention(Device& device, const std::vector<double>& times_s,
                                  DrawSequence& random);

}  // namespace softbound
