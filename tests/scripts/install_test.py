# SPDX-License-Identifier: Apache-2.0
"""What `cmake --install` puts elsewhere works there: usage: install_test.py CMAKE BUILD"""
import importlib.util
import os
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

CMAKE, BUILD = sys.argv[1:3]


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp())
        cls.prefix = cls.directory / "prefix"
        subprocess.run([CMAKE, "--install", BUILD, "--prefix", cls.prefix], check=True,
                       stdout=subprocess.DEVNULL)
        cls.elsewhere = cls.directory / "elsewhere"
        cls.elsewhere.mkdir()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory)

    def run_there(self, *command):
        """In a directory of its own, with no softbound on the path."""
        return subprocess.run(list(map(str, command)), cwd=self.elsewhere, text=True,
                              capture_output=True, check=False,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(self.elsewhere)})

    def test_the_command_runs_and_its_script_draws_from_another_directory(self):
        (self.elsewhere / "spikes.csv").write_text("time_s,row\n1e-5,3\n4e-5,7\n8e-5,3\n")
        run = self.run_there(self.prefix / "bin/softbound", "run", "--level", "rtl", "--set",
                             "array.rows=16", "--set", "array.columns=4", "--spikes", "spikes.csv",
                             "--waves", "waves.fst", "--probe", "3,0", "--out", "out")
        self.assertEqual(run.returncode, 0, run.stderr)
        drawn = self.run_there("/usr/bin/python3", self.prefix / "share/softbound/plot.py", "out")
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        for name in ("event.png", "weights.png", "activity.png"):
            self.assertGreater((self.elsewhere / "out" / name).stat().st_size, 10000, name)

    def test_a_glyph_needs_no_file_of_the_sources(self):
        run = self.run_there(self.prefix / "bin/softbound", "run", "--level", "event", "--digit",
                             "0", "--duration", "1e-3", "--out", "glyph")
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_nothing_but_command_and_scripts_is_installed(self):
        installed = {os.path.relpath(os.path.join(place, name), self.prefix)
                     for place, _, names in os.walk(self.prefix) for name in names
                     if not name.endswith(".pyc")}
        self.assertIn("bin/softbound", installed)
        self.assertEqual([name for name in installed if name != "bin/softbound" and not
                          name.startswith("share/softbound/")], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
