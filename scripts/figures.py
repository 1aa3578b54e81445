#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what `softbound reproduce` left in a directory: a picture beside each of its tables."""
import argparse
import csv
import json
import pathlib
import sys

try:
    import matplotlib
    import numpy as np
except ImportError as missing:
    sys.exit(f"figures.py: {missing}; expected Debian's python3-matplotlib with python3-numpy")

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.colors import ListedColormap
from matplotlib.ticker import MaxNLocator, PercentFormatter

INK, GREY = "#222222", "#8a8a8a"
# Okabe and Ito's colours, told apart by the colour-blind; line styles tell them apart in grey.
BLUE, SKY, ORANGE, GREEN, PINK = "#0072B2", "#56B4E9", "#D55E00", "#009E73", "#CC79A7"
STYLES = {"memristive": (BLUE, "-"), "memristive, variability": (SKY, "--"),
          "linear 0.01": (ORANGE, "-"), "linear 0.001": (GREEN, "-."), "linear 0.1": (PINK, ":")}
GROUPS = {"high-rate": ORANGE, "low-rate": BLUE}
# Rates that the paper gives in numbers, at the end of the curves.
PAPER_RATES = {"fig3_curves": [("linear 0.001", 0.55), ("linear 0.01", 0.52), ("memristive", 0.30),
                               ("linear 0.1", 0.10)],
               "fig4_curves": [("memristive", 0.60)]}
DPI = 130

plt.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.edgecolor": GREY, "axes.titlesize": 12, "figure.titlesize": 14,
                     "axes.grid": False, "savefig.dpi": DPI, "legend.frameon": False,
                     "axes.titleweight": "bold", "axes.titlelocation": "left"})


class BadInput(Exception):
    pass


class Table:
    """A CSV file by its columns."""

    def __init__(self, path):
        try:
            with open(path, newline="", encoding="utf-8") as file:
                self.rows = list(csv.DictReader(file))
        except OSError as error:
            raise BadInput(f"{path}: {error.strerror}") from None
        self.path = path
        if not self.rows:
            raise BadInput(f"{path}: found no rows, expected some")

    def where(self, **values):
        part = object.__new__(Table)
        part.path = self.path
        part.rows = [r for r in self.rows if all(r[k] == v for k, v in values.items())]
        return part

    def text(self, name):
        try:
            return [r[name] for r in self.rows]
        except KeyError:
            raise BadInput(f"{self.path}: expected a column {name}") from None

    def numbers(self, name):
        try:
            return np.array([float(x) for x in self.text(name)])
        except (TypeError, ValueError):
            raise BadInput(f"{self.path}: expected numbers in column {name}") from None

    def names(self, name):
        """Distinct values, in the order of the file."""
        return list(dict.fromkeys(self.text(name)))


def title(figure, text):
    """The title's height in inches is the same whatever the figure's."""
    height = figure.get_figheight()
    figure.text(0.012, 1 - 0.1 / height, text, va="top", fontweight="bold", fontsize=14)
    return 1 - 0.42 / height


def draw_pulses(table, _summary):
    n = table.numbers("pulse")
    figure, (ax, below) = plt.subplots(2, 1, figsize=(9, 6.8), sharex=True,
                                       gridspec_kw={"height_ratios": [3, 1]})
    curves = [name for name in table.rows[0] if name.startswith("curve")]
    for k, name in enumerate(curves):
        ax.plot(n, table.numbers(name) * 1e6, color=GREY, lw=0.4, alpha=0.45,
                label=f"{len(curves)} devices" if k == 0 else None)
    ax.fill_between(n, table.numbers("low_s") * 1e6, table.numbers("high_s") * 1e6, color=SKY,
                    alpha=0.45, lw=0, label="mean ± 1 sigma")
    ax.plot(n, table.numbers("mean_s") * 1e6, color=BLUE, lw=2, label="mean")
    ax.plot(n, table.numbers("closed_form_s") * 1e6, color=ORANGE, lw=1.6, ls="--",
            label="closed form of eq. 1")
    ax.set_ylabel("conductance / µS")
    turn = n[np.array(table.text("direction")) == "LTP"].max()
    for a in (ax, below):
        a.axvline(turn, color=GREY, lw=0.8, ls=":")
    for x, name in ((turn / 2, "LTP"), ((turn + n.max()) / 2, "LTD")):
        ax.text(x, 1.0, name, transform=ax.get_xaxis_transform(), ha="center", va="bottom",
                color=GREY, fontweight="bold")
    handles, labels = ax.get_legend_handles_labels()
    legend = ax.legend(handles, labels, loc="lower left", bbox_to_anchor=(0.16, 0.0))
    for line in legend.get_lines()[:1]:
        line.set_linewidth(1.2)
    below.plot(n, table.numbers("sd_w"), color=BLUE, lw=1.6)
    below.axhspan(0.07, 0.10, color=ORANGE, alpha=0.18, lw=0)
    below.text(0.99, 0.085, "paper, after 2000 pulses", transform=below.get_yaxis_transform(),
               ha="right", va="center", color=ORANGE)
    below.set_ylim(0, 0.115)
    below.set_ylabel("sigma of $w$")
    below.set_xlabel("pulses")
    below.set_xlim(0, n.max())
    figure.tight_layout(rect=(0, 0, 1, title(figure, "Conductance against pulses")))
    return figure


def draw_steps(table, _summary):
    figure, axes = plt.subplots(1, 2, figsize=(10, 4.4))
    for ax, name, colour in zip(axes, ("LTP", "LTD"), (ORANGE, BLUE)):
        part = table.where(direction=name)
        g = part.numbers("g_s") * 1e6
        ax.plot(g, part.numbers("law_s") * 1e9, color=INK, lw=1.3, label="eq. 1")
        ax.errorbar(g, part.numbers("step_s") * 1e9, 2 * part.numbers("standard_error_s") * 1e9,
                    color=colour, ls="", marker="o", ms=4.5, elinewidth=1.1,
                    label="mean of pulses ± 2 s.e.")
        ax.axhline(0, color=GREY, lw=0.7)
        ax.set_xlabel("conductance before the pulse / µS")
        ax.set_title(name)
        ax.legend(loc="upper right" if name == "LTP" else "lower left")
    axes[0].set_ylabel("conductance step / nS")
    figure.tight_layout(rect=(0, 0, 1, title(figure, "Step of one pulse against the state")))
    return figure


def draw_loops(table, summary):
    figure, ax = plt.subplots(figsize=(9, 4.2))
    n, w = table.numbers("pulse"), table.numbers("w")
    ax.plot(n, w, color=BLUE, lw=1.8)
    values = summary["panels"]["fig1_loops"]["values"]
    for y, va in ((values["top_w"], "bottom"), (values["bottom_w"], "top")):
        ax.axhline(y, color=ORANGE, lw=1, ls="--")
        ax.text(1.005, y, f"{y:.6f}", transform=ax.get_yaxis_transform(), va="center",
                color=ORANGE)
    ax.set_xlim(0, n.max())
    ax.set_ylim(0, 1)
    ax.set_xlabel("pulses")
    ax.set_ylabel("weight $w$")
    figure.tight_layout(rect=(0, 0, 1, title(figure, "Closed loops without noise settle between two weights")))
    return figure


def draw_lifetime(table, _summary):
    shares = table.names("ltp_share")
    figure, axes = plt.subplots(1, len(shares), figsize=(12, 4.6), sharey=True)
    for ax, share in zip(axes, shares):
        for name in table.names("model"):
            part = table.where(ltp_share=share, model=name)
            colour, style = STYLES[name]
            ax.plot(part.numbers("event"), np.maximum(part.numbers("snr"), 1e-9), color=colour,
                    ls=style, lw=2, label=name)
        ax.set_yscale("log")
        ax.set_ylim(1e-3, 1)
        ax.set_xlim(0, part.numbers("event").max())
        ax.set_title(f"{float(share):.0%} LTP")
        ax.set_xlabel("random pulses after the tagged one")
        ax.grid(axis="y", color="#e4e4e4", lw=0.6)
    axes[0].set_ylabel("signal-to-noise ratio")
    axes[0].legend(loc="lower left")
    figure.tight_layout(rect=(0, 0, 1, title(figure, "How long a synapse remembers one pulse")))
    return figure


def staircase(ax, part, colour, **more):
    """A histogram whose bins are rows of the table."""
    low, high, share = (part.numbers(k) for k in ("low_w", "high_w", "share"))
    ax.stairs(share, np.append(low, high[-1]), color=colour, **more)


def draw_lifetime_histograms(table, _summary):
    shares = table.names("ltp_share")
    figure, axes = plt.subplots(1, len(shares), figsize=(12, 4.2), sharey=True)
    for ax, share in zip(axes, shares):
        for name in table.names("model"):
            part = table.where(ltp_share=share, model=name)
            staircase(ax, part, STYLES[name][0], lw=1.8, label=name)
        ax.set_yscale("log")
        ax.set_ylim(1e-4, 1.5)
        ax.set_xlim(-0.01, 1.01)
        ax.set_title(f"{float(share):.0%} LTP")
        ax.set_xlabel("weight $w$")
    axes[0].set_ylabel("share of synapses a bin")
    axes[0].legend(loc="upper left")
    figure.tight_layout(rect=(0, 0, 1, title(figure, "Weights in equilibrium under random pulses")))
    return figure


def spread(values, least):
    """Moves numbers apart until neighbours are at least `least` from each other."""
    order = np.argsort(values)
    placed = np.array(values, dtype=float)
    for _ in range(200):
        for a, b in zip(order[:-1], order[1:]):
            gap = placed[b] - placed[a]
            if gap < least:
                placed[a] -= (least - gap) / 2
                placed[b] += (least - gap) / 2
    return placed


def draw_curves(table, summary, panel):
    figure, ax = plt.subplots(figsize=(10, 5.8))
    last, ends = 0, []
    for name in table.names("model"):
        colour, style = STYLES[name]
        runs = [table.where(model=name, seed=s) for s in table.names("seed")]
        points = min(len(r.rows) for r in runs if r.rows)
        runs = [r for r in runs if r.rows]
        x = runs[0].numbers("presentations")[:points]
        split = np.array([r.numbers("split")[:points] for r in runs])
        strict = np.array([r.numbers("strict")[:points] for r in runs])
        ax.fill_between(x, split.min(axis=0), split.max(axis=0), color=colour, alpha=0.18, lw=0)
        ax.plot(x, split.mean(axis=0), color=colour, ls=style, lw=2)
        ax.plot(x, strict.mean(axis=0), color=colour, ls=style, lw=0.9, alpha=0.75)
        ends.append((name, split.mean(axis=0)[-1]))
        last = max(last, x[-1])
    ax.axhline(0.1, color=GREY, lw=0.8, ls=":")
    for (name, y), at in zip(ends, spread([y for _, y in ends], 0.036)):
        ax.annotate(name, (last, y), (last * 1.06, at), va="center", color=STYLES[name][0],
                    fontweight="bold", annotation_clip=False,
                    arrowprops={"arrowstyle": "-", "color": STYLES[name][0], "lw": 0.6})
    for name, y in PAPER_RATES[panel] if summary["compared"] else []:
        ax.plot([last * 1.02], [y], marker="D", ms=7, color=STYLES[name][0], mec=INK, mew=0.8,
                clip_on=False, zorder=5)
    ax.plot([], [], color=INK, lw=2, label="ties shared (split), mean and range over seeds")
    ax.plot([], [], color=INK, lw=0.9, label="ties wrong (strict), mean")
    if summary["compared"]:
        ax.plot([], [], color="white", marker="D", ms=7, mec=INK, ls="", label="paper, at the end")
    ax.plot([], [], color=GREY, lw=0.8, ls=":", label="chance")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 1.14), ncol=2, fontsize=10)
    ax.set_xlim(0, last)
    ax.set_ylim(0, max(0.8, 0.05 + max(y for _, y in ends)))
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.grid(axis="y", color="#e8e8e8", lw=0.6)
    ax.set_xlabel("training digits presented")
    ax.set_ylabel("test digits recognised")
    a_class = "1 output neuron" if panel == "fig3_curves" else "10 output neurons"
    figure.tight_layout(rect=(0, 0, 0.98, title(figure, f"Recognition with {a_class} a class ({summary['preset']})")))
    return figure


def mosaic(images, across):
    """Pictures side by side, `across` in a line; nan between them."""
    side = images.shape[1]
    down = -(-len(images) // across)
    canvas = np.full((down * (side + 2) - 2, across * (side + 2) - 2), np.nan)
    for k, image in enumerate(images):
        y, x = (k // across) * (side + 2), (k % across) * (side + 2)
        canvas[y:y + side, x:x + side] = image
    return canvas


def draw_maps(table, summary, panel):
    models, times = table.names("model"), table.names("presentations")
    pixels = [name for name in table.rows[0] if name.startswith("w")]
    side = int(round(len(pixels) ** 0.5))
    if side * side != len(pixels):
        raise BadInput(f"{table.path}: found {len(pixels)} weights a line, expected a square")
    one = panel == "fig3_maps"
    if one:
        figure, axes = plt.subplots(len(models), 1, figsize=(11, 0.88 * len(models) + 0.8),
                                    squeeze=False)
    else:
        figure, axes = plt.subplots(len(times), len(models), squeeze=False,
                                    figsize=(3.3 * len(models) + 0.8, 3.5 * len(times) + 0.8))
    for i, name in enumerate(models):
        for j, time in enumerate(times):
            ax = axes[i, 0] if one else axes[j, i]
            part = table.where(model=name, presentations=time)
            weights = np.array([[float(r[p]) for p in pixels] for r in part.rows])
            shown = mosaic(weights.reshape(-1, side, side), 10)
            image = ax.imshow(shown, cmap="viridis", vmin=0, vmax=1, interpolation="nearest")
            ax.set_xticks([])
            ax.set_yticks([])
            for spine in ax.spines.values():
                spine.set_visible(False)
            if one:
                ax.set_ylabel(name.replace(", ", ",\n"), rotation=0, ha="right", va="center",
                              fontweight="bold", color=STYLES[name][0])
            else:
                if j == 0:
                    ax.set_title(name, color=STYLES[name][0], fontsize=12, loc="center")
                if i == 0:
                    ax.set_ylabel(f"after {int(time):,} digits")
    if one:
        for k in range(10):
            axes[-1, 0].text(k * (side + 2) + side / 2, side + 2, str(k), ha="center", va="top")
        figure.subplots_adjust(left=0.14, right=0.91, top=0.91, bottom=0.055, hspace=0.08)
    else:
        figure.subplots_adjust(left=0.04, right=0.93, top=0.89, bottom=0.02, hspace=0.05,
                               wspace=0.05)
    bar = figure.colorbar(image, ax=axes.ravel().tolist(), fraction=0.02, pad=0.015)
    bar.outline.set_visible(False)
    bar.set_label("weight $w$")
    when = f"after {int(times[-1]):,} digits" if one else "a square an output neuron"
    title(figure, f"Weights of the synapses, {when} ({summary['preset']})")
    return figure


def draw_classes(table, summary):
    groups = ("high-rate", "mixed", "low-rate")
    intensity = table.numbers("mean_intensity")
    side = int(round(len(intensity) ** 0.5))
    codes = np.array([groups.index(g) for g in table.text("group")])
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.4))
    image = left.imshow(intensity.reshape(side, side), cmap="magma", interpolation="nearest")
    bar = figure.colorbar(image, ax=left, fraction=0.046, pad=0.03)
    bar.outline.set_visible(False)
    bar.set_label("mean intensity")
    colours = [ORANGE, "#c9c9c9", BLUE]
    right.imshow(codes.reshape(side, side), cmap=ListedColormap(colours), vmin=-0.5, vmax=2.5,
                 interpolation="nearest")
    values = summary["panels"]["fig5_classes"]["values"]
    rules = {"high-rate": "> 0.25", "mixed": "0.10 to 0.25", "low-rate": "< 0.10"}
    for name, colour in zip(groups, colours):
        right.plot([], [], marker="s", ls="", ms=10, color=colour,
                   label=f"{name} ({rules[name]})\n{values[name]} pixels")
    right.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), labelspacing=1.2)
    for ax in (left, right):
        ax.set_xticks([])
        ax.set_yticks([])
        for spine in ax.spines.values():
            spine.set_visible(False)
    figure.tight_layout(rect=(0, 0, 1, title(figure, "Pixels by how often their inputs spike")))
    return figure


def draw_evolution(table, summary):
    models = table.names("model")
    figure, axes = plt.subplots(1, len(models), figsize=(3.3 * len(models) + 0.6, 4.4),
                                sharey=True, squeeze=False)
    for ax, name in zip(axes[0], models):
        for group, colour in GROUPS.items():
            runs = [table.where(model=name, group=group, seed=s) for s in table.names("seed")]
            runs = [r for r in runs if r.rows]
            points = min(len(r.rows) for r in runs)
            x = runs[0].numbers("presentations")[:points]
            mean, low, quarter, three, high = (
                np.mean([r.numbers(k)[:points] for r in runs], axis=0)
                for k in ("mean_w", "p5_w", "p25_w", "p75_w", "p95_w"))
            ax.fill_between(x, low, high, color=colour, alpha=0.13, lw=0)
            ax.fill_between(x, quarter, three, color=colour, alpha=0.28, lw=0)
            ax.plot(x, mean, color=colour, lw=2, ls="-" if group == "high-rate" else "--",
                    label=group)
        ax.set_title(name, color=STYLES[name][0])
        ax.set_ylim(0, 1)
        ax.set_xlim(0, x[-1])
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.xaxis.set_major_formatter(lambda v, _: f"{v / 1000:g}")
        ax.set_xlabel("thousand digits")
    axes[0, 0].set_ylabel("weight $w$")
    axes[0, 0].legend(loc="upper right")
    figure.tight_layout(rect=(0, 0, 1, title(figure, f"Weights while learning: mean, middle half, 5 to 95 % ({summary['preset']})")))
    return figure


def draw_histograms(table, summary):
    models = table.names("model")
    figure, axes = plt.subplots(1, len(models), figsize=(3.3 * len(models) + 0.6, 4.2),
                                squeeze=False)
    for ax, name in zip(axes[0], models):
        for group, colour in GROUPS.items():
            part = table.where(model=name, group=group)
            staircase(ax, part, colour, fill=True, alpha=0.25, lw=0)
            staircase(ax, part, colour, lw=1.6, ls="-" if group == "high-rate" else "--",
                      label=group)
        ax.set_title(name, color=STYLES[name][0])
        ax.set_xlim(-0.01, 1.01)
        ax.set_ylim(0, None)
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        ax.yaxis.set_major_locator(MaxNLocator(5))
        ax.set_xlabel("weight $w$")
    axes[0, 0].set_ylabel("share of synapses a bin")
    axes[0, -1].legend(loc="upper center")
    figure.tight_layout(rect=(0, 0, 1, title(figure, f"Weights at the end ({summary['preset']})")))
    return figure


PANELS = {"fig1_pulses": draw_pulses, "fig1_steps": draw_steps, "fig1_loops": draw_loops,
          "lifetime": draw_lifetime, "lifetime_histograms": draw_lifetime_histograms,
          "fig3_curves": lambda t, s: draw_curves(t, s, "fig3_curves"),
          "fig3_maps": lambda t, s: draw_maps(t, s, "fig3_maps"),
          "fig4_curves": lambda t, s: draw_curves(t, s, "fig4_curves"),
          "fig4_maps": lambda t, s: draw_maps(t, s, "fig4_maps"),
          "fig5_classes": draw_classes, "fig5_evolution": draw_evolution,
          "fig5_histograms": draw_histograms}


def main(arguments):
    directory = pathlib.Path(arguments.directory)
    try:
        summary = json.loads((directory / "summary.json").read_text(encoding="utf-8"))
        names = list(summary["panels"])
    except OSError as error:
        raise BadInput(f"{directory}/summary.json: {error.strerror}; expected a directory of "
                       "softbound reproduce") from None
    except (ValueError, KeyError, TypeError):
        raise BadInput(f"{directory}/summary.json: expected that of softbound reproduce") from None
    for name in names:
        if name not in PANELS:
            raise BadInput(f"{directory}/summary.json: found panel {name}, expected one of "
                           + ", ".join(PANELS))
        figure = PANELS[name](Table(directory / f"{name}.csv"), summary)
        path = directory / f"{name}.png"
        try:
            figure.savefig(path)
        except OSError as error:
            raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
        plt.close(figure)
        print(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", metavar="DIR", help="made by softbound reproduce --out DIR")
    try:
        main(parser.parse_args())
    except BadInput as error:
        print(f"figures.py: {error}", file=sys.stderr)
        sys.exit(2)
