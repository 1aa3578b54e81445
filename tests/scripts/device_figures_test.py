# SPDX-License-Identifier: Apache-2.0
"""device_figures.py on what the command leaves: usage: device_figures_test.py SOFTBOUND SCRIPT"""
import importlib.util
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

SOFTBOUND, SCRIPT = sys.argv[1:3]


class DeviceFigures(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)

    def run_command(self, *arguments):
        result = subprocess.run([SOFTBOUND, *map(str, arguments)], text=True, capture_output=True,
                                check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")

    def expect_picture(self, path):
        picture = imread(path)
        colours = np.unique((picture[:, :, :3] * 255).astype(np.uint32) @ [65536, 256, 1])
        self.assertGreater(len(colours), 50, path)
        self.assertLess(path.stat().st_size, 150_000, path)

    def test_the_command_draws_every_protocol(self):
        for device, protocol, name in (("ag_asi", "pulses", "response"), ("hfo2", "iv", "iv"),
                                       ("pcm", "rv", "rv"), ("pcm", "retention", "retention"),
                                       ("second_order", "stdp", "stdp"),
                                       ("second_order", "srdp", "srdp"),
                                       ("stt_mram", "switching", "switching")):
            out = self.directory / (device + protocol)
            self.run_command("characterize", "--device", device, "--protocol", protocol, "--out",
                             out)
            self.expect_picture(out / f"{name}.png")

    def test_the_command_draws_data_against_fit(self):
        data, out = self.directory / "data", self.directory / "fit"
        self.run_command("characterize", "--device", "hfo2", "--devices", 3, "--set",
                         "device.sigma=0.002", "--pulses", "ltp:300,ltd:300", "--out", data)
        self.run_command("fit", "--data", data / "curves.csv", "--g-min", "2e-5", "--g-max",
                         "2e-4", "--out", out)
        self.expect_picture(out / "fit.png")

    def test_a_directory_without_a_table_is_bad_input(self):
        for text, word in ((None, "summary.json"), ("{", "no JSON"), ("[]", "object"),
                           ('{"protocol": "none"}', "protocol"),
                           ('{"protocol": "iv", "device": "x"}', "iv.csv")):
            if text is not None:
                (self.directory / "summary.json").write_text(text)
            result = subprocess.run(["/usr/bin/python3", SCRIPT, self.directory], text=True,
                                    capture_output=True, check=False)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertIn(word, result.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
