#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the same network with one device after another and prints what it recognises.

usage: learn_devices.py COMMAND DATASET [--preset NAME] [--images N] [--seeds N] [DEVICE[:KEY=VALUE...] ...]

COMMAND is the built softbound, DATASET a directory with digits in MNIST's format. Ten neurons a class,
1,000 test digits, plain vote; a Markdown table of mean and spread over the seeds on stdout. Without
devices: those of the table in docs/devices.md. Ends with status 1 if a run fails.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile

# Where a write would take the weight a good part of its range, a shorter strobe takes it less far.
DEVICES = [
    "hfo2", "linear:step=0.001", "linear:step=0.01",
    "taox_tio2", "pcmo", "ag_asi", "alox_hfo2", "taox_hfox", "epiram",
    "ecram_li", "ecram_mo", "reram_sb", "idealised",
    "pcm_pair", "pcm_pair:strobe_width_s=2e-3",
    "stt_mram", "stt_mram:p_switch=0.005",
    "fefet:strobe_width_s=1e-4:domains=100",
]


def rate(command, dataset, preset, images, device, seed, out):
    name, *settings = device.split(":")
    arguments = [command, "--quiet", "--seed", str(seed)]
    for setting in settings:
        arguments += ["--set", "device." + setting]
    arguments += ["learn", "--preset", preset, "--device", name, "--dataset", dataset,
                  "--per-class", "10", "--images", str(images), "--test-every", "0",
                  "--test-images", "1000", "--force", "--out", out]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    with open(out + "/summary.json", encoding="utf-8") as file:
        return json.load(file)["scores"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("dataset")
    parser.add_argument("--preset", default="answer_driven")
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("devices", nargs="*", default=DEVICES)
    options = parser.parse_intermixed_args()
    print("| device | split | strict | spread of split |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as directory:
        for device in options.devices:
            try:
                scores = [rate(options.command, options.dataset, options.preset, options.images,
                               device, seed, directory + "/out")
                          for seed in range(1, options.seeds + 1)]
            except subprocess.CalledProcessError as error:
                print(f"learn_devices.py: {device}: status {error.returncode}", file=sys.stderr)
                return 1
            split = [score["split"] for score in scores]
            strict = [score["strict"] for score in scores]
            spread = statistics.stdev(split) if len(split) > 1 else 0.0
            shown = device.replace(":", ", ")
            print(f"| `{shown}` | {statistics.mean(split):.3f} | {statistics.mean(strict):.3f} "
                  f"| {spread:.3f} |", flush=True)
    return 0


sys.exit(main())
