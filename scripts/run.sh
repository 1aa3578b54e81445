#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh clone to a simulated digit: sets up, builds, fetches handwritten digits, shows one to
# the chip with Verilated control and draws what happened.
#
# usage: scripts/run.sh [RUN_OPTION...]      options of `softbound run`, for example --no-teacher
#
# Environment: DIGIT  which training digit (default 0)
#              OUT    run directory (default runs/first)
set -euo pipefail
cd "$(dirname "$0")/.."
[ "${1:-}" != -- ] || shift
out=${OUT:-runs/first}

scripts/build.sh softbound
if ! scripts/get_digits.sh data/digits; then
  echo "run.sh: no handwritten digits: the built-in glyphs stand in for them" >&2
fi
dataset=()
[ ! -d data/digits ] || dataset=(--dataset data/digits)

# A row through the middle of the picture, shown with its cell in each column.
build/release/softbound run --level rtl --digit "${DIGIT:-0}" "${dataset[@]}" --writes \
  --waves waves.fst --probe '601,*' --out "$out" --force "$@"

# The default run shows every quantity of the timing table; one that never occurred would say
# nothing about the chip.
/usr/bin/python3 - "$out/summary.json" $# << 'PYTHON'
import json
import sys

timing = json.load(open(sys.argv[1]))["timing"]
never = [name for name, row in timing.items() if row["count"] == 0]
if never:
    print("run.sh: never measured in this run: " + ", ".join(never), file=sys.stderr)
    sys.exit(1 if sys.argv[2] == "0" else 0)
PYTHON

# Debian's python3 is the one that Debian's matplotlib belongs to.
/usr/bin/python3 scripts/plot.py "$out"
echo "waveform: gtkwave $out/waves.gtkw"
