# SPDX-License-Identifier: Apache-2.0
"""load_figure.py on a small sweep: usage: load_figure_test.py SOFTBOUND LOAD_FIGURE"""
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
from matplotlib.image import imread

SOFTBOUND, LOAD_FIGURE = sys.argv[1:3]


class LoadFigure(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        for policy in ("hold", "drop"):
            subprocess.run([SOFTBOUND, "stress", "--spikes", "500", "--set", "array.rows=16",
                            "--set", f"timing.busy_policy={policy}", "--set", "array.columns=4",
                            "--out", cls.directory / policy], check=True,
                           stdout=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    def draw(self, directory):
        return subprocess.run(["/usr/bin/python3", LOAD_FIGURE, directory], text=True,
                              capture_output=True, check=False)

    def test_the_command_draws_the_curve(self):
        for policy in ("hold", "drop"):
            image = imread(self.directory / policy / "load.png")
            self.assertGreater(image[..., :3].std(), 0.01)

    def test_the_script_draws_it_again(self):
        picture = self.directory / "hold" / "load.png"
        picture.unlink()
        self.assertEqual(self.draw(self.directory / "hold").returncode, 0)
        self.assertTrue(picture.exists())

    def test_what_is_no_stress_test_is_refused_in_one_line(self):
        empty = self.directory / "empty"
        empty.mkdir(exist_ok=True)
        for name, text in ((None, ""), ("load.csv", "rate_hz\n"), ("load.csv", "a,b\n1,x\n")):
            if name:
                (empty / name).write_text(text)
                (empty / "summary.json").write_text("{}")
            ended = self.draw(empty)
            self.assertEqual(ended.returncode, 2, ended.stderr)
            self.assertEqual(ended.stderr.count("\n"), 1, ended.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
