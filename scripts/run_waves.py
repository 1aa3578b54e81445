# SPDX-License-Identifier: Apache-2.0
"""What plot.py needs of a run directory and of its waveform. Times are in seconds, t = 0 of the
run's CSV files."""
import fnmatch
import json
import pathlib
import shutil
import subprocess

import numpy as np

PS = 1e-12
VALUE_OF = {"real": float, "bit": lambda text: int(text == "1"), "bus": str}


class BadInput(Exception):
    """What the user gave cannot be used; one line."""


class Run:
    """A run directory that softbound has left."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        summary = self.path / "summary.json"
        if not summary.is_file():
            raise BadInput(f"{path}: no run directory: it has no summary.json")
        try:
            self.summary = json.loads(summary.read_text())
            configuration = self.summary["configuration"]
            self.rows = configuration["array"]["rows"]
            self.columns = configuration["array"]["columns"]
            self.neuron, self.device = configuration["neuron"], configuration["device"]
            self.timing = configuration["timing"]
            self.pre_roll_s = self.summary["pre_roll_s"]
            self.duration_s = self.summary["duration_s"]
            self.label = self.summary["label"]
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{summary}: damaged ({error!r}), expected a run's summary") from None

    def title(self):
        s = self.summary
        what = s["source"] + ("" if self.label is None else f" (label {self.label})")
        return f"{what}, level {s['level']}, {self.rows} x {self.columns}, seed {s['seed']}"

    def weights(self, name):
        """Matrix of weights, rows x columns."""
        path = self.path / name
        try:
            weights = np.load(path)
        except (OSError, ValueError) as error:
            raise BadInput(f"{path}: cannot be read ({error}), expected weights") from None
        if weights.shape != (self.rows, self.columns):
            raise BadInput(f"{path}: found {weights.shape}, expected {self.rows} x {self.columns}")
        return weights

    def output_spikes(self):
        """Times and neurons of the output spikes."""
        path = self.path / "output_spikes.csv"
        try:
            header, *lines = path.read_text().splitlines()
            if header != "time_s,neuron":
                raise ValueError(f"its first line is {header!r}")
            data = np.array([[float(x) for x in line.split(",")] for line in lines])
            if data.size != 2 * len(lines):
                raise ValueError("a line has no two numbers")
        except (OSError, ValueError) as error:
            raise BadInput(f"{path}: cannot be read ({error}), expected output spikes") from None
        data = data.reshape(-1, 2)
        return data[:, 0], data[:, 1].astype(int)

    def label_columns(self):
        """Columns whose neurons answer for the class that was shown."""
        classes = 10
        if self.label is None:
            return []
        share = [j if self.columns < classes else j * classes // self.columns
                 for j in range(self.columns)]
        return [j for j in range(self.columns) if share[j] == self.label]


class Trace:
    """A signal: values hold from their time to the next one."""

    def __init__(self, times, values):
        self.times, self.values = np.asarray(times), values

    def bit(self, index):
        """One bit of a bus, as 0 and 1."""
        if isinstance(self.values, np.ndarray):  # a bus of one wire
            return self
        # VCD leaves out leading zeros.
        return Trace(self.times, np.array([int(len(v) > index and v[-1 - index] == "1")
                                           for v in self.values]))

    def rises(self):
        v = np.asarray(self.values)
        return self.times[1:][(v[1:] > 0) & (v[:-1] == 0)]

    def falls(self):
        v = np.asarray(self.values)
        return self.times[1:][(v[1:] == 0) & (v[:-1] > 0)]

    def at(self, time):
        return self.values[max(0, int(np.searchsorted(self.times, time, "right")) - 1)]


def own_command():
    """The command built from the same sources, or installed with these scripts; None if neither."""
    here = pathlib.Path(__file__).resolve().parent
    places = [here.parent / "build/release/softbound", here.parents[1] / "bin/softbound"]
    return next((str(place) for place in places if place.is_file()), None)


class Waves:
    """A run's waveform, FST or VCD, of which parts are read."""

    def __init__(self, run, softbound=None):
        self.offset_s = run.pre_roll_s
        named = run.summary.get("waves")
        places = [run.path / named] if named else []
        places += [run.path / "waves.fst", run.path / "waves.vcd"]
        self.path = next((p for p in places if p.is_file()), None)
        if self.path is None:
            raise BadInput(f"{places[0]}: no such waveform; expected a run with --waves")
        self.command = None
        if self.path.suffix != ".vcd":
            self.command = softbound or own_command() or shutil.which("softbound")
            if not self.command or not shutil.which(self.command):
                raise BadInput(f"{self.command or 'softbound'}: no softbound command, which reads "
                               "waveforms; expected it built, or --softbound FILE")

    def names(self):
        """Full names of all signals, without ranges."""
        if self.command:
            lines = self._softbound([]).stdout.read().splitlines()
            return [line.split("[")[0] for line in lines]
        with open(self.path, encoding="ascii", errors="replace") as file:
            return [name for name, *_ in vcd_variables(file)]

    def read(self, patterns, from_s=None, to_s=None):
        """Traces of all signals whose names fit, by name."""
        first = max(0.0, -np.inf if from_s is None else from_s + self.offset_s)
        last = np.inf if to_s is None else to_s + self.offset_s
        if not self.command:
            with open(self.path, encoding="ascii", errors="replace") as file:
                return self._parse(file, patterns, round(first / PS), last / PS)
        span = ["--from", repr(first)] + ([] if np.isinf(last) else ["--to", repr(last)])
        process = self._softbound(["--signals", ",".join(patterns), *span])
        return self._parse(process.stdout, patterns, round(first / PS), last / PS, process)

    def _softbound(self, arguments):
        return subprocess.Popen([self.command, "waves", str(self.path), *arguments],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _parse(self, lines, patterns, first_ps, last_ps, process=None):
        traces, by_id = {}, {}
        for name, code, kind in vcd_variables(lines):
            if any(fnmatch.fnmatchcase(name, p) for p in patterns):
                # Several names may share one code, that is, one signal.
                data = by_id.setdefault(code, ([], [], kind))
                traces[name] = data
        time_ps = 0
        for line in lines:
            kind = line[0]
            if kind == "#":
                time_ps = int(line[1:])
                if time_ps > last_ps:
                    break
                continue
            if kind in "br":
                value, _, code = line[1:].rstrip().partition(" ")
            else:
                value, code = kind, line[1:].rstrip()
            data = by_id.get(code)
            if data is None:
                continue
            if time_ps <= first_ps:
                data[0].clear()
                data[1].clear()
            data[0].append(max(time_ps, first_ps))
            data[1].append(VALUE_OF[data[2]](value))
        if process is not None and process.wait() != 0:
            raise BadInput(process.stderr.read().strip().removeprefix("softbound: ")
                           or f"{self.command}: failed")
        return {name: self._trace(*data) for name, data in traces.items()}

    def _trace(self, times_ps, values, kind):
        times = np.array(times_ps, dtype=np.int64) * PS - self.offset_s
        return Trace(times, values if kind == "bus" else np.array(values))


def vcd_variables(lines):
    """Names with dots between scopes, without ranges; codes; kinds. Ends after the header."""
    scopes = []
    for line in lines:
        words = line.split()
        if not words:
            continue
        if words[0] == "$scope":
            scopes.append(words[2])
        elif words[0] == "$upscope":
            scopes.pop()
        elif words[0] == "$var":
            kind = "real" if words[1] == "real" else "bit" if words[2] == "1" else "bus"
            yield ".".join([*scopes, words[4].split("[")[0]]), words[3], kind
        elif words[0] == "$enddefinitions":
            return


class Event:
    """One input spike on a row and what it did to a probed cell of that row."""

    def __init__(self, time_s, row, column, decision, alone):
        self.time_s, self.row, self.column = time_s, row, column
        self.decision, self.alone = decision, alone


def probed_cells(names):
    """Cells whose inside the waveform shows, in its order."""
    cells = {}
    for name in names:
        if name.startswith("softbound.array.synapse_"):
            row, column = name.split(".")[2].split("_")[1:]
            cells[int(row), int(column)] = None
    return list(cells)


def accepted_spikes(traces):
    """Times and rows of the accepted input spikes."""
    times = traces["softbound.control.ack_o"].rises()
    address = traces["softbound.control.addr_i"]
    return times, np.array([int(str(address.at(t)), 2) for t in times], dtype=int)


def events_of(traces, cells, event_s):
    """All events of the probed cells, in time order."""
    times, rows = accepted_spikes(traces)
    events = []
    for row, column in cells:
        scope = f"softbound.array.synapse_{row}_{column}."
        edges = {kind: traces[scope + kind.lower()].rises() for kind in ("LTP", "LTD")}
        own = times[rows == row]
        for k, start in enumerate(own):
            end = own[k + 1] if k + 1 < len(own) else np.inf
            decision = next((kind for kind, rise in edges.items()
                             if np.any((rise > start) & (rise < end))), None)
            near = (times > start - event_s) & (times < start + event_s)
            events.append(Event(start, row, column, decision, np.count_nonzero(near) == 1))
    return sorted(events, key=lambda e: e.time_s)


def choose_event(events, run, time_s=None):
    """The event that shows most: LTP before LTD before none, in a column of the label, with no
    other spike about, in mid-run; or the one nearest to a time."""
    if time_s is not None:
        return min(events, key=lambda e: abs(e.time_s - time_s))
    label = run.label_columns()
    return min(events, key=lambda e: (("LTP", "LTD", None).index(e.decision),
                                      e.column not in label, not e.alone,
                                      abs(e.time_s - run.duration_s / 2)))
