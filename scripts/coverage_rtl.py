# SPDX-License-Identifier: Apache-2.0
"""Reports RTL coverage from what Verilated models wrote, as text and HTML.

usage: coverage_rtl.py DATA REPORT [--waivers FILE] [--at-least PERCENT]

DATA is a directory of Verilator's coverage files, *.dat; REPORT gets rtl.txt and rtl/index.html. A
point counts as reached if it was in any instance of any size of the control.

A line of the waivers is `FILE.sv KIND PATTERN # reason`, the file with as many directories as make
it unambiguous: points of that kind (line, branch, toggle, user) whose name the pattern, a regular
expression, matches whole are not counted if they were not reached. The report says how many each
covers; one that covers none can go.

Status 1 if less than PERCENT of the lines or toggles was reached.
"""
import argparse
import collections
import html
import pathlib
import re
import subprocess
import sys
import tempfile

KINDS = ("line", "branch", "toggle", "user")
POINT = re.compile(r"^C '(.*)' (\d+)$")
FILES_AT_A_TIME = 200


class InputError(Exception):
    pass


def without_last_half_line(file):
    """Some tests end a program at once, or let it run out of disk: what it had kept still counts."""
    data = file.read_bytes()
    if not data.endswith(b"\n"):
        file.write_bytes(data[:data.rfind(b"\n") + 1])
    return file


def merged(files):
    """The points of all files, by verilator_coverage, which adds up their counts."""
    with tempfile.TemporaryDirectory() as directory:
        so_far = []
        for k in range(0, len(files), FILES_AT_A_TIME):
            target = pathlib.Path(directory) / f"{k}.dat"
            done = subprocess.run(["verilator_coverage", "--write", target, *so_far,
                                   *files[k:k + FILES_AT_A_TIME]], text=True,
                                  capture_output=True, check=False)
            if done.returncode != 0:
                raise InputError("verilator_coverage: " + " ".join(done.stderr.split()))
            so_far = [target]
        return so_far[0].read_text(errors="replace").splitlines()


def points_of(lines):
    """Highest count of each point: file -> (line, kind, what) -> count."""
    points = collections.defaultdict(dict)
    for line in lines:
        if line.startswith("#") or not line:
            continue
        match = POINT.match(line)
        if match is None:
            raise InputError(f"found {line[:60]!r}, expected a point of Verilator's coverage")
        fields = dict(field.split("\x02", 1) for field in match[1].split("\x01") if field)
        if not {"f", "l", "page"} <= fields.keys():
            raise InputError(f"found {line[:60]!r}, expected a point with file, line and page")
        kind = fields["page"].split("/")[0].removeprefix("v_")
        key = int(fields["l"]), kind, fields.get("n", ""), fields.get("o", "")
        of_file = points[fields["f"]]
        of_file[key] = max(of_file.get(key, 0), int(match[2]))
    return points


class Waiver:
    """Points that need not be reached, with a reason."""

    def __init__(self, place, line):
        fields, _, reason = line.partition("#")
        fields = fields.split()
        if len(fields) != 3 or fields[1] not in KINDS or not reason.strip():
            raise InputError(f"{place}: found {line!r}, expected FILE.sv KIND PATTERN # reason")
        self.reason, self.points = reason.strip(), 0
        self.file, self.kind = fields[:2]
        try:
            self.pattern = re.compile(fields[2])
        except re.error as error:
            raise InputError(f"{place}: {fields[2]!r}: {error}") from error

    def covers(self, path, kind, what):
        return (f"/{path}".endswith(f"/{self.file}") and kind == self.kind and
                self.pattern.fullmatch(what) is not None)


def waivers_of(path):
    lines = path.read_text().splitlines() if path else []
    return [Waiver(f"{path}:{number}", line) for number, line in enumerate(lines, 1)
            if line.strip() and not line.lstrip().startswith("#")]


def waive(points, waivers):
    """Takes off what is waived and was not reached."""
    for path, of_file in points.items():
        for key in [key for key, count in of_file.items() if count == 0]:
            _, kind, _, what = key
            waiver = next((w for w in waivers if w.covers(path, kind, what)), None)
            if waiver is not None:
                waiver.points += 1
                del of_file[key]


def share(reached, total):
    return f"{reached:5}/{total:<5}{100 * reached / total:6.1f} %" if total else f"{'-':>19}"


def rows(points):
    """Reached and all points of each kind, a row for each file and their sum."""
    total = collections.Counter()
    for path, of_file in sorted(points.items()):
        counted = collections.Counter()
        for (_, kind, *_), count in of_file.items():
            counted[kind, "all"] += 1
            counted[kind, "reached"] += count > 0
        total += counted
        yield pathlib.Path(path).name, counted
    yield "all", total


def text_report(points, waivers):
    lines = ["RTL: points reached in any instance",
             f"{'':28}" + "".join(f"{kind:>19}" for kind in KINDS)]
    for name, counted in rows(points):
        lines.append(f"{name:28}" + "".join(share(counted[kind, "reached"], counted[kind, "all"])
                                            for kind in KINDS))
    if waivers:
        lines += ["", "waived, not counted above:"]
        lines += [f"{w.points:6}  {w.file} {w.kind} {w.pattern.pattern}: {w.reason}"
                  for w in waivers]
    return "\n".join(lines) + "\n"


def html_report(points, waivers):
    body = ["<!DOCTYPE html><meta charset=utf-8><title>RTL coverage</title><style>"
            "body{font:14px sans-serif} pre{font:12px monospace} .hit{background:#dfd} "
            ".miss{background:#fdd} td,th{text-align:right;padding:0 1em}</style>",
            "<h1>RTL coverage</h1><table><tr><th>file"]
    body += [f"<th>{kind}" for kind in KINDS]
    for name, counted in rows(points):
        body.append(f"<tr><th><a href='#{html.escape(name)}'>{html.escape(name)}</a>")
        body += [f"<td>{share(counted[kind, 'reached'], counted[kind, 'all'])}" for kind in KINDS]
    body.append("</table>")
    if waivers:
        body.append("<h2>Waived, not counted</h2><table><tr><th>points<th>where<th>why")
        body += [f"<tr><td>{w.points}<td>{w.file} {w.kind} {html.escape(w.pattern.pattern)}"
                 f"<td>{html.escape(w.reason)}" for w in waivers]
        body.append("</table>")
    for path, of_file in sorted(points.items()):
        missed = collections.defaultdict(list)
        for (line, kind, _, what), count in of_file.items():
            missed[line] += [f"{kind} {what}"] if count == 0 else []
        body.append(f"<h2 id='{pathlib.Path(path).name}'>{pathlib.Path(path).name}</h2><pre>")
        for number, source in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
            shown = f"{number:5}  {html.escape(source)}"
            if number in missed:
                names = html.escape(", ".join(missed[number]))
                mark = "miss" if missed[number] else "hit"
                shown = f"<span class={mark} title='{names}'>{shown}</span>"
            body.append(shown)
        body.append("</pre>")
    return "\n".join(body) + "\n"


def least_share(points):
    """The lower one of lines and toggles, in percent."""
    counted = dict(rows(points))["all"]
    return min(100 * counted[kind, "reached"] / max(1, counted[kind, "all"])
               for kind in ("line", "toggle"))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].splitlines()[0])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--waivers", type=pathlib.Path)
    parser.add_argument("--at-least", type=float, default=0)
    arguments = parser.parse_args()
    data, report = arguments.data, arguments.report
    try:
        waivers = waivers_of(arguments.waivers)
        files = [without_last_half_line(file) for file in sorted(data.glob("*.dat"))]
        if not files:
            raise InputError(f"{data}: found no *.dat, expected what the tests write")
        points = points_of(merged(files))
        if not points:
            raise InputError(f"{data}: found no point in {len(files)} files, expected Verilator's "
                             "coverage")
        waive(points, waivers)
        (report / "rtl").mkdir(parents=True, exist_ok=True)
        (report / "rtl.txt").write_text(text_report(points, waivers))
        (report / "rtl/index.html").write_text(html_report(points, waivers))
    except (InputError, OSError) as error:
        print(f"coverage_rtl.py: {error}", file=sys.stderr)
        sys.exit(2)
    if (least := least_share(points)) < arguments.at_least:
        print(f"coverage_rtl.py: {least:.1f} % of lines or toggles reached, expected at least "
              f"{arguments.at_least:g} %", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
