# SPDX-License-Identifier: Apache-2.0
"""Reports RTL coverage from what Verilated models wrote, as text and HTML.

usage: coverage_rtl.py DATA REPORT

DATA is a directory of Verilator's coverage files, *.dat; REPORT gets rtl.txt and rtl/index.html. A
point counts as reached if it was in any instance of any size of the control.
"""
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
        kind = fields["page"].split("/")[0].removeprefix("v_")
        key = int(fields["l"]), kind, fields.get("n", ""), fields.get("o", "")
        of_file = points[fields["f"]]
        of_file[key] = max(of_file.get(key, 0), int(match[2]))
    return points


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


def text_report(points):
    lines = ["RTL: points reached in any instance",
             f"{'':28}" + "".join(f"{kind:>19}" for kind in KINDS)]
    for name, counted in rows(points):
        lines.append(f"{name:28}" + "".join(share(counted[kind, "reached"], counted[kind, "all"])
                                            for kind in KINDS))
    return "\n".join(lines) + "\n"


def html_report(points):
    body = ["<!DOCTYPE html><meta charset=utf-8><title>RTL coverage</title><style>"
            "body{font:14px sans-serif} pre{font:12px monospace} .hit{background:#dfd} "
            ".miss{background:#fdd} td,th{text-align:right;padding:0 1em}</style>",
            "<h1>RTL coverage</h1><table><tr><th>file"]
    body += [f"<th>{kind}" for kind in KINDS]
    for name, counted in rows(points):
        body.append(f"<tr><th><a href='#{html.escape(name)}'>{html.escape(name)}</a>")
        body += [f"<td>{share(counted[kind, 'reached'], counted[kind, 'all'])}" for kind in KINDS]
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


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, report = map(pathlib.Path, sys.argv[1:])
    try:
        files = sorted(data.glob("*.dat"))
        if not files:
            raise InputError(f"{data}: found no *.dat, expected what the tests write")
        points = points_of(merged(files))
        if not points:
            raise InputError(f"{data}: found no point in {len(files)} files, expected Verilator's "
                             "coverage")
        (report / "rtl").mkdir(parents=True, exist_ok=True)
        (report / "rtl.txt").write_text(text_report(points))
        (report / "rtl/index.html").write_text(html_report(points))
    except (InputError, OSError) as error:
        print(f"coverage_rtl.py: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
