#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what `softbound stress --out` left in a directory: load.png."""
import argparse
import csv
import json
import pathlib
import sys

try:
    import matplotlib
    import numpy as np
except ImportError as missing:
    sys.exit(f"load_figure.py: {missing}; expected Debian's python3-matplotlib with python3-numpy")

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.ticker import EngFormatter

INK, GREY, BLUE, RED, GREEN = "#222222", "#8a8a8a", "#0072B2", "#D55E00", "#009E73"

plt.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.edgecolor": GREY, "axes.titlesize": 12, "axes.titleweight": "bold",
                     "axes.titlelocation": "left", "savefig.dpi": 100, "legend.frameon": False})


class BadInput(Exception):
    pass


def read(directory):
    try:
        with open(directory / "load.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        summary = json.loads((directory / "summary.json").read_text(encoding="utf-8"))
        table = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
        return table, summary
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}") from None
    except (IndexError, KeyError, TypeError, ValueError):
        raise BadInput(f"{directory}: expected what softbound stress left there") from None


def draw(table, summary, path):
    sustainable = summary.get("sustainable_hz")
    if sustainable is not None:  # the search for it went further up
        shown = table["rate_hz"] < 2.05 * sustainable
        table = {name: column[shown] for name, column in table.items()}
    rate = table["rate_hz"]
    figure, (served, wait, slots) = plt.subplots(3, 1, figsize=(7.2, 7.6), sharex=True)
    served.plot(rate, rate, color=GREY, linewidth=1, linestyle="--", label="offered")
    served.plot(rate, table["acknowledged_hz"], ".-", color=BLUE, label="acknowledged")
    if table["dropped"].any():
        accepted = table["acknowledged_hz"] * table["accepted"] / (table["accepted"] +
                                                                  table["dropped"])
        served.plot(rate, accepted, ".-", color=GREEN, label="accepted")
    served.set(title="Served", ylabel="spikes / s")
    served.yaxis.set_major_formatter(EngFormatter())

    for column, label, colour in (("hold_p50_s", "median", GREEN), ("hold_p90_s", "90 %", BLUE),
                                  ("hold_p99_s", "99 %", RED), ("hold_max_s", "longest", INK)):
        held = table[column] > 0
        wait.plot(rate[held], table[column][held], ".-", color=colour, label=label)
    limit = summary["criterion"]["p99_limit_s"]
    wait.axhline(limit, color=RED, linewidth=1, linestyle=":", label="limit of 99 %")
    wait.set(title="Hold of a spike", ylabel="s", yscale="log")
    wait.yaxis.set_major_formatter(EngFormatter())

    slots.plot(rate, table["slots_mean"], ".-", color=BLUE, label="mean")
    slots.plot(rate, table["slots_max"], ".-", color=INK, label="most")
    slots.set(title="Slots in use", xlabel="spikes / s over the array", xlim=(0, None),
              ylim=(0, None))
    slots.xaxis.set_major_formatter(EngFormatter())

    for axes in (served, wait, slots):
        if sustainable is not None:
            axes.axvline(sustainable, color=GREY, linewidth=1)
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    traffic, level = summary["traffic"]["kind"], summary["level"]
    array = summary["configuration"]["array"]
    text = f"{traffic} traffic, level {level}, {array['rows']} x {array['columns']}"
    if sustainable is not None:
        text += f"; sustainable: {EngFormatter(places=1)(sustainable)} spikes/s"
    figure.suptitle(text, fontsize=11, color=INK)
    figure.tight_layout()
    try:
        # Few colours suffice for lines, and keep the file small.
        figure.savefig(path, pil_kwargs={"optimize": True})
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", metavar="DIR", type=pathlib.Path)
    try:
        target = parser.parse_args().directory
        draw(*read(target), target / "load.png")
    except BadInput as error:
        print(f"load_figure.py: {error}", file=sys.stderr)
        sys.exit(2)
