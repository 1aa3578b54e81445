#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Counts the instructions of five fixed runs - learning with 10 and 100 output neurons, with
# variability, the chip at levels pin and rtl - and prints their change in percent against
# tests/bench/guard_baseline.json. Unlike times, counts are the same on a busy machine.
#
# usage: scripts/guard.sh [--record] [--tolerance PERCENT]
#
# --record makes the counts the new baseline. Status 1 if a run costs more than the tolerance above
# its baseline (default 1 %), or does something else than it did. Profiles for callgrind_annotate
# are left in build/guard.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh guard
scripts/build.sh guard_workload
compiler=$(sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' build/release/CMakeCache.txt)
exec python3 scripts/guard.py build/release/tests/bench/guard_workload \
  tests/bench/guard_baseline.json --compiler "$("$compiler" --version | head -n 1)" "$@"
