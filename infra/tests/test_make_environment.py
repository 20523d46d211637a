"""The Python environments: made once, and again when that is needed."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MADE = "making .venv/empty (nothing at all) ...\n"


class MakeEnvironmentTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        infra = Path(folder.name) / "infra"
        infra.mkdir()
        self.script = Path(shutil.copy(CHECKOUT / "infra" / "make-environment", infra))
        # Without a package, nothing has to be downloaded.
        (infra / "requirements-build.txt").write_text("# none\n")
        self.requirements = infra / "requirements-empty.txt"
        self.requirements.write_text("# none\n")
        self.environment = Path(folder.name) / ".venv" / "empty"

    def test_makes_an_environment_once_and_when_it_is_not_as_required(self) -> None:
        self.assertEqual(MADE, self.make())
        self.assertEqual("", self.make())

        # As a run leaves it that is stopped before its end.
        (self.environment / "installed.txt").unlink()
        left_over = self.environment / "left-over"
        left_over.touch()
        self.assertEqual(MADE, self.make())
        self.assertFalse(left_over.exists())

        self.requirements.write_text("# still none\n")
        self.assertEqual(MADE, self.make())
        self.assertEqual("", self.make())

    def make(self) -> str:
        made = subprocess.run(
            [self.script, "empty", "nothing at all"],
            env={"PATH": os.environ["PATH"], "PIP_CONFIG_FILE": os.devnull},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return made.stdout
