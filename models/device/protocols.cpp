// SPDX-License-Identifier: Apache-2.0
#include "device/protocols.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "device/pulse_shape.h"

namespace softbound {

namespace {

constexpr double kMostSteps = 10e6;

void expect(bool holds, const char* what, double value, const char* expected) {
  if (!holds) throw InputError{fmt::format("{} = {}: expected {}", what, value, expected)};
}

void expect_above_0(const char* what, double value) {
  expect(value > 0 && std::isfinite(value), what, value, "a number above 0");
}

void expect_at_least_0(const char* what, double value) {
  expect(value >= 0 && std::isfinite(value), what, value, "a number of at least 0");
}

double clamped(double current_a, double limit_a) {
  return std::clamp(current_a, -limit_a, limit_a);
}

PulsePoint pulsed(Device& device, const PortPulse& pulse, double begin_s, DrawSequence& random) {
  PulsePoint point{begin_s, device.conductance(), 0, device.weight(), 0};
  device.apply(pulse.pulse, pulse.port, random);
  point.g_after_s = device.conductance();
  point.w_after = device.weight();
  return point;
}

}  // namespace

std::vector<TracePoint> iv_sweep(Device& device, const VoltageSweep& sweep, DrawSequence& random) {
  expect_above_0("rate of a sweep in V/s", sweep.rate_v_per_s);
  expect_above_0("step of a sweep in V", sweep.step_v);
  double length_v = 0;
  for (std::size_t k = 0; k < sweep.corners_v.size(); ++k) {
    expect(std::isfinite(sweep.corners_v[k]), "corner of a sweep in V", sweep.corners_v[k],
           "a finite number");
    if (k > 0) length_v += std::abs(sweep.corners_v[k] - sweep.corners_v[k - 1]);
  }
  expect(length_v / sweep.step_v <= kMostSteps, "step of a sweep in V", sweep.step_v,
         "at most 10 million steps in all");

  std::vector<TracePoint> trace;
  trace.reserve(static_cast<std::size_t>(length_v / sweep.step_v) + sweep.corners_v.size());
  double time_s = 0;
  for (std::size_t k = 1; k < sweep.corners_v.size(); ++k) {
    const double from_v = sweep.corners_v[k - 1], way_v = sweep.corners_v[k] - from_v;
    const auto steps = std::llround(std::ceil(std::abs(way_v) / sweep.step_v - 1e-9));
    const double step_s = std::abs(way_v) / static_cast<double>(steps) / sweep.rate_v_per_s;
    for (long long n = 1; n <= steps; ++n) {
      const double v = from_v + way_v * static_cast<double>(n) / static_cast<double>(steps);
      const double limit_a = v < 0 ? sweep.limit_negative_a : sweep.limit_positive_a;
      Pulse step{v, step_s};
      step.limit_a = limit_a;
      device.apply(step, Port::main, random);
      time_s += step_s;
      trace.push_back(
          {time_s, v, clamped(device.current(v), limit_a), device.conductance(), device.weight()});
    }
  }
  return trace;
}

std::vector<TracePoint> current_sweep(Device& device, const CurrentSweep& sweep,
                                      DrawSequence& random) {
  expect_above_0("first current of a sweep in A", sweep.start_a);
  expect_above_0("last current of a sweep in A", sweep.stop_a);
  expect_above_0("step of a sweep in s", sweep.step_s);
  expect(sweep.factor >= 1.0001 && std::isfinite(sweep.factor), "factor of a current sweep",
         sweep.factor, "at least 1.0001");
  std::vector<TracePoint> trace;
  double time_s = 0;
  for (double limit_a = sweep.start_a; limit_a <= sweep.stop_a; limit_a *= sweep.factor) {
    Pulse step{sweep.source_v, sweep.step_s};
    step.limit_a = limit_a;
    device.apply(step, Port::main, random);
    time_s += sweep.step_s;
    trace.push_back({time_s, sweep.source_v, clamped(device.current(sweep.source_v), limit_a),
                     device.conductance(), device.weight()});
    if (device.conductance() * sweep.until_ohm >= 1) break;
  }
  return trace;
}

std::vector<PulsePoint> pulse_train(Device& device, const PortPulse& pulse, int count,
                                    double period_s, DrawSequence& random) {
  expect(count >= 0, "pulses of a train", count, "at least 0");
  const double pulse_s = length_s(pulse.pulse);
  // A period computed as a pulse's length plus a gap may be a rounding error shorter.
  expect(std::isfinite(period_s) && period_s >= pulse_s * (1 - 1e-12), "period of a train in s",
         period_s, "at least the length of the pulse");
  std::vector<PulsePoint> points;
  points.reserve(static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) {
    if (n > 0) device.relax(std::max(0.0, period_s - pulse_s), random);
    points.push_back(pulsed(device, pulse, n * period_s, random));
  }
  return points;
}

std::vector<PulsePoint> amplitude_sweep(Device& device, const PortPulse& shape,
                                        const std::vector<double>& amplitudes_v, double rest_s,
                                        DrawSequence& random) {
  expect_at_least_0("rest between pulses in s", rest_s);
  const double period_s = length_s(shape.pulse) + rest_s;
  std::vector<PulsePoint> points;
  for (const double amplitude_v : amplitudes_v) {
    PortPulse pulse = shape;
    pulse.pulse.amplitude_v = amplitude_v;
    points.push_back(pulsed(device, pulse, static_cast<double>(points.size()) * period_s, random));
    device.relax(rest_s, random);
  }
  return points;
}

TimingPoint pulse_pair(Device& device, const PortPulse& first, const PortPulse& second,
                       double gap_s, DrawSequence& random) {
  expect_at_least_0("gap of a pulse pair in s", gap_s);
  TimingPoint point{gap_s, device.weight(), 0};
  device.apply(first.pulse, first.port, random);
  device.relax(gap_s, random);
  device.apply(second.pulse, second.port, random);
  point.w_after = device.weight();
  return point;
}

std::vector<TimingPoint> stdp(const Device& device, const PortPulse& spike,
                              const std::vector<double>& delays_s, double read_delay_s,
                              const DrawSequence& random) {
  expect_at_least_0("delay of a read in s", read_delay_s);
  std::vector<TimingPoint> points;
  for (const double delay_s : delays_s) {
    expect(std::isfinite(delay_s), "delay of two spikes in s", delay_s, "a finite number");
    const auto copy = device.clone();
    DrawSequence draws = random;
    PortPulse first = spike, second = spike;
    (delay_s >= 0 ? second : first).pulse.amplitude_v *= -1;
    double gap_s = std::abs(delay_s) - length_s(spike.pulse);
    if (gap_s < 0) {
      const double alone_s = std::min(std::abs(delay_s), spike.pulse.width_s);
      for (Pulse* pulse : {&first.pulse, &second.pulse}) {
        pulse->rise_s = pulse->fall_s = 0;
        pulse->width_s = alone_s;
      }
      gap_s = std::max(0.0, spike.pulse.width_s - std::abs(delay_s));
    }
    TimingPoint point = pulse_pair(*copy, first, second, gap_s, draws);
    copy->relax(read_delay_s, draws);
    point.time_s = delay_s;
    point.w_after = copy->weight();
    points.push_back(point);
  }
  return points;
}

std::vector<TimingPoint> srdp(const Device& device, const PortPulse& pulse, int count,
                              const std::vector<double>& periods_s, double read_delay_s,
                              const DrawSequence& random) {
  expect_at_least_0("delay of a read in s", read_delay_s);
  std::vector<TimingPoint> points;
  for (const double period_s : periods_s) {
    const auto copy = device.clone();
    DrawSequence draws = random;
    pulse_train(*copy, pulse, count, period_s, draws);
    copy->relax(read_delay_s, draws);
    points.push_back({period_s, device.weight(), copy->weight()});
  }
  return points;
}

std::vector<TracePoint> retention(Device& device, const std::vector<double>& times_s,
                                  DrawSequence& random) {
  std::vector<TracePoint> trace;
  double now_s = 0;
  for (const double time_s : times_s) {
    expect(std::isfinite(time_s) && time_s >= now_s, "time of a reading in s", time_s,
           "finite, ascending times");
    device.relax(time_s - now_s, random);
    now_s = time_s;
    trace.push_back({now_s, 0, 0, device.conductance(), device.weight()});
  }
  return trace;
}

}  // namespace softbound
