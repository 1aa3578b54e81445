# SPDX-License-Identifier: Apache-2.0
"""coverage_rtl.py on two small files of coverage: usage: coverage_rtl_test.py COVERAGE_RTL"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

COVERAGE_RTL = sys.argv[1]


def point(path, line, kind, what, instance, count):
    fields = {"f": path, "l": line, "n": 1, "page": f"v_{kind}/module", "o": what, "h": instance}
    return ("C '" + "".join(f"\x01{key}\x02{value}" for key, value in fields.items()) +
            f"' {count}\n")


class CoverageRtl(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.source = self.directory / "gate.sv"
        self.source.write_text("module gate;\n  if (a < b) c;\n  d;\nendmodule\n")

    def data(self, name, *points):
        (self.directory / name).write_text("# SystemC::Coverage-3\n" + "".join(
            point(self.source, *p) for p in points))

    def report(self, *options):
        return subprocess.run([sys.executable, COVERAGE_RTL, self.directory,
                               self.directory / "report", *options], text=True, capture_output=True,
                              check=False)

    def waivers(self, text):
        path = self.directory / "waivers.txt"
        path.write_text(text)
        return "--waivers", path

    def expect_bad_input(self, *words, options=()):
        result = self.report(*options)
        self.assertEqual(result.returncode, 2, result.stdout)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_a_point_is_reached_if_one_instance_of_one_run_reached_it(self):
        self.data("1.dat", (2, "line", "if", "top.u", 0), (2, "toggle", "a", "top.u", 0),
                  (2, "toggle", "a", "top.w", 3), (2, "toggle", "b", "top.u", 0),
                  (3, "line", "block", "top.u", 0))
        self.data("2.dat", (2, "line", "if", "top.u", 4), (3, "line", "block", "top.u", 0))
        result = self.report()
        self.assertEqual(result.returncode, 0, result.stderr)
        text = (self.directory / "report/rtl.txt").read_text()
        for name in ("gate.sv", "all"):
            row = next(line for line in text.splitlines() if line.startswith(name + " "))
            self.assertEqual(row.split()[1:], ["1/2", "50.0", "%", "-", "1/2", "50.0", "%", "-"])

    def test_the_page_marks_lines_and_names_what_was_missed(self):
        self.data("1.dat", (2, "line", "if", "top.u", 1), (3, "toggle", "d", "top.u", 0))
        self.assertEqual(self.report().returncode, 0)
        page = (self.directory / "report/rtl/index.html").read_text()
        self.assertIn("<span class=hit title=''>    2    if (a &lt; b) c;</span>", page)
        self.assertIn("<span class=miss title='toggle d'>    3    d;</span>", page)

    def test_no_data_or_damaged_data_is_bad_input(self):
        self.expect_bad_input("*.dat")
        (self.directory / "1.dat").write_text("damaged\n")
        self.expect_bad_input("no point")
        (self.directory / "1.dat").write_text("# SystemC::Coverage-3\nC '\x01f\x02gate.sv' 1\n")
        self.expect_bad_input("expected a point with file, line and page")

    def test_what_a_file_cut_short_has_still_counts(self):
        self.data("1.dat", (2, "toggle", "a", "top.u", 0), (2, "toggle", "b", "top.u", 0))
        self.data("2.dat", (2, "toggle", "a", "top.u", 1), (2, "toggle", "b", "top.u", 1))
        cut = self.directory / "2.dat"
        cut.write_text(cut.read_text()[:-5])
        self.assertEqual(self.report().returncode, 0)
        text = (self.directory / "report/rtl.txt").read_text()
        self.assertIn("1/2", next(line for line in text.splitlines() if line.startswith("all ")))

    def test_waived_points_are_not_counted_and_listed_with_their_reason(self):
        self.data("1.dat", (2, "toggle", "a[0]", "top.u", 1), (2, "toggle", "a[31]", "top.u", 0),
                  (2, "toggle", "b[31]", "top.u", 0))
        options = self.waivers("# of counters\n\ngate.sv toggle a\\[3.\\] # takes 2^31 events\n")
        self.assertEqual(self.report(*options).returncode, 0)
        text = (self.directory / "report/rtl.txt").read_text()
        self.assertIn("1/2", next(line for line in text.splitlines() if line.startswith("all ")))
        self.assertIn("     1  gate.sv toggle a\\[3.\\]: takes 2^31 events", text)
        self.assertIn("takes 2^31 events",
                      (self.directory / "report/rtl/index.html").read_text())

    def test_a_waiver_hides_nothing_that_was_reached(self):
        self.data("1.dat", (2, "toggle", "a", "top.u", 1))
        self.assertEqual(self.report(*self.waivers("gate.sv toggle a # seldom\n")).returncode, 0)
        text = (self.directory / "report/rtl.txt").read_text()
        self.assertIn("1/1", next(line for line in text.splitlines() if line.startswith("all ")))
        self.assertIn("     0  gate.sv toggle a: seldom", text)

    def test_a_waiver_without_a_reason_or_of_no_kind_is_bad_input(self):
        self.data("1.dat", (2, "toggle", "a", "top.u", 0))
        for line in ("gate.sv toggle a", "gate.sv toggle a #", "gate.sv wire a # odd",
                     "gate.sv toggle ( # odd"):
            self.expect_bad_input("waivers.txt:1", options=self.waivers(line + "\n"))

    def test_less_than_what_is_expected_is_status_1(self):
        self.data("1.dat", (2, "line", "if", "top.u", 1), (2, "toggle", "a", "top.u", 1),
                  (3, "toggle", "d", "top.u", 0))
        self.assertEqual(self.report("--at-least", "50").returncode, 0)
        result = self.report("--at-least", "50.1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("50.0 %", result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
