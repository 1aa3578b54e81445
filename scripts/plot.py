#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Draws a run directory of softbound: event.png (timing diagram of one event), weights.png
(weights before, after and their difference), activity.png (what came in, what went out)."""
import argparse
import math
import pathlib
import sys

try:
    import matplotlib
    import numpy as np
except ImportError as missing:
    sys.exit(f"plot.py: {missing}; expected Debian's python3-matplotlib and /usr/bin/python3")

matplotlib.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from run_curves import calcium, limits, membrane, ramps, steps
from run_waves import (BadInput, Run, Waves, accepted_spikes, choose_event, events_of,
                       probed_cells)

INK, GREY = "#222222", "#8a8a8a"
READ, GAP, WRITE = "#2a7f4f", "#b8860b", "#c2502a"
UP, DN, SELECT, CURRENT, CALCIUM = "#d1495b", "#2e6f9e", "#4a4e8f", "#5b3a8c", "#0f7c7c"
DPI = 130

plt.rcParams.update({"font.size": 11, "axes.spines.top": False, "axes.spines.right": False,
                     "axes.edgecolor": GREY, "axes.titlesize": 12, "figure.titlesize": 14,
                     "axes.grid": False, "savefig.dpi": DPI, "legend.frameon": False})


def save(figure, directory, name):
    path = directory / name
    try:
        figure.savefig(path)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror})") from None
    plt.close(figure)
    print(path)


def number(seconds):
    return f"{seconds * 1e9:.4g} ns" if seconds < 1e-6 else f"{seconds * 1e6:.4g} µs"


def draw_event(run, waves, event, names, activity, directory):
    timing = run.timing
    usual_s = 1e-9 * sum(timing[k] for k in ("t_read_ns", "t_gap_ns", "t_write_ns", "t_edge_ns"))
    r, c, zero = event.row, event.column, event.time_s
    cell, neuron = f"softbound.array.synapse_{r}_{c}.", f"softbound.neurons.neuron{c}."
    control = "softbound.control."
    slots = sorted({n.split(".")[2] for n in names if n.startswith(control + "slot")})
    wanted = [control + n for n in ("req_i", "ack_o", "row_sel_o", "col_sel_o", "up_i", "dn_i")]
    wanted += [cell + n for n in ("read", "ltp", "ltd", "v_mem_v")]
    wanted += [f"{control}{s}.{n}" for s in slots for n in ("row_o", "wr_o", "read_o")]
    t = waves.read(wanted, zero - 40e-6, zero + 4 * usual_s + 40e-6)

    read_end = next((x for x in t[cell + "read"].falls() if x > zero),
                    zero + 1e-9 * timing["t_read_ns"])
    slot = next((s for s in slots if t[f"{control}{s}.read_o"].at(read_end - 1e-12)
                 and int(t[f"{control}{s}.row_o"].at(read_end - 1e-12), 2) == r), None)
    write = t[f"{control}{slot}.wr_o"] if slot else t[cell + (event.decision or "LTP").lower()]
    begin = next((x for x in write.rises() if x >= read_end), None)
    end = next((x for x in write.falls() if begin is not None and x > begin), None)
    last = (end if end is not None else read_end) + 1.4e-6
    digital = [("req", t[control + "req_i"], INK), ("ack", t[control + "ack_o"], INK),
               (f"sx[{r}]", t[control + "row_sel_o"].bit(r), SELECT),
               (f"sy[{c}]", t[control + "col_sel_o"].bit(c), SELECT),
               ("Read", t[cell + "read"], READ)]
    if slot:
        digital.append(("Wr", write, WRITE))
    digital += [(f"UP[{c}]", t[control + "up_i"].bit(c), UP),
                (f"DN[{c}]", t[control + "dn_i"].bit(c), DN),
                ("LTP", t[cell + "ltp"], UP), ("LTD", t[cell + "ltd"], DN)]
    curves = [("$V_{mem}$ / V", *ramps(t[cell + "v_mem_v"], last), WRITE)]
    if neuron + "i_mem" in activity:
        fires = activity[neuron + "fire"].rises()
        x, y = membrane(activity[neuron + "i_mem"], fires, run.neuron, last)
        curves.append(("$I_{mem}$ / $θ_{fire}$", x, y / run.neuron["theta_fire"], CURRENT))
        curves.append(("$I_{Ca}$ / a.u.",
                       *calcium(activity[neuron + "i_ca"], fires, run.neuron, last), CALCIUM))

    # The whole event in us, and the instants that are too short to see there in ns.
    views = [("time after acceptance / µs", zero, 1e6, -1.2e-6, last - zero),
             ("time after\nacceptance / ns", zero, 1e9, -60e-9, 60e-9)]
    titles = [("", GREY), ("acceptance", GREY)]
    if begin is not None:
        views.append(("time after\nend of Read / ns", read_end, 1e9, -50e-9,
                      begin - read_end + 60e-9))
        titles.append((f"gap  {number(begin - read_end)}", GAP))
    figure, axes = plt.subplots(
        1 + len(curves), len(views), figsize=(15, 10.5), sharex="col", squeeze=False,
        gridspec_kw={"height_ratios": [0.5 * len(digital)] + [1.15] * len(curves),
                     "width_ratios": [4.6] + [1.25] * (len(views) - 1), "hspace": 0.14,
                     "wspace": 0.09, "left": 0.1, "right": 0.985, "top": 0.875, "bottom": 0.08})
    phases = [(zero, read_end, READ, "Read")]
    if begin is not None:
        phases += [(read_end, begin, GAP, "gap")]
    if end is not None:
        phases += [(begin, end, WRITE, "write")]
    for column, (axis_name, origin, scale, low, high) in enumerate(views):
        first, past = origin + low, origin + high
        for ax in axes[:, column]:
            for a, b, colour, _ in phases:
                if max(a, first) < min(b, past):
                    ax.axvspan((max(a, first) - origin) * scale, (min(b, past) - origin) * scale,
                               color=colour, alpha=0.30 if colour == GAP else 0.10, lw=0)
            ax.set_xlim(low * scale, high * scale)
        top = axes[0, column]
        for k, (name, trace, colour) in enumerate(digital):
            x, y = steps(trace, first, past)
            base = len(digital) - 1 - k
            top.axhline(base, color="#dddddd", lw=0.6, zorder=0)
            top.plot((x - origin) * scale, base + 0.68 * y, color=colour, lw=1.7)
        top.set_ylim(-0.25, len(digital) - 0.1)
        top.set_yticks([len(digital) - 1 - k + 0.3 for k in range(len(digital))])
        top.set_yticklabels([name for name, *_ in digital] if column == 0 else [])
        top.tick_params(axis="y", length=0, labelsize=12)
        top.tick_params(axis="x", length=0)
        title, colour = titles[column]
        top.set_title(title, fontsize=11, color=colour, pad=8, fontweight="bold")
        for ax, (name, x, y, colour) in zip(axes[1:, column], curves):
            low_y, high_y = limits(x, y, zero - 1.2e-6, last)
            ax.plot((x - origin) * scale, y, color=colour, lw=1.7)
            ax.set_ylim(low_y, high_y)
            ax.yaxis.set_major_locator(MaxNLocator(3))
            ax.ticklabel_format(axis="y", useOffset=False)
            ax.grid(axis="y", color="#e4e4e4", lw=0.6)
            if column == 0:
                ax.set_ylabel(name, color=colour)
                ax.yaxis.set_label_coords(-0.1, 0.5)
            else:
                ax.tick_params(axis="y", labelleft=False)
        axes[-1, column].set_xlabel(axis_name)
    for a, b, colour, name in phases:
        # The gap is too narrow for its name to stand between those of its neighbours.
        axes[0, 0].text(((a + b) / 2 - zero) * 1e6, len(digital) + (0.5 if name == "gap" else 0.02),
                        f"{name}  {number(b - a)}", ha="center", va="bottom", color=colour,
                        fontweight="bold")
    what = event.decision or "read only"
    figure.suptitle(f"One event of cell ({r}, {c}), {what}, accepted at {zero * 1e3:.6f} ms",
                    x=0.1, ha="left", y=0.985, fontweight="bold")
    figure.text(0.1, 0.94, run.title(), color=GREY, fontsize=11, va="center")
    save(figure, directory, "event.png")


def mosaic(weights, side, across):
    """One image a column of the array, `across` of them in a line; nan between them."""
    columns = weights.shape[1]
    down = math.ceil(columns / across)
    canvas = np.full((down * (side + 1) - 1, across * (side + 1) - 1), np.nan)
    for j in range(columns):
        y, x = (j // across) * (side + 1), (j % across) * (side + 1)
        canvas[y:y + side, x:x + side] = weights[:, j].reshape(side, side)
    return canvas


def draw_weights(run, directory):
    before, after = run.weights("weights_before.npy"), run.weights("weights.npy")
    change = after - before
    greatest = float(np.abs(change).max())
    most = greatest or 1e-3
    side = math.isqrt(run.rows)
    is_square, few = side * side == run.rows and side > 4, run.columns <= 16
    parts = [("before", before, "viridis", 0, 1), ("after", after, "viridis", 0, 1),
             ("difference", change, "RdBu_r", -most, most)]
    across = run.columns if few else math.ceil(math.sqrt(run.columns))
    if is_square and few:
        figure, axes = plt.subplots(3, 1, figsize=(max(7, 1.42 * run.columns + 2.6), 7.4))
    else:
        figure, axes = plt.subplots(1, 3, figsize=(17, 6.6))
    g_min, g_max = run.device["g_min_s"] * 1e6, run.device["g_max_s"] * 1e6
    if is_square and few:
        figure.subplots_adjust(left=0.06, right=0.97, top=0.84, bottom=0.05, hspace=0.22)
    else:
        figure.subplots_adjust(left=0.06, right=0.96, top=0.80, bottom=0.10, wspace=0.22)
    for ax, (name, values, colours, low, high) in zip(axes, parts):
        shown = mosaic(values, side, across) if is_square else values
        image = ax.imshow(shown, cmap=colours, vmin=low, vmax=high, interpolation="nearest",
                          aspect="equal" if is_square else "auto")
        for spine in ax.spines.values():
            spine.set_visible(False)
        ax.set_title(name, loc="left", fontweight="bold")
        if is_square:
            ax.set_xticks([])
            ax.set_yticks([])
            label_images(ax, run, side, across, few)
        else:
            ax.set_xlabel("column")
            ax.set_ylabel("row" if name == "before" else "")
            ax.xaxis.set_major_locator(MaxNLocator(integer=True))
            ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        bar = figure.colorbar(image, ax=ax, pad=0.02, fraction=0.04)
        bar.formatter.set_powerlimits((-3, 3))
        bar.outline.set_visible(False)
        bar.locator = MaxNLocator(4)
        bar.update_ticks()
        bar.set_label("change of $w$" if name == "difference" else "weight $w$", labelpad=2)
    figure.suptitle("Synaptic weights", x=0.06, ha="left", y=0.975, fontweight="bold")
    figure.text(0.06, 0.912, f"{run.title()}\n$w$ = 0 to 1 is a conductance of {g_min:g} to "
                f"{g_max:g} µS; largest change {greatest:.3g}", color=GREY, fontsize=11,
                va="center")
    save(figure, directory, "weights.png")


def label_images(ax, run, side, across, few):
    """Numbers of the output neurons; those of the label's class stand out."""
    mine = run.label_columns()
    for j in range(run.columns):
        x, y = (j % across) * (side + 1), (j // across) * (side + 1)
        if few:
            ax.text(x + side / 2, y + side + 0.5, f"{j}", ha="center", va="top", fontsize=11,
                    color=UP if j in mine else INK,
                    fontweight="bold" if j in mine else "normal")
        if j in mine:
            ax.add_patch(plt.Rectangle((x - 0.8, y - 0.8), side + 0.6, side + 0.6, fill=False,
                                       ec=UP, lw=1.6, clip_on=False))


def read_activity(waves, names, columns):
    """What draw_activity needs, from beginning to end: the samples of a neuron are far apart."""
    wanted = ["softbound.control." + n for n in ("ack_o", "addr_i", "up_i", "dn_i")]
    neurons = [f"softbound.neurons.neuron{j}.{n}" for j in columns
               for n in ("i_mem", "i_ca", "fire")]
    return waves.read(wanted + [n for n in neurons if n in names], 0.0)


def draw_activity(run, t, column, directory):
    control, neuron = "softbound.control.", f"softbound.neurons.neuron{column}."
    has_neuron = neuron + "i_mem" in t
    in_times, in_rows = accepted_spikes(t)
    out_times, out_neurons = run.output_spikes()
    last = max(run.duration_s, in_times.max(initial=0))
    scale, unit = (1e3, "ms") if last > 2e-3 else (1e6, "µs")
    mine = run.label_columns()

    figure = plt.figure(figsize=(15, 10.5))
    grid = figure.add_gridspec(4 if has_neuron else 2, 2, width_ratios=[4.4, 1],
                               height_ratios=[2.2, 2.0, 1, 1] if has_neuron else [1, 1],
                               left=0.075, right=0.945, top=0.885, bottom=0.065, hspace=0.28,
                               wspace=0.13)
    raster = figure.add_subplot(grid[0, 0])
    raster.plot(in_times * scale, in_rows, linestyle="", marker="|" if len(in_rows) < 60 else ".",
                ms=9 if len(in_rows) < 60 else 1.8, color=INK)
    raster.set_ylim(run.rows - 0.5, -0.5)
    raster.set_ylabel("input row")
    raster.set_title(f"input spikes: {len(in_times)}", loc="left")
    raster.yaxis.set_major_locator(MaxNLocator(6, integer=True))

    lanes = figure.add_subplot(grid[1, 0], sharex=raster)
    for bus, colour in (("up_i", UP), ("dn_i", DN)):
        for j in range(run.columns):
            state = t[control + bus].bit(j)
            edges, on = np.append(state.times, last), np.asarray(state.values) > 0
            spans = [(max(a, 0) * scale, (b - max(a, 0)) * scale)
                     for a, b, v in zip(edges[:-1], edges[1:], on) if v and b > 0]
            lanes.broken_barh(spans, (j - 0.4, 0.8), color=colour, alpha=0.55, lw=0)
    lanes.vlines(out_times * scale, out_neurons - 0.4, out_neurons + 0.4, color=INK,
                 lw=2.2 if run.columns <= 32 else 1.2)
    lanes.set_ylim(run.columns - 0.4, -0.6)
    lanes.set_ylabel("output neuron")
    if run.columns <= 16:
        lanes.set_yticks(range(run.columns))
    for tick, j in zip(lanes.get_yticklabels(), lanes.get_yticks()):
        if run.columns <= 16 and j in mine:
            tick.set_color(UP)
            tick.set_fontweight("bold")
    handles = [plt.Line2D([], [], color=INK, lw=2.2, label="output spike"),
               plt.Rectangle((0, 0), 1, 1, color=UP, alpha=0.55, lw=0, label="UP (asks for LTP)"),
               plt.Rectangle((0, 0), 1, 1, color=DN, alpha=0.55, lw=0, label="DN (asks for LTD)")]
    lanes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 0.985), ncol=3,
                 borderaxespad=0.1, handlelength=1.4)
    lanes.set_title(f"output spikes: {len(out_times)}", loc="left")
    bottom = lanes
    if has_neuron:
        bottom = draw_neuron(run, t, neuron, column, figure, grid, raster, scale, last)
    for ax in figure.axes:
        ax.yaxis.set_label_coords(-0.05, 0.5)
    bottom.set_xlabel(f"time / {unit}")
    raster.set_xlim(0, last * scale)
    for ax in figure.axes:
        if ax is not bottom:
            ax.tick_params(labelbottom=False)
    draw_counts(run, in_rows, out_neurons, last, figure, grid, mine)
    figure.suptitle("Activity", x=0.075, ha="left", y=0.978, fontweight="bold")
    figure.text(0.075, 0.938, run.title(), color=GREY, va="center")
    save(figure, directory, "activity.png")


def draw_neuron(run, t, neuron, column, figure, grid, raster, scale, last):
    """I_mem and I_Ca of one neuron with the levels that decide on UP and DN."""
    p, fires = run.neuron, t[neuron + "fire"].rises()
    ax = figure.add_subplot(grid[2, 0], sharex=raster)
    x, y = membrane(t[neuron + "i_mem"], fires, p, last)
    ax.plot(x * scale, y / p["theta_fire"], color=CURRENT, lw=1.2)
    level = p["theta_mem"] / p["theta_fire"]
    ax.set_ylim(-0.05, 1.08)
    ax.axhline(level, color=GREY, lw=1, ls="--")
    ax.text(1.008, level, "$θ_{mem}$", transform=ax.get_yaxis_transform(), va="center",
            color=GREY)
    ax.set_ylabel("$I_{mem}$ / $θ_{fire}$", color=CURRENT)
    ax.set_title(f"neuron {column}" + (", the label's" if column in run.label_columns() else ""),
                 loc="left")
    ax = figure.add_subplot(grid[3, 0], sharex=raster)
    x, y = calcium(t[neuron + "i_ca"], fires, p, last)
    top = max(1.1 * y.max(), 1.3 * p["ltd_low"], 1.3 * p["jump_ca"])
    for kind, other, colour in (("ltd", "ltp", DN), ("ltp", "ltd", UP)):
        low, high = p[kind + "_low"], min(p[kind + "_high"], top)
        if low >= top:
            continue
        ax.axhspan(low, high, color=colour, alpha=0.13, lw=0)
        # The name stands where the windows do not overlap, if there is such a place.
        if low < p[other + "_low"] < high:
            high = p[other + "_low"]
        elif low < p[other + "_high"] < high:
            low = p[other + "_high"]
        ax.text(1.008, (low + high) / 2, kind.upper(), color=colour, va="center",
                transform=ax.get_yaxis_transform())
    ax.plot(x * scale, y, color=CALCIUM, lw=1.4)
    ax.set_ylim(0, top)
    ax.set_ylabel("$I_{Ca}$ / a.u.", color=CALCIUM)
    return ax


def draw_counts(run, in_rows, out_neurons, last, figure, grid, mine):
    """Beside the rasters: rate of each input, spikes of each output neuron."""
    rates, side = np.bincount(in_rows, minlength=run.rows) / last, math.isqrt(run.rows)
    ax = figure.add_subplot(grid[0, 1])
    if side * side == run.rows and side > 4:
        image = ax.imshow(rates.reshape(side, side), cmap="magma", interpolation="nearest")
        ax.set_xticks([])
        ax.set_yticks([])
        bar = figure.colorbar(image, ax=ax, fraction=0.046, pad=0.04)
        bar.outline.set_visible(False)
        bar.set_label("input rate / Hz")
    else:
        ax.barh(range(run.rows), rates, color=INK, height=0.8)
        ax.set_ylim(run.rows - 0.5, -0.5)
        ax.set_xlabel("input rate / Hz")
        ax.xaxis.set_major_locator(MaxNLocator(3))
    ax = figure.add_subplot(grid[1, 1])
    counts = np.bincount(out_neurons, minlength=run.columns)
    ax.barh(range(run.columns), counts, height=0.8,
            color=[UP if j in mine else GREY for j in range(run.columns)])
    ax.set_ylim(run.columns - 0.4, -0.6)
    ax.set_xlim(0, max(1, 1.05 * counts.max()))
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.set_xlabel("output spikes")
    if run.columns <= 16:
        ax.set_yticks(range(run.columns))


def parse_cell(text):
    row, comma, column = text.partition(",")
    if not (comma and row.isdecimal() and column.isdecimal()):
        raise BadInput(f"--cell {text}: expected ROW,COLUMN")
    return int(row), int(column)


def main(arguments):
    run = Run(arguments.run)
    target = pathlib.Path(arguments.out or run.path)
    if not target.is_dir():
        raise BadInput(f"--out {target}: no directory; expected one that exists")
    cell = parse_cell(arguments.cell) if arguments.cell else None
    if arguments.time is not None and not math.isfinite(arguments.time):
        raise BadInput(f"--time {arguments.time}: expected a time in seconds")
    waves = Waves(run, arguments.softbound)
    names = set(waves.names())
    cells = probed_cells(sorted(names))
    if not cells:
        raise BadInput(f"{waves.path}: shows no cell; expected a run with --probe ROW,COLUMN")
    if cell is not None and cell not in cells:
        raise BadInput(f"--cell {arguments.cell}: not in {waves.path}, expected a probed cell such "
                       f"as {cells[0][0]},{cells[0][1]}")
    chosen = [cell] if cell else cells
    inside = [f"softbound.array.synapse_{r}_{c}.{kind}" for r, c in chosen
              for kind in ("ltp", "ltd")]
    event_s = 1e-9 * (run.timing["t_read_ns"] + run.timing["t_gap_ns"] + run.timing["t_write_ns"])
    overview = waves.read(["softbound.control.ack_o", "softbound.control.addr_i", *inside])
    events = events_of(overview, chosen, event_s)
    if not events:
        raise BadInput(f"{waves.path}: no spike came to {'this' if cell else 'a probed'} cell; "
                       "expected a probed row with spikes")
    event = choose_event(events, run, arguments.time)
    mine = run.label_columns()
    column = event.column if event.column in mine or not mine else mine[0]
    activity = read_activity(waves, names, sorted({event.column, column}))
    draw_event(run, waves, event, names, activity, target)
    draw_weights(run, target)
    draw_activity(run, activity, column, target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", metavar="RUN_DIR", help="run directory with a waveform and a "
                        "probed cell (softbound run --waves waves.fst --probe ROW,COLUMN)")
    parser.add_argument("--time", type=float, metavar="S", help="show the event nearest to this "
                        "time of the run's CSV files")
    parser.add_argument("--cell", metavar="ROW,COLUMN", help="show an event of this probed cell")
    parser.add_argument("--out", metavar="DIR", help="where to put the pictures (default: RUN_DIR)")
    parser.add_argument("--softbound", metavar="FILE", help="the softbound command, which reads "
                        "the waveform (default: build/release/softbound, else from PATH)")
    try:
        main(parser.parse_args())
    except BadInput as error:
        print(f"plot.py: {error}", file=sys.stderr)
        sys.exit(2)
