#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, builds and runs all tests but the long ones; the last line says how many passed and
# failed. Status 0 if at least one passed and none failed.
#
# usage: scripts/test.sh [CTEST_OPTION...]      for example: scripts/test.sh -R Memristor
#
# SOFTBOUND_MNIST names a directory with the MNIST files for the tests that want them; the others
# make their own data.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/build.sh
report=$PWD/build/release/tests.xml
rm -f "$report"
status=0
ctest --test-dir build/release -LE long --parallel "$(nproc)" --output-on-failure \
  --output-junit "$report" "$@" || status=$?
python3 - "$report" "$status" << 'PYTHON'
import sys
import xml.etree.ElementTree as xml

report, status = sys.argv[1], int(sys.argv[2])
passed = failed = skipped = 0
try:
    cases = xml.parse(report).getroot().findall("testcase")
except (OSError, xml.ParseError) as error:
    print(f"test.sh: no report of ctest: {error}", file=sys.stderr)
    cases = []
for case in cases:
    note = case.find("skipped")
    if case.get("status") == "run":
        passed += 1
    elif case.get("status") == "disabled" or (
        note is not None and note.get("message", "").startswith("SKIP_")
    ):
        skipped += 1
    else:  # what could not be started counts, too
        failed += 1
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(0 if status == 0 and passed > 0 and failed == 0 else 1)
PYTHON
