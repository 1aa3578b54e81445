# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of fixed runs and compares them with the recorded ones.

usage: guard.py WORKLOAD BASELINE --compiler TEXT [--record] [--tolerance PERCENT]
                [--profiles DIR] [--valgrind PROGRAM]

Status 0: no run costs more than the tolerance above its baseline; 1: one does, or does something
else than it did; 2: bad input. scripts/guard.sh calls this with what it has built.
"""
import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import sys

RUNS = ("learning_10", "learning_100", "variability_100", "pin", "rtl")


class InputError(Exception):
    pass


def has_avx2():
    """The engine takes wider vectors where the processor has them; valgrind knows them up to
    AVX2."""
    try:
        return " avx2 " in pathlib.Path("/proc/cpuinfo").read_text().replace("\n", " ")
    except OSError:
        return False


def text_of(command, environment):
    try:
        done = subprocess.run(command, text=True, capture_output=True, check=False,
                              env=environment)
    except OSError as error:
        raise InputError(f"{command[0]}: {error.strerror}") from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise InputError(f"{' '.join(command)}: status {done.returncode}: {last}")
    return done


def count(run, arguments):
    """Instructions of a run, and what it did."""
    profile = pathlib.Path(arguments.profiles) / f"{run}.callgrind"
    # Nothing of the caller's: a variable can choose a data set or a library.
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C",
                   "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE": "1"}
    done = text_of([arguments.valgrind, "--tool=callgrind", f"--callgrind-out-file={profile}",
                    arguments.workload, run], environment)
    found = re.search(r"Collected : (\d+)", done.stderr)
    did = done.stdout.strip().splitlines()
    if found is None or not did:
        raise InputError(f"{arguments.valgrind}: found no count of {run}, expected a line "
                         "\"Collected : N\" and what the run did")
    return {"instructions": int(found.group(1)), "did": did[-1]}


def read_baseline(path):
    try:
        baseline = json.loads(pathlib.Path(path).read_text())
        for run in RUNS:
            entry = baseline["runs"][run]
            if not (isinstance(entry["instructions"], int) and entry["instructions"] > 0
                    and isinstance(entry["did"], str)):
                raise ValueError
        for key in ("compiler", "valgrind"):
            if not isinstance(baseline[key], str):
                raise ValueError
        if not isinstance(baseline["avx2"], bool):
            raise ValueError
        return baseline
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; --record makes it") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path}: found no count of each run, expected what --record writes"
                         ) from None


def print_report(baseline, counted, tolerance):
    """Whether every run costs and does what it did."""
    passed = True
    print(f"{'instructions':20}{'recorded':>15}{'now':>15}{'change':>11}")
    for run in RUNS:
        before, now = baseline["runs"][run], counted[run]
        change = 100 * (now["instructions"] - before["instructions"]) / before["instructions"]
        verdict = ""
        if change > tolerance:
            verdict = f"  FAIL: above +{tolerance:g} %"
            passed = False
        elif change < -tolerance:
            verdict = "  less: --record keeps it"
        print(f"{run:20}{before['instructions']:15}{now['instructions']:15}{change:+9.2f} %"
              f"{verdict}")
        if now["did"] != before["did"]:
            passed = False
            print(f"  FAIL: another run: {now['did']}; it was {before['did']}")
    return passed


def guard(arguments):
    if not (math.isfinite(arguments.tolerance) and arguments.tolerance >= 0):
        raise InputError(f"--tolerance {arguments.tolerance:g}: expected a percentage of at least "
                         "0")
    try:
        os.makedirs(arguments.profiles, exist_ok=True)
    except OSError as error:
        raise InputError(f"{arguments.profiles}: {error.strerror}") from None
    here = {"compiler": arguments.compiler, "avx2": has_avx2(),
            "valgrind": text_of([arguments.valgrind, "--version"], None).stdout.strip()}
    baseline = None if arguments.record else read_baseline(arguments.baseline)
    counted = {run: count(run, arguments) for run in RUNS}
    if arguments.record:
        try:
            pathlib.Path(arguments.baseline).write_text(
                json.dumps({**here, "runs": counted}, indent=2) + "\n")
        except OSError as error:
            raise InputError(f"{arguments.baseline}: {error.strerror}") from None
        for run in RUNS:
            print(f"{run:20}{counted[run]['instructions']:15}  {counted[run]['did']}")
        return 0
    for key, value in here.items():
        if value != baseline[key]:
            print(f"warning: {key} is {value}, the baseline is of {baseline[key]}")
    return 0 if print_report(baseline, counted, arguments.tolerance) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload", help="build/release/tests/bench/guard_workload")
    parser.add_argument("baseline", help="JSON file of the recorded counts")
    parser.add_argument("--compiler", required=True, help="what has built the workload")
    parser.add_argument("--record", action="store_true", help="make these counts the baseline")
    parser.add_argument("--tolerance", type=float, default=1.0, metavar="PERCENT",
                        help="how much more a run may cost (default 1)")
    parser.add_argument("--profiles", default="build/guard", metavar="DIR",
                        help="where callgrind's profiles go, for callgrind_annotate")
    parser.add_argument("--valgrind", default="valgrind", metavar="PROGRAM")
    try:
        sys.exit(guard(parser.parse_args()))
    except InputError as error:
        print(f"guard.py: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
