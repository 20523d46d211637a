"""Parts of a long run: one after the other, with a table of what each has taken."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

MAKEFILE = """
first second:
	@echo "$@ of $(N)"
bad:
	@echo "it rains" >&2; exit 3
"""


class RunPartsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.checkout = Path(folder.name)
        (self.checkout / "infra").mkdir()
        self.script = shutil.copy(CHECKOUT / "infra" / "run-parts", self.checkout / "infra")
        (self.checkout / "Makefile").write_text(MAKEFILE)

    def test_says_at_the_end_what_each_part_has_taken(self) -> None:
        self.assertEqual(
            (
                0,
                "first of 1\n"
                "second of 1\n"
                "\n"
                "part                 minutes\n"
                "first                    0.0\n"
                "second                   0.0\n"
                "total                    0.0\n",
            ),
            self.run_parts("first", "second"),
        )

    def test_says_it_also_where_one_fails_and_runs_none_after_that(self) -> None:
        self.assertEqual(
            (
                1,
                "first of 1\n"
                "it rains\n"
                "make: *** [Makefile:5: bad] Error 3\n"
                "\n"
                "part                 minutes\n"
                "first                    0.0\n"
                "bad                      0.0  failed\n"
                "total                    0.0\n",
            ),
            self.run_parts("first", "bad", "second"),
        )

    def run_parts(self, *parts: str) -> tuple[int, str]:
        """The exit code, and what was printed."""
        done = subprocess.run(
            [self.script, *parts],
            env={"PATH": os.environ["PATH"], "N": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout
