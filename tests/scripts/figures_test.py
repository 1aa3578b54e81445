# SPDX-License-Identifier: Apache-2.0
"""figures.py on a quick reproduction: usage: figures_test.py SOFTBOUND FIGURES"""
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

SOFTBOUND, FIGURES = sys.argv[1:3]
GROUPS = ("high-rate", "low-rate")
MODELS = ("memristive", "memristive, variability", "linear 0.01", "linear 0.001")


def table(header, rows):
    return header + "\n" + "".join(",".join(f'"{x}"' if isinstance(x, str) else repr(x)
                                            for x in row) + "\n" for row in rows)


class Figures(unittest.TestCase):
    """Fig. 1 by the command; tables of the longer figures by hand, as small as they can be."""

    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        subprocess.run([SOFTBOUND, "reproduce", "fig1", "--out", cls.directory / "fig1"],
                       check=True, stdout=subprocess.DEVNULL)
        cls.by_hand = cls.directory / "by_hand"
        cls.by_hand.mkdir()
        curves = [(m, seed, k * 500, 0.1 * k, 0.05 * k, 0.0)
                  for m in MODELS for seed in (1, 2) for k in range(4)]
        header = "model,seed,presentations,split,strict,silent"
        cls.write("fig3_curves.csv", table(header, curves + [("linear 0.1", s, k, .1, .0, .0)
                                                             for s in (1, 2) for k in (0, 1500)]))
        cls.write("fig4_curves.csv", table(header, curves))
        for name, times in (("fig3_maps", (2000,)), ("fig4_maps", (500, 20000))):
            cls.write(name + ".csv", table(
                "model,presentations,neuron," + ",".join(f"w{k}" for k in range(16)),
                [(m, t, n, *(((k + n) % 16) / 16 for k in range(16)))
                 for m in MODELS for t in times for n in range(10)]))
        cls.write("fig5_classes.csv", table("pixel,mean_intensity,group", [
            (k, k / 16, ("low-rate", "mixed", "high-rate")[k * 3 // 16]) for k in range(16)]))
        cls.write("fig5_evolution.csv", table(
            "model,group,seed,presentations,mean_w,sd_w,p5_w,p25_w,p50_w,p75_w,p95_w",
            [(m, g, s, t, .5, .1, .3, .4, .5, .6, .7) for m in MODELS for g in GROUPS
             for s in (1, 2) for t in (0, 1000, 2000)]))
        cls.write("fig5_histograms.csv", table("model,group,low_w,high_w,share", [
            (m, g, k / 10, (k + 1) / 10, 0.1) for m in MODELS for g in GROUPS
            for k in range(10)]))
        lifetimes = [(p, m) for p in ("0.5", "0.6") for m in ("memristive", "linear 0.01")]
        cls.write("lifetime.csv", table("ltp_share,model,event,signal_w,snr", [
            (p, m, t, 0.01 / (t + 1), 0.1 / (t + 1)) for p, m in lifetimes for t in range(5)]))
        cls.write("lifetime_histograms.csv", table("ltp_share,model,low_w,high_w,share", [
            (p, m, k / 10, (k + 1) / 10, 0.1) for p, m in lifetimes for k in range(10)]))
        panels = {p.stem: {"values": {}} for p in cls.by_hand.glob("*.csv")}
        panels["fig5_classes"]["values"] = {"high-rate": 5, "mixed": 6, "low-rate": 5}
        cls.write("summary.json", json.dumps({"preset": "brivio2019", "compared": True,
                                              "panels": panels}))

    @classmethod
    def write(cls, name, text):
        (cls.by_hand / name).write_text(text, encoding="utf-8")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    def draw(self, directory):
        return subprocess.run(["/usr/bin/python3", FIGURES, str(directory)], text=True,
                              capture_output=True, check=False)

    def expect_pictures(self, directory):
        tables = sorted(directory.glob("*.csv"))
        self.assertTrue(tables)
        for path in tables:
            picture = imread(path.with_suffix(".png"))
            self.assertGreater(min(picture.shape[:2]), 400, path.name)
            colours = len(np.unique((picture[:, :, :3] * 255).astype(np.uint32)
                                    @ [65536, 256, 1]))
            self.assertGreater(colours, 30, path.name)

    def expect_bad_input(self, directory, *words):
        result = self.draw(directory)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("figures.py: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr)

    def copy(self, name):
        shutil.copytree(self.by_hand, self.directory / name)
        return self.directory / name

    def test_command_draws_a_picture_beside_each_table(self):
        self.expect_pictures(self.directory / "fig1")

    def test_every_other_panel_is_drawn(self):
        result = self.draw(self.by_hand)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 9)
        self.expect_pictures(self.by_hand)

    def test_no_reproduction(self):
        self.expect_bad_input(self.directory, "summary.json")

    def test_summary_of_something_else(self):
        directory = self.copy("else")
        (directory / "summary.json").write_text("[1, 2]")
        self.expect_bad_input(directory, "summary.json")

    def test_missing_table(self):
        directory = self.copy("missing")
        (directory / "fig3_curves.csv").unlink()
        self.expect_bad_input(directory, "fig3_curves.csv")

    def test_missing_column(self):
        directory = self.copy("column")
        text = (directory / "lifetime.csv").read_text()
        (directory / "lifetime.csv").write_text(text.replace("snr", "noise"))
        self.expect_bad_input(directory, "lifetime.csv", "snr")

    def test_text_in_place_of_a_number(self):
        directory = self.copy("text")
        text = (directory / "fig5_classes.csv").read_text()
        (directory / "fig5_classes.csv").write_text(text.replace("0.0625", "none"))
        self.expect_bad_input(directory, "fig5_classes.csv", "mean_intensity")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
