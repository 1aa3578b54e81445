# SPDX-License-Identifier: Apache-2.0
"""softbound and Brian2 on the same network, the same digits, spikes and initial weights.

usage: compare.py [--columns N...] [--digits N] [--repeats N] [--dt-ms DT] [--jobs N]

Prints agreement (output spikes, writes, weights) and CPU times a digit, the least of the repeats,
taken by turns. Handwritten digits if SOFTBOUND_MNIST names a data set, else built-in glyphs. Status
1 if the simulators do not agree. Everything is left in build/brian2.
"""
import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "release"
WORK = ROOT / "build" / "brian2"

# Below these the two do not simulate the same network. A grid of 0.1 ms costs some 1 % of the
# counts and a few percent of the weights' change.
LEAST_EQUAL_COUNTS = 0.95
MOST_WEIGHT_DIFFERENCE = 0.10


def quietly(*command, cwd=ROOT):
    """Runs a command; its output is shown if it fails."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, text=True, capture_output=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"compare.py: {command[0]} ended with status {done.returncode}\n"
                 f"{done.stdout}{done.stderr}")
    return done.stdout


def play(columns, arguments, inputs):
    quietly(BUILD / "tests/bench/play_digits", columns, arguments.digits, arguments.passes, inputs)
    summary = json.loads((inputs / "summary.json").read_text())
    return {"without": summary["engine_s"], "with": summary["with_generation_s"]}, summary


def build(inputs, program, arguments, *options):
    quietly("/usr/bin/python3", pathlib.Path(__file__).with_name("brian_network.py"), inputs,
            program, "--dt-ms", arguments.dt_ms, "--jobs", arguments.jobs, *options)


def run_again(program, digits):
    quietly(program / "main", cwd=program)
    return float((program / "cpu_s.txt").read_text()) / digits


def counts(digit, neuron, shape):
    table = np.zeros(shape, int)
    np.add.at(table, (digit, neuron), 1)
    return table


def print_agreement(inputs, program, summary, columns):
    """Whether the two agree."""
    with open(inputs / "output_spikes.csv") as lines:
        rows = list(csv.reader(lines))[1:]
    shape = summary["digits"], columns
    ours = counts([int(r[0]) for r in rows], [int(r[2]) for r in rows], shape)
    result = np.load(program / "result.npz")
    theirs = counts(result["digit"], result["neuron"], shape)
    by_class = [[int(table[:, np.arange(columns) * 10 // columns == c].sum()) for c in range(10)]
                for table in (ours, theirs)]
    before = np.load(inputs / "weights_before.npy")
    after = np.load(inputs / "weights_after.npy")
    rms = lambda values: float(np.sqrt(np.mean(values ** 2)))
    change, difference = rms(after - before), rms(after - result["weights"])
    writes = {kind: sum(w[kind] for w in summary["writes"]) for kind in ("ltp", "ltd")}
    equal = float(np.mean(ours == theirs))

    print(f"  {'':28}{'softbound':>14}{'Brian2':>14}")
    print(f"  {'output spikes':28}{ours.sum():14}{theirs.sum():14}")
    for name, column in zip(("softbound", "Brian2"), by_class):
        print(f"  by class, {name:10} {' '.join(f'{n:5}' for n in column)}")
    print(f"  counts by digit and neuron: {100 * equal:.1f} % equal, largest difference "
          f"{np.abs(ours - theirs).max()}")
    for kind in ("ltp", "ltd"):
        print(f"  {'writes, ' + kind.upper():28}{writes[kind]:14}{int(result[kind]):14}"
              f"  {100 * (int(result[kind]) / writes[kind] - 1):+.2f} %")
    print(f"  weights at the end: differ by {difference:.2e} rms, "
          f"{np.abs(after - result['weights']).max():.1e} at most; learning moved them by "
          f"{change:.2e} rms ({100 * difference / change:.1f} %)")
    print(f"  input, teacher and inhibitory spikes that waited for the next step of Brian2's grid: "
          f"{int(result['moved'])} of {summary['spikes'] + summary['stimuli']}")
    return equal >= LEAST_EQUAL_COUNTS and difference <= MOST_WEIGHT_DIFFERENCE * change


def compare(columns, arguments):
    inputs = WORK / f"digits_{columns}"
    shutil.rmtree(inputs, ignore_errors=True)
    _, summary = play(columns, arguments, inputs)
    configuration = quietly(BUILD / "softbound", "config", "--json", "--set",
                            f"array.columns={columns}")
    (inputs / "configuration.json").write_text(configuration)
    programs = {name: WORK / f"{name}_{columns}" for name in ("agreement", "without", "with")}
    build(inputs, programs["agreement"], arguments, "--count-writes")
    build(inputs, programs["without"], arguments)
    build(inputs, programs["with"], arguments, "--generate")

    kind = "handwritten digits" if summary["handwritten"] else "built-in glyphs"
    print(f"784 x {columns}, {arguments.digits} {kind}, {summary['spikes'] / arguments.digits:.0f} "
          f"input spikes each, Brian2 with dt = {arguments.dt_ms:g} ms")
    agree = print_agreement(inputs, programs["agreement"], summary, columns)

    least = {}
    for _ in range(arguments.repeats):
        ours, _ = play(columns, arguments, inputs)
        for name in ("without", "with"):
            theirs = run_again(programs[name], arguments.digits)
            known = least.get(name, (ours[name], theirs))
            least[name] = min(known[0], ours[name]), min(known[1], theirs)
    print(f"  {'CPU time a digit / ms':28}{'softbound':>14}{'Brian2':>14}{'ratio':>10}")
    for name, (ours, theirs) in least.items():
        print(f"  {name + ' spike generation':28}{1e3 * ours:14.3f}{1e3 * theirs:14.3f}"
              f"{theirs / ours:10.1f}")
    if not agree:
        print("  DIFFER: this is not the same network")
    return agree


def main():
    def count(text):
        value = int(text)
        if value < 1:
            raise ValueError
        return value

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--columns", type=count, nargs="+", default=[10, 100])
    parser.add_argument("--digits", type=count, default=10)
    parser.add_argument("--repeats", type=count, default=5, help="turns of both (default 5)")
    parser.add_argument("--passes", type=count, default=10,
                        help="of softbound over the digits in a turn (default 10)")
    parser.add_argument("--dt-ms", type=float, default=0.1, help="Brian2's time step (default 0.1)")
    parser.add_argument("--jobs", type=count, default=1, help="compilers at a time (default 1)")
    arguments = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    agree = [compare(columns, arguments) for columns in arguments.columns]
    sys.exit(0 if all(agree) else 1)


if __name__ == "__main__":
    main()
