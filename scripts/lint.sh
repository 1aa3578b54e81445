#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Checks what a compiler does not: layout (clang-format), RTL (verilator --lint-only) and C++
# (clang-tidy, .clang-tidy says which checks and why not others).
#
# usage: scripts/lint.sh [FILE...]      C++ sources for clang-tidy; default: all
#
# Ends with status 1 if one of them finds something.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh lint
scripts/build.sh
mapfile -t sources < <(git ls-files '*.h' '*.cpp')
clang-format --dry-run -Werror "${sources[@]}"
echo "clang-format: ${#sources[@]} files clean"
scripts/lint_rtl.sh

# clang-tidy 14 does not know g++'s -fcoroutines; what CMake and Verilator generate does not answer
# to our rules.
mkdir -p build/lint
python3 - build/release/compile_commands.json build/lint/compile_commands.json <<'PYTHON'
import json, os, sys
commands = json.load(open(sys.argv[1]))
root = os.getcwd()
ours = []
for entry in commands:
    path = os.path.relpath(entry["file"], root)
    if path.split(os.sep)[0] in ("models", "rtl", "tb", "tests"):
        entry["command"] = entry["command"].replace(" -fcoroutines", "")
        ours.append(entry)
json.dump(ours, open(sys.argv[2], "w"), indent=1)
PYTHON
if [ $# -gt 0 ]; then
  files=("$@")
else
  files=('.*')
fi
run-clang-tidy -quiet -p build/lint -j "$(nproc)" "${files[@]}" > build/lint/report 2> build/lint/log || {
  grep -E 'error:|warning:' build/lint/report | sort -u >&2
  echo "clang-tidy: $(grep -cE 'error:' build/lint/report) findings, all of them in build/lint/report" >&2
  exit 1
}
echo "clang-tidy: clean"
