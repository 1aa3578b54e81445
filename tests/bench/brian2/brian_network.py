# SPDX-License-Identifier: Apache-2.0
"""softbound's default network in Brian2, as a C++ program of its own (cpp_standalone).

usage: brian_network.py INPUTS PROGRAM [--generate] [--count-writes] [--dt-ms DT] [--jobs N]

INPUTS is a directory of play_digits with `softbound config --json` in configuration.json. Brian2's
program is built and run in the directory PROGRAM, with spikes and weights in result.npz, CPU time in
cpu_s.txt.
The digits follow one another; membrane, DPI and calcium start each from 0, as in softbound.

Brian2 has a grid of time steps where softbound has picoseconds. An input spike takes effect at
the grid point nearest to it; a second one of its source in the same step waits for the next.
Between grid points DPI, membrane and calcium follow their closed forms, so the grid is all that
differs. UP and DN are sampled at the spike itself, not at the latch t_read + t_gap = 3.02 us later.

With --generate Brian2 makes its own spikes, as softbound's generators would: input and teacher
trains (PoissonGroup) and inhibitory neurons. Otherwise it plays those of INPUTS. --count-writes
counts LTP and LTD, which takes some 5 % of the time.
"""
import argparse
import csv
import json
import pathlib
import sys

import numpy as np
import brian2 as b2

# One time step of the membrane, before the DPI current moves on: exact but for where in a step the
# floor at 0 ends and theta_fire is crossed.
MEMBRANE = """
v = clip(v + int(t >= held_until) * (i_dpi * tau_s * (1 - exp(-dt / tau_s)) - leak * dt), 0, inf)
"""
NEURON = """
di_dpi/dt = -i_dpi / tau_s : Hz
dcalcium/dt = -calcium / tau_ca : 1
v : 1
held_until : second
"""
COUNTERS = """
ltp : 1
ltd : 1
"""
FIRE = """
v = v_reset
calcium += jump_ca
held_until = t + t_refractory + dt / 2
"""
REST = """
v = 0
i_dpi = 0 * Hz
calcium = 0
held_until = 0 * second
"""
# The read uses the old weight; the write goes by what the neuron is at that moment.
PLASTIC = """
i_dpi_post += jump * w / tau_s
up = int(v_post > theta_mem) * int(calcium_post >= ltp_low) * int(calcium_post <= ltp_high)
dn = int(v_post < theta_mem) * int(calcium_post >= ltd_low) * int(calcium_post <= ltd_high)
w = clip(w + up * a_p * (1 - w) ** gamma_p - dn * a_d * w ** gamma_d, 0, 1)
"""
COUNT = """
ltp_post += up
ltd_post += dn
"""


def table(path):
    with open(path) as lines:
        rows = list(csv.reader(lines))
    return rows[1:]


class Inputs:
    """What play_digits and the configuration say."""

    def __init__(self, directory):
        directory = pathlib.Path(directory)
        self.directory = directory
        self.configuration = json.loads((directory / "configuration.json").read_text())
        self.summary = json.loads((directory / "summary.json").read_text())
        self.weights = np.load(directory / "weights_before.npy")
        self.rows, self.columns = self.weights.shape
        self.digits = self.summary["digits"]
        self.inhibitory = self.configuration["inhibition"]["neurons"]
        areas = np.array(table(directory / "inhibitory_areas.csv"), float)
        self.areas = areas[:, 2].reshape(self.inhibitory, self.columns)
        self.classes = np.arange(self.columns) * 10 // self.columns

    def played(self):
        """(digit, time in s, index) of rows, teachers and inhibitory neurons."""
        played = {"row": [], "teacher": [], "inhibitory": []}
        for digit in range(self.digits):
            for time, row in table(self.directory / f"input_spikes_{digit}.csv"):
                played["row"].append((digit, float(time), int(row)))
            for time, kind, index in table(self.directory / f"stimuli_{digit}.csv"):
                played[kind].append((digit, float(time), int(index)))
        return played

    def pixels(self):
        values = np.array(table(self.directory / "pixels.csv"), int)
        return values[:, 2].reshape(self.digits, self.rows)

    def links(self):
        values = np.array(table(self.directory / "inhibitory_links.csv"), float)
        return values[:, 0].astype(int), values[:, 1].astype(int), values[:, 2]


def on_grid(events, steps_per_digit, dt_s):
    """Steps and sources of spikes: at most one of a source in a step. Brian2 adds a charge at the
    end of its step, hence the 1."""
    taken = set()
    steps, sources, moved = [], [], 0
    for digit, time_s, source in events:
        nearest = round(time_s / dt_s) - 1
        step = nearest = digit * steps_per_digit + min(max(nearest, 0), steps_per_digit - 1)
        while (step, source) in taken:
            step += 1
        moved += step != nearest
        taken.add((step, source))
        steps.append(step)
        sources.append(source)
    return np.array(steps), np.array(sources, int), moved


def constants(configuration):
    """Names in the equations."""
    neuron, device = configuration["neuron"], configuration["device"]
    if (neuron["leak"], neuron["calcium_decay"]) != ("constant", "exponential"):
        sys.exit("brian_network.py: expected constant leak and exponential calcium decay")
    if device["model"] != "hfo2" or device["sigma"] != 0:
        sys.exit("brian_network.py: expected device hfo2 with sigma 0")
    plain = ("jump", "theta_fire", "theta_mem", "jump_ca", "ltp_low", "ltp_high", "ltd_low",
             "ltd_high")
    named = {name: neuron[name] for name in plain}
    named.update({name: device[name] for name in ("a_p", "a_d", "gamma_p", "gamma_d")})
    named.update(v_reset=neuron["reset"], leak=neuron["leak_per_s"] * b2.Hz,
                 tau_s=neuron["tau_s_s"] * b2.second, tau_ca=neuron["tau_ca_s"] * b2.second,
                 t_refractory=neuron["t_refractory_s"] * b2.second,
                 teacher_area=configuration["teacher"]["area"],
                 inhibitory_threshold=configuration["inhibition"]["threshold"])
    return named


def sources_played(inputs, dt_s, steps):
    groups, moved = [], 0
    for (_, events), size in zip(inputs.played().items(),
                                 (inputs.rows, 10, max(inputs.inhibitory, 1))):
        at, source, later = on_grid(events, steps, dt_s)
        moved += later
        groups.append(b2.SpikeGeneratorGroup(size, source, at * dt_s * b2.second))
    return groups, [], moved


def sources_generated(inputs, dt_s, steps, namespace):
    presentation = steps * dt_s * b2.second
    low, high = (inputs.configuration["input"][f"rate_{end}_hz"] for end in ("low", "high"))
    namespace["row_rate"] = b2.TimedArray(
        (low + (high - low) * inputs.pixels() / 255) * b2.Hz, dt=presentation)
    shown = np.zeros((inputs.digits, 10))
    shown[np.arange(inputs.digits), inputs.summary["labels"]] = 1
    namespace["teacher_rate"] = b2.TimedArray(
        shown * inputs.configuration["teacher"]["rate_hz"] * b2.Hz, dt=presentation)
    rows = b2.PoissonGroup(inputs.rows, rates="row_rate(t, i)", namespace=namespace)
    teachers = b2.PoissonGroup(10, rates="teacher_rate(t, i)", namespace=namespace)
    inhibitory = b2.NeuronGroup(inputs.inhibitory, "sum_in : 1",
                                threshold="sum_in >= inhibitory_threshold", reset="sum_in = 0",
                                namespace=namespace)
    inhibitory.run_regularly("sum_in = 0", dt=presentation, when="start")
    links = b2.Synapses(rows, inhibitory, "weight : 1", on_pre="sum_in_post += weight")
    row, neuron, weight = inputs.links()
    links.connect(i=row, j=neuron)
    links.weight = weight
    return [rows, teachers, inhibitory], [links], 0


def build(inputs, program, generate, count_writes, dt_s, jobs):
    b2.set_device("cpp_standalone", directory=str(program), build_on_run=False)
    b2.prefs.devices.cpp_standalone.extra_make_args_unix = [f"-j{jobs}"]
    b2.prefs.devices.cpp_standalone.openmp_threads = 0
    b2.defaultclock.dt = dt_s * b2.second
    steps = int(np.ceil(inputs.summary["presentation_s"] / dt_s - 1e-9))
    presentation = steps * dt_s * b2.second
    namespace = constants(inputs.configuration)

    if generate:
        groups, others, moved = sources_generated(inputs, dt_s, steps, namespace)
    else:
        groups, others, moved = sources_played(inputs, dt_s, steps)
    rows, teachers, inhibitory = groups
    neurons = b2.NeuronGroup(inputs.columns, NEURON + (COUNTERS if count_writes else ""),
                             threshold="v >= theta_fire", reset=FIRE, method="exact",
                             namespace=namespace)
    neurons.run_regularly(REST, dt=presentation, when="start")
    neurons.run_regularly(MEMBRANE, when="groups", order=-1)

    # Per input spike: every output neuron, in the order of the weights' rows.
    plastic = b2.Synapses(rows, neurons, "w : 1",
                          on_pre=PLASTIC + (COUNT if count_writes else ""), namespace=namespace)
    i, j = np.divmod(np.arange(inputs.rows * inputs.columns), inputs.columns)
    plastic.connect(i=i, j=j)
    plastic.w = inputs.weights.ravel()
    taught = b2.Synapses(teachers, neurons, on_pre="i_dpi_post += teacher_area / tau_s",
                         namespace=namespace)
    taught.connect(i=inputs.classes, j=np.arange(inputs.columns))
    inhibited = b2.Synapses(inhibitory, neurons, "area : 1", on_pre="i_dpi_post -= area / tau_s",
                            namespace=namespace)
    i, j = np.divmod(np.arange(inputs.areas.size), inputs.columns)
    inhibited.connect(i=i, j=j)
    inhibited.area = inputs.areas.ravel()
    spikes = b2.SpikeMonitor(neurons)

    network = b2.Network(groups, others, neurons, plastic, taught, inhibited, spikes)
    # CPU time of the simulation alone: no start, no synapses made, no files.
    b2.device.insert_code("before_network_run", "const std::clock_t cpu_start = std::clock();")
    b2.device.insert_code(
        "after_network_run",
        'std::ofstream{"cpu_s.txt"} << double(std::clock() - cpu_start) / CLOCKS_PER_SEC;')
    network.run(inputs.digits * presentation, namespace=namespace)
    b2.device.build(directory=str(program), compile=True, run=True, with_output=False)

    # A crossing is seen at the end of its step.
    times_s = np.asarray(spikes.t / b2.second) + dt_s
    digit = np.floor(np.asarray(spikes.t / b2.second) / (steps * dt_s) + 1e-9).astype(int)
    counted = {name: int(np.sum(getattr(neurons, name))) for name in ("ltp", "ltd")
               if count_writes}
    np.savez(program / "result.npz", digit=digit, time_s=times_s - digit * steps * dt_s,
             neuron=np.asarray(spikes.i), moved=moved,
             weights=np.asarray(plastic.w).reshape(inputs.rows, inputs.columns), **counted)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs")
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--generate", action="store_true", help="let Brian2 make the spikes")
    parser.add_argument("--count-writes", action="store_true")
    parser.add_argument("--dt-ms", type=float, default=0.1, help="time step (default 0.1)")
    parser.add_argument("--jobs", type=int, default=1, help="compilers at a time (default 1)")
    arguments = parser.parse_args()
    build(Inputs(arguments.inputs), arguments.program, arguments.generate,
          arguments.count_writes, arguments.dt_ms * 1e-3, arguments.jobs)


if __name__ == "__main__":
    main()
