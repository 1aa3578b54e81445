# SPDX-License-Identifier: Apache-2.0
"""guard.py with a stand-in for valgrind: usage: guard_test.py GUARD"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

GUARD = sys.argv[1]
RUNS = ("learning_10", "learning_100", "variability_100", "pin", "rtl")
# As valgrind: a count on stderr, the program's own output on stdout.
STAND_IN = """#!/bin/sh
[ "$1" != --version ] || { echo valgrind-0; exit 0; }
for run; do :; done
echo "$run did this"
[ -z "$SOFTBOUND_MNIST" ] || echo "found the caller's environment"
echo "==1== Collected : $(cat %s/$run)" >&2
"""


class Guard(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.baseline = self.directory / "baseline.json"
        self.stand_in(STAND_IN % self.directory)
        for run in RUNS:
            self.costs(run, 200000)

    def stand_in(self, text):
        self.valgrind = self.directory / "valgrind"
        self.valgrind.write_text(text)
        self.valgrind.chmod(0o755)

    def costs(self, run, instructions):
        (self.directory / run).write_text(str(instructions))

    def guard(self, *options, compiler="g++ 1"):
        return subprocess.run(
            [sys.executable, GUARD, "workload", self.baseline, "--compiler", compiler,
             "--profiles", self.directory / "profiles", "--valgrind", self.valgrind, *options],
            text=True, capture_output=True, check=False,
            env={"PATH": "/usr/bin:/bin", "SOFTBOUND_MNIST": "somewhere"})

    def record(self):
        result = self.guard("--record")
        self.assertEqual(result.returncode, 0, result.stderr)

    def expect_bad_input(self, result, *words):
        self.assertEqual(result.returncode, 2, result.stdout)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("guard.py: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def row(self, result, run):
        return next(line for line in result.stdout.splitlines() if line.startswith(run + " "))

    def test_the_same_counts_pass_without_a_warning(self):
        self.record()
        result = self.guard()
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertNotIn("warning", result.stdout)
        self.assertNotIn("FAIL", result.stdout)
        for run in RUNS:
            self.assertEqual(self.row(result, run).split(), [run, "200000", "200000", "+0.00", "%"])

    def test_change_is_in_percent_of_the_baseline(self):
        self.record()
        self.costs("rtl", 201000)
        self.costs("pin", 150000)
        result = self.guard()
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("+0.50 %", self.row(result, "rtl"))
        self.assertIn("-25.00 %", self.row(result, "pin"))
        self.assertIn("--record", self.row(result, "pin"))

    def test_a_run_above_the_tolerance_fails(self):
        self.record()
        self.costs("learning_100", 202001)
        result = self.guard()
        self.assertEqual(result.returncode, 1)
        self.assertIn("FAIL", self.row(result, "learning_100"))
        self.assertEqual(result.stdout.count("FAIL"), 1)
        self.assertEqual(self.guard("--tolerance", "2").returncode, 0)
        self.costs("learning_100", 202000)
        self.assertEqual(self.guard().returncode, 0, "the tolerance itself is allowed")

    def test_a_run_that_does_something_else_fails(self):
        self.record()
        self.stand_in((STAND_IN % self.directory).replace("did this", "did that"))
        result = self.guard()
        self.assertEqual(result.returncode, 1)
        self.assertIn("rtl did that; it was rtl did this", result.stdout)

    def test_what_fails_passes_once_it_is_recorded(self):
        self.record()
        self.costs("rtl", 400000)
        self.assertEqual(self.guard().returncode, 1)
        self.record()
        self.assertEqual(self.guard().returncode, 0)

    def test_another_compiler_is_a_warning(self):
        self.record()
        result = self.guard(compiler="g++ 2")
        self.assertEqual(result.returncode, 0)
        self.assertIn("warning: compiler is g++ 2, the baseline is of g++ 1", result.stdout)

    def test_baseline_that_is_missing_or_damaged_is_bad_input(self):
        self.expect_bad_input(self.guard(), "baseline.json", "--record")
        self.record()
        whole = json.loads(self.baseline.read_text())
        for damaged in ("", "[]", "{}", json.dumps({**whole, "runs": {}}),
                        json.dumps({**whole, "avx2": 1}),
                        json.dumps(whole).replace("200000", "0", 1),
                        json.dumps(whole).replace("200000", '"many"', 1)):
            self.baseline.write_text(damaged)
            self.expect_bad_input(self.guard(), "baseline.json", "--record")

    def test_failing_workload_is_bad_input_and_keeps_the_baseline(self):
        self.record()
        before = self.baseline.read_text()
        self.stand_in("#!/bin/sh\n[ $1 != --version ] || exit 0\necho broken >&2\nexit 3\n")
        self.expect_bad_input(self.guard(), "status 3", "broken")
        self.expect_bad_input(self.guard("--record"), "status 3", "broken")
        self.assertEqual(self.baseline.read_text(), before)

    def test_valgrind_that_is_missing_or_counts_nothing_is_bad_input(self):
        self.record()
        self.stand_in("#!/bin/sh\nexit 0\n")
        self.expect_bad_input(self.guard(), "Collected")
        self.valgrind.unlink()
        self.expect_bad_input(self.guard(), str(self.valgrind))

    def test_impossible_tolerance_is_bad_input(self):
        self.record()
        for text in ("-1", "nan", "inf"):
            self.expect_bad_input(self.guard(f"--tolerance={text}"), "--tolerance")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
