"""The Python environments: made once, and again when that is needed."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
MADE = r"^making \.venv/empty \(nothing at all\) \.\.\. \d+ s\n$"


class MakeEnvironmentTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        checkout = Path(folder.name)
        infra = checkout / "infra"
        infra.mkdir()
        self.script = Path(shutil.copy(CHECKOUT / "infra" / "make-environment", infra))
        # Without a package, nothing has to be downloaded; uv is there.
        (infra / "requirements-build.txt").write_text("# none\n")
        shutil.copy(CHECKOUT / ".venv" / "uv" / "installed.txt", infra / "requirements-uv.txt")
        self.requirements = infra / "requirements-empty.txt"
        self.requirements.write_text("# none\n")
        self.environment = checkout / ".venv" / "empty"
        self.environment.parent.mkdir()
        (checkout / ".venv" / "uv").symlink_to(CHECKOUT / ".venv" / "uv")

    def test_makes_an_environment_once_and_when_it_is_not_as_required(self) -> None:
        self.assertRegex(self.made(), MADE)
        self.assertEqual("", self.made())
        python = subprocess.run(
            [self.environment / "bin" / "python", "-c", "import sys; print(sys.prefix)"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        self.assertEqual(f"{self.environment.resolve()}\n", python.stdout)

        # As a run leaves it that is stopped before its end.
        (self.environment / "installed.txt").unlink()
        left_over = self.environment / "left-over"
        left_over.touch()
        self.assertRegex(self.made(), MADE)
        self.assertFalse(left_over.exists())

        self.requirements.write_text("# still none\n")
        self.assertRegex(self.made(), MADE)
        self.assertEqual("", self.made())

    def test_installs_nothing_without_a_hash(self) -> None:
        self.assertRegex(self.made(), MADE)
        self.requirements.write_text("pytest==9.2.0\n")
        for _ in range(2):
            done = self.make()
            self.assertEqual(
                (1, "making .venv/empty (nothing at all) ... failed\n"),
                (done.returncode, done.stdout),
            )
            self.assertRegex(
                done.stderr,
                r"^error: In `--require-hashes` mode, all requirements must have a hash, "
                r"but none were provided for: pytest==9\.2\.0\n"
                r"Cannot make \.venv/empty, see above\n$",
            )
        self.assertFalse((self.environment / "installed.txt").exists())

    def made(self) -> str:
        done = self.make()
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def make(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.script, "empty", "nothing at all"],
            env={"PATH": os.environ["PATH"], "UV_OFFLINE": "1", "UV_NO_CONFIG": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
