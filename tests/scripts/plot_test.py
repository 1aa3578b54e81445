# SPDX-License-Identifier: Apache-2.0
"""plot.py on a tiny run: usage: plot_test.py SOFTBOUND PLOT"""
import importlib.util
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

MISSING = [m for m in ("matplotlib", "numpy") if importlib.util.find_spec(m) is None]
if MISSING:
    print(f"skipped: no Python module {' and '.join(MISSING)}")
    sys.exit(77)
import numpy as np
from matplotlib.image import imread

SOFTBOUND, PLOT = sys.argv[1:3]
PICTURES = {"event.png": (1950, 1365), "weights.png": (2210, 858), "activity.png": (1950, 1365)}
# A neuron asks for LTP as soon as it has some charge.
EAGER = ["--set", "neuron.theta_mem=0.0001", "--set", "neuron.ltp_low=0", "--set",
         "neuron.jump=0.5"]


class Plot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.spikes = cls.directory / "spikes.csv"
        cls.spikes.write_text("time_s,row\n" + "".join(
            f"{20e-6 * (k + 1):.6f},{(3, 7, 3, 12)[k % 4]}\n" for k in range(12)))
        cls.run_directory = cls.simulate("run", "--waves", "waves.fst", "--probe", "3,*")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    @classmethod
    def simulate(cls, name, *options):
        subprocess.run([SOFTBOUND, "run", "--level", "rtl", "--set", "array.rows=16", "--set",
                        "array.columns=4", *EAGER, "--spikes", cls.spikes, "--out",
                        cls.directory / name, *options], check=True, stdout=subprocess.DEVNULL)
        return cls.directory / name

    def plot(self, *arguments):
        return subprocess.run(["/usr/bin/python3", PLOT, "--softbound", SOFTBOUND,
                               *map(str, arguments)], text=True, capture_output=True, check=False)

    def expect_pictures(self, directory):
        for name, (width, height) in PICTURES.items():
            picture = imread(directory / name)
            self.assertEqual(picture.shape[:2], (height, width), name)
            colours = len(np.unique((picture[:, :, :3] * 255).astype(np.uint32) @ [65536, 256, 1]))
            self.assertGreater(colours, 100, name)

    def expect_bad_input(self, result, *words):
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("plot.py: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def test_the_run_has_something_to_draw(self):
        summary = json.loads((self.run_directory / "summary.json").read_text())
        self.assertGreater(summary["counters"]["ltp"], 0)

    def test_draws_the_same_three_pictures_from_fst_and_vcd(self):
        run = self.simulate("vcd", "--waves", "waves.vcd", "--probe", "3,*")
        for directory in (self.run_directory, run):
            result = self.plot(directory)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.expect_pictures(directory)
        for name in PICTURES:
            self.assertTrue(np.array_equal(imread(self.run_directory / name),
                                           imread(run / name)), name)

    def test_finds_a_waveform_outside_the_run_directory(self):
        run = self.simulate("outside", "--waves", self.directory / "elsewhere.fst", "--probe",
                            "3,1")
        self.assertEqual(json.loads((run / "summary.json").read_text())["waves"],
                         "../elsewhere.fst")
        result = self.plot(run)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.expect_pictures(run)

    def test_time_and_cell_choose_the_event(self):
        for name, options in (("first", ("--cell", "3,0", "--time", 0)),
                              ("later", ("--cell", "3,0", "--time", 1)),
                              ("column", ("--cell", "3,2", "--time", 0))):
            target = self.directory / name
            target.mkdir()
            result = self.plot(self.run_directory, "--out", target, *options)
            self.assertEqual(result.returncode, 0, result.stderr)
        events = [imread(self.directory / name / "event.png")
                  for name in ("first", "later", "column")]
        self.assertFalse(np.array_equal(events[0], events[1]))
        self.assertFalse(np.array_equal(events[0], events[2]))

    def test_bad_input_is_one_line_and_status_2(self):
        self.expect_bad_input(self.plot(self.directory / "none"), "none", "summary.json")
        self.expect_bad_input(self.plot(self.run_directory, "--cell", "3"), "--cell 3")
        self.expect_bad_input(self.plot(self.run_directory, "--cell", "4,0"), "--cell 4,0")
        self.expect_bad_input(self.plot(self.run_directory, "--out", self.spikes), "--out")
        self.expect_bad_input(self.plot(self.simulate("blind")), "waveform", "--waves")
        self.expect_bad_input(self.plot(self.simulate("unprobed", "--waves", "waves.fst")),
                              "--probe")
        self.expect_bad_input(
            self.plot(self.simulate("silent", "--waves", "waves.fst", "--probe", "5,0")), "spike")

    def test_damaged_files_are_bad_input(self):
        for name in ("summary.json", "waves.fst", "weights.npy", "output_spikes.csv"):
            copy = self.directory / f"damaged_{name}"
            shutil.copytree(self.run_directory, copy)
            (copy / name).write_bytes(b"damaged")
            self.expect_bad_input(self.plot(copy), name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
