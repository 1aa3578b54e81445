#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws what `softbound characterize --out` or `softbound fit --out` left in a directory."""
import argparse
import csv
import json
import pathlib
import sys

try:
    import matplotlib
    import numpy as np
except ImportError as missing:
    sys.exit(f"device_figures.py: {missing}; expected Debian's python3-matplotlib with "
             "python3-numpy")

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.ticker import EngFormatter, MaxNLocator

INK, GREY, LTP, LTD, LAW = "#222222", "#8a8a8a", "#D55E00", "#0072B2", "#009E73"
COLOURS = {"ltp": LTP, "ltd": LTD}
DPI = 110

plt.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.edgecolor": GREY, "axes.titlesize": 12, "axes.titleweight": "bold",
                     "axes.titlelocation": "left", "savefig.dpi": DPI, "legend.frameon": False})


class BadInput(Exception):
    pass


def read_table(path):
    """Columns of a CSV file: numbers as arrays, text as lists."""
    try:
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    if not rows:
        raise BadInput(f"{path}: found no rows, expected some")
    table = {}
    for name in rows[0]:
        values = [row[name] for row in rows]
        try:
            table[name] = np.array(values, float)
        except ValueError:
            table[name] = np.array(values)
    return table


def save(figure, directory, name):
    path = directory / name
    try:
        # Few colours suffice for lines, and keep the file small.
        figure.savefig(path, pil_kwargs={"optimize": True})
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    plt.close(figure)
    print(path)


def siemens(values):
    """A unit in which the values are between 1 and 1000, and its factor."""
    top = np.max(np.abs(values))
    for unit, factor in (("S", 1), ("mS", 1e3), ("µS", 1e6), ("nS", 1e9)):
        if top * factor >= 1:
            return unit, factor
    return "pS", 1e12


def short(value):
    return "–" if value is None else f"{value:.3g}"


def runs_of(kinds):
    """(kind, first, past) of stretches of one kind."""
    edges = [0] + [n for n in range(1, len(kinds)) if kinds[n] != kinds[n - 1]] + [len(kinds)]
    return [(kinds[a], a, b) for a, b in zip(edges[:-1], edges[1:])]


def draw_pulses(summary, directory):
    t = read_table(directory / "response.csv")
    unit, factor = siemens(t["g_mean_s"])
    pulse, kinds = t["pulse"], list(t["kind"])
    before = np.append(summary["w0"], t["w_mean"][:-1])
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), gridspec_kw={
        "width_ratios": [1.5, 1], "left": 0.075, "right": 0.985, "top": 0.76, "bottom": 0.13,
        "wspace": 0.24})
    mean, sd = t["g_mean_s"] * factor, t["g_sd_s"] * factor
    seen = set()
    thin = "." if len(pulse) <= 400 else ""
    for kind, a, b in runs_of(kinds):
        left.plot(pulse[a:b], mean[a:b], color=COLOURS[kind], lw=1.8, marker=thin, ms=4,
                  label=None if kind in seen else kind.upper())
        if summary["devices"] > 1:
            left.fill_between(pulse[a:b], (mean - sd)[a:b], (mean + sd)[a:b],
                              color=COLOURS[kind], alpha=0.22, lw=0)
        seen.add(kind)
    left.set_xlabel("pulse")
    left.set_ylabel(f"conductance / {unit}")
    left.set_xlim(0, pulse[-1])
    left.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    left.legend(loc="lower right", ncol=2, bbox_to_anchor=(1.02, 0.99), handlelength=1.4)
    left.set_title("conductance" + (", mean and 1σ of devices" if summary["devices"] > 1 else ""))
    step = np.abs(t["w_mean"] - before)
    for kind in ("ltp", "ltd"):
        chosen = np.array([k == kind for k in kinds])
        chosen[1:] &= np.array(kinds[1:]) == np.array(kinds[:-1])
        if chosen.any():
            right.plot(before[chosen], step[chosen], color=COLOURS[kind], lw=0, marker=".", ms=3)
    right.set_xlabel("weight before the pulse")
    right.set_ylabel("|mean step|")
    right.set_xlim(-0.02, 1.02)
    right.set_ylim(bottom=0)
    right.yaxis.set_major_locator(MaxNLocator(5))
    right.set_title("step against state")
    m = summary["metrics"]
    figure.suptitle(summary["device"], x=0.075, ha="left", y=0.975, fontweight="bold",
                    fontsize=14)
    figure.text(0.075, 0.868, f"ν {short(m['nu_p'])} / {short(m['nu_d'])}   "
                f"NL {short(m['nl_p'])} / {short(m['nl_d'])}   on/off {short(m['on_off_ratio'])}   "
                f"levels {short(m['effective_levels_p'])} / {short(m['effective_levels_d'])}   "
                f"symmetry {short(m['symmetry_point'])}   (LTP / LTD)", color=GREY)
    save(figure, directory, "response.png")


def simple(summary, title):
    figure, ax = plt.subplots(figsize=(6.4, 4.4))
    figure.subplots_adjust(left=0.15, right=0.965, top=0.86, bottom=0.135)
    figure.suptitle(f"{summary['device']}: {title}", x=0.03, ha="left", y=0.965,
                    fontweight="bold", fontsize=13)
    return figure, ax


def draw_iv(summary, directory):
    t = read_table(directory / "iv.csv")
    v, i = t["voltage_v"], np.abs(t["current_a"])
    figure, ax = simple(summary, "quasi-static sweep")
    quarter = len(v) // 4
    for k, (name, colour) in enumerate((("1", LTP), ("2", "#E69F00"), ("3", LTD),
                                        ("4", "#56B4E9"))):
        part = slice(k * quarter, (k + 1) * quarter if k < 3 else len(v))
        shown = i[part] > 0
        ax.semilogy(v[part][shown], i[part][shown], color=colour, lw=1.8, label=name)
    ax.set_xlabel("voltage / V")
    ax.set_ylabel("|current| / A")
    ax.legend(title="branch", ncol=2, loc="lower right")
    save(figure, directory, "iv.png")


def draw_rv(summary, directory):
    t = read_table(directory / "rv.csv")
    v = t["amplitude_v"]
    figure, ax = simple(summary, "resistance after a pulse")
    for sign, name, colour in ((1, "positive", LTP), (-1, "negative", LTD)):
        part = v * sign > 0
        if part.any():
            ax.plot(np.abs(v[part]), t["resistance_ohm"][part], color=colour, marker=".", lw=1.4,
                    label=f"{name} pulses")
    r = t["resistance_ohm"]
    if r.max() > 3 * r.min():
        ax.set_yscale("log")
    ax.yaxis.set_major_formatter(EngFormatter())
    ax.yaxis.set_minor_formatter(plt.NullFormatter() if r.max() > 20 * r.min()
                                 else EngFormatter())
    ax.set_xlabel("magnitude of the pulse / V")
    ax.set_ylabel("resistance / Ω")
    ax.legend()
    save(figure, directory, "rv.png")


def draw_retention(summary, directory):
    t = read_table(directory / "retention.csv")
    unit, factor = siemens(t["g_s"])
    figure, ax = simple(summary, "left alone")
    ax.plot(t["time_s"], t["g_s"] * factor, color=LTP, lw=1.8)
    ax.fill_between(t["time_s"], (t["g_s"] - t["g_sd_s"]) * factor,
                    (t["g_s"] + t["g_sd_s"]) * factor, color=LTP, alpha=0.2, lw=0)
    ax.set_xscale("log")
    if t["g_s"].min() > 0 and t["g_s"].max() > 20 * t["g_s"].min():
        ax.set_yscale("log")
    ax.set_xlabel("time / s")
    ax.set_ylabel(f"conductance / {unit}")
    save(figure, directory, "retention.png")


def draw_stdp(summary, directory):
    t = read_table(directory / "stdp.csv")
    figure, ax = simple(summary, "timing of two spikes")
    scale = EngFormatter(unit="s")
    ax.axhline(0, color=GREY, lw=0.8)
    ax.axvline(0, color=GREY, lw=0.8)
    for part, colour in ((t["delay_s"] > 0, LTP), (t["delay_s"] < 0, LTD)):
        ax.plot(t["delay_s"][part], t["dw"][part], color=colour, marker="o", ms=3.5, lw=1.2)
    # Delays are in equal ratios; the far ends show only that nothing is left.
    large = np.abs(t["dw"] - t["dw"][0]) > 0.02 * np.abs(t["dw"]).max()
    reach = np.abs(t["delay_s"][large]).max() if large.any() else np.abs(t["delay_s"]).max()
    ax.set_xlim(-1.6 * reach, 1.6 * reach)
    ax.xaxis.set_major_formatter(scale)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.set_xlabel("$t_{post} - t_{pre}$")
    ax.set_ylabel("change of weight")
    save(figure, directory, "stdp.png")


def draw_srdp(summary, directory):
    t = read_table(directory / "srdp.csv")
    figure, ax = simple(summary, "ten pulses at a rate")
    ax.semilogx(t["period_s"], t["w"], color=LTP, marker="o", ms=3.5, lw=1.4)
    ax.xaxis.set_major_formatter(EngFormatter(unit="s"))
    ax.set_ylim(bottom=min(0, t["w"].min()))
    ax.set_xlabel("period of the pulses")
    ax.set_ylabel("weight afterwards")
    save(figure, directory, "srdp.png")


def draw_switching(summary, directory):
    t = read_table(directory / "switching.csv")
    figure, ax = simple(summary, "probability to switch")
    widths = sorted(set(t["width_s"]))
    for width, colour in zip(widths, (LTD, LTP, LAW, INK, "#CC79A7", "#E69F00")):
        named = False
        for sign in (1, -1):
            part = (t["width_s"] == width) & (t["amplitude_v"] * sign > 0)
            if not part.any():
                continue
            order = np.argsort(t["amplitude_v"][part])
            v = t["amplitude_v"][part][order]
            ax.plot(v, t["probability"][part][order], color=colour, lw=1.4)
            ax.plot(v, t["switched"][part][order], color=colour, lw=0, marker="o", ms=3.5,
                    label=None if named else EngFormatter(unit="s")(width))
            named = True
    ax.set_xlabel("amplitude / V")
    ax.set_ylabel("share that switched (line: law)")
    ax.legend(title="width", loc="center right" if t["amplitude_v"].min() > 0 else "center")
    save(figure, directory, "switching.png")


def draw_fit(summary, directory):
    t = read_table(directory / "fit.csv")
    unit, factor = siemens(t["data_mean_s"])
    figure, (ax, below) = plt.subplots(2, 1, figsize=(7.4, 5.4), sharex=True, gridspec_kw={
        "height_ratios": [3, 1], "left": 0.115, "right": 0.975, "top": 0.84, "bottom": 0.1,
        "hspace": 0.1})
    mean, sd, fit = (t[k] * factor for k in ("data_mean_s", "data_sd_s", "fit_s"))
    ax.fill_between(t["pulse"], mean - sd, mean + sd, color=GREY, alpha=0.3, lw=0,
                    label="1σ of curves")
    ax.plot(t["pulse"], mean, color=INK, lw=1.2, label="data, mean")
    ax.plot(t["pulse"], fit, color=LTP, lw=1.8, ls="--", label=f"{summary['model']}, no noise")
    ax.set_ylabel(f"conductance / {unit}")
    ax.legend(loc="best")
    below.axhline(0, color=GREY, lw=0.8)
    below.plot(t["pulse"], mean - fit, color=INK, lw=1.0)
    below.set_ylabel("data − fit")
    below.set_xlabel("pulse")
    below.set_xlim(0, t["pulse"].max())
    test = summary["test"]
    figure.suptitle(f"{summary['model']}: {summary['curves']} curve" +
                    ("s" if summary["curves"] != 1 else ""), x=0.115, ha="left", y=0.975,
                    fontweight="bold", fontsize=13)
    constants = "   ".join(f"{k} {v['value']:.4g}" for k, v in summary["parameters"].items())
    figure.text(0.115, 0.867, f"{constants}\nresiduals " + (
        "reject the law" if test["rejected"] else "do not reject the law") +
        f" (p = {test['p_value']:.2g})", color=GREY)
    save(figure, directory, "fit.png")


def main(directory):
    path = directory / "summary.json"
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
    except ValueError:
        raise BadInput(f"{path}: no JSON; expected what softbound left there") from None
    if not isinstance(summary, dict):
        raise BadInput(f"{path}: expected an object")
    if "model" in summary and "test" in summary:
        draw_fit(summary, directory)
        return
    draw = {"pulses": draw_pulses, "iv": draw_iv, "rv": draw_rv, "retention": draw_retention,
            "stdp": draw_stdp, "srdp": draw_srdp,
            "switching": draw_switching}.get(summary.get("protocol"))
    if draw is None:
        raise BadInput(f"{path}: no protocol that can be drawn; expected what softbound "
                       "characterize or softbound fit left")
    draw(summary, directory)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", metavar="DIR", type=pathlib.Path)
    try:
        main(parser.parse_args().directory)
    except BadInput as error:
        print(f"device_figures.py: {error}", file=sys.stderr)
        sys.exit(2)
