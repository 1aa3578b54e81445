# SPDX-License-Identifier: Apache-2.0
"""What traces of a waveform look like between their samples."""
import math

import numpy as np


def steps(trace, first, last):
    """Points of a square wave from first to last."""
    inside = (trace.times > first) & (trace.times < last)
    times = np.concatenate([[first], trace.times[inside], [last]])
    values = np.concatenate([[trace.at(first)], np.asarray(trace.values)[inside]])
    return np.repeat(times, 2)[1:-1], np.repeat(values, 2)


def membrane(trace, fires, neuron, last):
    """I_mem between its samples (charges, output spikes): straight, and a drop at a spike."""
    times, values = list(trace.times), list(trace.values)
    for t in fires:
        k = int(np.searchsorted(times, t - 1e-13))
        if k < len(times) and abs(times[k] - t) < 1e-12:
            held = t + neuron["t_refractory_s"]
            end = int(np.searchsorted(times, held))
            if end < len(times):
                times.insert(end, held)
                values.insert(end, neuron["reset"])
            times.insert(k, t)
            values.insert(k, neuron["theta_fire"])
    return np.append(times, max(last, times[-1])), np.append(values, values[-1])


def calcium(trace, fires, neuron, last):
    """I_Ca between its samples: decay, and a jump at a spike."""
    times, values = list(trace.times), list(trace.values)
    for t in fires:
        k = int(np.searchsorted(times, t - 1e-13))
        if k < len(times) and abs(times[k] - t) < 1e-12:
            times.insert(k, t)
            values.insert(k, values[k] - neuron["jump_ca"])
    left = max(0.0, last - times[-1])
    rest = math.exp(-left / neuron["tau_ca_s"]) if neuron["calcium_decay"] == "exponential" else 1
    return np.append(times, times[-1] + left), np.append(values, values[-1] * rest)


def ramps(trace, last):
    """A voltage between its samples, which are the points of its ramps without the first: it holds
    until a ramp starts, one step before the ramp's first sample."""
    times, values = [trace.times[0]], [trace.values[0]]
    ahead = np.append(np.diff(trace.times), np.inf)
    for k in range(1, len(trace.times)):
        if ahead[k - 1] > 1.5 * ahead[k]:
            times.append(max(trace.times[k] - ahead[k], times[-1]))
            values.append(values[-1])
        times.append(trace.times[k])
        values.append(trace.values[k])
    return np.append(times, last), np.append(values, values[-1])


def limits(x, y, first, last):
    """Range of a curve between two times, with room around it."""
    inside = np.concatenate([y[(x >= first) & (x <= last)], np.interp([first, last], x, y)])
    low, high = float(inside.min()), float(inside.max())
    room = 0.12 * (high - low) or 0.05 * max(abs(high), 0.1)
    return low - room, high + room
